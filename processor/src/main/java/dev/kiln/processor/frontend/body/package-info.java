/** Hands code to the class for its kind, and goes on where some is refused. */
package dev.kiln.processor.frontend.body;
