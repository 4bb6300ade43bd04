/** Tests by random programs, and the regressions that they found. */
package dev.kiln.fuzz;
