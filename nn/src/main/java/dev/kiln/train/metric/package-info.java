/** How good predictions are: counts and sums over batches of any sizes. */
package dev.kiln.train.metric;
