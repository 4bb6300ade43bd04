package dev.kiln.gradbench.eval;

/** The input of {@code kmeans}, with the suite's names; the arguments of {@code KMeans.cost}. */
public record KMeansInput(double[][] points, double[][] centroids) {}
