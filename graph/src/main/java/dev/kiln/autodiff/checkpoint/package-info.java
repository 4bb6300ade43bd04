/**
 * Loops with {@code @Checkpoint}: they become functions, and snapshots of their state take the
 * place of what each iteration saves. Reverse mode is given {@link
 * dev.kiln.autodiff.checkpoint.LoopOutlining#run makers} of their derivatives and knows nothing
 * else of this package.
 */
package dev.kiln.autodiff.checkpoint;
