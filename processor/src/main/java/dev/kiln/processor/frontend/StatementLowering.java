package dev.kiln.processor.frontend;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.YieldTree;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.CheckOps;
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
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Lowers statements into the current block. Each method returns how the block ends, or null where
 * control goes on to the next statement.
 */
final class StatementLowering {
  private final Body body;
  private final LoopLowering loops;
  private final SwitchLowering switches;

  StatementLowering(Body body) {
    this.body = body;
    this.loops = new LoopLowering(body);
    this.switches = new SwitchLowering(body);
  }

  SwitchLowering switches() {
    return switches;
  }

  /** Lowers a list of statements in a scope of its own. */
  Terminator lowerAll(List<? extends StatementTree> statements) {
    int size = body.environment.size();
    for (int i = 0; i < statements.size(); i++) {
      Terminator end = lowerNext(statements.get(i));
      boolean isLast = i + 1 == statements.size();
      if (end != null && isLast) {
        return end;
      }
      if (end != null && body.program.problems().isEmpty()) {
        throw Refusal.leftToJavac(); // the rest is unreachable
      }
    }
    body.checkpoints.requireNone();
    body.environment.leave(size);
    return null;
  }

  /** Lowers the next statement of a list; a refused one is noted. */
  Terminator lowerNext(StatementTree statement) {
    int meetings = body.recovery.meetings();
    int size = body.environment.size();
    try {
      body.checkpoints.expect(statement);
      return lower(statement, null);
    } catch (Refusal refusal) {
      body.recovery.note(refusal, meetings);
      body.environment.leave(size);
      if (statement instanceof ExpressionStatementTree effect) {
        RefusedCall.read(effect.getExpression(), refusal, body);
      }
      return new RefusedStatement(body).lower(statement);
    }
  }

  /** Lowers one statement as the body of a branch. */
  Branch branch(StatementTree statement) {
    return body.branch(
        List.of(),
        () -> {
          Terminator end = statement == null ? null : lowerAll(List.of(statement));
          return new Outcome(end, null);
        });
  }

  Terminator lower(StatementTree tree, String label) {
    return switch (tree.getKind()) {
      case BLOCK -> lowerBlock((BlockTree) tree, label);
      case VARIABLE -> declare((VariableTree) tree);
      case EXPRESSION_STATEMENT -> {
        body.expressions.effect(((ExpressionStatementTree) tree).getExpression());
        yield null;
      }
      case IF -> lowerIf((IfTree) tree, label);
      case WHILE_LOOP, DO_WHILE_LOOP, FOR_LOOP, ENHANCED_FOR_LOOP -> loops.lower(tree, label);
      case SWITCH -> switches.statement((com.sun.source.tree.SwitchTree) tree, label);
      case LABELED_STATEMENT -> {
        LabeledStatementTree labelled = (LabeledStatementTree) tree;
        yield lower(labelled.getStatement(), labelled.getLabel().toString());
      }
      case RETURN -> lowerReturn((ReturnTree) tree);
      case BREAK -> lowerBreak((BreakTree) tree);
      case CONTINUE -> lowerContinue((ContinueTree) tree);
      case YIELD -> switches.give(((YieldTree) tree).getValue(), tree);
      case THROW -> new ThrowLowering(body).lower((com.sun.source.tree.ThrowTree) tree);
      case ASSERT -> lowerAssert((AssertTree) tree);
      case EMPTY_STATEMENT -> null;
      case ERRONEOUS -> throw Refusal.leftToJavac();
      default -> throw refuse(tree);
    };
  }

  private Refusal refuse(StatementTree tree) {
    return switch (tree.getKind()) {
      case TRY ->
          body.refuse(tree, Code.STATEMENT, "try", "test the condition with if before it fails");
      case SYNCHRONIZED ->
          body.refuse(
              tree, Code.STATEMENT, "synchronized", "leave it out: a model is not shared state");
      case CLASS, RECORD, INTERFACE, ENUM ->
          body.refuse(
              tree, Code.STATEMENT, "a local class", "declare a record or a method in the model");
      default ->
          body.refuse(tree, Code.STATEMENT, "this statement", "rewrite it with if and loops");
    };
  }

  private Terminator lowerBlock(BlockTree tree, String label) {
    return label == null ? lowerAll(tree.getStatements()) : labelled(tree, label);
  }

  /** A labelled statement other than a loop or switch, which {@code break} can leave. */
  private Terminator labelled(StatementTree tree, String label) {
    if (!Jumps.breaks(tree, label)) {
      return lowerAll(List.of(tree));
    }
    List<String> variables = body.environment.inScope(AssignedVariables.of(tree));
    return scope(tree, label, true, false, variables, () -> lowerAll(List.of(tree)), false, null)
        .end();
  }

  /** How a scope ended: {@code end} is null where control goes on after it. */
  record Scoped(Terminator end, Value value) {}

  /** Code that a scope runs. */
  interface Inside {
    Terminator lower();
  }

  /**
   * Runs code in a scope that {@code break} (or {@code continue}, or {@code yield}) can leave.
   *
   * @param valueType the type of the value that the scope gives, where {@code takesValue}
   */
  Scoped scope(
      Tree tree,
      String userLabel,
      boolean forBreak,
      boolean forContinue,
      List<String> variables,
      Inside inside,
      boolean takesValue,
      ValueType valueType) {
    List<Slot> slots = new ArrayList<>(body.carried(tree, variables));
    if (takesValue) {
      slots.add(new Slot("", valueType));
    }
    String label = body.program.freshLabel(userLabel != null ? userLabel : "scope");
    List<ValueType> types = slots.stream().map(Slot::type).toList();
    Target target =
        new Target(
            userLabel,
            forBreak,
            forContinue,
            !(tree instanceof com.sun.source.tree.SwitchTree),
            label,
            false,
            variables,
            types,
            takesValue,
            new boolean[1]);
    boolean[] completes = new boolean[1];
    Branch branch =
        body.branch(
            List.of(),
            () -> {
              Terminator end = within(target, inside);
              completes[0] = end == null;
              return Outcome.ends(
                  end != null ? end : new Terminator.Yield(body.valuesFor(tree, variables, types)));
            });
    body.at(tree);
    List<Value> results =
        slots.stream().map(slot -> body.block.values().create(slot.name(), slot.type())).toList();
    body.block.add(
        new dev.kiln.graph.Operation.Scope(
            label, branch.block().build(branch.end()), results, body.block.position()));
    body.environment.assignAll(variables, results.subList(0, variables.size()));
    boolean continues = completes[0] || target.used()[0];
    return new Scoped(
        continues ? null : new Terminator.Unreachable(),
        takesValue ? results.get(variables.size()) : null);
  }

  /** Runs code with a target to leave. */
  Terminator within(Target target, Inside inside) {
    body.targets.push(target);
    try {
      return inside.lower();
    } finally {
      body.targets.pop();
    }
  }

  private Terminator declare(VariableTree tree) {
    String name = tree.getName().toString();
    ValueType type = body.program.types().local(tree.getType(), body);
    ExpressionTree initializer = tree.getInitializer();
    boolean constant = body.constancy.isAnnotated(tree);
    body.checkpoints.declare(tree);
    if (initializer == null) {
      Value undefined =
          type instanceof ScalarType || type instanceof ArrayType
              ? undefined(tree, name, type)
              : null;
      body.environment.declare(name, type, undefined, constant);
      return null;
    }
    if (type == null && Characters.mayBeChar(initializer, body.expressions.names())) {
      throw body.refuse(initializer, Code.EXPRESSION, "a char variable", "declare it as int");
    }
    Value value = body.expressions.initialize(initializer, type);
    if (body.recovery.isUnknown(value)) {
      body.environment.declare(name, type, value, constant);
      return null;
    }
    if (type == null && (value.type() instanceof ScalarType || value.type() instanceof ArrayType)) {
      type = value.type();
    }
    if (constant) {
      value = body.constancy.local(tree, name, value);
    }
    body.environment.declare(name, type, body.named(value, name), constant);
    return null;
  }

  private Value undefined(Tree tree, String name, ValueType type) {
    body.at(tree);
    return body.named(body.undefined(type), name);
  }

  private Terminator lowerIf(IfTree tree, String label) {
    if (label != null) {
      return labelled(tree, label);
    }
    Value condition = body.expressions.condition(tree.getCondition());
    Branch first = branch(tree.getThenStatement());
    Branch second = branch(tree.getElseStatement());
    Set<String> assigned = AssignedVariables.of(tree.getThenStatement(), tree.getElseStatement());
    Joined joined = body.join(tree, condition, first, second, assigned);
    return joined.completes() ? null : new Terminator.Unreachable();
  }

  private Terminator lowerReturn(ReturnTree tree) {
    if ((tree.getExpression() == null) != body.isVoid) {
      throw Refusal.leftToJavac();
    }
    if (tree.getExpression() == null) {
      return new Terminator.Return(List.of());
    }
    Value value = body.expressions.initialize(tree.getExpression(), body.resultType);
    if (body.recovery.isUnknown(value)) {
      return new Terminator.Return(List.of(value));
    }
    if (body.resultType == null) {
      body.resultType = value.type();
    } else if (!value.type().equals(body.resultType)) {
      body.program.requireEqual(body.unit, tree.getExpression(), value.type(), body.resultType);
      throw body.refuse(
          tree.getExpression(), Code.SHAPE_CHANGES, "the result", value.type(), body.resultType);
    }
    body.constancy.requireUnmarked(tree, value, "returned");
    return new Terminator.Return(List.of(value));
  }

  private Terminator lowerBreak(BreakTree tree) {
    for (Target target : body.targets) {
      boolean meant =
          tree.getLabel() == null
              ? target.forBreak() && !target.onlyByLabel()
              : target.forBreak() && tree.getLabel().contentEquals(labelOf(target));
      if (meant) {
        return leave(tree, target);
      }
    }
    throw Refusal.leftToJavac();
  }

  private static String labelOf(Target target) {
    return target.userLabel() == null ? "" : target.userLabel();
  }

  private Terminator lowerContinue(ContinueTree tree) {
    for (Target target : body.targets) {
      boolean meant =
          target.forContinue()
              && (tree.getLabel() == null || tree.getLabel().contentEquals(labelOf(target)));
      if (meant) {
        target.used()[0] = true;
        List<Value> values = valuesFor(tree, target);
        return target.isLoop()
            ? new Terminator.Continue(target.label(), values)
            : new Terminator.Break(target.label(), values);
      }
    }
    throw Refusal.leftToJavac();
  }

  /** Leaves a construct with the current values of the variables that it carries. */
  Terminator leave(Tree tree, Target target) {
    target.used()[0] = true;
    return new Terminator.Break(target.label(), valuesFor(tree, target));
  }

  List<Value> valuesFor(Tree tree, Target target) {
    return body.valuesFor(tree, target.variables(), target.types());
  }

  /** {@code assert c : d} is {@code if (enabled) { if (!c) throw new AssertionError(d); }}. */
  private Terminator lowerAssert(AssertTree tree) {
    for (ExpressionTree part : Arrays.asList(tree.getCondition(), tree.getDetail())) {
      if (part != null && !AssignedVariables.of(part).isEmpty()) {
        throw body.refuse(part, Code.ASSERT_EFFECT);
      }
    }
    Value enabled = body.apply(tree, CheckOps.ASSERTIONS_ENABLED);
    Branch checks = body.branch(List.of(), () -> check(tree));
    Branch skipped = body.branch(List.of(), Outcome::completes);
    body.join(tree, enabled, checks, skipped, Set.of());
    return null;
  }

  private Outcome check(AssertTree tree) {
    Value condition = body.expressions.condition(tree.getCondition());
    Branch holds = body.branch(List.of(), Outcome::completes);
    Branch fails =
        body.branch(List.of(), () -> Outcome.ends(new ThrowLowering(body).assertion(tree)));
    body.join(tree, condition, holds, fails, Set.of());
    return Outcome.completes();
  }
}
