/** Copies of graphs, with something in them replaced: what passes and derivatives are made of. */
package dev.kiln.pass.copy;
