package dev.kiln.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** The message of an assertion that has to fail. */
record Failures(String message) {
  static Failures failureOf(Executable assertion) {
    return new Failures(assertThrows(AssertionError.class, assertion).getMessage());
  }

  Failures is(String expected) {
    assertEquals(expected, message);
    return this;
  }

  Failures startsWith(String expected) {
    int end = Math.min(expected.length(), message.length());
    assertEquals(expected, message.substring(0, end), message);
    return this;
  }

  Failures contains(String part) {
    assertTrue(message.contains(part), message);
    return this;
  }

  Failures matches(String pattern) {
    assertTrue(message.matches(pattern), message);
    return this;
  }
}
