package dev.kiln.op.array;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.saved.SavedValues;
import dev.kiln.kernel.tensor.Indexing;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Frame;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Stacks in which a forward pass keeps values of loop iterations for its backward pass. */
public final class StackOps {
  private StackOps() {}

  private static final Derivative INTERNAL =
      Derivative.onlyForward("reverse mode follows numbers on stacks, but no references");

  /**
   * A new empty stack for values of the type in attribute {@code element}. The attribute {@code
   * purpose} says what saves what on it, as a sentence for when memory runs out.
   */
  public static final OpDefinition STACK_NEW =
      new OpDefinition(
          "stack_new",
          0,
          List.of(
              new OpDefinition.AttributeSpec("element", Attribute.Type.class),
              new OpDefinition.AttributeSpec("purpose", Attribute.Text.class)),
          Effect.ALLOCATE,
          (attributes, operands) ->
              Optional.of(new StackType(((Attribute.Type) attributes.get("element")).type())),
          new Evaluation.OnFrame(
              site -> {
                int result = site.result();
                String purpose = site.attributes().text("purpose");
                boolean scalar = ((StackType) site.resultType()).element() instanceof ScalarType;
                return scalar
                    ? frame -> frame.references[result] = new BitStack(purpose)
                    : frame ->
                        frame.references[result] = new SavedValues.OfReferences<Object>(purpose);
              }),
          new Emission.Special(),
          INTERNAL,
          List.of());

  /** Puts operand 1 on the stack operand 0. */
  public static final OpDefinition STACK_PUSH =
      new OpDefinition(
          "stack_push",
          2,
          List.of(),
          Effect.WRITE,
          (attributes, operands) -> {
            ValueType element = elementOf(operands.get(0));
            if (!operands.get(1).equals(element)) {
              throw new TypeMismatchException(
                  1, "stack_push of " + operands.get(1) + " onto a stack of " + element);
            }
            return Optional.empty();
          },
          new Evaluation.OnFrame(
              site -> {
                int stack = site.operands()[0];
                int value = site.operands()[1];
                return site.operandTypes().get(1) instanceof ScalarType
                    ? frame -> ((BitStack) frame.references[stack]).push(frame.bits[value])
                    : frame -> references(frame, stack).push(frame.references[value]);
              }),
          new Emission.Statement("{0}.push({1})"),
          INTERNAL,
          List.of());

  /** Takes the newest value off the stack. */
  public static final OpDefinition STACK_POP =
      new OpDefinition(
          "stack_pop",
          1,
          List.of(),
          Effect.WRITE,
          (attributes, operands) -> Optional.of(elementOf(operands.get(0))),
          new Evaluation.OnFrame(
              site -> {
                int stack = site.operands()[0];
                int result = site.result();
                return site.resultType() instanceof ScalarType
                    ? frame -> frame.bits[result] = ((BitStack) frame.references[stack]).pop()
                    : frame -> frame.references[result] = references(frame, stack).pop();
              }),
          new Emission.Expression("{0}.pop()", Emission.Precedence.PRIMARY),
          INTERNAL,
          List.of());

  /** Puts all elements of the array operand 1, of rank 1, on the stack operand 0. */
  public static final OpDefinition STACK_PUSH_ALL =
      onContents("stack_push_all", "{0}.pushAll({1})", SavedValues.Stack::pushAll)
          .with(Trait.COPIES_NUMBERS);

  /** Takes as many values off the stack as the array operand 1 has elements, and fills it. */
  public static final OpDefinition STACK_POP_ALL =
      onContents("stack_pop_all", "{0}.popAll({1})", SavedValues.Stack::popAll)
          .with(Trait.FILLS_SECOND, Trait.COPIES_NUMBERS);

  /**
   * Takes all tensors off the stack: they become one, of shape {@code dims}, whose first axis is
   * that of the stack.
   */
  public static final OpDefinition STACK_JOIN =
      new OpDefinition(
          "stack_join",
          1,
          List.of(
              new OpDefinition.AttributeSpec("dtype", Attribute.ElementType.class),
              new OpDefinition.AttributeSpec("dims", Attribute.Dims.class)),
          Effect.WRITE,
          (attributes, operands) -> {
            TensorType joined = new TensorType(attributes.dtype("dtype"), attributes.dims("dims"));
            List<Dim> dims = joined.dims();
            if (dims.isEmpty()
                || !elementOf(operands.get(0))
                    .equals(joined.withDims(dims.subList(1, dims.size())))) {
              throw new TypeMismatchException(
                  0, "stack_join of " + operands.get(0) + " to " + joined);
            }
            return Optional.of(joined);
          },
          new Evaluation.OnFrame(
              site -> {
                int stack = site.operands()[0];
                int result = site.result();
                TensorType type = (TensorType) site.resultType();
                return frame ->
                    frame.references[result] =
                        Indexing.joined(tensors(frame, stack), type.dtype(), sizes(type, frame));
              }),
          new Emission.Call("dev.kiln.kernel.tensor.Indexing", "joined", List.of("dtype", "dims")),
          INTERNAL,
          List.of());

  /** The attributes of {@link #STACK_NEW}. */
  public static Attributes attributes(ValueType element, String purpose) {
    return Attributes.of("element", new Attribute.Type(element))
        .with("purpose", new Attribute.Text(purpose));
  }

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(STACK_NEW, STACK_PUSH, STACK_POP, STACK_PUSH_ALL, STACK_POP_ALL, STACK_JOIN);

  private static OpDefinition onContents(
      String name, String template, BiConsumer<SavedValues.Stack, Object> transfer) {
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.WRITE,
        (attributes, operands) -> {
          ValueType element = elementOf(operands.get(0));
          boolean fits =
              operands.get(1) instanceof ArrayType array
                  && (element.equals(array) || element.equals(array.component()));
          if (!fits) {
            throw new TypeMismatchException(
                1, name + " of " + operands.get(1) + " with a stack of " + element);
          }
          return Optional.empty();
        },
        new Evaluation.OnFrame(
            site -> {
              int stack = site.operands()[0];
              int array = site.operands()[1];
              return frame ->
                  transfer.accept(
                      (SavedValues.Stack) frame.references[stack], frame.references[array]);
            }),
        new Emission.Statement(template),
        INTERNAL,
        List.of());
  }

  @SuppressWarnings("unchecked") // stack_new made it, and the verifier checked the types
  private static SavedValues.OfReferences<Object> references(Frame frame, int slot) {
    return (SavedValues.OfReferences<Object>) frame.references[slot];
  }

  @SuppressWarnings("unchecked") // as above
  private static SavedValues.OfReferences<NdArray> tensors(Frame frame, int slot) {
    return (SavedValues.OfReferences<NdArray>) frame.references[slot];
  }

  private static int[] sizes(TensorType type, Frame frame) {
    return type.dims().stream()
        .mapToInt(dim -> Math.toIntExact(dim.evaluate(frame.sizes)))
        .toArray();
  }

  private static ValueType elementOf(ValueType type) {
    if (type instanceof StackType stack) {
      return stack.element();
    }
    throw new TypeMismatchException(0, "expected a stack, not " + type);
  }
}
