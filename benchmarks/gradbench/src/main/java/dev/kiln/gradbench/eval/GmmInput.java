package dev.kiln.gradbench.eval;

/** The input of {@code gmm}, with the suite's names; the arguments of {@code Gmm.objective}. */
public record GmmInput(
    double[] alpha, double[][] mu, double[][] q, double[][] l, double[][] x, double gamma, int m) {}
