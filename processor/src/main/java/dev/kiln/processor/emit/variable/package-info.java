/** Which variable each value of a function is in, and where it is declared. */
package dev.kiln.processor.emit.variable;
