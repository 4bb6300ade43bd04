/** Dense row-major arrays of numbers: the data behind tensors, without any recording. */
package dev.kiln.array;
