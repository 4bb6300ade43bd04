package dev.kiln.op;

import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/**
 * Java's {@code assert}. JLS 14.10. Whether it is checked is decided as in Java: in generated code
 * by the assertion status of the generated class, in a session by that of this class.
 */
public final class CheckOps {
  private CheckOps() {}

  private static final TypeRule TAKES_A_BOOLEAN =
      (attributes, operands) -> {
        if (!operands.get(0).equals(ScalarType.BOOL)) {
          throw new TypeMismatchException(0, "assert expects bool, not " + operands.get(0));
        }
        return Optional.empty();
      };

  /** {@code assert condition;} */
  public static final OpDefinition ASSERT =
      new OpDefinition(
          "assert",
          1,
          List.of(),
          Effect.WRITE,
          TAKES_A_BOOLEAN,
          new Evaluation.OnFrame(site -> check(site, false)),
          new Emission.Statement("assert {0}"),
          new Derivative.Zero(),
          List.of());

  /** {@code assert condition : message;} with a literal message. */
  public static final OpDefinition ASSERT_MESSAGE =
      new OpDefinition(
          "assert_message",
          1,
          List.of(new OpDefinition.AttributeSpec("message", Attribute.Text.class)),
          Effect.WRITE,
          TAKES_A_BOOLEAN,
          new Evaluation.OnFrame(site -> check(site, true)),
          new Emission.Statement("assert {0} : {message}"),
          new Derivative.Zero(),
          List.of());

  /** The definitions of this file. */
  static final List<OpDefinition> ALL = List.of(ASSERT, ASSERT_MESSAGE);

  private static Evaluation.Step check(Evaluation.Site site, boolean withMessage) {
    if (!CheckOps.class.desiredAssertionStatus()) {
      return frame -> {};
    }
    int condition = site.operands()[0];
    return frame -> {
      if (frame.bits[condition] == 0) {
        throw withMessage
            ? new AssertionError(site.attributes().text("message"))
            : new AssertionError();
      }
    };
  }
}
