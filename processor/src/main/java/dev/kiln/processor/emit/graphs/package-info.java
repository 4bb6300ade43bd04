/** {@code FooGraphs} and {@code FooSerializedGraphs}. */
package dev.kiln.processor.emit.graphs;
