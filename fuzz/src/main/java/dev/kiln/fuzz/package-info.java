/** The program fuzzer: random models, run in every mode. */
package dev.kiln.fuzz;
