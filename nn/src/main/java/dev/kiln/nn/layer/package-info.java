/** Layers: models that other models contain. */
package dev.kiln.nn.layer;
