package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Completion;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.fuzz.program.SwitchGroup;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Random statements. Nothing is generated behind a statement that does not complete. */
final class StatementGenerator {
  private static final List<String> EXCEPTIONS =
      List.of(
          "IllegalArgumentException",
          "IllegalStateException",
          "ArithmeticException",
          "IndexOutOfBoundsException");

  private final Context context;
  private final Randomness random;
  private final ExpressionGenerator expressions;
  private final NumberGenerator numbers;

  StatementGenerator(Context context) {
    this.context = context;
    this.random = context.random;
    this.expressions = context.expressions;
    this.numbers = new NumberGenerator(context, expressions);
  }

  /** Statements in the current scope, about {@code count}. */
  List<Statement> list(int count, int depth) {
    List<Statement> made = new ArrayList<>();
    for (int i = 0; i < count && Completion.completes(made); i++) {
      context.cost += context.multiplicity;
      List<Statement> next = next(depth);
      if (next != null) {
        made.addAll(next);
      }
    }
    return made;
  }

  /** Statements in a scope of their own. */
  List<Statement> block(int count, int depth) {
    Scope.Mark mark = context.scope.mark();
    List<Statement> made = list(count, depth);
    context.scope.leave(mark);
    return made;
  }

  private List<Statement> next(int depth) {
    boolean nests = depth > 0;
    LoopGenerator loops = new LoopGenerator(context, this);
    return new Options<List<Statement>>(random)
        .or(5, () -> List.of(declaration(context.types.local())))
        .or(context.profile.hasTensors() ? 6 : 0, this::tensor)
        .or(7, () -> evaluation(numbers.assignment(context.types.scalar(), 3)))
        .or(2, () -> evaluation(numbers.assignment(context.types.local(), 2)))
        .or(1, () -> evaluation(numbers.step(context.types.number(), 2)))
        .or(1, this::rotation)
        .or(1, () -> new LibraryGenerator(context, expressions).change(2))
        .or(1, () -> evaluation(expressions.call(null, 2)))
        .or(1, this::check)
        .or(2, () -> jump(depth))
        .or(nests ? 4 : 0, () -> List.of(choice(depth)))
        .or(nests ? 4 : 0, () -> loops.loop(depth))
        .or(nests ? 1 : 0, () -> assignedLater(depth))
        .or(nests ? 2 : 0, () -> List.of(switchStatement(depth)))
        .or(nests ? 1 : 0, () -> List.of(labelled(depth)))
        .take();
  }

  private Statement.Declaration declaration(ValueType type) {
    Expression value;
    String name = context.scope.freshName(); // in scope in its own initializer
    boolean isInferred = random.chance(0.15);
    if (type instanceof ArrayType array && random.chance(0.6)) {
      value = expressions.newArray(array, 2);
    } else {
      value = isInferred ? expressions.of(type, 3) : expressions.convertible(type, 3);
    }
    context.scope.declare(name, type, true);
    boolean infers = isInferred && value.type().equals(type);
    return new Statement.Declaration(type, name, Optional.of(value), infers);
  }

  /** A variable for a tensor of whatever type comes out. */
  private List<Statement> tensor() {
    String name = context.scope.freshName();
    Expression value = expressions.tensors().any(3);
    if (value == null) {
      return null;
    }
    context.scope.declare(name, value.type(), true);
    return List.of(new Statement.Declaration(value.type(), name, Optional.of(value), false));
  }

  private static List<Statement> evaluation(Expression expression) {
    return expression == null ? null : List.of(new Statement.Evaluation(expression));
  }

  /** {@code t = a; a = b; b = t;}: variables swap what they refer to. */
  private List<Statement> rotation() {
    List<Scope.Local> arrays =
        context.scope.matching(local -> local.isAssignable() && local.type() instanceof ArrayType);
    if (arrays.isEmpty()) {
      return null;
    }
    ValueType type = random.of(arrays).type();
    List<Scope.Local> alike = arrays.stream().filter(each -> each.type().equals(type)).toList();
    if (alike.size() < 2) {
      return null;
    }
    Expression first = new Expression.Variable(type, random.of(alike).name());
    Expression second = new Expression.Variable(type, random.of(alike).name());
    String name = context.scope.freshName();
    Expression kept = new Expression.Variable(type, name);
    return List.of(
        new Statement.Declaration(type, name, Optional.of(first), false),
        new Statement.Evaluation(new Expression.Assignment(type, first, "=", second)),
        new Statement.Evaluation(new Expression.Assignment(type, second, "=", kept)));
  }

  /** {@code assert}, or a guard. */
  private List<Statement> check() {
    if (random.chance(0.5)) {
      boolean before = context.mayHaveEffects;
      context.mayHaveEffects = false;
      Expression condition = rarely(false);
      context.mayHaveEffects = before;
      Optional<String> message = random.chance(0.5) ? Optional.of("no") : Optional.empty();
      Expression holds = new Expression.Prefix(ScalarType.BOOL, "!", condition);
      return List.of(new Statement.Assert(holds, message));
    }
    Optional<Expression> value =
        random.chance(0.6)
            ? Optional.of(expressions.of(context.types.scalar(), 1))
            : Optional.empty();
    Statement exit = new Statement.Throw(random.of(EXCEPTIONS), "is ", value);
    return List.of(new Statement.If(rarely(true), List.of(exit), List.of()));
  }

  /** A condition that mostly does not hold. */
  private Expression rarely(boolean mayHaveEffects) {
    Expression any = expressions.of(ScalarType.INT32, mayHaveEffects ? 2 : 1);
    return new Expression.Infix(ScalarType.BOOL, "==", any, Literals.number(random.of(7, 5, -3)));
  }

  /** {@code if (..) break;} and the like. */
  private List<Statement> jump(int depth) {
    Scope.Mark mark = context.scope.mark();
    List<Statement> body = new ArrayList<>(list(random.chance(0.3) ? 1 : 0, 0));
    Statement exit = Completion.completes(body) ? exit() : null;
    context.scope.hide(mark); // the names are taken where no block is around the body
    if (exit == null) {
      return null;
    }
    body.add(exit);
    if (depth > 0 && random.chance(0.05)) {
      return body;
    }
    return List.of(new Statement.If(expressions.condition(2), body, List.of()));
  }

  private Statement exit() {
    List<Scope.Target> targets = context.scope.targets();
    boolean mayReturn = !context.scope.hasWall();
    if (targets.isEmpty() || random.chance(0.2)) {
      return mayReturn ? returning(2) : null;
    }
    Scope.Target target = random.of(targets);
    if (random.chance(0.4)) {
      return targets.stream().anyMatch(each -> each.kind() == Scope.Target.Kind.LOOP)
          ? new Statement.Continue("")
          : null;
    }
    if (random.chance(0.4)) {
      boolean plain = targets.stream().anyMatch(t -> t.kind() != Scope.Target.Kind.BLOCK);
      return plain ? new Statement.Break("") : null;
    }
    if (target.label().isEmpty()) {
      return null;
    }
    return target.kind() == Scope.Target.Kind.LOOP && random.chance(0.5)
        ? new Statement.Continue(target.label())
        : new Statement.Break(target.label());
  }

  /** {@code return} with a value of the method's type. */
  Statement returning(int depth) {
    return new Statement.Return(context.result.map(type -> expressions.convertible(type, depth)));
  }

  private Statement choice(int depth) {
    Expression condition = expressions.condition(3);
    List<Statement> then = block(1 + random.below(3), depth - 1);
    List<Statement> otherwise =
        random.chance(0.4) ? block(1 + random.below(2), depth - 1) : List.of();
    return new Statement.If(condition, then, otherwise);
  }

  /** {@code int x; if (..) x = 1; else x = 2;}. */
  private List<Statement> assignedLater(int depth) {
    ValueType type = context.types.any(false);
    String name = context.scope.freshName();
    Expression condition = expressions.condition(2);
    Expression variable = new Expression.Variable(type, name);
    List<Statement> then = assigning(variable, depth - 1);
    List<Statement> otherwise = assigning(variable, depth - 1);
    if (then == null || otherwise == null) {
      return null;
    }
    context.scope.declare(name, type, true);
    return List.of(
        new Statement.Declaration(type, name, Optional.empty(), false),
        new Statement.If(condition, then, otherwise));
  }

  /** A block that ends in an assignment; null where it does not get there. */
  private List<Statement> assigning(Expression variable, int depth) {
    Scope.Mark mark = context.scope.mark();
    List<Statement> body = new ArrayList<>(list(random.below(2), depth));
    Expression value = expressions.convertible(variable.type(), 2);
    context.scope.leave(mark);
    if (!Completion.completes(body)) {
      return null;
    }
    body.add(
        new Statement.Evaluation(new Expression.Assignment(variable.type(), variable, "=", value)));
    return body;
  }

  private Statement switchStatement(int depth) {
    Expression selector = expressions.of(ScalarType.INT32, 2);
    if (random.chance(0.6)) {
      selector = new Expression.Infix(ScalarType.INT32, "&", selector, Literals.number(3));
    }
    boolean hasArrows = random.chance(0.4);
    String label = random.chance(0.15) ? context.scope.freshLabel() : "";
    List<SwitchGroup> groups = new ArrayList<>();
    context.scope.enter(new Scope.Target(label, Scope.Target.Kind.SWITCH));
    Scope.Mark mark = context.scope.mark();
    for (List<String> labels : new SwitchLabels(context).groups(false)) {
      List<Statement> body = new ArrayList<>(list(random.below(3), depth - 1));
      if (!hasArrows && Completion.completes(body) && random.chance(0.6)) {
        body.add(new Statement.Break(""));
      }
      groups.add(new SwitchGroup(labels, body));
      context.scope.hide(mark);
    }
    context.scope.leave(mark);
    context.scope.leaveTarget();
    return new Statement.Switch(label, selector, groups, hasArrows);
  }

  private Statement labelled(int depth) {
    String label = context.scope.freshLabel();
    context.scope.enter(new Scope.Target(label, Scope.Target.Kind.BLOCK));
    List<Statement> body = block(1 + random.below(3), depth - 1);
    context.scope.leaveTarget();
    return new Statement.Block(label, body);
  }
}
