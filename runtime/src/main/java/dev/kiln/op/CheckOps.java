package dev.kiln.op;

import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/**
 * What Java's {@code assert} needs. JLS 14.10. The statement {@code assert condition : detail} is a
 * conditional on {@link #ASSERTIONS_ENABLED} around one that throws, so that neither the condition
 * nor the detail is evaluated where Java does not evaluate it.
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

  /** The definitions of this file. */
  static final List<OpDefinition> ALL = List.of(ASSERTIONS_ENABLED);
}
