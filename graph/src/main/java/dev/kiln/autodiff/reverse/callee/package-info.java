/** The derivatives of called functions: what callers see of them, and what makes them. */
package dev.kiln.autodiff.reverse.callee;
