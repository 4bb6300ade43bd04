package dev.kiln.op.array;

import static dev.kiln.op.array.ArrayOperands.arrayType;
import static dev.kiln.op.array.ArrayOperands.expect;

import dev.kiln.kernel.array.JavaArrays;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/** Operations on two Java arrays: identity, sums and copies of all elements, and checks. */
public final class ArrayPairOps {
  private ArrayPairOps() {}

  /** Whether operands 0 and 1 are the same array. JLS 15.21.3. */
  public static final OpDefinition ARRAY_SAME = identity("array_same", "{0} == {1}", true);

  /** Whether operands 0 and 1 are different arrays. JLS 15.21.3. */
  public static final OpDefinition ARRAY_DIFFERENT =
      identity("array_different", "{0} != {1}", false);

  /** Adds the elements of array operand 1 to those of array operand 0, which has its structure. */
  public static final OpDefinition ARRAY_ADD_ALL =
      onTwoArrays(
              "array_add_all",
              List.of(),
              "dev.kiln.kernel.array.JavaArrays.addAll({0}, {1})",
              (attributes, target, source) -> JavaArrays.addAll(target, source),
              new Derivative.OnShadows(
                  call -> call.perform(ArrayPairOps.ARRAY_ADD_ALL, call.shadow(1), call.shadow(0))))
          .with(Trait.FILLS_FIRST, Trait.COPIES_NUMBERS);

  /**
   * Gives the elements of array operand 0 the values of those of array operand 1, which has its
   * length. Rows that have another length than there become copies.
   */
  public static final OpDefinition ARRAY_ASSIGN =
      onTwoArrays(
              "array_assign",
              List.of(),
              "dev.kiln.kernel.array.JavaArrays.assign({0}, {1})",
              (attributes, target, source) -> JavaArrays.assign(target, source),
              Derivative.onlyForward("adjoints of array elements are not differentiated again"))
          .with(Trait.FILLS_FIRST);

  /**
   * Throws if two arguments of a derivative are one array; {@code method} and {@code names} are for
   * the message. {@link CheckOps#REQUIRE_DISTINCT_ROWS} looks at rows.
   */
  public static final OpDefinition ARRAY_REQUIRE_DISTINCT =
      onTwoArrays(
              "array_require_distinct",
              List.of(
                  new OpDefinition.AttributeSpec("method", Attribute.Text.class),
                  new OpDefinition.AttributeSpec("names", Attribute.Text.class)),
              "dev.kiln.kernel.array.JavaArrays.requireDistinct({0}, {1}, {method}, {names})",
              (attributes, first, second) ->
                  JavaArrays.requireDistinct(
                      first, second, attributes.text("method"), attributes.text("names")),
              new Derivative.Zero())
          .with(Trait.CHECK, Trait.DISTINCTNESS);

  /** Throws if two arrays differ in structure; attribute {@code names} names them. */
  public static final OpDefinition ARRAY_REQUIRE_SIMILAR =
      onTwoArrays(
              "array_require_similar",
              List.of(new OpDefinition.AttributeSpec("names", Attribute.Text.class)),
              "dev.kiln.kernel.array.JavaArrays.requireSimilar({0}, {1}, {names})",
              (attributes, first, second) ->
                  JavaArrays.requireSimilar(first, second, attributes.text("names")),
              new Derivative.Zero())
          .with(Trait.CHECK);

  /** Throws if two arrays differ in length; attribute {@code names} names them. */
  public static final OpDefinition ARRAY_REQUIRE_SAME_LENGTH =
      onTwoArrays(
              "array_require_same_length",
              List.of(new OpDefinition.AttributeSpec("names", Attribute.Text.class)),
              "dev.kiln.kernel.array.JavaArrays.requireSameLength({0}, {1}, {names})",
              (attributes, first, second) ->
                  JavaArrays.requireSameLength(first, second, attributes.text("names")),
              new Derivative.Zero())
          .with(Trait.CHECK);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(
          ARRAY_SAME,
          ARRAY_DIFFERENT,
          ARRAY_ADD_ALL,
          ARRAY_ASSIGN,
          ARRAY_REQUIRE_DISTINCT,
          ARRAY_REQUIRE_SIMILAR,
          ARRAY_REQUIRE_SAME_LENGTH);

  /** What an operation without result does with two arrays. */
  private interface OnTwoArrays {
    void run(Attributes attributes, Object first, Object second);
  }

  private static OpDefinition onTwoArrays(
      String name,
      List<OpDefinition.AttributeSpec> attributes,
      String template,
      OnTwoArrays code,
      Derivative derivative) {
    return new OpDefinition(
        name,
        2,
        attributes,
        Effect.WRITE,
        (given, operands) -> {
          ArrayType first = arrayType(operands, name);
          if (!operands.get(1).equals(first)) {
            throw new TypeMismatchException(
                1, name + " of " + first + " and " + operands.get(1) + ": the types differ");
          }
          return Optional.empty();
        },
        new Evaluation.OnFrame(
            site -> {
              int first = site.operands()[0];
              int second = site.operands()[1];
              return frame ->
                  code.run(site.attributes(), frame.references[first], frame.references[second]);
            }),
        new Emission.Statement(template),
        derivative,
        List.of());
  }

  private static OpDefinition identity(String name, String template, boolean same) {
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.PURE,
        (attributes, operands) -> {
          expect(operands, 1, arrayType(operands, name), name);
          return Optional.of(ScalarType.BOOL);
        },
        new Evaluation.OnFrame(
            site -> {
              int first = site.operands()[0];
              int second = site.operands()[1];
              int result = site.result();
              return frame ->
                  frame.bits[result] =
                      Bits.of((frame.references[first] == frame.references[second]) == same);
            }),
        new Emission.Expression(template, Emission.Precedence.EQUALITY),
        new Derivative.Zero(),
        List.of());
  }
}
