/** A report on how long the evals take, beside code written by hand and the suite's C++. */
package dev.kiln.gradbench.report;
