package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.ClassName;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.MessageForm;
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
 *   Value first2 = code.parameter("first");
 *   code.at(3, 12).condition(code.apply("less", first2, code.int32(10)), first2);
 * }
 * ...
 * code.returns(first5);
 * </pre>
 *
 * <p>A value without a name that is used once stands where it is used, if it comes from the same
 * place in the source and is short. So do constants, which cannot fail.
 */
final class FunctionStatements {
  private static final ClassName CODE = ClassName.get("dev.kiln.graph", "FunctionBuilder");
  private static final ClassName VALUE = ClassName.get("dev.kiln.graph", "Value");
  private static final ClassName TERMINATOR = ClassName.get("dev.kiln.graph", "Terminator");
  private static final ClassName SCALAR = ClassName.get("dev.kiln.type", "ScalarType");

  /** What is longer is a statement of its own. */
  private static final int LONGEST_OPERAND = 60;

  private final JavaText.Builder code;
  private final Function function;
  private final String file;
  private final PendingValues pending;
  private final ValueNames names;

  /** The position of what was written last, or is pending. */
  private SourcePosition last = SourcePosition.UNKNOWN;

  /** What the next statement begins with: {@code code}, or {@code code.at(3, 5)}. */
  private JavaText builder = new JavaText("code");

  FunctionStatements(JavaText.Builder code, Function function, ValueNames names) {
    this.code = code;
    this.names = names;
    this.function = function;
    this.file = firstFile(function.body());
    this.pending = new PendingValues(function.body(), "code.", this::declare);
  }

  void write() {
    code.addStatement(
        "$T code = new $T($S, $L)", CODE, CODE, function.name(), StringLiterals.of(file));
    for (Value parameter : function.parameters()) {
      code.addStatement(
          "$T $L = code.parameter($S, $L)",
          VALUE,
          names.declare(parameter),
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
    terminator(block.terminator());
  }

  private void nested(Block block) {
    code.add("{\n").indent();
    for (Value parameter : block.parameters()) {
      boolean isNameless = parameter.name().isEmpty();
      JavaText name = isNameless ? JavaText.EMPTY : JavaText.of("$S", parameter.name());
      code.addStatement("$T $L = code.parameter($L)", VALUE, names.declare(parameter), name);
    }
    contents(block);
    code.unindent().add("}\n");
  }

  private void operation(Operation operation) {
    if (operation instanceof Operation.Apply apply) {
      apply(apply);
      return;
    }
    moveTo(operation.position());
    List<JavaText> operands = pending.take(operation.operands(), names);
    if (operation instanceof Operation.If) {
      statement(JavaText.of("ifElse($L)", operands.get(0)));
    } else if (operation instanceof Operation.Loop loop) {
      statement(JavaText.of("loop($L)", labelled(loop.label(), operands)));
    } else if (operation instanceof Operation.Scope scope) {
      statement(JavaText.of("scope($S)", scope.label()));
    } else {
      Operation.Call call = (Operation.Call) operation;
      statement(JavaText.of("call($L)", labelled(call.function(), operands)));
    }
    operation.blocks().forEach(this::nested);
    for (Value result : operation.results()) {
      code.addStatement(
          "$T $L = code.result($L)",
          VALUE,
          names.declare(result),
          named(result, GraphLiterals.type(result.type())));
    }
  }

  /** What follows comes from another place, so what is pending is written before. */
  private void moveTo(SourcePosition position) {
    if (position.equals(last)) {
      return;
    }
    pending.declareAllButConstants();
    last = position;
    builder = at(position);
  }

  private JavaText at(SourcePosition position) {
    if (!position.isKnown()) {
      return JavaText.of("code.nowhere()");
    }
    return position.file().equals(file)
        ? JavaText.of("code.at($L, $L)", position.line(), position.column())
        : JavaText.of("code.at($S, $L, $L)", position.file(), position.line(), position.column());
  }

  /** Writes a call of the builder, and before it what is pending. */
  private void statement(JavaText call) {
    pending.declareAll();
    code.addStatement("$L.$L", takeBuilder(), call);
  }

  private void declare(Value value, JavaText call) {
    code.addStatement("$T $L = $L.$L", VALUE, names.declare(value), takeBuilder(), call);
  }

  private JavaText takeBuilder() {
    JavaText taken = builder;
    builder = new JavaText("code");
    return taken;
  }

  private void apply(Operation.Apply apply) {
    boolean isConstant = apply.number().isPresent();
    if (!isConstant) {
      moveTo(apply.position());
    }
    List<JavaText> operands = pending.take(apply.operands(), names);
    String operation = apply.definition().name();
    if (apply.results().isEmpty()) {
      JavaText attributes = GraphLiterals.attributes(apply.attributes());
      statement(JavaText.of("perform($L, $L)", attributes, labelled(operation, operands)));
      return;
    }
    Value result = apply.result();
    JavaText call =
        isConstant
            ? constant(result, apply.number().get())
            : apply.attributes().isEmpty()
                ? JavaText.of("apply($L)", named(result, labelled(operation, operands)))
                : JavaText.of(
                    "applyWith($L, $L)",
                    GraphLiterals.attributes(apply.attributes()),
                    named(result, labelled(operation, operands)));
    if (pending.mayBe(result) && call.text().length() <= LONGEST_OPERAND) {
      pending.add(result, call, isConstant);
      return;
    }
    pending.declareAll();
    declare(result, call);
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

  private void terminator(Terminator end) {
    if (end instanceof Terminator.Throw exception) {
      moveTo(exception.position());
    }
    statement(call(end, pending.take(end.operands(), names)));
  }

  private static JavaText call(Terminator end, List<JavaText> operands) {
    JavaText all = GraphLiterals.arguments(operands);
    if (end instanceof Terminator.Yield) {
      return JavaText.of("yields($L)", all);
    }
    if (end instanceof Terminator.Condition) {
      return JavaText.of("condition($L)", all);
    }
    if (end instanceof Terminator.Break exit) {
      return JavaText.of("breaks($L)", labelled(exit.label(), operands));
    }
    if (end instanceof Terminator.Continue exit) {
      return JavaText.of("continues($L)", labelled(exit.label(), operands));
    }
    if (end instanceof Terminator.Return) {
      return JavaText.of("returns($L)", all);
    }
    if (end instanceof Terminator.Throw exception) {
      List<JavaText> arguments = new ArrayList<>();
      arguments.add(JavaText.of("$S", exception.exception()));
      arguments.add(
          GraphLiterals.list(
              exception.message().stream().map(part -> JavaText.of("$S", part)).toList()));
      if (!exception.forms().isEmpty()) {
        List<JavaText> forms = exception.forms().stream().map(FunctionStatements::form).toList();
        arguments.add(GraphLiterals.list(forms));
      }
      arguments.addAll(operands);
      return JavaText.of("throwsNew($L)", GraphLiterals.arguments(arguments));
    }
    return JavaText.of("end(new $T.Unreachable())", TERMINATOR);
  }

  private static JavaText form(MessageForm form) {
    ClassName type = ClassName.get(MessageForm.class);
    JavaText kind = JavaText.of("$T.Kind.$L", type, form.kind().name());
    List<JavaText> names = form.names().stream().map(name -> JavaText.of("$S", name)).toList();
    return JavaText.of("new $T($L, $S, $L)", type, kind, form.format(), GraphLiterals.list(names));
  }

  private static JavaText labelled(String first, List<JavaText> operands) {
    List<JavaText> all = new ArrayList<>();
    all.add(JavaText.of("$S", first));
    all.addAll(operands);
    return GraphLiterals.arguments(all);
  }
}
