package dev.kiln.op;

import dev.kiln.kernel.RecordArrays;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/**
 * Checks of what a program says or assumes.
 *
 * <p>{@code assert}, JLS 14.10: the statement {@code assert condition : detail} is a conditional on
 * {@link #ASSERTIONS_ENABLED} around one that throws, so that neither the condition nor the detail
 * is evaluated where Java does not evaluate it.
 */
public final class CheckOps {
  private CheckOps() {}

  /**
   * Whether assertions are checked. Decided as in Java: in generated code by the assertion status
   * of the generated class, in a session by that of this class.
   */
  public static final OpDefinition ASSERTIONS_ENABLED =
      new OpDefinition(
          "assertions_enabled",
          0,
          List.of(),
          Effect.PURE,
          (attributes, operands) -> Optional.of(ScalarType.BOOL),
          new Evaluation.OnScalars(
              (attributes, types) -> {
                long enabled = Bits.of(CheckOps.class.desiredAssertionStatus());
                return (first, second, third) -> enabled;
              }),
          new Emission.Special(),
          new Derivative.Zero(),
          List.of());

  /**
   * Throws a {@link NullPointerException} if operand 0 is false: a component of a record is read,
   * and the record is null. JLS 15.12.4.4.
   */
  public static final OpDefinition REQUIRE_NON_NULL =
      new OpDefinition(
          "require_non_null",
          1,
          List.of(),
          Effect.MAY_THROW,
          (attributes, operands) -> {
            if (!operands.get(0).equals(ScalarType.BOOL)) {
              throw new TypeMismatchException(
                  0, "require_non_null expects a bool, not a value of type " + operands.get(0));
            }
            return Optional.empty();
          },
          new Evaluation.OnFrame(
              site -> {
                int nonNull = site.operands()[0];
                return frame -> RecordArrays.requireNonNull(frame.bits[nonNull] != 0);
              }),
          new Emission.Statement("dev.kiln.kernel.RecordArrays.requireNonNull({0})"),
          new Derivative.Zero(),
          List.of());

  /** The definitions of this file. */
  static final List<OpDefinition> ALL = List.of(ASSERTIONS_ENABLED, REQUIRE_NON_NULL);
}
