/** Options and their sensitivities by simulation. */
package dev.kiln.examples.finance;
