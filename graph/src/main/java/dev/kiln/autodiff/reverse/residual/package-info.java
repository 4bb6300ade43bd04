/**
 * What the forward sweep leaves to the backward sweep: the stacks that values are saved on, and how
 * the backward sweep finds values again.
 */
package dev.kiln.autodiff.reverse.residual;
