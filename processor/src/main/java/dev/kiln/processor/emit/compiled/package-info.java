/** {@code CompiledFoo}. */
package dev.kiln.processor.emit.compiled;
