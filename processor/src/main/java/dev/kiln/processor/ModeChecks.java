package dev.kiln.processor;

import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.NoGradient;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.type.ArrayType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** Whether the modes of {@code @Differentiable} fit what the method returns. */
final class ModeChecks {
  private ModeChecks() {}

  /** Whether the mode is for methods that return one floating-point number. */
  static boolean needsNumber(Mode mode) {
    return switch (mode) {
      case GRADIENT, HESSIAN_VECTOR_PRODUCT, HESSIAN, HESSIAN_DIAGONAL -> true;
      case VJP, JVP, JACOBIAN -> false;
    };
  }

  /**
   * Refuses modes that do not fit.
   *
   * @param result what the method returns, before records are flattened
   * @param graph the method, with records flattened
   */
  static void check(ComputeMethod method, Optional<ValueType> result, Graph graph) {
    if (method.element().getAnnotation(NoGradient.class) != null) {
      String what = "the @Differentiable method " + method.name();
      throw refusal(method, Code.NO_GRADIENT_MISPLACED, what, "remove one of the two");
    }
    for (Mode mode : Mode.values()) {
      if (method.differentiable().orElseThrow().modes().contains(mode)) {
        check(mode, method, result, graph);
      }
    }
  }

  private static void check(
      Mode mode, ComputeMethod method, Optional<ValueType> result, Graph graph) {
    String returned = result.map(TypeNames::of).orElse("nothing");
    if (mode == Mode.GRADIENT && !isNumber(result)) {
      throw refusal(method, Code.RESULT_NOT_DIFFERENTIABLE, method.name(), returned);
    }
    if (needsNumber(mode) && !isNumber(result)) {
      String advice = "return a float, a double, or a Tensor with shape \"\", or request JACOBIAN";
      throw refusal(method, Code.MODE_UNFIT, mode, method.name(), returned, advice);
    }
    if (!needsNumber(mode) && !hasFloating(graph)) {
      String advice = "return floating-point numbers, or write them into an array argument";
      throw refusal(method, Code.MODE_UNFIT, mode, method.name(), returned, advice);
    }
  }

  /**
   * Refuses tensors where the rows or columns of a derivative stand for elements.
   *
   * @param wrt the inputs to differentiate with respect to
   */
  static void checkElements(ComputeMethod method, Graph graph, List<String> wrt) {
    for (Mode mode : List.of(Mode.JACOBIAN, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL)) {
      if (!method.differentiable().orElseThrow().modes().contains(mode)) {
        continue;
      }
      for (int i = 0; i < graph.inputs().size(); i++) {
        String input = graph.inputs().get(i).name();
        if (wrt.contains(input) && graph.inputType(i) instanceof TensorType) {
          throw refusal(method, Code.MODE_TENSOR, mode, method.name(), "'" + input + "'");
        }
      }
      if (graph.entry().resultTypes().stream().anyMatch(type -> type instanceof TensorType)) {
        throw refusal(method, Code.MODE_TENSOR, mode, method.name(), "that it returns");
      }
    }
  }

  private static boolean isNumber(Optional<ValueType> result) {
    return result.isPresent()
        && result.get().isFloating()
        && !(result.get() instanceof TensorType tensor && tensor.rank() > 0);
  }

  /** Whether the graph returns floating-point numbers, or gets arrays of them to write into. */
  private static boolean hasFloating(Graph graph) {
    boolean returned = graph.entry().resultTypes().stream().anyMatch(ModeChecks::isFloating);
    boolean written =
        graph.outputs().isEmpty()
            && graph.entry().parameters().stream()
                .anyMatch(p -> p.type() instanceof ArrayType && isFloating(p.type()));
    return returned || written;
  }

  private static boolean isFloating(ValueType type) {
    return type.isFloating() || type instanceof ArrayType array && array.element().isFloating();
  }

  private static Refusal refusal(ComputeMethod method, Code code, Object... particulars) {
    return new Refusal(Diagnostic.on(method.place(), method.unit(), code, particulars));
  }
}
