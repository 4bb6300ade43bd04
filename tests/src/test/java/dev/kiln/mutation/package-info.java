/** How many mutants of the passes and of the derivative transformations the tests notice. */
package dev.kiln.mutation;
