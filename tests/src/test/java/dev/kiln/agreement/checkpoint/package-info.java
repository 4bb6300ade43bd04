/** Loops with {@code @Checkpoint}. */
package dev.kiln.agreement.checkpoint;
