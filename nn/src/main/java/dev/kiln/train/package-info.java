/** Training: optimisers, schedules of their rates, and data in batches. */
package dev.kiln.train;
