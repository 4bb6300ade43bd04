package dev.kiln.gradbench.eval;

/** The input of {@code lstm}, with the suite's names; the arguments of {@code Lstm.objective}. */
public record LstmInput(
    double[][] mainParams, double[][] extraParams, double[][] state, double[][] sequence) {}
