package dev.kiln.tensor;

/**
 * The factors of {@code A = U diag(s) V^T}, A being {@code [.., m, n]} and k the lesser of m and n.
 *
 * @param u {@code [.., m, k]}, orthonormal columns
 * @param s {@code [.., k]}, the singular values, descending
 * @param v {@code [.., n, k]}, orthonormal columns
 */
public record Svd(Tensor u, Tensor s, Tensor v) {}
