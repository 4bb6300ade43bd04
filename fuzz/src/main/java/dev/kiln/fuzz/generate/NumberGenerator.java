package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Completion;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.fuzz.program.SwitchGroup;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Random expressions of primitive type. A method gives null where it finds no way. */
final class NumberGenerator {
  private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=", "==", "!=");
  private static final List<String> SHIFTS = List.of("<<", ">>", ">>>");

  private final Context context;
  private final Randomness random;
  private final ExpressionGenerator expressions;

  NumberGenerator(Context context, ExpressionGenerator expressions) {
    this.context = context;
    this.random = context.random;
    this.expressions = expressions;
  }

  Expression of(ScalarType type, int depth) {
    boolean effects = context.mayHaveEffects;
    boolean structure = context.profile.hasStructure();
    Options<Expression> options =
        new Options<Expression>(random)
            .or(4, () -> expressions.leaf(type))
            .or(1, () -> expressions.conditional(type, depth))
            .or(4, () -> expressions.element(type, depth))
            .or(effects ? 1 : 0, () -> assignment(type, depth))
            .or(effects ? 1 : 0, () -> switchValue(type, depth))
            .or(
                context.profile.hasTensors() ? 2 : 0,
                () -> expressions.tensors().number(type, depth))
            .or(
                structure ? expressions.recordArray() == null ? 2 : 8 : 0,
                () -> expressions.component(type))
            .or(structure && effects ? 3 : 0, () -> expressions.call(type, depth - 1));
    if (ExpressionGenerator.isBoolean(type)) {
      return truth(options, depth).take();
    }
    boolean isInteger = type.dtype().isInteger();
    return options
        .or(8, () -> arithmetic(type, depth))
        .or(1, () -> new Expression.Prefix(type, random.of("-", "+"), operand(type, depth)))
        .or(context.profile.isSmooth() && isInteger ? 1 : 2, () -> cast(type, depth))
        .or(2, () -> function(type, depth))
        .or(
            type.equals(ScalarType.FLOAT64) ? 1 : 0,
            () -> new FunctionGenerator(random).call(operand(type, depth)))
        .or(
            structure && type.equals(ScalarType.FLOAT64) ? 2 : 0,
            () -> new LibraryGenerator(context, expressions).total())
        .or(
            type.equals(ScalarType.INT32) ? 1 : 0,
            () -> new LibraryGenerator(context, expressions).smallInteger(operand(type, depth)))
        .or(effects ? 1 : 0, () -> step(type, depth))
        .or(isInteger ? 2 : 0, () -> bits(type, depth))
        .or(type.equals(ScalarType.INT32) ? 1 : 0, expressions::length)
        .take();
  }

  private Options<Expression> truth(Options<Expression> options, int depth) {
    ScalarType type = ScalarType.BOOL;
    return options
        .or(10, () -> comparison(depth))
        .or(3, () -> infix(type, random.of("&&", "||"), type, depth))
        .or(2, () -> infix(type, random.of("&", "|", "^", "==", "!="), type, depth))
        .or(1, () -> new Expression.Prefix(type, "!", operand(type, depth)));
  }

  private Expression operand(ScalarType type, int depth) {
    return expressions.of(type, depth - 1);
  }

  private Expression infix(ScalarType type, String operator, ScalarType operands, int depth) {
    return new Expression.Infix(type, operator, operand(operands, depth), operand(operands, depth));
  }

  private Expression comparison(int depth) {
    ScalarType wide = context.types.number();
    ScalarType other = context.types.narrower(wide);
    return new Expression.Infix(
        ScalarType.BOOL, random.of(COMPARISONS), operand(wide, depth), operand(other, depth));
  }

  /** One operand has the type, the other may be narrower. */
  private Expression arithmetic(ScalarType type, int depth) {
    String operator =
        context.profile.isSmooth()
            ? random.of("+", "-", "*", "*", "+", "/")
            : random.of("+", "-", "*", "/", "%", "+", "*");
    ScalarType other = random.chance(0.4) ? context.types.narrower(type) : type;
    boolean swaps = random.chance(0.5);
    Expression left = operand(swaps ? other : type, depth);
    boolean divides = operator.equals("/") || operator.equals("%");
    ScalarType rightType = swaps ? type : other;
    Expression right = divides ? divisor(rightType, depth) : operand(rightType, depth);
    if (rightType.equals(ScalarType.INT32) && random.chance(0.05)) {
      right = new Expression.Literal(rightType, "'" + random.of("a", "0", "\\n", "\\u00e9") + "'");
    }
    return new Expression.Infix(type, operator, left, right);
  }

  /** Mostly not zero. */
  private Expression divisor(ScalarType type, int depth) {
    if (type.dtype().isFloating()) {
      return context.profile.isSmooth() && random.chance(0.8)
          ? positive(type)
          : operand(type, depth);
    }
    if (random.chance(0.1)) {
      return operand(type, depth);
    }
    if (random.chance(0.3)) {
      int number = random.of(2, 3, 7, -1, 10);
      return new Expression.Literal(type, number + (type == ScalarType.INT64 ? "L" : ""));
    }
    return new Expression.Infix(type, "|", operand(type, depth), Literals.number(1));
  }

  /** {@code 1 + x * x}, with one name for {@code x}. */
  private Expression positive(ScalarType type) {
    Expression leaf = expressions.leaf(type);
    Expression square = new Expression.Infix(type, "*", leaf, leaf);
    return new Expression.Infix(type, "+", Literals.number(1), square);
  }

  private Expression cast(ScalarType type, int depth) {
    ScalarType from = context.types.number();
    return new Expression.Cast(type, operand(from, depth));
  }

  private Expression bits(ScalarType type, int depth) {
    if (random.chance(0.2)) {
      return new Expression.Prefix(type, "~", operand(type, depth));
    }
    if (random.chance(0.4)) {
      Expression left = operand(type, depth);
      Expression right = operand(context.types.integer(), depth);
      return new Expression.Infix(type, random.of(SHIFTS), left, right);
    }
    Expression left = operand(type, depth);
    Expression right = operand(context.types.narrower(type), depth);
    return new Expression.Infix(type, random.of("&", "|", "^"), left, right);
  }

  private Expression function(ScalarType type, int depth) {
    List<ScalarFunction> fitting =
        ScalarFunction.ALL.stream().filter(each -> each.result().equals(type)).toList();
    if (fitting.isEmpty()) {
      return null;
    }
    ScalarFunction function = random.of(fitting);
    List<Expression> arguments = new ArrayList<>();
    function.arguments().forEach(each -> arguments.add(operand(each, depth)));
    return new Expression.Call(type, function.name(), arguments);
  }

  /** {@code x++} and the like. */
  Expression step(ScalarType type, int depth) {
    Expression target = target(type, depth);
    return target == null || ExpressionGenerator.isBoolean(type)
        ? null
        : new Expression.Step(type, target, random.of("++", "--"), random.chance(0.5));
  }

  /** A variable or an element that may be assigned. */
  Expression target(ValueType type, int depth) {
    if (random.chance(0.4)) {
      Expression element =
          type instanceof ScalarType scalar
              ? expressions.element(scalar, depth)
              : rowTarget(type, depth);
      if (element != null) {
        return element;
      }
    }
    List<Scope.Local> fitting =
        context.scope.matching(local -> local.isAssignable() && local.type().equals(type));
    return fitting.isEmpty() ? null : new Expression.Variable(type, random.of(fitting).name());
  }

  private Expression rowTarget(ValueType type, int depth) {
    ArrayType array =
        type instanceof ArrayType row && row.rank() <= 2
            ? new ArrayType(row.element(), row.rank() + 1)
            : type instanceof RecordType ? new ArrayType(type, 1) : null;
    Expression whole = array == null ? null : expressions.variable(array);
    return whole == null
        ? null
        : new Expression.Element(type, whole, expressions.index(whole, depth - 1));
  }

  /** {@code x = y}, {@code x += y} and the like. */
  Expression assignment(ValueType type, int depth) {
    Expression target = target(type, depth);
    if (target == null) {
      return null;
    }
    if (!(type instanceof ScalarType scalar) || random.chance(0.5)) {
      return new Expression.Assignment(type, target, "=", expressions.convertible(type, depth - 1));
    }
    if (ExpressionGenerator.isBoolean(type)) {
      String operator = random.of("&=", "|=", "^=");
      return new Expression.Assignment(type, target, operator, operand(scalar, depth));
    }
    return compound(scalar, target, depth);
  }

  private Expression compound(ScalarType type, Expression target, int depth) {
    if (type.dtype().isInteger() && random.chance(0.4)) {
      String operator = random.of("<<=", ">>=", ">>>=", "&=", "|=", "^=");
      Expression value = operand(context.types.integer(), depth);
      return new Expression.Assignment(type, target, operator, value);
    }
    String operator = random.of("+=", "-=", "*=", "/=", "%=", "+=", "+=", "*=");
    // Java converts back to the variable's type, whatever the other operand has
    ScalarType other = random.chance(0.3) ? context.types.number() : type;
    boolean divides = operator.equals("/=") || operator.equals("%=");
    Expression value = divides ? divisor(other, depth) : operand(other, depth);
    return new Expression.Assignment(type, target, operator, value);
  }

  /** A switch expression. */
  Expression switchValue(ValueType type, int depth) {
    if (depth < 2) {
      return null;
    }
    Expression selector = expressions.of(ScalarType.INT32, depth - 1);
    boolean hasArrows = random.chance(0.5);
    List<SwitchGroup> groups = new ArrayList<>();
    List<List<String>> labels = new SwitchLabels(context).groups(true);
    // one group gives the whole switch its type
    int exact = random.below(labels.size());
    context.scope.enter(new Scope.Target("", Scope.Target.Kind.WALL));
    Scope.Mark mark = context.scope.mark();
    for (int i = 0; i < labels.size(); i++) {
      groups.add(new SwitchGroup(labels.get(i), yielding(type, depth, i == exact)));
      context.scope.hide(mark);
    }
    context.scope.leave(mark);
    context.scope.leaveTarget();
    return new Expression.SwitchValue(
        type, random.chance(0.6) ? masked(selector) : selector, groups, hasArrows);
  }

  private static Expression masked(Expression selector) {
    return new Expression.Infix(ScalarType.INT32, "&", selector, Literals.number(3));
  }

  /**
   * Ends in a yield; the value is made last, since the names of the statements are in its scope.
   */
  private List<Statement> yielding(ValueType type, int depth, boolean isExact) {
    if (!isExact && random.chance(0.03)) {
      return List.of(new Statement.Throw("IllegalStateException", "case", Optional.empty()));
    }
    List<Statement> body = new ArrayList<>();
    if (random.chance(0.3)) {
      StatementGenerator statements = new StatementGenerator(context);
      body.addAll(statements.list(1 + random.below(2), depth - 2));
      if (isExact && !Completion.completes(body)) {
        body.clear();
      }
    }
    if (Completion.completes(body)) {
      body.add(
          new Statement.Yield(
              isExact
                  ? expressions.of(type, depth - 2)
                  : expressions.convertible(type, depth - 2)));
    }
    return body;
  }
}
