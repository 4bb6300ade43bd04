/** Comparison with the outputs that the suite expects. */
package dev.kiln.gradbench.check;
