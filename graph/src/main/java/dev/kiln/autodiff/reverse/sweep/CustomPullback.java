package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.adjoint.UndefinedValues;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.DerivativeRule.Role;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ArrayType;
import java.util.ArrayList;
import java.util.List;

/** The reverse of a call of a function with a derivative rule: a call of its rule. */
public final class CustomPullback {
  private final BackwardPoint point;
  private final FunctionDerivation derivation;
  private final CustomRules rules;
  private final Operation.Call call;
  private final DerivativeRule rule;

  CustomPullback(
      BackwardPoint point,
      FunctionDerivation derivation,
      CustomRules rules,
      Operation.Call call,
      DerivativeRule rule) {
    this.point = point;
    this.derivation = derivation;
    this.rules = rules;
    this.call = call;
    this.rule = rule;
  }

  void reverse() {
    boolean wanted =
        call.results().stream().anyMatch(r -> point.adjoints().has(r) || derivation.isShadowed(r));
    if (!wanted) {
      return;
    }
    boolean any = false;
    for (int i = 0; i < call.operands().size(); i++) {
      if (isActive(call.operands().get(i)) && rule.roles().get(i) != Role.CONSTANT) {
        requireDifferentiated(call, rule, i);
        any = true;
      }
    }
    if (any) {
      pull();
    }
  }

  private boolean isActive(Value value) {
    return derivation.activity().isActiveNumber(value) || derivation.isShadowed(value);
  }

  /** Refuses an operand of which the rule says nothing, but on which a derivative depends. */
  public static void requireDifferentiated(Operation.Call call, DerivativeRule rule, int operand) {
    if (!rule.isDifferentiated(operand)) {
      throw new NotDifferentiableException(
          "the @CustomGradient of "
              + call.function()
              + " gives no derivative with respect to the field '"
              + call.operands().get(operand).name()
              + "', which the method reads: pass it as an argument",
          call.position());
    }
  }

  private void pull() {
    String name =
        rule.vjp()
            .orElseThrow(
                () ->
                    new NotDifferentiableException(
                        "the @CustomGradient of "
                            + call.function()
                            + " has no vjp, which reverse mode needs: name one",
                        call.position()));
    rules.requirePure(call, name);
    BlockBuilder out = point.out();
    Function function = rules.function(name);
    List<Value> arguments = arguments(function, out);
    List<Slot> slots = new ArrayList<>();
    List<Value> targets = new ArrayList<>();
    for (int i = 0; i < call.operands().size(); i++) {
      if (rule.isDifferentiated(i)) {
        Value operand = call.operands().get(i);
        targets.add(operand);
        slots.add(new Slot(AdjointNames.of(operand), operand.type()));
      }
    }
    List<Value> pulled = out.call(name, slots, arguments);
    for (int i = 0; i < targets.size(); i++) {
      Value operand = targets.get(i);
      if (derivation.isShadowed(operand)) {
        Value shadow = point.primals().residualShadow(operand);
        out.perform(ArrayPairOps.ARRAY_ADD_ALL, Attributes.NONE, List.of(shadow, pulled.get(i)));
      } else {
        point.accumulate(operand, pulled.get(i));
      }
    }
  }

  /** What the rule takes; what it does not look at is not kept for it. */
  private List<Value> arguments(Function function, BlockBuilder out) {
    List<Value> arguments = new ArrayList<>();
    for (Value operand : call.operands()) {
      boolean used = CustomRules.uses(function, arguments.size());
      arguments.add(used ? point.primals().residual(operand) : UndefinedValues.like(operand, out));
    }
    List<Value> again = List.of();
    for (int i = 0; i < call.results().size(); i++) {
      Value result = call.results().get(i);
      boolean used = CustomRules.uses(function, arguments.size());
      if (used && result.type() instanceof ArrayType) {
        // the caller may have written it since
        again = again.isEmpty() ? repeat(out) : again;
        arguments.add(again.get(i));
      } else {
        arguments.add(used ? point.primals().residual(result) : UndefinedValues.like(result, out));
      }
    }
    for (Value result : call.results()) {
      arguments.add(cotangent(result, out));
    }
    return arguments;
  }

  private List<Value> repeat(BlockBuilder out) {
    List<Value> operands = call.operands().stream().map(point.primals()::residual).toList();
    return out.call(call.function(), Slot.like(call.results()), operands);
  }

  private Value cotangent(Value result, BlockBuilder out) {
    if (derivation.isShadowed(result)) {
      return point.primals().residualShadow(result);
    }
    if (result.type() instanceof ArrayType) {
      return Activity.isFloating(result)
          ? out.apply(ArrayOps.ARRAY_ZEROS_LIKE, point.primals().residual(result))
          : UndefinedValues.like(result, out);
    }
    return Activity.isFloating(result) ? point.adjoint(result) : UndefinedValues.like(result, out);
  }
}
