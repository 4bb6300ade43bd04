/**
 * What generated classes have in common: how they reach the fields of the model, and what they are
 * where it has errors.
 */
package dev.kiln.processor.emit.model;
