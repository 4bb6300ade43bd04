package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Random loops, each of which ends: by a counter that nothing else assigns. */
final class LoopGenerator {
  private static final int ROUNDS = 4;
  private static final int GREATEST_MULTIPLICITY = 100;

  private final Context context;
  private final Randomness random;
  private final StatementGenerator statements;

  LoopGenerator(Context context, StatementGenerator statements) {
    this.context = context;
    this.random = context.random;
    this.statements = statements;
  }

  /** A loop, with the declaration of its counter; null where there are enough rounds already. */
  List<Statement> loop(int depth) {
    if (context.multiplicity * ROUNDS > GREATEST_MULTIPLICITY) {
      return null;
    }
    String label = random.chance(0.3) ? context.scope.freshLabel() : "";
    return new Options<List<Statement>>(random)
        .or(5, () -> List.of(counted(label, depth)))
        .or(3, () -> conditional(label, depth))
        .or(2, () -> doWhile(label, depth))
        .or(3, () -> each(label, depth))
        .or(1, () -> endless(label, depth))
        .take();
  }

  private List<Statement> body(String label, int depth) {
    context.scope.enter(new Scope.Target(label, Scope.Target.Kind.LOOP));
    context.multiplicity *= ROUNDS;
    List<Statement> body = statements.block(1 + random.below(3), depth - 1);
    context.multiplicity /= ROUNDS;
    context.scope.leaveTarget();
    return body;
  }

  private Statement counted(String label, int depth) {
    Scope.Mark mark = context.scope.mark();
    Expression bound = bound();
    String name = context.scope.freshName();
    Expression counter = new Expression.Variable(ScalarType.INT32, name);
    boolean isDown = random.chance(0.2);
    context.scope.declare(name, ScalarType.INT32, false);
    List<Expression> updates = new ArrayList<>();
    updates.add(update(counter, isDown));
    if (random.chance(0.15)) {
      Expression more =
          new NumberGenerator(context, context.expressions).step(context.types.number(), 1);
      if (more != null) {
        updates.add(random.below(2), more);
      }
    }
    List<Statement> body = body(label, depth);
    context.scope.leave(mark);
    Expression start =
        isDown
            ? new Expression.Infix(ScalarType.INT32, "-", bound, Literals.number(1))
            : Literals.number(random.chance(0.8) ? 0 : 1);
    Expression condition =
        isDown
            ? new Expression.Infix(ScalarType.BOOL, ">=", counter, Literals.number(0))
            : new Expression.Infix(ScalarType.BOOL, random.of("<", "<", "<="), counter, bound);
    var declared = new Statement.Declaration(ScalarType.INT32, name, Optional.of(start), false);
    return new Statement.For(label, Optional.of(declared), Optional.of(condition), updates, body);
  }

  private Expression update(Expression counter, boolean isDown) {
    if (random.chance(0.15)) {
      return new Expression.Assignment(
          ScalarType.INT32, counter, isDown ? "-=" : "+=", Literals.number(2));
    }
    return new Expression.Step(ScalarType.INT32, counter, isDown ? "--" : "++", random.chance(0.3));
  }

  /** Small, and cheap to evaluate again. */
  private Expression bound() {
    Expression length = random.chance(0.4) ? context.expressions.length() : null;
    if (length != null) {
      return length;
    }
    Expression variable =
        random.chance(0.3) ? context.expressions.variable(ScalarType.INT32) : null;
    return variable == null
        ? Literals.number(1 + random.below(ROUNDS))
        : new Expression.Infix(ScalarType.INT32, "&", variable, Literals.number(3));
  }

  private Statement.Declaration fuel(String name) {
    Expression rounds = Literals.number(1 + random.below(ROUNDS));
    return new Statement.Declaration(ScalarType.INT32, name, Optional.of(rounds), false);
  }

  private static Expression left(Expression fuel, boolean isPrefix) {
    Expression step = new Expression.Step(ScalarType.INT32, fuel, "--", isPrefix);
    return new Expression.Infix(ScalarType.BOOL, ">", step, Literals.number(0));
  }

  private List<Statement> conditional(String label, int depth) {
    String name = context.scope.freshName();
    Expression fuel = new Expression.Variable(ScalarType.INT32, name);
    Expression condition = left(fuel, false);
    if (random.chance(0.7)) {
      Expression more = context.expressions.condition(2);
      condition = new Expression.Infix(ScalarType.BOOL, "&&", condition, more);
    }
    context.scope.declare(name, ScalarType.INT32, false);
    List<Statement> body = body(label, depth);
    Statement loop =
        random.chance(0.7)
            ? new Statement.While(label, condition, body)
            : new Statement.For(label, Optional.empty(), Optional.of(condition), List.of(), body);
    return List.of(fuel(name), loop);
  }

  private List<Statement> doWhile(String label, int depth) {
    String name = context.scope.freshName();
    Expression fuel = new Expression.Variable(ScalarType.INT32, name);
    context.scope.declare(name, ScalarType.INT32, false);
    List<Statement> body = body(label, depth);
    Expression condition = left(fuel, true);
    if (random.chance(0.7)) {
      Expression more = context.expressions.condition(2);
      condition = new Expression.Infix(ScalarType.BOOL, "&&", condition, more);
    }
    return List.of(fuel(name), new Statement.DoWhile(label, body, condition));
  }

  /** {@code for (;;)} or {@code while (true)} with a break inside. */
  private List<Statement> endless(String label, int depth) {
    String name = context.scope.freshName();
    Expression fuel = new Expression.Variable(ScalarType.INT32, name);
    Expression step = new Expression.Step(ScalarType.INT32, fuel, "--", true);
    Expression empty = new Expression.Infix(ScalarType.BOOL, "<", step, Literals.number(0));
    context.scope.declare(name, ScalarType.INT32, false);
    List<Statement> body = new ArrayList<>();
    body.add(new Statement.If(empty, List.of(new Statement.Break("")), List.of()));
    body.addAll(body(label, depth));
    Expression always = new Expression.Literal(ScalarType.BOOL, "true");
    Statement loop =
        random.chance(0.5)
            ? new Statement.While(label, always, body)
            : new Statement.For(label, Optional.empty(), Optional.empty(), List.of(), body);
    return List.of(fuel(name), loop);
  }

  private List<Statement> each(String label, int depth) {
    Expression records = random.chance(0.3) ? context.expressions.recordArray() : null;
    ScalarType element = context.types.scalar();
    int rank = records != null || random.chance(0.8) ? 1 : 2;
    ArrayType type = records != null ? (ArrayType) records.type() : new ArrayType(element, rank);
    Expression array = records != null ? records : context.expressions.of(type, 1);
    Scope.Mark mark = context.scope.mark();
    String name = context.scope.freshName();
    boolean widens = records == null && rank == 1 && random.chance(0.2);
    ValueType variable = widens ? widened(element) : type.component();
    context.scope.declare(name, variable, true);
    List<Statement> body = body(label, depth);
    context.scope.leave(mark);
    return List.of(new Statement.ForEach(label, variable, name, array, body));
  }

  private ScalarType widened(ScalarType type) {
    int index = Types.NUMBERS.indexOf(type);
    return index < 0 ? type : Types.NUMBERS.get(index + random.below(4 - index));
  }
}
