package dev.kiln.fuzz.generate;

import dev.kiln.annotation.DType;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Random expressions of a wanted type. */
final class ExpressionGenerator {
  private final Context context;
  private final Randomness random;
  private final Literals literals;
  private final NumberGenerator numbers;
  private final TensorGenerator tensors;

  ExpressionGenerator(Context context) {
    this.context = context;
    this.random = context.random;
    this.literals = new Literals(random, context.profile.isSmooth());
    this.numbers = new NumberGenerator(context, this);
    this.tensors = new TensorGenerator(context, this);
  }

  TensorGenerator tensors() {
    return tensors;
  }

  Literals literals() {
    return literals;
  }

  /** An expression of exactly this type. */
  Expression of(ValueType type, int wantedDepth) {
    int depth = Math.min(wantedDepth, context.size.depth());
    Expression made;
    if (type instanceof ScalarType scalar) {
      made = depth <= 0 ? null : numbers.of(scalar, depth);
      return made != null ? made : leaf(scalar);
    }
    if (type instanceof ArrayType array) {
      made = array(array, depth);
      return made != null ? made : newArray(array, depth - 1);
    }
    if (type instanceof TensorType tensor) {
      made = tensor(tensor, depth);
      return made != null ? made : tensors.of(tensor, depth);
    }
    RecordType record = (RecordType) type;
    made = record(record, depth);
    return made != null ? made : construction(record, depth - 1);
  }

  /** An expression that an assignment converts to this type. */
  Expression convertible(ValueType type, int depth) {
    return type instanceof ScalarType scalar && random.chance(0.2)
        ? of(context.types.narrower(scalar), depth)
        : of(type, depth);
  }

  /** A boolean expression. */
  Expression condition(int depth) {
    return of(ScalarType.BOOL, depth);
  }

  /** A variable or a constant. */
  Expression leaf(ScalarType type) {
    Expression variable = random.chance(0.85) ? variable(type) : null;
    if (variable == null && random.chance(0.6)) {
      variable = converted(type);
    }
    return variable != null ? variable : literals.code(type);
  }

  /** A variable of another type that is cast, or compared; null where there is none. */
  private Expression converted(ScalarType type) {
    Expression variable = variable(context.types.number());
    if (variable == null) {
      return null;
    }
    return isBoolean(type)
        ? new Expression.Infix(type, random.of("<", ">="), variable, Literals.number(1))
        : new Expression.Cast(type, variable);
  }

  /** A variable or field of the type; null where there is none. */
  Expression variable(ValueType type) {
    List<Expression> found = new ArrayList<>();
    context
        .scope
        .matching(local -> local.type().equals(type))
        .forEach(local -> found.add(new Expression.Variable(type, local.name())));
    for (Context.Global global : context.globals) {
      if (global.type().equals(type)) {
        found.add(new Expression.Variable(type, global.name()));
      }
    }
    return found.isEmpty() ? null : random.of(found);
  }

  private Expression array(ArrayType type, int depth) {
    Options<Expression> options =
        new Options<Expression>(random).or(12, () -> variable(type)).or(2, () -> row(type, depth));
    if (depth > 0) {
      options
          .or(1, () -> newArray(type, depth - 1))
          .or(1, () -> new LibraryGenerator(context, this).copy(type));
      addComposed(options, type, depth);
    }
    return options.take();
  }

  /** What gives a value of any type out of other expressions. */
  private void addComposed(Options<Expression> options, ValueType type, int depth) {
    options
        .or(1, () -> conditional(type, depth))
        .or(1, () -> component(type))
        .or(1, () -> call(type, depth - 1))
        .or(context.mayHaveEffects ? 1 : 0, () -> numbers.assignment(type, depth))
        .or(context.mayHaveEffects ? 1 : 0, () -> numbers.switchValue(type, depth));
  }

  private Expression row(ArrayType type, int depth) {
    if (type.rank() >= 3) {
      return null;
    }
    ArrayType whole = new ArrayType(type.element(), type.rank() + 1);
    Expression array = variable(whole);
    return array == null ? null : new Expression.Element(type, array, index(array, depth - 1));
  }

  /** An element of an array of records; null where there is no such array. */
  private Expression recordElement(RecordType type, int depth) {
    Expression array = variable(new ArrayType(type, 1));
    return array == null ? null : new Expression.Element(type, array, index(array, depth - 1));
  }

  /** A variable that is an array of records, of rank 1; null where there is none. */
  Expression recordArray() {
    for (RecordType record : context.types.records()) {
      Expression found = variable(new ArrayType(record, 1));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** A new array: by sizes, or by elements, as most of records, which would be null otherwise. */
  Expression newArray(ArrayType type, int depth) {
    if (random.chance(type.element() instanceof RecordType ? 0.15 : 0.5)) {
      List<Expression> sizes = new ArrayList<>();
      for (int i = 0; i < type.rank(); i++) {
        sizes.add(size(depth));
      }
      return new Expression.NewArray(type, sizes);
    }
    List<Expression> elements = new ArrayList<>();
    int count = type.rank() == 1 ? 1 + random.below(5) : 1 + random.below(3);
    for (int i = 0; i < count; i++) {
      elements.add(convertible(type.component(), depth - 1));
    }
    return new Expression.ArrayOf(type, elements);
  }

  private Expression size(int depth) {
    if (depth > 0 && random.chance(0.2)) {
      Expression any = of(ScalarType.INT32, depth - 1);
      return new Expression.Infix(ScalarType.INT32, "&", any, Literals.number(3));
    }
    if (random.chance(0.02) && !context.profile.isSmooth()) {
      return Literals.number(-1);
    }
    return Literals.number(1 + random.below(5));
  }

  private Expression record(RecordType type, int depth) {
    Options<Expression> options =
        new Options<Expression>(random)
            .or(8, () -> variable(type))
            .or(4, () -> recordElement(type, depth));
    if (depth > 0) {
      options
          .or(3, () -> construction(type, depth - 1))
          .or(1, () -> conditional(type, depth))
          .or(1, () -> component(type))
          .or(1, () -> call(type, depth - 1));
    }
    return options.take();
  }

  private Expression tensor(TensorType type, int depth) {
    Options<Expression> options =
        new Options<Expression>(random)
            .or(3, () -> variable(type))
            .or(depth > 0 ? 8 : 1, () -> tensors.of(type, depth));
    if (depth > 1) {
      addComposed(options, type, depth);
    }
    return options.take();
  }

  private Expression construction(RecordType type, int depth) {
    List<Expression> arguments = new ArrayList<>();
    for (RecordType.Component component : type.components()) {
      arguments.add(convertible(component.type(), depth - 1));
    }
    return new Expression.Call(type, "new " + type.name(), arguments);
  }

  Expression conditional(ValueType type, int depth) {
    Expression first = of(type, depth - 1);
    Expression second = convertible(type, depth - 1);
    boolean swaps = random.chance(0.5);
    return new Expression.Conditional(
        type, condition(depth - 1), swaps ? second : first, swaps ? first : second);
  }

  /** A component of some record. */
  Expression component(ValueType type) {
    for (RecordType record : context.types.records()) {
      Expression element = random.chance(0.3) ? recordElement(record, 1) : null;
      Expression holder = element != null ? element : variable(record);
      for (RecordType.Component component : record.components()) {
        if (holder != null && component.type().equals(type)) {
          return new Expression.MethodCall(type, holder, component.name(), List.of());
        }
      }
    }
    return null;
  }

  /** A call of a method that returns the type; null stands for void. */
  Expression call(ValueType type, int depth) {
    List<Context.Callable> fitting =
        context.callables.stream()
            .filter(callable -> Objects.equals(callable.result().orElse(null), type))
            .toList();
    if (fitting.isEmpty() || !context.mayHaveEffects) {
      return null;
    }
    Context.Callable callable = random.of(fitting);
    if (!context.affords(callable.cost())) {
      return null;
    }
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < callable.parameters().size(); i++) {
      arguments.add(
          i == callable.depth()
              ? Literals.number(random.below(4))
              : convertible(callable.parameters().get(i), depth - 1));
    }
    return new Expression.Call(type, callable.name(), arguments);
  }

  /** An index that is mostly inside the array. */
  Expression index(Expression array, int depth) {
    List<Scope.Local> counters =
        context.scope.matching(
            local -> local.type().equals(ScalarType.INT32) && !local.isAssignable());
    boolean computes = depth > 0;
    return new Options<Expression>(random)
        .or(4, () -> Literals.number(random.below(3)))
        .or(counters.isEmpty() ? 0 : 6, () -> counter(random.of(counters)))
        .or(computes ? 2 : 0, () -> floorMod(array, depth))
        .or(computes ? 1 : 0, () -> masked(depth))
        .or(computes ? 1 : 0, () -> last(array))
        .or(context.profile.isSmooth() || !computes ? 0 : 1, () -> of(ScalarType.INT32, depth - 1))
        .take();
  }

  private static Expression counter(Scope.Local local) {
    return new Expression.Variable(ScalarType.INT32, local.name());
  }

  private Expression floorMod(Expression array, int depth) {
    Expression any = of(ScalarType.INT32, depth - 1);
    List<Expression> arguments = List.of(any, new Expression.Length(array));
    return new Expression.Call(ScalarType.INT32, "Math.floorMod", arguments);
  }

  private Expression masked(int depth) {
    Expression any = of(ScalarType.INT32, depth - 1);
    return new Expression.Infix(ScalarType.INT32, "&", any, Literals.number(random.of(1, 3)));
  }

  private static Expression last(Expression array) {
    Expression length = new Expression.Length(array);
    return new Expression.Infix(ScalarType.INT32, "-", length, Literals.number(1));
  }

  /** An element of some array that holds {@code type}; null where there is no such array. */
  Expression element(ScalarType type, int depth) {
    int rank = random.chance(0.7) ? 1 : 2;
    ArrayType whole = new ArrayType(type, rank);
    Expression at = random.chance(0.9) ? variable(whole) : of(whole, Math.min(depth, 1));
    if (at == null) {
      return null;
    }
    for (ValueType each = whole; each instanceof ArrayType array; each = array.component()) {
      at = new Expression.Element(array.component(), at, index(at, depth - 1));
    }
    return at;
  }

  /** The length of some array; null where there is none. */
  Expression length() {
    List<Scope.Local> arrays = context.scope.matching(local -> local.type() instanceof ArrayType);
    if (arrays.isEmpty()) {
      return null;
    }
    Scope.Local local = random.of(arrays);
    return new Expression.Length(new Expression.Variable(local.type(), local.name()));
  }

  static boolean isBoolean(ValueType type) {
    return type.isScalar(DType.BOOL);
  }
}
