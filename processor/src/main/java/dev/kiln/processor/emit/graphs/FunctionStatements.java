package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.ClassName;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.StringLiterals;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The statements that build a function with blocks, one operation after the other.
 *
 * <pre>
 * FunctionBuilder code = new FunctionBuilder("count", "Count.java");
 * Value first = code.parameter("first", ScalarType.INT32);
 * code.at(3, 5).loop("loop_1", first);
 * {
 *   ...
 *   code.condition(value, first2);
 * }
 * ...
 * code.returns(first5);
 * </pre>
 */
final class FunctionStatements {
  private static final ClassName CODE = ClassName.get("dev.kiln.graph", "FunctionBuilder");
  private static final ClassName VALUE = ClassName.get("dev.kiln.graph", "Value");
  private static final ClassName TERMINATOR = ClassName.get("dev.kiln.graph", "Terminator");
  private static final ClassName SCALAR = ClassName.get("dev.kiln.type", "ScalarType");

  private final JavaText.Builder code;
  private final ValueNames names = new ValueNames("code", "graph");
  private SourcePosition last = SourcePosition.UNKNOWN;
  private String file = "";

  FunctionStatements(JavaText.Builder code) {
    this.code = code;
  }

  void add(Function function) {
    file = firstFile(function.body());
    code.addStatement(
        "$T code = new $T($S, $L)", CODE, CODE, function.name(), StringLiterals.of(file));
    for (Value parameter : function.parameters()) {
      code.addStatement(
          "$T $L = code.parameter($S, $L)",
          VALUE,
          name(parameter),
          parameter.name(),
          GraphLiterals.type(parameter.type()));
    }
    contents(function.body());
  }

  private static String firstFile(Block block) {
    return block.operations().stream()
        .map(operation -> operation.position().file())
        .findFirst()
        .orElse("");
  }

  private void contents(Block block) {
    block.operations().forEach(this::operation);
    code.addStatement("$L", terminator(block.terminator()));
  }

  private void nested(Block block) {
    code.add("{\n").indent();
    for (Value parameter : block.parameters()) {
      boolean isNameless = parameter.name().isEmpty();
      JavaText name = isNameless ? JavaText.EMPTY : JavaText.of("$S", parameter.name());
      code.addStatement("$T $L = code.parameter($L)", VALUE, name(parameter), name);
    }
    contents(block);
    code.unindent().add("}\n");
  }

  private void operation(Operation operation) {
    if (operation instanceof Operation.Apply apply) {
      apply(apply);
      return;
    }
    JavaText at = at(operation.position());
    if (operation instanceof Operation.If branch) {
      code.addStatement("$L.ifElse($L)", at, use(branch.condition()));
    } else if (operation instanceof Operation.Loop loop) {
      code.addStatement("$L.loop($L)", at, labelled(loop.label(), loop.operands()));
    } else if (operation instanceof Operation.Scope scope) {
      code.addStatement("$L.scope($S)", at, scope.label());
    } else {
      Operation.Call call = (Operation.Call) operation;
      code.addStatement("$L.call($L)", at, labelled(call.function(), call.operands()));
    }
    operation.blocks().forEach(this::nested);
    for (Value result : operation.results()) {
      code.addStatement(
          "$T $L = code.result($L)",
          VALUE,
          name(result),
          named(result, GraphLiterals.type(result.type())));
    }
  }

  /** {@code code.at(3, 5)}, or {@code code} where the position is the same as before. */
  private JavaText at(SourcePosition position) {
    if (position.equals(last)) {
      return JavaText.of("code");
    }
    last = position;
    if (!position.isKnown()) {
      return JavaText.of("code.nowhere()");
    }
    return position.file().equals(file)
        ? JavaText.of("code.at($L, $L)", position.line(), position.column())
        : JavaText.of("code.at($S, $L, $L)", position.file(), position.line(), position.column());
  }

  private void apply(Operation.Apply apply) {
    JavaText at = at(apply.position());
    String operation = apply.definition().name();
    if (apply.results().isEmpty()) {
      code.addStatement(
          "$L.perform($L, $L)",
          at,
          GraphLiterals.attributes(apply.attributes()),
          labelled(operation, apply.operands()));
      return;
    }
    Value result = apply.result();
    JavaText call =
        apply.number().isPresent()
            ? constant(result, apply.number().get())
            : apply.attributes().isEmpty()
                ? JavaText.of("apply($L)", named(result, labelled(operation, apply.operands())))
                : JavaText.of(
                    "applyWith($L, $L)",
                    GraphLiterals.attributes(apply.attributes()),
                    named(result, labelled(operation, apply.operands())));
    code.addStatement("$T $L = $L.$L", VALUE, name(result), at, call);
  }

  private static JavaText constant(Value result, Attribute.Number number) {
    Expression literal = Literals.of(number.dtype(), number.bits());
    boolean plain = Literals.isExact(number.dtype(), number.bits());
    return plain
        ? JavaText.of(
            "$L($L)", number.dtype().name().toLowerCase(Locale.ROOT), named(result, literal.code()))
        : JavaText.of(
            "bits($L)",
            named(result, JavaText.of("$T.$L, $LL", SCALAR, number.dtype().name(), number.bits())));
  }

  /** Arguments, behind the name of the value that they are for, where it has one. */
  private static JavaText named(Value value, JavaText arguments) {
    return value.name().isEmpty() ? arguments : JavaText.of("$S, $L", value.name(), arguments);
  }

  private JavaText terminator(Terminator end) {
    JavaText uses = GraphLiterals.arguments(end.operands().stream().map(this::use).toList());
    if (end instanceof Terminator.Yield) {
      return JavaText.of("code.yields($L)", uses);
    }
    if (end instanceof Terminator.Condition) {
      return JavaText.of("code.condition($L)", uses);
    }
    if (end instanceof Terminator.Break exit) {
      return JavaText.of("code.breaks($L)", labelled(exit.label(), end.operands()));
    }
    if (end instanceof Terminator.Continue exit) {
      return JavaText.of("code.continues($L)", labelled(exit.label(), end.operands()));
    }
    if (end instanceof Terminator.Return) {
      return JavaText.of("code.returns($L)", uses);
    }
    if (end instanceof Terminator.Throw exception) {
      List<JavaText> arguments = new ArrayList<>();
      arguments.add(JavaText.of("$S", exception.exception()));
      arguments.add(
          GraphLiterals.list(
              exception.message().stream().map(part -> JavaText.of("$S", part)).toList()));
      exception.operands().forEach(operand -> arguments.add(use(operand)));
      return JavaText.of(
          "$L.throwsNew($L)", at(exception.position()), GraphLiterals.arguments(arguments));
    }
    return JavaText.of("code.end(new $T.Unreachable())", TERMINATOR);
  }

  private JavaText use(Value value) {
    return new JavaText(names.of(value));
  }

  private JavaText labelled(String first, List<Value> operands) {
    List<JavaText> all = new ArrayList<>();
    all.add(JavaText.of("$S", first));
    operands.forEach(operand -> all.add(use(operand)));
    return GraphLiterals.arguments(all);
  }

  /** The name of a new variable for {@code value}. */
  private String name(Value value) {
    return names.declare(value);
  }
}
