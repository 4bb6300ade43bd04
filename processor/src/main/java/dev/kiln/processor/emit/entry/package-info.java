/** The edge between a method as users see it and its graph: arguments, shapes, records, results. */
package dev.kiln.processor.emit.entry;
