package dev.kiln.op.scalar;

import dev.kiln.annotation.DType;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/** Shifts and the bitwise complement of ints and longs. JLS 15.19, 15.15.5. */
public final class BitOps {
  private BitOps() {}

  private static final Derivative DISCRETE =
      new Derivative.None("its values are integers or truth values");

  private interface Shift {
    long apply(long value, int count);
  }

  public static final OpDefinition SHIFT_LEFT =
      shift("shift_left", "<<", (x, n) -> (int) x << n, (x, n) -> x << n).with(Trait.CHEAP);
  public static final OpDefinition SHIFT_RIGHT =
      shift("shift_right", ">>", (x, n) -> (int) x >> n, (x, n) -> x >> n).with(Trait.CHEAP);
  public static final OpDefinition UNSIGNED_SHIFT_RIGHT =
      shift("unsigned_shift_right", ">>>", (x, n) -> (int) x >>> n, (x, n) -> x >>> n)
          .with(Trait.CHEAP);

  public static final OpDefinition COMPLEMENT =
      new OpDefinition(
              "complement",
              1,
              List.of(),
              Effect.PURE,
              (a, t) -> Optional.of(integer("complement", t.get(0), 0)),
              new Evaluation.OnScalars((a, t) -> (x, y, z) -> ~x),
              new Emission.Expression("~{0}", Precedence.UNARY),
              DISCRETE,
              List.of())
          .with(Trait.CHEAP, Trait.OWN_INVERSE);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(SHIFT_LEFT, SHIFT_RIGHT, UNSIGNED_SHIFT_RIGHT, COMPLEMENT);

  private static OpDefinition shift(String name, String operator, Shift ofInts, Shift ofLongs) {
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.PURE,
        (a, t) -> {
          integer(name, t.get(1), 1);
          return Optional.of(integer(name, t.get(0), 0));
        },
        new Evaluation.OnScalars(
            (a, t) -> {
              Shift shift = t.get(0) == DType.INT32 ? ofInts : ofLongs;
              return (x, y, z) -> shift.apply(x, (int) y);
            }),
        new Emission.Expression("{0} " + operator + " {1}", Precedence.SHIFT),
        DISCRETE,
        List.of());
  }

  private static ScalarType integer(String name, dev.kiln.type.ValueType type, int operand) {
    if (type instanceof ScalarType scalar && scalar.dtype().isInteger()) {
      return scalar;
    }
    throw new TypeMismatchException(operand, name + " expects an int or a long, not " + type);
  }
}
