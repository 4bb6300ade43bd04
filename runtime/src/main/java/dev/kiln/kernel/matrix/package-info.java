/** Kernels for matrix products, convolutions and linear algebra. */
package dev.kiln.kernel.matrix;
