/** Expressions that are not written yet, and what they are made of. */
package dev.kiln.processor.emit.expression;
