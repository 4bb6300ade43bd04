package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Calls of Java's own methods on arrays, methods of records, and casts to small integers. */
final class LibraryGenerator {
  private static final String ARRAYS = "java.util.Arrays.";

  private final Context context;
  private final Randomness random;
  private final ExpressionGenerator expressions;

  LibraryGenerator(Context context, ExpressionGenerator expressions) {
    this.context = context;
    this.random = context.random;
    this.expressions = expressions;
  }

  /** A copy of an array; null where there is none of the type. */
  Expression copy(ArrayType type) {
    Expression array = expressions.variable(type);
    if (array == null || type.element() instanceof RecordType) {
      return null;
    }
    if (type.rank() > 1 || random.chance(0.4)) {
      return new Expression.MethodCall(type, array, "clone", List.of());
    }
    if (random.chance(0.5)) {
      return new Expression.Call(type, ARRAYS + "copyOf", List.of(array, number(5)));
    }
    int from = random.below(3);
    Expression to = Literals.number(from + random.below(4));
    return new Expression.Call(
        type, ARRAYS + "copyOfRange", List.of(array, Literals.number(from), to));
  }

  /** {@code (byte) x} and the like, as an int. */
  Expression smallInteger(Expression operand) {
    String type = random.of("byte", "short", "char");
    return new Expression.Prefix(ScalarType.INT32, "+(" + type + ") ", operand);
  }

  /** A method of a record that adds its numbers; null where there is no record. */
  Expression total() {
    for (RecordType record : context.types.records()) {
      Expression holder = expressions.variable(record);
      if (holder != null) {
        return new Expression.MethodCall(ScalarType.FLOAT64, holder, "total", List.of());
      }
    }
    return null;
  }

  /** A call that changes an array; null where there is none. */
  List<Statement> change(int depth) {
    List<Scope.Local> arrays =
        context.scope.matching(
            local ->
                local.type() instanceof ArrayType array
                    && array.rank() == 1
                    && array.element() instanceof ScalarType);
    if (arrays.isEmpty()) {
      return null;
    }
    Scope.Local local = random.of(arrays);
    ArrayType type = (ArrayType) local.type();
    Expression array = new Expression.Variable(type, local.name());
    boolean isOrdered = !ExpressionGenerator.isBoolean(type.element());
    Expression call =
        new Options<Expression>(random)
            .or(3, () -> fill(array, type.element(), depth))
            .or(3, () -> move(array, expressions.variable(type)))
            .or(isOrdered && !context.profile.isSmooth() ? 1 : 0, () -> sort(array))
            .take();
    return List.of(new Statement.Evaluation(call));
  }

  private Expression fill(Expression array, ValueType element, int depth) {
    List<Expression> arguments = new ArrayList<>(List.of(array));
    if (random.chance(0.4)) {
      arguments.add(number(1));
      arguments.add(number(3));
    }
    arguments.add(expressions.of(element, depth));
    return new Expression.Call(null, ARRAYS + "fill", arguments);
  }

  private Expression move(Expression from, Expression to) {
    return new Expression.Call(
        null, "System.arraycopy", List.of(from, number(2), to, number(2), number(2)));
  }

  private static Expression sort(Expression array) {
    return new Expression.Call(null, ARRAYS + "sort", List.of(array));
  }

  private Expression number(int greatest) {
    return Literals.number(random.below(greatest + 1));
  }
}
