package dev.kiln.processor.emit.nest;

import com.palantir.javapoet.TypeName;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.pass.nest.ElementCode;
import dev.kiln.pass.nest.ElementNest;
import dev.kiln.pass.nest.NestSchedule;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.TensorType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Writes the body of a loop over elements. What is used once is part of an expression, and what has
 * a name of the user's, or is used more often, is a variable.
 */
final class NestLoop {
  private final ElementNest nest;
  private final NestSchedule schedule;
  private final Function<Value, Expression> elements;
  private final NestNames names;
  private final Map<Value, Expression> known = new HashMap<>();

  /**
   * @param elements the elements of operands, blocks and results
   */
  NestLoop(
      ElementNest nest,
      NestSchedule schedule,
      Function<Value, Expression> elements,
      NestNames names) {
    this.nest = nest;
    this.schedule = schedule;
    this.elements = elements;
    this.names = names;
  }

  void write(NestSchedule.Loop loop, Code out) {
    Map<Value, Integer> uses = uses(loop);
    Set<Value> results = new HashSet<>(nest.results());
    for (Operation.Apply apply : loop.operations()) {
      Value value = apply.result();
      Expression expression = expression(apply);
      int count = uses.getOrDefault(value, 0);
      boolean isNamed = !value.name().isEmpty() && !results.contains(value);
      if (count > 1 || count > 0 && (isNamed || schedule.isStored(value))) {
        String name = names.fresh(results.contains(value) ? "" : value.name(), "element");
        out.at(apply.position());
        out.statement("$T $L = $L", type(value), name, expression.code());
        expression = Expression.primary(name);
      }
      known.put(value, expression);
      if (schedule.isStored(value)) {
        out.at(apply.position());
        out.statement("$L = $L", elements.apply(value).code(), expression.code());
      }
    }
  }

  /** How often the loop uses what it computes. */
  private static Map<Value, Integer> uses(NestSchedule.Loop loop) {
    Map<Value, Integer> uses = new HashMap<>();
    for (Operation.Apply apply : loop.operations()) {
      int times = repeatsOperand(apply) ? 2 : 1;
      apply.operands().forEach(operand -> uses.merge(operand, times, Integer::sum));
    }
    return uses;
  }

  private static boolean repeatsOperand(Operation.Apply apply) {
    return ElementCode.of(apply).orElseThrow() instanceof ElementCode.Text text
        && text.expression().template().indexOf("{0}")
            != text.expression().template().lastIndexOf("{0}");
  }

  private Expression expression(Operation.Apply apply) {
    List<Expression> operands = apply.operands().stream().map(this::operand).toList();
    ElementCode code = ElementCode.of(apply).orElseThrow();
    if (code instanceof ElementCode.Text text) {
      JavaText result = JavaText.of("$T", type(apply.result()));
      return Templates.expression(
          text.expression(), apply.attributes(), result, operands, false, false);
    }
    Emission.Call call = ((ElementCode.Call) code).call();
    List<JavaText> arguments = operands.stream().map(Expression::code).toList();
    return Templates.combined(
        Templates.call(call, apply.attributes(), arguments), Precedence.PRIMARY, operands, false);
  }

  private Expression operand(Value value) {
    if (nest.constants().containsKey(value)) {
      var number = nest.constants().get(value);
      return Literals.of(number.dtype(), number.bits());
    }
    Expression computed = known.get(value);
    return computed == null ? elements.apply(value) : computed;
  }

  private static TypeName type(Value value) {
    return JavaTypes.of(((TensorType) value.type()).dtype());
  }
}
