/**
 * Reverse mode: puts the forward sweep and the backward sweep over each function together. What the
 * backward sweep needs is found by building it, so both are built until nothing new is asked for.
 */
package dev.kiln.autodiff.reverse;
