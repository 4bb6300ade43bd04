package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.Target;
import dev.kiln.processor.frontend.expression.EnumLowering;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;

/**
 * Lowers switches on ints and enums: to code in a scope that {@code break} or {@code yield} leaves.
 */
public final class SwitchLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public SwitchLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /**
   * Lowers a switch statement.
   *
   * @param label of the user's, or null
   */
  public Terminator statement(SwitchTree tree, String label) {
    Value selector = selector(tree.getExpression());
    List<String> variables = block.environment().inScope(AssignedVariables.of(tree.getCases()));
    return new ScopeLowering(lowerer)
        .statement(
            tree,
            Target.Kind.SWITCH,
            label,
            variables,
            inner -> new SwitchCases(inner, tree, tree.getCases(), selector).lower());
  }

  /**
   * Lowers a switch expression that is assigned, returned or stored as a {@code type}: each of its
   * results is converted to that. JLS 15.28.1.
   */
  public Value expression(SwitchExpressionTree tree, ValueType type) {
    return run(tree, selector(tree.getExpression()), type, type).value();
  }

  /**
   * Lowers a switch expression whose type is that of its results; it is found by lowering it once
   * on the side.
   */
  public Value expression(SwitchExpressionTree tree) {
    Value selector = selector(tree.getExpression());
    SwitchLowering aside = new SwitchLowering(lowerer.in(context.nested(List.of())));
    ScopeLowering.Scoped found = aside.run(tree, selector, ScalarType.INT32, null);
    ValueType type =
        unified(tree, new Exits(found.label()).lastValues(found.body()).map(Value::type).toList());
    return run(tree, selector, type, type).value();
  }

  private ScopeLowering.Scoped run(
      SwitchExpressionTree tree, Value selector, ValueType given, ValueType wanted) {
    List<String> variables = block.environment().inScope(AssignedVariables.of(tree.getCases()));
    return new ScopeLowering(lowerer)
        .expression(tree, variables, given, wanted, inner -> cases(tree, selector, inner));
  }

  private static Terminator cases(SwitchExpressionTree tree, Value selector, Lowerer lowerer) {
    Terminator end = new SwitchCases(lowerer, tree, tree.getCases(), selector).lower();
    if (end == null) {
      throw Refusal.leftToJavac(); // it does not cover all ints, or a group gives nothing
    }
    return end;
  }

  private ValueType unified(Tree tree, List<ValueType> types) {
    if (types.isEmpty()) {
      throw block.refuse(
          tree, Code.EXPRESSION, "a switch expression without a value", "use a switch statement");
    }
    ValueType unified = types.get(0);
    for (ValueType type : types) {
      requireOneType(tree, unified, type);
      unified = Promotion.unify(unified, type).orElseThrow(Refusal::leftToJavac);
    }
    return unified;
  }

  /** Whether a constant among the results is of the narrower type, only javac knows. */
  private void requireOneType(Tree tree, ValueType first, ValueType second) {
    new EnumLowering(block).requireOneEnum(tree, first, second);
    boolean mixesInts =
        first instanceof CodedType && second.equals(ScalarType.INT32)
            || second instanceof CodedType && first.equals(ScalarType.INT32);
    if (mixesInts) {
      String what =
          "a switch expression of " + TypeNames.of(first) + " and " + TypeNames.of(second);
      throw block.refuse(tree, Code.EXPRESSION, what, "cast its results to one type");
    }
  }

  private Value selector(ExpressionTree tree) {
    Value selector = new Conversions(block).promoted(tree, lowerer.expression(tree));
    if (CodedType.isEnum(selector.type())) {
      new EnumLowering(block).ordinal(tree, selector);
      return selector;
    }
    if (selector.type().equals(ScalarType.INT32)) {
      return selector;
    }
    if (!block.unknowns().isUnknown(selector)) {
      block.unknowns().note(block.refuse(tree, Code.SWITCH_SELECTOR, selector.type()));
    }
    return block.unknown(ScalarType.INT32);
  }
}
