/** The body of a function: from structured blocks to the statements that a person would write. */
package dev.kiln.processor.emit.function;
