package dev.kiln.op.control;

import dev.kiln.kernel.array.DistinctArrays;
import dev.kiln.kernel.array.RecordArrays;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.spi.ShapeChecks;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
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
              List.of())
          .with(Trait.FREE, Trait.CHEAP);

  /**
   * Throws a {@link NullPointerException} if operand 0 is false: a component of a record or the
   * ordinal of an enum is read, and that is null. JLS 15.12.4.4.
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
          new Emission.Statement("dev.kiln.kernel.array.RecordArrays.requireNonNull({0})"),
          new Derivative.Zero(),
          List.of());

  /**
   * Operand 0, which is declared to have the sizes {@code dims}; throws where it has others.
   * Attributes: what is {@code declared}, for the message.
   */
  public static final OpDefinition REQUIRE_SHAPE =
      new OpDefinition(
          "require_shape",
          1,
          List.of(
              new OpDefinition.AttributeSpec("declared", Attribute.Text.class),
              new OpDefinition.AttributeSpec("dims", Attribute.Dims.class)),
          Effect.MAY_THROW,
          (a, t) -> {
            TensorType type = TypeRules.tensor("require_shape", t, 0);
            TensorType declared = type.withDims(a.dims("dims"));
            if (!mayBeEqual(type, declared)) {
              throw new TypeMismatchException(
                  0, a.text("declared") + ", not " + type + ", which is never " + declared);
            }
            return Optional.of(declared);
          },
          new Evaluation.OnTensors(
              (a, x) -> ShapeChecks.requireShape(x[0], a.text("declared"), sizes(a))),
          new Emission.Call(
              "dev.kiln.spi.ShapeChecks", "requireShape", List.of("declared", "dims")),
          Derivative.linear(
              (g, c) ->
                  g.apply(
                      CheckOps.REQUIRE_SHAPE,
                      c.attributes()
                          .with("dims", new Attribute.Dims(((TensorType) c.operandType(0)).dims())),
                      List.of(g))),
          List.of());

  /** Whether two types may be those of one tensor, for some sizes of the names. */
  public static boolean mayBeEqual(TensorType first, TensorType second) {
    boolean isSame = first.dtype() == second.dtype() && first.rank() == second.rank();
    for (int axis = 0; isSame && axis < first.rank(); axis++) {
      Dim difference = first.dims().get(axis).minus(second.dims().get(axis));
      isSame = difference.constant().orElse(0) == 0;
    }
    return isSame;
  }

  private static int[] sizes(Attributes attributes) {
    return attributes.dims("dims").stream()
        .mapToInt(each -> Math.toIntExact(each.constant().orElseThrow()))
        .toArray();
  }

  /** The variable of generated code that {@link #EXAMPLE} assigns. */
  public static final String EXAMPLE_VARIABLE = "exampleAtHand";

  /**
   * Notes that the example operand 0 of a batch, counted from 0, is computed from here on, or none
   * where it is -1: what an exception says. Only in entry functions.
   */
  public static final OpDefinition EXAMPLE =
      new OpDefinition(
              "example",
              1,
              List.of(),
              Effect.WRITE,
              (attributes, operands) -> {
                if (!operands.get(0).equals(ScalarType.INT32)) {
                  throw new TypeMismatchException(
                      0, "example expects an int, not a value of type " + operands.get(0));
                }
                return Optional.empty();
              },
              new Evaluation.OnFrame(
                  site -> {
                    int example = site.operands()[0];
                    return frame -> frame.example = (int) frame.bits[example];
                  }),
              new Emission.Statement(EXAMPLE_VARIABLE + " = {0}"),
              new Derivative.Zero(),
              List.of())
          .with(Trait.EXAMPLE);

  /**
   * How an operand of {@link #REQUIRE_DISTINCT_ROWS} may be shared: as {@link
   * DistinctArrays#rowsApart}, {@link DistinctArrays#apart} or {@link DistinctArrays#beside} say.
   */
  public enum Sharing {
    ROWS_APART,
    APART,
    BESIDE
  }

  /**
   * Throws if an array that is written can be reached in two ways from the arguments of a
   * derivative. Attributes: {@code method} for the message; {@code paths} of the operands, with
   * commas between them; for each operand the rank from which on it is {@code written}; the names
   * of their {@link Sharing}, with commas.
   */
  public static final OpDefinition REQUIRE_DISTINCT_ROWS =
      new OpDefinition(
              "require_distinct_rows",
              OpDefinition.VARIADIC,
              List.of(
                  new OpDefinition.AttributeSpec("method", Attribute.Text.class),
                  new OpDefinition.AttributeSpec("paths", Attribute.Text.class),
                  new OpDefinition.AttributeSpec("written", Attribute.Integers.class),
                  new OpDefinition.AttributeSpec("sharing", Attribute.Text.class)),
              Effect.WRITE,
              (attributes, operands) -> {
                requireArrays(operands);
                DistinctRows.of(attributes, operands);
                return Optional.empty();
              },
              new Evaluation.OnFrame(
                  site -> {
                    List<DistinctRows> arrays =
                        DistinctRows.of(site.attributes(), site.operandTypes());
                    String method = site.attributes().text("method");
                    return frame -> {
                      DistinctArrays check = new DistinctArrays();
                      for (int i = 0; i < arrays.size(); i++) {
                        arrays.get(i).give(frame.references[site.operands()[i]], check);
                      }
                      check.require(method);
                    };
                  }),
              new Emission.Special(),
              new Derivative.Zero(),
              List.of())
          .with(Trait.CHECK, Trait.DISTINCTNESS);

  /** What {@link #REQUIRE_DISTINCT_ROWS} knows of an operand. */
  public record DistinctRows(String path, int rank, int written, Sharing sharing) {

    /** The operands in their order. */
    public static List<DistinctRows> of(Attributes attributes, List<ValueType> operands) {
      String[] paths = attributes.text("paths").split(",");
      int[] written = attributes.integers("written");
      String[] sharing = attributes.text("sharing").split(",");
      if (paths.length != operands.size()
          || written.length != operands.size()
          || sharing.length != operands.size()) {
        throw new TypeMismatchException(
            0, "require_distinct_rows needs attributes for each operand");
      }
      List<DistinctRows> all = new ArrayList<>();
      for (int i = 0; i < paths.length; i++) {
        int rank = ((ArrayType) operands.get(i)).rank();
        if (written[i] < 0 || written[i] > rank) {
          throw new TypeMismatchException(i, "require_distinct_rows: no rank " + written[i]);
        }
        all.add(new DistinctRows(paths[i], rank, written[i], sharing(sharing[i], i)));
      }
      return all;
    }

    private static Sharing sharing(String name, int operand) {
      for (Sharing each : Sharing.values()) {
        if (each.name().equals(name)) {
          return each;
        }
      }
      throw new TypeMismatchException(operand, "require_distinct_rows: no sharing " + name);
    }

    private void give(Object array, DistinctArrays check) {
      switch (sharing) {
        case ROWS_APART -> check.rowsApart(path, array, rank, written);
        case APART -> check.apart(path, array, rank, written);
        case BESIDE -> check.beside(path, array, rank, written);
      }
    }
  }

  private static void requireArrays(List<ValueType> operands) {
    for (int i = 0; i < operands.size(); i++) {
      boolean fits =
          operands.get(i) instanceof ArrayType array
              && operands.get(0) instanceof ArrayType first
              && array.element().equals(first.element());
      if (!fits) {
        throw new TypeMismatchException(
            i, "require_distinct_rows of " + operands + ": not arrays with one type of elements");
      }
    }
  }

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(ASSERTIONS_ENABLED, REQUIRE_NON_NULL, REQUIRE_SHAPE, EXAMPLE, REQUIRE_DISTINCT_ROWS);
}
