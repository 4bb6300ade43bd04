/** Passes before and after the backward sweep is built. */
package dev.kiln.pass.derivative;
