/** How the objects in fields of models are made, as far as the sources tell. */
package dev.kiln.processor.model.origin;
