package dev.kiln.pass.nest;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Operation;
import dev.kiln.op.ElementaryOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.TensorType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an operation on tensors computes for each element, with the bits of its kernel: Java on one
 * element, or the kernel itself on a block of elements.
 */
public sealed interface ElementCode {
  /** A Java expression on elements. */
  record Text(Emission.Expression expression) implements ElementCode {}

  /** A call of a static method that takes elements and returns one. */
  record Call(Emission.Call call) implements ElementCode {}

  /**
   * A call of a kernel of one operand on a block.
   *
   * @param owner the class of the runtime that has the kernel
   * @param field the constant of this class that is the kernel
   */
  record Kernel(String owner, String field) implements ElementCode {}

  /** What an operation computes for each element; empty where it is not elementwise. */
  static Optional<ElementCode> of(Operation.Apply apply) {
    boolean onTensors =
        !apply.operands().isEmpty()
            && apply.results().size() == 1
            && apply.result().type() instanceof TensorType
            && apply.operands().stream().allMatch(each -> each.type() instanceof TensorType);
    OpDefinition definition = apply.definition();
    if (!onTensors || definition.effect() != Effect.PURE) {
      return Optional.empty();
    }
    DType dtype = ((TensorType) apply.result().type()).dtype();
    ElementCode known = Table.CODES.get(definition);
    if (known != null) {
      boolean isDouble = dtype == DType.FLOAT64;
      return dtype.isFloating()
          ? Optional.of(isDouble && known == Table.FLOAT_ROOT ? Table.ROOT : known)
          : Optional.empty();
    }
    if (!(definition.evaluation() instanceof Evaluation.Elementwise)
        || convertsTruth(apply)
        || ordersTruth(apply)) {
      return Optional.empty();
    }
    if (definition.emission() instanceof Emission.Elementwise both) {
      return Optional.of(new Text(both.scalar()));
    }
    return definition.emission() instanceof Emission.Call call && call.attributes().isEmpty()
        ? Optional.of(new Call(call))
        : Optional.empty();
  }

  /** Whether it is a conversion from or to truth values, which Java has no cast for. */
  private static boolean convertsTruth(Operation.Apply apply) {
    return apply.attributes().has("to")
        && (apply.attributes().dtype("to") == DType.BOOL
            || ((TensorType) apply.operands().get(0).type()).dtype() == DType.BOOL);
  }

  /** Whether it says which of two truth values is the greater, which Java has no operator for. */
  private static boolean ordersTruth(Operation.Apply apply) {
    boolean isOrder = apply.definition().is(Trait.LESS) || apply.definition().is(Trait.GREATER);
    return isOrder && ((TensorType) apply.operands().get(0).type()).dtype() == DType.BOOL;
  }

  /** The operations that scalars do not have. */
  final class Table {
    private static final String KERNELS = "dev.kiln.kernel.elementwise.";

    /** Java's root of doubles, which floats are rounded from. */
    static final ElementCode ROOT = primary("Math.sqrt({0})");

    static final ElementCode FLOAT_ROOT = text("({result}) Math.sqrt({0})", Precedence.UNARY);

    static final Map<OpDefinition, ElementCode> CODES = codes();

    private Table() {}

    private static Map<OpDefinition, ElementCode> codes() {
      Map<OpDefinition, ElementCode> codes = new HashMap<>();
      codes.put(ElementwiseOps.ABS, primary("Math.abs({0})"));
      codes.put(ElementwiseOps.SIGN, primary("Math.signum({0})"));
      codes.put(ElementwiseOps.MAXIMUM, primary("Math.max({0}, {1})"));
      codes.put(ElementwiseOps.MINIMUM, primary("Math.min({0}, {1})"));
      codes.put(ElementwiseOps.RELU, primary("Math.max({0}, 0)"));
      codes.put(ElementwiseOps.SQUARE, text("{0} * {0}", Precedence.MULTIPLICATIVE));
      codes.put(ElementwiseOps.SQRT, FLOAT_ROOT);
      put(codes, ElementwiseOps.EXP, "UnaryKernels.Exp", "KERNEL");
      put(codes, ElementwiseOps.LOG, "UnaryKernels.Log", "KERNEL");
      put(codes, ElementwiseOps.TANH, "UnaryKernels.Tanh", "KERNEL");
      put(codes, ElementwiseOps.SIGMOID, "UnaryKernels.Sigmoid", "KERNEL");
      for (OpDefinition each : ElementaryOps.ALL) {
        put(codes, each, "ElementaryKernels", each.name().toUpperCase(Locale.ROOT));
      }
      return codes;
    }

    private static void put(
        Map<OpDefinition, ElementCode> codes, OpDefinition definition, String owner, String field) {
      codes.put(definition, new Kernel(KERNELS + owner, field));
    }

    private static ElementCode primary(String template) {
      return text(template, Precedence.PRIMARY);
    }

    private static ElementCode text(String template, Precedence precedence) {
      return new Text(new Emission.Expression(template, precedence));
    }
  }
}
