/** The types and shapes that declarations give to fields, parameters and results. */
package dev.kiln.processor.model.type;
