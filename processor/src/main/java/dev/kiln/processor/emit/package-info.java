/** The emitters: graphs to Java source. */
package dev.kiln.processor.emit;
