/** Generated programs as trees, and their Java source. */
package dev.kiln.fuzz.program;
