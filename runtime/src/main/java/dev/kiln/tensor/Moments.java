package dev.kiln.tensor;

/**
 * A mean and a variance over the same axes.
 *
 * @param mean the mean
 * @param variance the mean of the squares of the distances from the mean
 */
public record Moments(Tensor mean, Tensor variance) {}
