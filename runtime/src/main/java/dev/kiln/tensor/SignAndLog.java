package dev.kiln.tensor;

/**
 * A number as its sign and the logarithm of its absolute value.
 *
 * @param sign -1, 0 or 1
 * @param log minus infinity where the sign is 0
 */
public record SignAndLog(Tensor sign, Tensor log) {}
