package dev.kiln.fuzz.program;

import java.util.List;

/**
 * One group of a switch.
 *
 * @param labels numbers or names of constants; none for the default
 */
public record SwitchGroup(List<String> labels, List<Statement> body) implements Node {}
