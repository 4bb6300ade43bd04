/** The two sweeps over a function: how each operation is copied, and how it is reversed. */
package dev.kiln.autodiff.reverse.sweep;
