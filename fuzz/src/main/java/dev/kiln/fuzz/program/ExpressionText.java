package dev.kiln.fuzz.program;

import dev.kiln.annotation.DType;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions and types as Java source. */
final class ExpressionText {
  private ExpressionText() {}

  static String type(ValueType type) {
    if (type instanceof ScalarType scalar) {
      return primitive(scalar.dtype());
    }
    if (type instanceof ArrayType array) {
      return type(array.element()) + "[]".repeat(array.rank());
    }
    if (type instanceof TensorType) {
      return "Tensor";
    }
    return ((RecordType) type).name();
  }

  private static String primitive(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case INT32 -> "int";
      case INT64 -> "long";
      case BOOL -> "boolean";
    };
  }

  /** The expression where any expression may stand. */
  static String of(Expression expression) {
    if (expression instanceof Expression.Infix infix) {
      return inner(infix.left()) + " " + infix.operator() + " " + inner(infix.right());
    }
    if (expression instanceof Expression.Assignment assignment) {
      return of(assignment.target()) + " " + assignment.operator() + " " + of(assignment.value());
    }
    if (expression instanceof Expression.Conditional conditional) {
      return inner(conditional.condition())
          + " ? "
          + inner(conditional.first())
          + " : "
          + inner(conditional.second());
    }
    if (expression instanceof Expression.Prefix prefix) {
      return prefix.operator() + inner(prefix.operand());
    }
    if (expression instanceof Expression.Cast cast) {
      return "(" + type(cast.type()) + ") " + inner(cast.operand());
    }
    if (expression instanceof Expression.Step step) {
      String target = of(step.target());
      return step.isPrefix() ? step.operator() + target : target + step.operator();
    }
    return primary(expression);
  }

  /** The expression as an operand, in parentheses unless it is a primary one. */
  static String inner(Expression expression) {
    boolean isPrimary =
        expression instanceof Expression.Variable
            || expression instanceof Expression.Literal literal && !literal.text().startsWith("-")
            || expression instanceof Expression.Element
            || expression instanceof Expression.Length
            || expression instanceof Expression.Call
            || expression instanceof Expression.MethodCall;
    return isPrimary ? of(expression) : "(" + of(expression) + ")";
  }

  private static String primary(Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      return literal.text();
    }
    if (expression instanceof Expression.Variable variable) {
      return variable.name();
    }
    if (expression instanceof Expression.Element element) {
      return inner(element.array()) + "[" + of(element.index()) + "]";
    }
    if (expression instanceof Expression.Length length) {
      return inner(length.array()) + ".length";
    }
    if (expression instanceof Expression.Call call) {
      return call.function() + "(" + list(call.arguments()) + ")";
    }
    if (expression instanceof Expression.MethodCall call) {
      return inner(call.receiver()) + "." + call.method() + "(" + list(call.arguments()) + ")";
    }
    if (expression instanceof Expression.NewArray array) {
      return newArray(array);
    }
    if (expression instanceof Expression.ArrayOf array) {
      return "new " + type(array.type()) + " {" + list(array.elements()) + "}";
    }
    Expression.SwitchValue value = (Expression.SwitchValue) expression;
    return "switch ("
        + of(value.selector())
        + ") "
        + new StatementText(0).groups(value.groups(), value.hasArrows());
  }

  private static String newArray(Expression.NewArray array) {
    ArrayType type = (ArrayType) array.type();
    StringBuilder text = new StringBuilder("new " + type(type.element()));
    array.sizes().forEach(size -> text.append('[').append(of(size)).append(']'));
    return text + "[]".repeat(type.rank() - array.sizes().size());
  }

  static String list(List<Expression> expressions) {
    return expressions.stream().map(ExpressionText::of).collect(Collectors.joining(", "));
  }
}
