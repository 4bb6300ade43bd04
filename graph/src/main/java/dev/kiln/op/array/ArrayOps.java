package dev.kiln.op.array;

import static dev.kiln.op.array.ArrayOperands.arrayType;
import static dev.kiln.op.array.ArrayOperands.expect;

import dev.kiln.kernel.array.JavaArrays;
import dev.kiln.kernel.saved.SavedValues;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
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
                      call.perform(
                          ArrayPairOps.ARRAY_ADD_ALL, call.shadow(0), call.shadowOfResult())),
              List.of())
          .with(Trait.COPY);

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
          ARRAY_STORE,
          ARRAY_ACCUMULATE,
          ARRAY_ZEROS_LIKE,
          ARRAY_CLEAR);

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
        Object[] others = {};
        throw purpose.isEmpty()
            ? e
            : (OutOfMemoryError) SavedValues.released(e, others, purpose, sizes[0]);
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
}
