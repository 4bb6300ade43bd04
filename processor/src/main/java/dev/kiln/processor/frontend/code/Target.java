package dev.kiln.processor.frontend.code;

import dev.kiln.type.ValueType;
import java.util.List;

/**
 * A construct around code that a jump can leave.
 *
 * @param userLabel the label in the source, or null
 * @param label the label in the graph
 * @param variables what it carries, with {@code types}
 * @param result the type of a switch expression; null while it is being found, and for statements
 */
public record Target(
    Kind kind,
    String userLabel,
    String label,
    List<String> variables,
    List<ValueType> types,
    ValueType result) {
  /** Kinds of constructs, by the jumps that leave them. */
  public enum Kind {
    /** A loop that is left by break, and whose next iteration continue begins. */
    LOOP,
    /** A loop that is left by break; more than its body is run before its next iteration. */
    LOOP_WITH_UPDATE,
    /** The body of a loop with an update: continue goes to its end. */
    LOOP_BODY,
    /** A switch statement, which is left by break. */
    SWITCH,
    /** A switch expression, which is left by yield. */
    SWITCH_EXPRESSION,
    /** Another statement with a label, which is left by a break that names it. */
    LABELLED
  }

  /** A statement. */
  public static Target statement(
      Kind kind, String userLabel, String label, List<String> variables, List<ValueType> types) {
    return new Target(kind, userLabel, label, variables, types, null);
  }

  /** Whether a break goes here; {@code name} is the label that it gives, or null. */
  public boolean isLeftByBreak(CharSequence name) {
    return switch (kind) {
      case LOOP, LOOP_WITH_UPDATE, SWITCH -> name == null || isCalled(name);
      case LABELLED -> name != null && isCalled(name);
      case LOOP_BODY, SWITCH_EXPRESSION -> false;
    };
  }

  /** Whether a continue goes here; {@code name} is the label that it gives, or null. */
  public boolean takesContinue(CharSequence name) {
    return (kind == Kind.LOOP || kind == Kind.LOOP_BODY) && (name == null || isCalled(name));
  }

  /** Whether a yield goes here. */
  public boolean takesYield() {
    return kind == Kind.SWITCH_EXPRESSION;
  }

  /** Whether it is a loop. */
  public boolean isLoop() {
    return kind == Kind.LOOP || kind == Kind.LOOP_WITH_UPDATE;
  }

  private boolean isCalled(CharSequence name) {
    return userLabel != null && userLabel.contentEquals(name);
  }
}
