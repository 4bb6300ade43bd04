/** The form in which reverse mode takes a graph. */
package dev.kiln.autodiff.prepare;
