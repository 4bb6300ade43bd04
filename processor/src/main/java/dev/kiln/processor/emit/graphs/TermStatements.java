package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.DType;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final ValueNames names;
  private final PendingValues pending;

  /** The pending constants that may stand in a call as numbers. */
  private final Map<Value, JavaText> numbers = new HashMap<>();

  private SourcePosition last = SourcePosition.UNKNOWN;

  TermStatements(JavaText.Builder code, Graph graph) {
    this.code = code;
    this.graph = graph;
    this.names = ValueNames.of(graph);
    this.pending = new PendingValues(graph.entry().body(), "", this::declare);
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
    if (pending.mayBe(result)) {
      pending.add(result, term, isConstant);
      number(apply).ifPresent(number -> numbers.put(result, number));
      return;
    }
    pending.declareAll();
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
    pending.declareAllButConstants();
    last = position;
    if (position.isKnown()) {
      code.addStatement(
          "graph.at($S, $L, $L)", position.file(), position.line(), position.column());
    } else {
      code.addStatement("graph.nowhere()");
    }
  }

  /** The terms of the operands. */
  private List<JavaText> take(Operation.Apply apply) {
    List<Value> operands = apply.operands();
    pending.prepare(operands);
    List<JavaText> terms = new ArrayList<>();
    for (Value operand : operands) {
      boolean isNumber =
          terms.size() == 1
              && pending.contains(operand)
              && numbers.containsKey(operand)
              && TermCalls.takesNumber(apply)
              && isOfSameElements(operands.get(0), operand);
      JavaText term = pending.take(operand, names);
      terms.add(isNumber ? numbers.get(operand) : term);
    }
    return terms;
  }

  private static boolean isOfSameElements(Value tensor, Value number) {
    return tensor.type() instanceof TensorType left && number.type() instanceof TensorType right
        ? left.dtype() == right.dtype()
        : tensor.type() instanceof ScalarType && tensor.type().equals(number.type());
  }

  /** A constant that is a number as methods of terms take it. */
  private static Optional<JavaText> number(Operation.Apply apply) {
    return apply
        .number()
        .or(apply::tensorNumber)
        .flatMap(number -> number(number.dtype(), number.bits()));
  }

  private static Optional<JavaText> number(DType dtype, long bits) {
    return switch (dtype) {
      case FLOAT32 -> number(Bits.toFloat(bits));
      case FLOAT64 -> number(Bits.toDouble(bits));
      case INT32 -> Optional.of(JavaText.of("$L", (int) bits));
      case INT64 -> Optional.of(JavaText.of("$LL", bits));
      case BOOL -> Optional.empty();
    };
  }

  private static Optional<JavaText> number(double number) {
    return Double.isFinite(number) ? Optional.of(JavaText.of("$L", number)) : Optional.empty();
  }

  private void writeOutputs(List<Value> results) {
    pending.prepare(results);
    for (int i = 0; i < results.size(); i++) {
      code.addStatement(
          "graph.output($S, $L)", graph.outputs().get(i), pending.take(results.get(i), names));
    }
  }
}
