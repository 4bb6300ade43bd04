package dev.kiln.tensor;

/**
 * The factors of {@code A = Q R}.
 *
 * @param q orthonormal columns, as many as A has
 * @param r upper triangular, its diagonal not negative
 */
public record Qr(Tensor q, Tensor r) {}
