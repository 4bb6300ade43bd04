/** Operations on scalars only: bits, and the static methods of Math and of numbers. */
package dev.kiln.op.scalar;
