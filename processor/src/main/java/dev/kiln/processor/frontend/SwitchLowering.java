package dev.kiln.processor.frontend;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.Body.Branch;
import dev.kiln.processor.frontend.Body.Joined;
import dev.kiln.processor.frontend.Body.Outcome;
import dev.kiln.processor.frontend.Body.Target;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers switches on ints: to a chain of conditionals in a scope that {@code break} leaves. With
 * fall through, the number of the group to start at is computed first, and each group runs where
 * that number is not above its own.
 */
final class SwitchLowering {
  private final Body body;

  /** The type of the switch expression around the current code; null while it is being found. */
  private ValueType yieldType;

  private List<ValueType> yields;

  SwitchLowering(Body body) {
    this.body = body;
  }

  Terminator statement(SwitchTree tree, String label) {
    Value selector = selector(tree.getExpression());
    List<String> variables = body.environment.inScope(AssignedVariables.of(tree.getCases()));
    return body.statements
        .scope(
            tree,
            label,
            true,
            false,
            variables,
            () -> inScope(() -> cases(tree, tree.getCases(), selector, false)),
            false,
            null)
        .end();
  }

  /**
   * Lowers a switch expression that is assigned, returned or stored as a {@code type}: each of its
   * results is converted to that. JLS 15.28.1.
   */
  Value expression(SwitchExpressionTree tree, ValueType type) {
    return result(tree, selector(tree.getExpression()), type);
  }

  /**
   * Lowers a switch expression whose type is that of its results; it is found by lowering it once
   * on the side.
   */
  Value expression(SwitchExpressionTree tree) {
    Value selector = selector(tree.getExpression());
    ValueType outerType = yieldType;
    List<ValueType> outerYields = yields;
    yields = new ArrayList<>();
    yieldType = null;
    ValueType type;
    try {
      body.branch(List.of(), () -> Outcome.ends(run(tree, selector, ScalarType.INT32).end()));
      type = unified(tree, yields);
    } finally {
      yieldType = outerType;
      yields = outerYields;
    }
    return result(tree, selector, type);
  }

  private Value result(SwitchExpressionTree tree, Value selector, ValueType type) {
    ValueType outerType = yieldType;
    yieldType = type;
    try {
      return run(tree, selector, type).value();
    } finally {
      yieldType = outerType;
    }
  }

  private StatementLowering.Scoped run(SwitchExpressionTree tree, Value selector, ValueType type) {
    List<String> variables = body.environment.inScope(AssignedVariables.of(tree.getCases()));
    return body.statements.scope(
        tree,
        null,
        false,
        false,
        variables,
        () -> inScope(() -> cases(tree, tree.getCases(), selector, true)),
        true,
        type);
  }

  /** {@code yield value;} in a switch expression. */
  Terminator give(ExpressionTree value, Tree tree) {
    for (Target target : body.targets) {
      if (target.takesValue()) {
        Value result;
        if (yieldType == null) {
          yields.add(body.expressions.lower(value).type());
          result = body.constant(value, ScalarType.INT32, 0);
        } else {
          result = body.expressions.initialize(value, yieldType);
        }
        target.used()[0] = true;
        List<Value> values = new ArrayList<>(body.statements.valuesFor(tree, target));
        body.constancy.requireUnmarked(tree, result, "given by a switch");
        values.add(result);
        return new Terminator.Break(target.label(), values);
      }
    }
    throw Refusal.leftToJavac();
  }

  private ValueType unified(Tree tree, List<ValueType> types) {
    if (types.isEmpty()) {
      throw body.refuse(
          tree, Code.EXPRESSION, "a switch expression without a value", "use a switch statement");
    }
    ValueType unified = types.get(0);
    for (ValueType type : types) {
      unified = Promotion.unify(unified, type).orElseThrow(Refusal::leftToJavac);
    }
    return unified;
  }

  private Value selector(ExpressionTree tree) {
    Value selector = body.expressions.lower(tree);
    if (selector.type().equals(ScalarType.INT32)) {
      return selector;
    }
    if (!body.recovery.isUnknown(selector)) {
      body.recovery.note(body.refuse(tree, Code.SWITCH_SELECTOR, selector.type()));
    }
    return body.recovery.unknown(ScalarType.INT32);
  }

  /** The variables that groups declare are gone after the switch. */
  private Terminator inScope(StatementLowering.Inside inside) {
    int size = body.environment.size();
    Terminator end = inside.lower();
    if (end == null) {
      body.environment.leave(size);
    }
    return end;
  }

  /**
   * Declares what earlier groups of an old-style switch declare, which this one sees too. It has no
   * value here, whatever it had there: Java wants it assigned first in each group. It must not be
   * declared before its own group, where a nested block may use the name for something else.
   */
  private void declareEarlier(List<? extends CaseTree> cases, CaseTree group) {
    for (CaseTree earlier : cases.subList(0, cases.indexOf(group))) {
      if (earlier.getStatements() == null) {
        continue;
      }
      for (StatementTree statement : earlier.getStatements()) {
        if (statement instanceof VariableTree variable) {
          ValueType type = body.program.types().local(variable.getType(), body);
          boolean known = type instanceof ScalarType || type instanceof ArrayType;
          Value undefined = known ? body.undefined(type) : null;
          body.environment.declare(
              variable.getName().toString(), type, undefined, body.constancy.isAnnotated(variable));
        }
      }
    }
  }

  private Terminator cases(
      Tree tree, List<? extends CaseTree> cases, Value selector, boolean isExpression) {
    Terminator end =
        fallsThrough(cases) ? fallThrough(tree, cases, selector) : chain(tree, cases, 0, selector);
    if (isExpression && end == null) {
      throw Refusal.leftToJavac(); // it does not cover all ints, or a group gives nothing
    }
    return end;
  }

  private static boolean fallsThrough(List<? extends CaseTree> cases) {
    for (int i = 0; i < cases.size() - 1; i++) {
      CaseTree group = cases.get(i);
      if (group.getCaseKind() == CaseTree.CaseKind.STATEMENT
          && !group.getStatements().isEmpty()
          && !endsAbruptly(group.getStatements().get(group.getStatements().size() - 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsAbruptly(StatementTree statement) {
    return switch (statement.getKind()) {
      case BREAK, CONTINUE, RETURN, THROW, YIELD -> true;
      default -> false;
    };
  }

  /** Groups from {@code index} on that match one after the other; the default one is tried last. */
  private Terminator chain(Tree tree, List<? extends CaseTree> cases, int index, Value selector) {
    int next = index;
    Value matches = null;
    while (next < cases.size()) {
      CaseTree group = cases.get(next);
      Value own = matches(group, selector);
      matches =
          matches == null || own == null
              ? own == null ? matches : own
              : body.apply(group, ElementwiseOps.OR, matches, own);
      boolean empty =
          group.getCaseKind() == CaseTree.CaseKind.STATEMENT && group.getStatements().isEmpty();
      boolean shared = empty && next + 1 < cases.size();
      if (!shared) {
        break;
      }
      if (isDefault(group)) {
        return fallThrough(tree, cases, selector);
      }
      next++;
    }
    if (next >= cases.size()) {
      return defaultGroup(cases);
    }
    CaseTree group = cases.get(next);
    if (isDefault(group)) {
      return chain(tree, cases, next + 1, selector);
    }
    Value condition = matches;
    Branch first = body.branch(List.of(), () -> Outcome.ends(lowerGroup(cases, group)));
    int rest = next + 1;
    Branch second = body.branch(List.of(), () -> Outcome.ends(chain(tree, cases, rest, selector)));
    Joined joined = body.join(group, condition, first, second, AssignedVariables.of(cases));
    return joined.completes() ? null : new Terminator.Unreachable();
  }

  private Terminator defaultGroup(List<? extends CaseTree> cases) {
    for (CaseTree group : cases) {
      if (isDefault(group)) {
        return lowerGroup(cases, group);
      }
    }
    return null;
  }

  private Terminator fallThrough(Tree tree, List<? extends CaseTree> cases, Value selector) {
    Value start = body.constant(tree, ScalarType.INT32, defaultIndex(cases));
    for (int i = cases.size() - 1; i >= 0; i--) {
      Value matches = matches(cases.get(i), selector);
      if (matches != null) {
        int number = i;
        Value otherwise = start;
        Branch first =
            body.branch(List.of(), () -> Outcome.of(body.constant(tree, ScalarType.INT32, number)));
        Branch second = body.branch(List.of(), () -> Outcome.of(otherwise));
        start = body.join(tree, matches, first, second, Set.of()).value();
      }
    }
    for (int i = 0; i < cases.size(); i++) {
      CaseTree group = cases.get(i);
      if (i == cases.size() - 1 && defaultIndex(cases) < cases.size()) {
        return lowerGroup(cases, group); // with a default, control always comes here
      }
      Value number = body.constant(group, ScalarType.INT32, i);
      Value reached = body.apply(group, ElementwiseOps.LESS_EQUAL, start, number);
      Branch first = body.branch(List.of(), () -> Outcome.ends(lowerGroup(cases, group)));
      Branch second = body.branch(List.of(), Outcome::completes);
      body.join(group, reached, first, second, AssignedVariables.of(group));
    }
    return null;
  }

  private static int defaultIndex(List<? extends CaseTree> cases) {
    for (int i = 0; i < cases.size(); i++) {
      if (isDefault(cases.get(i))) {
        return i;
      }
    }
    return cases.size();
  }

  private Terminator lowerGroup(List<? extends CaseTree> cases, CaseTree group) {
    if (group.getCaseKind() == CaseTree.CaseKind.STATEMENT) {
      declareEarlier(cases, group);
      for (StatementTree statement : group.getStatements()) {
        Terminator end = body.statements.lowerNext(statement);
        if (end != null) {
          return end;
        }
      }
      return null;
    }
    Tree code = group.getBody();
    if (code instanceof ExpressionTree value) {
      return isInExpression() ? give(value, group) : effect(value);
    }
    return body.statements.lowerAll(List.of((StatementTree) code));
  }

  private boolean isInExpression() {
    return !body.targets.isEmpty() && body.targets.peek().takesValue();
  }

  private Terminator effect(ExpressionTree value) {
    body.expressions.effect(value);
    return null;
  }

  /** Whether the selector is one of the labels; null for a group that is only the default. */
  private Value matches(CaseTree group, Value selector) {
    Value matches = null;
    if (body.recovery.isUnknown(selector) && !isDefault(group)) {
      return body.recovery.unknown(ScalarType.BOOL);
    }
    for (ExpressionTree label : group.getExpressions()) {
      Value constant = body.expressions.lower(label);
      Optional<Long> bits = body.constantBits(constant);
      if (!constant.type().equals(ScalarType.INT32) || bits.isEmpty()) {
        throw body.refuse(label, Code.NOT_CONSTANT, "the label");
      }
      Value equal = body.apply(label, ElementwiseOps.EQUAL, selector, constant);
      matches = matches == null ? equal : body.apply(label, ElementwiseOps.OR, matches, equal);
    }
    return matches;
  }

  private static boolean isDefault(CaseTree group) {
    return group.getExpressions().isEmpty();
  }
}
