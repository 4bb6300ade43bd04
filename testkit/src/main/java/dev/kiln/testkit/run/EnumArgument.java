package dev.kiln.testkit.run;

/**
 * An argument whose class is an enum that is compiled during the test.
 *
 * @param type its name: nested in the model, or beside it
 * @param constant the name of the constant
 */
public record EnumArgument(String type, String constant) {}
