/** The loops of nests: element by element where there is arithmetic only, else in blocks. */
package dev.kiln.processor.emit.nest;
