package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Branch;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.EnumLowering;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Lowers the groups of a switch to a chain of conditionals. With fall through, the number of the
 * group to start at is computed first, and each group runs where that number is not above its own.
 */
final class SwitchCases {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final Tree tree;
  private final List<? extends CaseTree> cases;
  private final Value selector;

  SwitchCases(Lowerer lowerer, Tree tree, List<? extends CaseTree> cases, Value selector) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.tree = tree;
    this.cases = cases;
    this.selector = selector;
  }

  /**
   * Declares what earlier groups of an old-style switch declare, which this one sees too. It has no
   * value here, whatever it had there: Java wants it assigned first in each group. It must not be
   * declared before its own group, where a nested block may use the name for something else.
   */
  private void declareEarlier(CaseTree group) {
    for (CaseTree earlier : cases.subList(0, cases.indexOf(group))) {
      if (earlier.getStatements() == null) {
        continue;
      }
      for (StatementTree statement : earlier.getStatements()) {
        if (statement instanceof VariableTree variable) {
          ValueType type = context.program().types().local(variable.getType(), context);
          boolean known =
              CodedType.decoded(type) instanceof ScalarType || type instanceof ArrayType;
          Value undefined = known ? block.undefined(type) : null;
          block
              .environment()
              .declare(
                  variable.getName().toString(),
                  type,
                  undefined,
                  Constancy.isAnnotated(variable, context));
        }
      }
    }
  }

  /** Lowers the groups; the variables that they declare are gone after the switch. */
  Terminator lower() {
    int size = block.environment().size();
    Terminator end = fallsThrough() ? fallThrough() : chain(0);
    if (end == null) {
      block.environment().leave(size);
    }
    return end;
  }

  private boolean fallsThrough() {
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
  private Terminator chain(int index) {
    int next = index;
    Value matches = null;
    while (next < cases.size()) {
      CaseTree group = cases.get(next);
      Value own = matches(group);
      matches =
          matches == null || own == null
              ? own == null ? matches : own
              : block.apply(group, ElementwiseOps.OR, matches, own);
      boolean empty =
          group.getCaseKind() == CaseTree.CaseKind.STATEMENT && group.getStatements().isEmpty();
      boolean shared = empty && next + 1 < cases.size();
      if (!shared) {
        break;
      }
      if (isDefault(group)) {
        return fallThrough();
      }
      next++;
    }
    if (next >= cases.size()) {
      return defaultGroup();
    }
    CaseTree group = cases.get(next);
    if (isDefault(group)) {
      return chain(next + 1);
    }
    Branch first = branch(group);
    Context inner = context.nested(List.of());
    Branch second = Branch.ends(inner.block(), in(inner).chain(next + 1));
    return new Joining(block)
        .join(group, matches, first, second, AssignedVariables.of(cases))
        .end();
  }

  private Terminator defaultGroup() {
    for (CaseTree group : cases) {
      if (isDefault(group)) {
        return lowerGroup(group);
      }
    }
    return null;
  }

  private Terminator fallThrough() {
    Value start = block.constant(tree, ScalarType.INT32, defaultIndex());
    for (int i = cases.size() - 1; i >= 0; i--) {
      Value matches = matches(cases.get(i));
      if (matches != null) {
        OpenBlock matched = block.nested(List.of());
        Branch first = Branch.of(matched, matched.constant(tree, ScalarType.INT32, i));
        Branch second = Branch.of(block.nested(List.of()), start);
        start = new Joining(block).join(tree, matches, first, second, Set.of()).value();
      }
    }
    for (int i = 0; i < cases.size(); i++) {
      CaseTree group = cases.get(i);
      if (i == cases.size() - 1 && defaultIndex() < cases.size()) {
        return lowerGroup(group); // with a default, control always comes here
      }
      Value number = block.constant(group, ScalarType.INT32, i);
      Value reached = block.apply(group, ElementwiseOps.LESS_EQUAL, start, number);
      Branch first = branch(group);
      Branch second = Branch.completes(block.nested(List.of()));
      new Joining(block).join(group, reached, first, second, AssignedVariables.of(group));
    }
    return null;
  }

  private int defaultIndex() {
    for (int i = 0; i < cases.size(); i++) {
      if (isDefault(cases.get(i))) {
        return i;
      }
    }
    return cases.size();
  }

  private Branch branch(CaseTree group) {
    Context inner = context.nested(List.of());
    return Branch.ends(inner.block(), in(inner).lowerGroup(group));
  }

  private SwitchCases in(Context inner) {
    return new SwitchCases(lowerer.in(inner), tree, cases, selector);
  }

  private Terminator lowerGroup(CaseTree group) {
    if (group.getCaseKind() == CaseTree.CaseKind.STATEMENT) {
      declareEarlier(group);
      StatementTree previous = null;
      for (StatementTree statement : group.getStatements()) {
        Terminator end = lowerer.statement(statement, previous);
        if (end != null) {
          return end;
        }
        previous = statement;
      }
      return null;
    }
    Tree code = group.getBody();
    if (code instanceof ExpressionTree value) {
      return isInExpression() ? new JumpLowering(lowerer).give(value, group) : effect(value);
    }
    return lowerer.statements(List.of((StatementTree) code));
  }

  private boolean isInExpression() {
    return !context.targets().isEmpty() && context.targets().get(0).takesYield();
  }

  private Terminator effect(ExpressionTree value) {
    lowerer.effect(value);
    return null;
  }

  /** Whether the selector is one of the labels; null for a group that is only the default. */
  private Value matches(CaseTree group) {
    Value matches = null;
    if (block.unknowns().isUnknown(selector) && !isDefault(group)) {
      return block.unknown(ScalarType.BOOL);
    }
    for (ExpressionTree label : group.getExpressions()) {
      Value constant = constant(label);
      Value code = new Conversions(block).code(label, selector);
      Value equal = block.apply(label, ElementwiseOps.EQUAL, code, constant);
      matches = matches == null ? equal : block.apply(label, ElementwiseOps.OR, matches, equal);
    }
    return matches;
  }

  /** The int of a label: constants of enums are simple names there. */
  private Value constant(ExpressionTree label) {
    if (CodedType.isEnum(selector.type())) {
      TypeElement type = context.names().named(((CodedType) selector.type()).name());
      String name = label instanceof IdentifierTree simple ? simple.getName().toString() : "";
      VariableElement field = context.names().member(type, name);
      if (field == null || field.getKind() != ElementKind.ENUM_CONSTANT) {
        throw Refusal.leftToJavac();
      }
      EnumLowering enums = new EnumLowering(block);
      return new Conversions(block).code(label, enums.constant(label, field));
    }
    Value constant = new Conversions(block).promoted(label, lowerer.expression(label));
    Optional<Long> bits = block.constantBits(constant);
    if (!constant.type().equals(ScalarType.INT32) || bits.isEmpty()) {
      throw block.refuse(label, Code.NOT_CONSTANT, "the label");
    }
    return constant;
  }

  /** Also the last group of an expression that has a label for each constant of an enum. */
  private boolean isDefault(CaseTree group) {
    return group.getExpressions().isEmpty()
        || tree instanceof SwitchExpressionTree
            && CodedType.isEnum(selector.type())
            && group == cases.get(cases.size() - 1)
            && cases.stream().noneMatch(each -> each.getExpressions().isEmpty());
  }
}
