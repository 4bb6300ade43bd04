/** Kernels on tensors of any rank, which sessions, eager tensors and generated code call. */
package dev.kiln.kernel.tensor;
