package dev.kiln.fuzz.generate;

import dev.kiln.annotation.DType;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Spelling;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Random operands and attributes for one method on tensors, with the source of the call. */
final class TensorCall {
  private final TensorGenerator tensors;
  private final ExpressionGenerator expressions;
  private final Randomness random;
  private final TensorWay way;
  private final List<Expression> operands = new ArrayList<>();
  private final List<Expression> arguments = new ArrayList<>();
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final List<ValueType> types = new ArrayList<>();

  TensorCall(TensorGenerator tensors, ExpressionGenerator expressions, TensorWay way) {
    this.tensors = tensors;
    this.expressions = expressions;
    this.random = tensors.random();
    this.way = way;
  }

  Map<String, Attribute> attributes() {
    return attributes;
  }

  List<ValueType> operandTypes() {
    return types;
  }

  Expression expression(ValueType result) {
    String method = way.spelling().method();
    return way.spelling().isStatic()
        ? new Expression.Call(result, way.owner() + "." + method, List.copyOf(arguments))
        : new Expression.MethodCall(result, operands.get(0), method, List.copyOf(arguments));
  }

  /** Chooses all arguments; false where there is nothing to choose from. */
  boolean fill(Optional<TensorType> near, int depth) {
    if (!way.spelling().isStatic() && !addOperand(tensors.operand(near, depth), false)) {
      return false;
    }
    for (Spelling.Argument argument : way.spelling().arguments()) {
      if (!fill(argument, near, depth)) {
        return false;
      }
    }
    return true;
  }

  private boolean addOperand(Expression operand, boolean isArgument) {
    if (operand == null) {
      return false;
    }
    operands.add(operand);
    types.add(operand.type());
    return !isArgument || arguments.add(operand);
  }

  private boolean fill(Spelling.Argument argument, Optional<TensorType> near, int depth) {
    if (argument instanceof Spelling.Operand) {
      Optional<TensorType> like = random.chance(0.5) ? receiver() : near;
      return addOperand(tensors.operand(like, depth), true);
    }
    if (argument instanceof Spelling.Operands) {
      for (int i = 1 + random.below(3); i > 0; i--) {
        if (!addOperand(tensors.operand(receiver().or(() -> near), depth), true)) {
          return false;
        }
      }
      return true;
    }
    if (argument instanceof Spelling.ScalarOperand scalar) {
      return scalarOperand(scalar.dtype(), depth);
    }
    if (argument instanceof Spelling.ScalarOperands scalars) {
      boolean added = true;
      for (int i = random.below(3); i > 0 && added; i--) {
        added = scalarOperand(scalars.dtype(), depth);
      }
      return added;
    }
    if (argument instanceof Spelling.NumberOperand number) {
      return number.like() == 0 && numberOperand(depth);
    }
    return attribute(argument);
  }

  /** Operand 0, if it is a tensor. */
  private Optional<TensorType> receiver() {
    return operands.isEmpty() || !(types.get(0) instanceof TensorType type)
        ? Optional.empty()
        : Optional.of(type);
  }

  /** Ints are indices, mostly. */
  private boolean scalarOperand(DType dtype, int depth) {
    ScalarType type = ScalarType.of(dtype);
    Expression value =
        dtype == DType.INT32 && random.chance(0.7)
            ? Literals.number(random.below(3) - (random.chance(0.1) ? 1 : 0))
            : expressions.of(type, depth - 1);
    return addOperand(value, true);
  }

  /** A number becomes a tensor of rank 0 with the receiver's dtype. */
  private boolean numberOperand(int depth) {
    DType dtype = receiver().map(TensorType::dtype).orElse(DType.BOOL);
    if (dtype == DType.BOOL) {
      return false;
    }
    ScalarType type = dtype.isFloating() ? ScalarType.FLOAT64 : ScalarType.INT32;
    boolean computes = depth > 1 && random.chance(0.3);
    Expression value = computes ? expressions.of(type, depth - 2) : Literals.small(random, type);
    types.add(TensorType.of(dtype));
    operands.add(value);
    return arguments.add(value);
  }

  private boolean attribute(Spelling.Argument argument) {
    if (argument instanceof Spelling.FixedAttribute fixed) {
      attributes.put(fixed.name(), fixed.value());
      return true;
    }
    if (argument instanceof Spelling.AttributeArgument single) {
      return single(single.name(), single.kind());
    }
    Spelling.VariadicAttribute rest = (Spelling.VariadicAttribute) argument;
    return rest.kind() == Attribute.Dims.class ? dims(rest.name()) : axes(rest.name());
  }

  private int rank() {
    return receiver().map(TensorType::rank).orElse(1);
  }

  private boolean single(String name, Class<? extends Attribute> kind) {
    if (kind == Attribute.Integer.class) {
      int axis = random.below(rank() + 1) - (random.chance(0.3) ? 1 : 0);
      attributes.put(name, new Attribute.Integer(axis));
      return arguments.add(Literals.number(axis));
    }
    if (kind == Attribute.Truth.class) {
      boolean value = random.chance(0.5);
      attributes.put(name, new Attribute.Truth(value));
      return arguments.add(new Expression.Literal(ScalarType.BOOL, Boolean.toString(value)));
    }
    if (kind == Attribute.ElementType.class) {
      DType dtype = random.of(List.of(DType.values()));
      attributes.put(name, new Attribute.ElementType(dtype));
      return arguments.add(new Expression.Literal(null, "DType." + dtype.name()));
    }
    if (kind == Attribute.Number.class) {
      int value = random.below(2);
      attributes.put(name, new Attribute.Number(DType.FLOAT64, Bits.of((double) value)));
      return arguments.add(Literals.number(value));
    }
    if (kind == Attribute.Dims.class) {
      Dim dim = dim();
      Expression size = tensors.size(dim);
      attributes.put(name, new Attribute.Dims(List.of(dim)));
      return size != null && arguments.add(size);
    }
    return false;
  }

  /** A size of some tensor, or a small number. */
  private Dim dim() {
    List<Dim> known = new ArrayList<>();
    types.forEach(
        type -> {
          if (type instanceof TensorType tensor) {
            known.addAll(tensor.dims());
          }
        });
    tensors.context().types.tensors().forEach(type -> known.addAll(type.dims()));
    return known.isEmpty() || random.chance(0.3) ? Dim.of(random.below(4)) : random.of(known);
  }

  /** Those of the receiver in another order, some joined, with more in front; or any. */
  private boolean dims(String name) {
    List<Dim> dims = new ArrayList<>(receiver().map(TensorType::dims).orElse(List.of()));
    if (dims.isEmpty() || random.chance(0.3)) {
      for (int i = random.below(3); i > 0; i--) {
        dims.add(dim());
      }
    }
    if (random.chance(0.3)) {
      dims.add(0, random.chance(0.5) ? Dim.of(1) : dim());
    }
    if (dims.size() > 1 && random.chance(0.3)) {
      dims.set(0, dims.remove(0).times(dims.get(0)));
    }
    if (random.chance(0.3)) {
      for (int i = dims.size() - 1; i > 0; i--) {
        Collections.swap(dims, i, random.below(i + 1));
      }
    }
    for (Dim dim : dims) {
      Expression size = tensors.size(dim);
      if (size == null) {
        return false;
      }
      arguments.add(size);
    }
    attributes.put(name, new Attribute.Dims(dims));
    return true;
  }

  private boolean axes(String name) {
    List<Long> axes = new ArrayList<>();
    for (long axis = 0; axis < rank(); axis++) {
      axes.add(random.below(axes.size() + 1), random.chance(0.2) ? axis - rank() : axis);
    }
    if (random.chance(0.5)) {
      axes.subList(random.below(axes.size() + 1), axes.size()).clear();
    }
    attributes.put(name, new Attribute.Integers(axes));
    axes.forEach(axis -> arguments.add(Literals.number(axis.intValue())));
    return true;
  }
}
