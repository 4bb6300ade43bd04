/** {@code FooParameters}. */
package dev.kiln.processor.emit.parameters;
