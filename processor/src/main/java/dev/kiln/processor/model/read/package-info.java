/** Reads a model class: its fields, nested models and compute methods. */
package dev.kiln.processor.model.read;
