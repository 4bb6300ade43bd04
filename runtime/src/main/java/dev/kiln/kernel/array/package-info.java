/** Java arrays and arrays of records: copies, sums, zeros, and checks of what may alias. */
package dev.kiln.kernel.array;
