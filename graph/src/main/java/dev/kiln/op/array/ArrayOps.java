package dev.kiln.op.array;

import dev.kiln.kernel.array.JavaArrays;
import dev.kiln.kernel.saved.SavedMemory;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
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
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Java arrays: references with identity. Loads and stores happen in program order.
 *
 * <p>Their derivatives use shadows. Every active array {@code a} has a partner {@code da} of the
 * same structure that flows wherever {@code a} flows. The adjoint of {@code v = a[i]} is {@code
 * da[i] += dv}; that of {@code a[i] = v} is {@code dv += da[i]; da[i] = 0}. An operation whose
 * result or stored value is itself a reference is repeated on the shadows in the forward pass
 * instead.
 */
public final class ArrayOps {
  private ArrayOps() {}

  /**
   * A new array of the type in attribute {@code type}; the operands are the given sizes, outermost
   * first. JLS 15.10.1. The attribute {@code purpose} is that of an array for what a loop saves:
   * what saves what in it, as a sentence for when memory runs out.
   */
  public static final OpDefinition ARRAY_NEW =
      new OpDefinition(
              "array_new",
              OpDefinition.VARIADIC,
              List.of(
                  new OpDefinition.AttributeSpec("type", Attribute.Type.class),
                  new OpDefinition.AttributeSpec("purpose", Attribute.Text.class, true)),
              Effect.ALLOCATE,
              (attributes, operands) -> {
                ArrayType type = (ArrayType) ((Attribute.Type) attributes.get("type")).type();
                if (operands.isEmpty() || operands.size() > type.rank()) {
                  throw new TypeMismatchException(
                      0, "array_new of " + type + " takes 1 to " + type.rank() + " sizes");
                }
                for (int i = 0; i < operands.size(); i++) {
                  expect(operands, i, ScalarType.INT32, "array_new");
                }
                return Optional.of(type);
              },
              new Evaluation.OnFrame(ArrayOps::allocation),
              new Emission.Special(),
              new Derivative.OnShadows(call -> {}),
              List.of())
          .with(Trait.SIZED);

  /** The length of the array operand 0. JLS 10.7. */
  public static final OpDefinition ARRAY_LENGTH =
      new OpDefinition(
              "array_length",
              1,
              List.of(),
              Effect.MAY_THROW,
              (attributes, operands) -> {
                arrayType(operands, "array_length");
                return Optional.of(ScalarType.INT32);
              },
              new Evaluation.OnFrame(
                  site -> {
                    int array = site.operands()[0];
                    int result = site.result();
                    return frame -> frame.bits[result] = JavaArrays.length(frame.references[array]);
                  }),
              new Emission.Expression("{0}.length", Emission.Precedence.PRIMARY),
              new Derivative.Zero(),
              List.of())
          .with(Trait.LENGTH);

  /** The length of the array operand 0; 0 where it is null, as a row may be that nobody reads. */
  public static final OpDefinition ARRAY_SIZE =
      new OpDefinition(
          "array_size",
          1,
          List.of(),
          Effect.PURE,
          (attributes, operands) -> {
            arrayType(operands, "array_size");
            return Optional.of(ScalarType.INT32);
          },
          new Evaluation.OnFrame(
              site -> {
                int array = site.operands()[0];
                int result = site.result();
                return frame -> frame.bits[result] = JavaArrays.size(frame.references[array]);
              }),
          new Emission.Call("dev.kiln.kernel.array.JavaArrays", "size", List.of()),
          new Derivative.Zero(),
          List.of());

  /**
   * The element or row of array operand 0 at index operand 1. JLS 15.10.3. The attribute {@code
   * checked} says that it cannot throw, so that it may be dropped: another load with the same
   * index, from an array of the same length, comes before it.
   */
  public static final OpDefinition ARRAY_LOAD =
      new OpDefinition(
              "array_load",
              2,
              List.of(new OpDefinition.AttributeSpec("checked", Attribute.Truth.class, true)),
              Effect.READ,
              (attributes, operands) -> {
                expect(operands, 1, ScalarType.INT32, "array_load");
                return Optional.of(
                    CodedType.decoded(arrayType(operands, "array_load").component()));
              },
              new Evaluation.OnFrame(ArrayAccess::load),
              new Emission.Expression("{0}[{1}]", Emission.Precedence.PRIMARY),
              new Derivative.OnShadows(
                  call ->
                      call.perform(
                          ArrayOps.ARRAY_ACCUMULATE,
                          call.shadow(0),
                          call.operand(1),
                          call.cotangent())),
              List.of())
          .with(Trait.LOAD, Trait.PART);

  /**
   * A copy of the array operand 0, which shares its rows. JLS 10.7. The adjoint of a copy of
   * numbers is {@code da += db}; a copy of references is repeated on the shadows.
   */
  public static final OpDefinition ARRAY_CLONE =
      new OpDefinition(
              "array_clone",
              1,
              List.of(),
              Effect.ALLOCATE,
              (attributes, operands) -> Optional.of(arrayType(operands, "array_clone")),
              new Evaluation.OnFrame(
                  site -> {
                    int array = site.operands()[0];
                    int result = site.result();
                    return frame ->
                        frame.references[result] = JavaArrays.cloneOf(frame.references[array]);
                  }),
              new Emission.Expression("{0}.clone()", Emission.Precedence.PRIMARY),
              new Derivative.OnShadows(
                  call ->
                      call.perform(ArrayOps.ARRAY_ADD_ALL, call.shadow(0), call.shadowOfResult())),
              List.of())
          .with(Trait.COPY);

  /** Whether operands 0 and 1 are the same array. JLS 15.21.3. */
  public static final OpDefinition ARRAY_SAME = identity("array_same", "{0} == {1}", true);

  /** Whether operands 0 and 1 are different arrays. JLS 15.21.3. */
  public static final OpDefinition ARRAY_DIFFERENT =
      identity("array_different", "{0} != {1}", false);

  /** Stores operand 2 in array operand 0 at index operand 1. JLS 15.26.1. */
  public static final OpDefinition ARRAY_STORE =
      new OpDefinition(
              "array_store",
              3,
              List.of(),
              Effect.WRITE,
              (attributes, operands) -> {
                expect(operands, 1, ScalarType.INT32, "array_store");
                expect(
                    operands,
                    2,
                    CodedType.decoded(arrayType(operands, "array_store").component()),
                    "array_store");
                return Optional.empty();
              },
              new Evaluation.OnFrame(ArrayAccess::store),
              new Emission.Statement("{0}[{1}] = {2}"),
              new Derivative.OnShadows(ArrayOps::storeAdjoint),
              List.of())
          .with(Trait.STORE);

  /** Adds operand 2 to the element of array operand 0 at index operand 1. */
  public static final OpDefinition ARRAY_ACCUMULATE =
      new OpDefinition(
          "array_accumulate",
          3,
          List.of(),
          Effect.WRITE,
          (attributes, operands) -> {
            expect(operands, 1, ScalarType.INT32, "array_accumulate");
            ValueType element = arrayType(operands, "array_accumulate").component();
            expect(operands, 2, element, "array_accumulate");
            if (!element.isFloating()) {
              throw new TypeMismatchException(0, "array_accumulate needs floating-point elements");
            }
            return Optional.empty();
          },
          new Evaluation.OnFrame(ArrayAccess::accumulate),
          new Emission.Statement("{0}[{1}] += {2}"),
          new Derivative.OnShadows(ArrayOps::accumulateAdjoint),
          List.of());

  /** A new array of zeros with the structure of operand 0. */
  public static final OpDefinition ARRAY_ZEROS_LIKE =
      new OpDefinition(
              "array_zeros_like",
              1,
              List.of(),
              Effect.ALLOCATE,
              (attributes, operands) -> Optional.of(arrayType(operands, "array_zeros_like")),
              new Evaluation.OnFrame(
                  site -> {
                    int array = site.operands()[0];
                    int result = site.result();
                    return frame ->
                        frame.references[result] = JavaArrays.zerosLike(frame.references[array]);
                  }),
              new Emission.Call("dev.kiln.kernel.array.JavaArrays", "zerosLike", List.of()),
              new Derivative.OnShadows(call -> {}),
              List.of())
          .with(Trait.ZERO);

  /** Adds the elements of array operand 1 to those of array operand 0, which has its structure. */
  public static final OpDefinition ARRAY_ADD_ALL =
      onTwoArrays(
              "array_add_all",
              List.of(),
              "dev.kiln.kernel.array.JavaArrays.addAll({0}, {1})",
              (attributes, target, source) -> JavaArrays.addAll(target, source),
              new Derivative.OnShadows(
                  call -> call.perform(ArrayOps.ARRAY_ADD_ALL, call.shadow(1), call.shadow(0))))
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

  /** Sets all elements of the array operand 0, of any rank, to zero. */
  public static final OpDefinition ARRAY_CLEAR =
      new OpDefinition(
              "array_clear",
              1,
              List.of(),
              Effect.WRITE,
              (attributes, operands) -> {
                arrayType(operands, "array_clear");
                return Optional.empty();
              },
              new Evaluation.OnFrame(
                  site -> {
                    int array = site.operands()[0];
                    return frame -> JavaArrays.clear(frame.references[array]);
                  }),
              new Emission.Statement("dev.kiln.kernel.array.JavaArrays.clear({0})"),
              new Derivative.OnShadows(call -> call.perform(ArrayOps.ARRAY_CLEAR, call.shadow(0))),
              List.of())
          .with(Trait.FILLS_FIRST);

  /** Whether the operation is a load that cannot throw. */
  public static boolean isCheckedLoad(OpDefinition operation, Attributes attributes) {
    return operation.is(Trait.LOAD) && !attributes.isEmpty() && attributes.truth("checked");
  }

  /** The attributes of {@link #ARRAY_NEW} for what a loop saves. */
  public static Attributes saving(ArrayType type, String purpose) {
    return Attributes.of("type", new Attribute.Type(type))
        .with("purpose", new Attribute.Text(purpose));
  }

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(
          ARRAY_NEW,
          ARRAY_LENGTH,
          ARRAY_SIZE,
          ARRAY_LOAD,
          ARRAY_CLONE,
          ARRAY_SAME,
          ARRAY_DIFFERENT,
          ARRAY_STORE,
          ARRAY_ACCUMULATE,
          ARRAY_ZEROS_LIKE,
          ARRAY_ADD_ALL,
          ARRAY_ASSIGN,
          ARRAY_REQUIRE_DISTINCT,
          ARRAY_REQUIRE_SIMILAR,
          ARRAY_REQUIRE_SAME_LENGTH,
          ARRAY_CLEAR);

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

  private static Evaluation.Step allocation(Evaluation.Site site) {
    ArrayType type = (ArrayType) site.resultType();
    int[] operands = site.operands();
    int result = site.result();
    String purpose = site.attributes().has("purpose") ? site.attributes().text("purpose") : "";
    return frame -> {
      int[] sizes = new int[operands.length];
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = (int) frame.bits[operands[i]];
      }
      try {
        frame.references[result] = JavaArrays.allocate(type, sizes);
      } catch (OutOfMemoryError e) {
        throw purpose.isEmpty() ? e : SavedMemory.exhausted(purpose, sizes[0], e);
      }
    };
  }

  private static void accumulateAdjoint(Derivative.ShadowCall call) {
    Term element =
        call.shadow(0).apply(ARRAY_LOAD, Attributes.NONE, List.of(call.shadow(0), call.operand(1)));
    call.accumulate(2, element);
  }

  private static void storeAdjoint(Derivative.ShadowCall call) {
    Term element =
        call.shadow(0).apply(ARRAY_LOAD, Attributes.NONE, List.of(call.shadow(0), call.operand(1)));
    call.accumulate(2, element);
    call.perform(ARRAY_STORE, call.shadow(0), call.operand(1), element.number(0));
  }

  private static ArrayType arrayType(List<ValueType> operands, String operation) {
    if (operands.get(0) instanceof ArrayType array) {
      return array;
    }
    throw new TypeMismatchException(
        0, operation + " expects an array, not a value of type " + operands.get(0));
  }

  private static void expect(
      List<ValueType> operands, int index, ValueType expected, String operation) {
    if (!operands.get(index).equals(expected)) {
      throw new TypeMismatchException(
          index,
          operation
              + " expects "
              + expected
              + " as operand "
              + index
              + ", not "
              + operands.get(index));
    }
  }
}
