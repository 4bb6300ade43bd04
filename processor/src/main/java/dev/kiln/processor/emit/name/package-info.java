/** The names of what is generated. */
package dev.kiln.processor.emit.name;
