package dev.kiln.tensor;

/**
 * Eigenvalues and eigenvectors of symmetric matrices.
 *
 * @param values ascending
 * @param vectors the eigenvectors as columns, in the order of the values
 */
public record Eigh(Tensor values, Tensor vectors) {}
