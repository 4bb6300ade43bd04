/** The adapters: from the suite's inputs to the models and from their results to its outputs. */
package dev.kiln.gradbench.eval;
