/** Gradients of programs with numbers, arrays, records and calls. */
package dev.kiln.agreement.gradient;
