/** Kernels on tensors, which sessions, eager tensors and generated code call. */
package dev.kiln.kernel.tensor;
