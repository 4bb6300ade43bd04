/** Kernels that work element by element, with broadcasting, and the numbers that they compute. */
package dev.kiln.kernel.elementwise;
