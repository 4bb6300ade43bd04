package dev.kiln.fuzz.compare;

/**
 * Something that must not be.
 *
 * @param kind what kind of thing, such as {@code session}; shrinking keeps it
 * @param call the number of the call, or -1 where the program does not compile
 * @param details for the reader
 */
public record Disagreement(String kind, int call, String details) {}
