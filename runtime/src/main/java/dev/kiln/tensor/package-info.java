/** Tensors that compute at once: the dynamic graph. */
package dev.kiln.tensor;
