package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.ClassName;
import dev.kiln.array.NdArray;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The statements that build a graph of tensor operations as one would by hand.
 *
 * <pre>
 * GraphBuilder graph = new GraphBuilder("loss");
 * Term x = graph.input("x", TensorType.of(DType.FLOAT32, Dim.named("n"), Dim.of(3)));
 * Term w = graph.input("w", TensorType.of(DType.FLOAT32, Dim.of(3)), Graph.Kind.PARAMETER);
 * graph.at("Regression.java", 14, 20);
 * Term error = graph.name("error", x.matmul(w).subtract(1.0));
 * graph.output("result", error.square().mean());
 * return graph.build();
 * </pre>
 *
 * <p>A term stays an expression until its only use, where operations keep their order.
 */
final class TermStatements {
  private static final ClassName BUILDER = ClassName.get("dev.kiln.graph", "GraphBuilder");
  private static final ClassName GRAPH = ClassName.get("dev.kiln.graph", "Graph");
  private static final ClassName TERM = ClassName.get("dev.kiln.op", "Term");

  private final JavaText.Builder code;
  private final Graph graph;
  private final ValueNames names = new ValueNames("graph");
  private final Map<Value, Integer> uses = new HashMap<>();

  /** The terms that are not written yet, in the order of operations. */
  private final Map<Value, JavaText> pending = new LinkedHashMap<>();

  /** The numbers among these that may stand in a call. */
  private final Map<Value, JavaText> numbers = new HashMap<>();

  /** The constants among these, which are where they are used: they never fail. */
  private final Set<Value> constants = new HashSet<>();

  private SourcePosition last = SourcePosition.UNKNOWN;

  TermStatements(JavaText.Builder code, Graph graph) {
    this.code = code;
    this.graph = graph;
    Block body = graph.entry().body();
    body.operations().forEach(each -> countUses(each.operands()));
    countUses(body.terminator().operands());
  }

  private void countUses(List<Value> operands) {
    operands.forEach(each -> uses.merge(each, 1, Integer::sum));
  }

  /** Whether a graph has tensors, and no functions or nested blocks. */
  static boolean canBuild(Graph graph) {
    Function entry = graph.entry();
    Block body = entry.body();
    List<Value> results = body.terminator().operands();
    return graph.functions().isEmpty()
        && entry.name().equals(graph.name())
        && body.terminator() instanceof Terminator.Return
        && results.stream().map(Value::type).toList().equals(entry.resultTypes())
        && body.operations().stream().allMatch(TermStatements::isTerm)
        && body.operations().stream().anyMatch(TermStatements::isOnTensors)
        && areNamedAsInputs(graph);
  }

  private static boolean isTerm(Operation operation) {
    return operation instanceof Operation.Apply apply && apply.results().size() == 1;
  }

  private static boolean isOnTensors(Operation operation) {
    return operation.results().get(0).type() instanceof TensorType;
  }

  private static boolean areNamedAsInputs(Graph graph) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      String input = graph.inputs().get(i).name();
      String simple = input.substring(input.lastIndexOf('.') + 1);
      if (!graph.entry().parameters().get(i).name().equals(simple)) {
        return false;
      }
    }
    return true;
  }

  void write() {
    code.addStatement("$T graph = new $T($S)", BUILDER, BUILDER, graph.name());
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      JavaText kind =
          input.kind() == Graph.Kind.ARGUMENT
              ? JavaText.EMPTY
              : JavaText.of(", $T.Kind.$L", GRAPH, input.kind().name());
      code.addStatement(
          "$T $L = graph.input($S, $L$L)",
          TERM,
          names.declare(graph.entry().parameters().get(i)),
          input.name(),
          GraphLiterals.type(graph.inputType(i)),
          kind);
    }
    graph.entry().body().operations().forEach(each -> write((Operation.Apply) each));
    writeOutputs(graph.entry().body().terminator().operands());
    code.addStatement("return graph.build()");
  }

  private void write(Operation.Apply apply) {
    boolean isConstant = apply.is(Trait.LITERAL);
    if (!isConstant) {
      moveTo(apply.position());
    }
    JavaText term = TermCalls.of(apply, take(apply));
    Value result = apply.result();
    if (result.name().isEmpty() && uses.getOrDefault(result, 0) == 1) {
      pending.put(result, term);
      number(apply).ifPresent(number -> numbers.put(result, number));
      if (isConstant) {
        constants.add(result);
      }
      return;
    }
    writePending();
    boolean isNamed = !result.name().isEmpty();
    declare(result, isNamed ? JavaText.of("graph.name($S, $L)", result.name(), term) : term);
  }

  private void declare(Value value, JavaText term) {
    code.addStatement("$T $L = $L", TERM, names.declare(value), term);
  }

  /** What follows comes from another place, so what is pending is written before. */
  private void moveTo(SourcePosition position) {
    if (position.equals(last)) {
      return;
    }
    writePendingButConstants();
    last = position;
    if (position.isKnown()) {
      code.addStatement(
          "graph.at($S, $L, $L)", position.file(), position.line(), position.column());
    } else {
      code.addStatement("graph.nowhere()");
    }
  }

  private void writePending() {
    pending.forEach(this::declare);
    pending.clear();
  }

  /** Writes all but the constants at the end. */
  private void writePendingButConstants() {
    List<Value> all = List.copyOf(pending.keySet());
    int end = all.size();
    while (end > 0 && constants.contains(all.get(end - 1))) {
      end--;
    }
    all.subList(0, end).forEach(each -> declare(each, pending.remove(each)));
  }

  /** The terms of the operands, which Java evaluates in their order. */
  private List<JavaText> take(Operation.Apply apply) {
    List<Value> operands = apply.operands();
    List<Value> waiting = operands.stream().filter(pending::containsKey).toList();
    List<Value> all = List.copyOf(pending.keySet());
    if (!waiting.equals(all.subList(all.size() - waiting.size(), all.size()))) {
      writePending();
    }
    List<JavaText> terms = new ArrayList<>();
    for (Value operand : operands) {
      boolean isNumber =
          terms.size() == 1
              && pending.containsKey(operand)
              && numbers.containsKey(operand)
              && TermCalls.takesNumber(apply)
              && isOfSameElements(operands.get(0), operand);
      JavaText term = use(operand);
      terms.add(isNumber ? numbers.get(operand) : term);
    }
    return terms;
  }

  private static boolean isOfSameElements(Value tensor, Value number) {
    return tensor.type() instanceof TensorType left
        && number.type() instanceof TensorType right
        && left.dtype() == right.dtype();
  }

  private JavaText use(Value value) {
    JavaText waiting = pending.remove(value);
    return waiting == null ? new JavaText(names.of(value)) : waiting;
  }

  /** A constant that is a number as methods of terms take it. */
  private static Optional<JavaText> number(Operation.Apply apply) {
    if (apply.definition() != ConstantOps.TENSOR_CONSTANT) {
      return Optional.empty();
    }
    NdArray array = ((Attribute.Array) apply.attributes().get("value")).array();
    if (array.shape().rank() > 0) {
      return Optional.empty();
    }
    return switch (array.dtype()) {
      case FLOAT32 -> number(array.floats()[0]);
      case FLOAT64 -> number(array.doubles()[0]);
      case INT32 -> Optional.of(JavaText.of("$L", array.ints()[0]));
      case INT64 -> Optional.of(JavaText.of("$LL", array.longs()[0]));
      case BOOL -> Optional.empty();
    };
  }

  private static Optional<JavaText> number(double number) {
    return Double.isFinite(number) ? Optional.of(JavaText.of("$L", number)) : Optional.empty();
  }

  private void writeOutputs(List<Value> results) {
    List<Value> waiting = results.stream().filter(pending::containsKey).toList();
    if (!waiting.equals(List.copyOf(pending.keySet()))) {
      writePending();
    }
    for (int i = 0; i < results.size(); i++) {
      code.addStatement("graph.output($S, $L)", graph.outputs().get(i), use(results.get(i)));
    }
  }
}
