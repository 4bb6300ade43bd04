/** Statements being written: a tree until the method is complete. */
package dev.kiln.processor.emit.statement;
