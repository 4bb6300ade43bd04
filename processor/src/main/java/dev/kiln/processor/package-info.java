/** The annotation processor: from models to generated sources. */
package dev.kiln.processor;
