package dev.kiln.fuzz.run;

/**
 * Stands for an argument of the call in the place of a shadow: the very array is passed twice.
 *
 * @param input the name of the argument, or of its component
 */
public record Argument(String input) {}
