package dev.kiln.op.array;

import dev.kiln.kernel.array.ArrayMethods;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * What the methods of {@link java.util.Arrays} and {@link System#arraycopy} need beside loops over
 * elements: the checks that they begin with, comparison, and the order of the elements. The copies
 * themselves are loops, whose derivatives are those of loads and stores.
 */
public final class ArrayMethodOps {
  private ArrayMethodOps() {}

  /**
   * Throws what {@code Arrays.fill(a, from, to, ..)} throws for a range that is not one of the
   * array; operands are the length of the array, {@code from} and {@code to}.
   */
  public static final OpDefinition REQUIRE_RANGE =
      onNumbers(
          "require_range",
          3,
          List.of(),
          null,
          (attributes, n) -> {
            ArrayMethods.requireRange(n[0], n[1], n[2]);
            return 0;
          },
          new Emission.Statement("dev.kiln.kernel.array.ArrayMethods.requireRange({0}, {1}, {2})"));

  /** The length of the range from operand 0 to operand 1, as {@code Arrays.copyOfRange} has it. */
  public static final OpDefinition RANGE_LENGTH =
      onNumbers(
          "range_length",
          2,
          List.of(),
          ScalarType.INT32,
          (attributes, n) -> ArrayMethods.rangeLength(n[0], n[1]),
          new Emission.Call("dev.kiln.kernel.array.ArrayMethods", "rangeLength", List.of()));

  /**
   * Throws what {@link System#arraycopy} throws. Operands are the length of the source, the
   * position in it, the length of the target, the position in it, and how many elements; the
   * attribute {@code elements} is the name of a primitive type, or {@code object}.
   */
  public static final OpDefinition REQUIRE_COPYABLE =
      onNumbers(
          "require_copyable",
          5,
          List.of(new OpDefinition.AttributeSpec("elements", Attribute.Text.class)),
          null,
          (attributes, n) -> {
            String elements = attributes.text("elements");
            ArrayMethods.requireCopyable(n[0], n[1], n[2], n[3], n[4], elements);
            return 0;
          },
          new Emission.Statement(
              "dev.kiln.kernel.array.ArrayMethods.requireCopyable({0}, {1}, {2}, {3}, {4},"
                  + " {elements})"));

  /** Whether operands 0 and 1 have equal elements, as {@link java.util.Arrays#equals} has it. */
  public static final OpDefinition ARRAY_EQUAL =
      new OpDefinition(
          "array_equal",
          2,
          List.of(),
          Effect.READ,
          (attributes, operands) -> {
            ArrayType first = arrayOfNumbers("array_equal", operands);
            if (!operands.get(1).equals(first)) {
              throw new TypeMismatchException(1, "array_equal expects two arrays of one type");
            }
            return Optional.of(ScalarType.BOOL);
          },
          new Evaluation.OnFrame(
              site -> {
                int first = site.operands()[0];
                int second = site.operands()[1];
                int result = site.result();
                return frame ->
                    frame.bits[result] =
                        Bits.of(
                            ArrayMethods.equal(frame.references[first], frame.references[second]));
              }),
          new Emission.Expression("java.util.Arrays.equals({0}, {1})", Emission.Precedence.PRIMARY),
          new Derivative.Zero(),
          List.of());

  /**
   * Where the elements of array operand 0 from index operand 1 to operand 2, without it, are in
   * ascending order, as {@link java.util.Arrays#sort} has it: indices from operand 1 on. Equal
   * elements keep their order.
   */
  public static final OpDefinition ARRAY_ORDER =
      new OpDefinition(
          "array_order",
          3,
          List.of(),
          Effect.ALLOCATE,
          (attributes, operands) -> {
            ArrayType array = arrayOfNumbers("array_order", operands);
            if (array.rank() != 1 || array.element().equals(ScalarType.BOOL)) {
              throw new TypeMismatchException(0, "array_order expects an array of numbers");
            }
            requireInts("array_order", operands.subList(1, 3), 1);
            return Optional.of(new ArrayType(ScalarType.INT32, 1));
          },
          new Evaluation.OnFrame(
              site -> {
                int array = site.operands()[0];
                int from = site.operands()[1];
                int to = site.operands()[2];
                int result = site.result();
                return frame ->
                    frame.references[result] =
                        ArrayMethods.order(
                            frame.references[array], (int) frame.bits[from], (int) frame.bits[to]);
              }),
          new Emission.Call("dev.kiln.kernel.array.ArrayMethods", "order", List.of()),
          new Derivative.Zero(),
          List.of());

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(REQUIRE_RANGE, RANGE_LENGTH, REQUIRE_COPYABLE, ARRAY_EQUAL, ARRAY_ORDER);

  private interface OnInts {
    int apply(Attributes attributes, int[] operands);
  }

  /** An operation on ints that may throw; without a result where its type is null. */
  private static OpDefinition onNumbers(
      String name,
      int arity,
      List<OpDefinition.AttributeSpec> attributes,
      ScalarType resultType,
      OnInts code,
      Emission emission) {
    return new OpDefinition(
        name,
        arity,
        attributes,
        Effect.MAY_THROW,
        (given, operands) -> {
          requireInts(name, operands, 0);
          return Optional.ofNullable(resultType);
        },
        new Evaluation.OnFrame(
            site -> {
              int[] operands = site.operands();
              int result = site.result();
              return frame -> {
                int[] numbers = new int[operands.length];
                for (int i = 0; i < numbers.length; i++) {
                  numbers[i] = (int) frame.bits[operands[i]];
                }
                int value = code.apply(site.attributes(), numbers);
                if (result >= 0) {
                  frame.bits[result] = value;
                }
              };
            }),
        emission,
        new Derivative.Zero(),
        List.of());
  }

  private static void requireInts(String name, List<ValueType> operands, int first) {
    for (int i = 0; i < operands.size(); i++) {
      if (!operands.get(i).equals(ScalarType.INT32)) {
        throw new TypeMismatchException(
            first + i, name + " expects an int, not a value of type " + operands.get(i));
      }
    }
  }

  private static ArrayType arrayOfNumbers(String name, List<ValueType> operands) {
    if (operands.get(0) instanceof ArrayType array && !(array.element() instanceof RecordType)) {
      return array;
    }
    throw new TypeMismatchException(
        0, name + " expects an array, not a value of type " + operands.get(0));
  }
}
