package dev.kiln.processor.emit.entry;

import com.palantir.javapoet.ClassName;
import dev.kiln.graph.Graph;
import dev.kiln.graph.SizeBindings;
import dev.kiln.graph.Value;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The statements that check the shapes of tensors at entry, and give named sizes their variables.
 *
 * <pre>
 * LOGITS.check(x, w, b);
 * int batch = x.shape().size(0);
 * int n = ShapeChecks.solve("logits", "b", "f32[2*n]", b, 0, 2, 0);
 * ShapeChecks.requireSize("logits", "w", "f32[n+1]", w, 0, n + 1);
 * </pre>
 */
final class SizeStatements {
  private static final ClassName CHECKS = ClassName.get("dev.kiln.spi", "ShapeChecks");

  private final String method;
  private final Graph graph;

  /** The variables of the inputs. */
  private final List<String> names;

  private final List<ValueType> types;
  private final List<SizeBindings.Solved> solved;

  /** The sizes that have variables. */
  private final Set<String> used;

  SizeStatements(String method, Graph graph, List<String> names) {
    this.method = method;
    this.graph = graph;
    this.names = names;
    this.types = graph.entry().parameters().stream().map(Value::type).toList();
    this.solved = SizeBindings.solved(types);
    this.used = FunctionSizes.ofEntry(graph);
    for (SizeBindings.Solved each : solved) {
      used.addAll(each.factor().names());
      used.addAll(each.rest().names());
    }
  }

  /**
   * Adds the statements.
   *
   * @param isTaken whether a parameter or a variable of a size has a name
   */
  void addTo(JavaText.Builder code, Signatures signatures, Predicate<String> isTaken) {
    List<CheckedTensor> tensors = new ArrayList<>();
    Map<String, JavaText> sizes = new LinkedHashMap<>();
    JavaText.Builder computed = JavaText.builder();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) instanceof TensorType type) {
        JavaText array = new JavaText(names.get(i));
        tensors.add(new CheckedTensor(graph.inputs().get(i).name(), type, array));
        for (int axis = 0; axis < type.rank(); axis++) {
          addSize(i, axis, type.dims().get(axis), sizes, computed);
        }
      }
    }
    for (List<CheckedTensor> group : CheckedTensor.groups(tensors)) {
      String signature = signatures.name(method, group);
      String owner = isTaken.test(signature) ? signatures.owner() + "." : "";
      List<JavaText> arrays = group.stream().map(CheckedTensor::array).toList();
      code.addStatement("$L$L.check($L)", owner, signature, JavaText.join(arrays, ", "));
    }
    sizes.forEach((name, size) -> addVariable(code, name, size));
    solved.forEach(each -> addSolved(code, each));
    code.add(computed.build());
  }

  /** A size that a dimension is, or one that is computed from others, and checked. */
  private void addSize(
      int input, int axis, Dim dim, Map<String, JavaText> sizes, JavaText.Builder computed) {
    boolean isSolved =
        solved.stream().anyMatch(each -> each.input() == input && each.axis() == axis);
    if (dim.name().isPresent()) {
      sizes.computeIfAbsent(
          dim.name().get(), name -> JavaText.of("$L.shape().size($L)", names.get(input), axis));
    } else if (dim.constant().isEmpty() && !isSolved) {
      used.addAll(dim.names());
      computed.addStatement(
          "$T.requireSize($S, $S, $S, $L, $L, $L)",
          CHECKS,
          method,
          graph.inputs().get(input).name(),
          types.get(input).toString(),
          names.get(input),
          axis,
          Templates.dim(dim));
    }
  }

  private void addVariable(JavaText.Builder code, String name, JavaText size) {
    if (used.contains(name)) {
      code.addStatement("int $L = $L", Templates.dimName(name), size);
    }
  }

  private void addSolved(JavaText.Builder code, SizeBindings.Solved size) {
    JavaText found =
        JavaText.of(
            "$T.solve($S, $S, $S, $L, $L, $L, $L)",
            CHECKS,
            method,
            graph.inputs().get(size.input()).name(),
            types.get(size.input()).toString(),
            names.get(size.input()),
            size.axis(),
            Templates.dim(size.factor()),
            Templates.dim(size.rest()));
    if (used.contains(size.name())) {
      addVariable(code, size.name(), found);
    } else {
      code.addStatement("$L", found);
    }
  }
}
