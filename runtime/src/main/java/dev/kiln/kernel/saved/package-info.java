/** What loops save for their reverse, and the schedule of checkpoints. */
package dev.kiln.kernel.saved;
