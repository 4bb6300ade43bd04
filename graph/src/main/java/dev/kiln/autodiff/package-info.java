/** Derivatives: of eager tensor code by a tape, of graphs by a transformation. */
package dev.kiln.autodiff;
