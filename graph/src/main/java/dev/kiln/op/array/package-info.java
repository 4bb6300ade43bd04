/** Operations on Java arrays, on stacks of saved values and on records. */
package dev.kiln.op.array;
