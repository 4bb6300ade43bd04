/**
 * Reverse mode: the forward sweep, the backward sweep, and the derivatives of called functions.
 * What the backward sweep needs is found by building it, so both are built until nothing new is
 * asked for.
 */
package dev.kiln.autodiff.reverse;
