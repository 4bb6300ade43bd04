package dev.kiln.tensor;

/**
 * Elements, and where along an axis they come from.
 *
 * @param values the elements, which have derivatives
 * @param indices of the same shape, int32
 */
public record IndexedValues(Tensor values, Tensor indices) {}
