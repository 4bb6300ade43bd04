/** Compiles programs in batches and runs them in every mode. */
package dev.kiln.fuzz.run;
