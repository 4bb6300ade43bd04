/** Graphs of other models, made to fit the calls that they stand for. */
package dev.kiln.processor.frontend.link;
