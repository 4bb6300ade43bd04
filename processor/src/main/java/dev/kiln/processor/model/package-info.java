/**
 * What is known of a model class before its method bodies are read. {@code source} is access to
 * what the compiler knows, {@code type} decides the types of declarations, {@code library} reads
 * models of earlier compilations, and {@code read} puts a {@link
 * dev.kiln.processor.model.ModelClass} together.
 */
package dev.kiln.processor.model;
