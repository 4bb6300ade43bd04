/** Compiles programs in batches and runs them, each in a way of its own. */
package dev.kiln.fuzz.run;
