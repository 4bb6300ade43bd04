package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Random expressions on tensors. An operation is tried on random operands and attributes, and its
 * own type rule says whether they fit; so nothing here knows any operation.
 */
final class TensorGenerator {
  private static final int ATTEMPTS = 12;

  private final Context context;
  private final Randomness random;
  private final ExpressionGenerator expressions;

  TensorGenerator(Context context, ExpressionGenerator expressions) {
    this.context = context;
    this.random = context.random;
    this.expressions = expressions;
  }

  /** A tensor of exactly this type. */
  Expression of(TensorType type, int depth) {
    if (depth > 0 && random.chance(0.7)) {
      for (int i = 0; i < ATTEMPTS; i++) {
        Expression made = attempt(Optional.of(type), depth);
        if (made != null && made.type().equals(type)) {
          return made;
        }
      }
    }
    Expression variable = expressions.variable(type);
    return variable != null ? variable : filled(type);
  }

  /** A tensor of any type that operations give; null where none is found. */
  Expression any(int depth) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Expression made = attempt(Optional.empty(), depth);
      if (made != null && made.type() instanceof TensorType) {
        return made;
      }
    }
    return variable();
  }

  /** A number that is taken out of a tensor; null where none is found. */
  Expression number(ScalarType type, int depth) {
    if (context.profile.isSmooth() && type.dtype().isFloating()) {
      return null; // cannot be differentiated
    }
    for (int i = 0; i < ATTEMPTS; i++) {
      Expression made = attempt(Optional.empty(), depth);
      if (made != null && made.type().equals(type)) {
        return made;
      }
    }
    return null;
  }

  /** Any tensor in scope; null where there is none. */
  private Expression variable() {
    List<Expression> found = new ArrayList<>();
    for (Scope.Local local : context.scope.matching(each -> each.type() instanceof TensorType)) {
      found.add(new Expression.Variable(local.type(), local.name()));
    }
    for (Context.Global global : context.globals) {
      if (global.type() instanceof TensorType) {
        found.add(new Expression.Variable(global.type(), global.name()));
      }
    }
    return found.isEmpty() ? null : random.of(found);
  }

  private Expression attempt(Optional<TensorType> near, int depth) {
    TensorWay way = random.of(random.of(TensorWay.ALL));
    boolean hides = way.operation().name().equals("stop_gradient");
    if (context.profile.isSmooth() && hides) {
      return null; // finite differences see what it hides
    }
    TensorCall call = new TensorCall(this, expressions, way);
    if (!call.fill(near, depth)) {
      return null;
    }
    for (OpDefinition meaning : way.meanings()) {
      Optional<ValueType> result = resultType(meaning, call);
      if (result.isPresent()) {
        return call.expression(result.get());
      }
    }
    return null;
  }

  private static Optional<ValueType> resultType(OpDefinition operation, TensorCall call) {
    Attributes ordered = Attributes.NONE;
    for (OpDefinition.AttributeSpec each : operation.attributes()) {
      if (!call.attributes().containsKey(each.name())) {
        return Optional.empty();
      }
      ordered = ordered.with(each.name(), call.attributes().get(each.name()));
    }
    try {
      return operation.resultType(ordered, call.operandTypes());
    } catch (TypeMismatchException e) {
      return Optional.empty();
    }
  }

  /** An operand: of the type that is asked for, or any. */
  Expression operand(Optional<TensorType> near, int depth) {
    if (near.isPresent() && random.chance(0.6)) {
      return of(near.get(), depth - 1);
    }
    if (depth > 1 && random.chance(0.3)) {
      return any(depth - 1);
    }
    return variable();
  }

  /** A size as an int expression; null where it cannot be written. */
  Expression size(Dim dim) {
    if (dim.constant().isPresent()) {
      return Literals.number((int) dim.constant().getAsLong());
    }
    Expression sum = null;
    for (Map.Entry<List<String>, Long> term : dim.terms().entrySet()) {
      Expression product =
          term.getValue() == 1 ? null : Literals.number(term.getValue().intValue());
      for (String name : term.getKey()) {
        Expression size = size(name);
        if (size == null) {
          return null;
        }
        product = product == null ? size : infix("*", product, size);
      }
      Expression factor = product == null ? Literals.number(1) : product;
      sum = sum == null ? factor : infix("+", sum, factor);
    }
    return sum;
  }

  private static Expression infix(String operator, Expression left, Expression right) {
    return new Expression.Infix(ScalarType.INT32, operator, left, right);
  }

  private Expression size(String name) {
    for (Scope.Local local : context.scope.matching(each -> each.type() instanceof TensorType)) {
      TensorType type = (TensorType) local.type();
      int axis = type.dims().indexOf(Dim.named(name));
      if (axis >= 0 && !local.isAssignable()) {
        return new Expression.MethodCall(
            ScalarType.INT32,
            new Expression.Variable(type, local.name()),
            "dim",
            List.of(Literals.number(axis)));
      }
    }
    return null;
  }

  Randomness random() {
    return random;
  }

  Context context() {
    return context;
  }

  private Expression filled(TensorType type) {
    List<Expression> arguments = new ArrayList<>();
    arguments.add(new Expression.Literal(null, "DType." + type.dtype().name()));
    arguments.add(new Expression.Literal(ScalarType.INT32, Integer.toString(random.below(2))));
    for (Dim dim : type.dims()) {
      arguments.add(size(dim));
    }
    if (arguments.contains(null)) {
      throw new IllegalStateException("no tensor in scope has the sizes of " + type);
    }
    return new Expression.Call(type, "Tensor.full", arguments);
  }
}
