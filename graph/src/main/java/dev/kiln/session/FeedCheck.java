package dev.kiln.session;

import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.graph.Graph;
import dev.kiln.graph.SizeBindings;
import dev.kiln.graph.Value;
import dev.kiln.spi.ModelChecks;
import dev.kiln.spi.ShapeChecks;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Map;

/** Checks what is fed against the types of the inputs, and binds the named sizes. */
final class FeedCheck {
  private final Graph graph;
  private final Map<String, Long> sizes;

  FeedCheck(Graph graph, Map<String, Long> sizes) {
    this.graph = graph;
    this.sizes = sizes;
  }

  /** How the names of classes of arrays call the element types. */
  private static final Map<CodedType, String> CODES =
      Map.of(CodedType.BYTE, "B", CodedType.SHORT, "S", CodedType.CHAR, "C");

  /** The value, if it is of the kind that the input takes. */
  Object accept(int index, Object given) {
    ValueType type = graph.inputType(index);
    Object value = type.equals(ScalarType.INT32) ? decoded(given) : given;
    if (type instanceof TensorType tensor) {
      if (!(value instanceof NdArray array)) {
        throw wrong(index, describe(value));
      }
      if (array.dtype() != tensor.dtype() || array.shape().rank() != tensor.rank()) {
        throw mismatch(index, array, "");
      }
      bind(tensor, array);
      return value;
    }
    boolean fits =
        type instanceof ScalarType scalar
            ? isScalar(scalar, value)
            : type instanceof ArrayType array
                && value.getClass().getName().equals(className(array));
    if (!fits) {
      throw wrong(index, describe(value));
    }
    return value;
  }

  /** The int that represents a byte, short, char or constant of an enum. */
  private static Object decoded(Object value) {
    if (value instanceof Byte || value instanceof Short) {
      return ((Number) value).intValue();
    }
    if (value instanceof Character letter) {
      return (int) letter;
    }
    return value instanceof Enum<?> constant ? (Object) ModelChecks.code(constant) : value;
  }

  private void bind(TensorType type, NdArray array) {
    for (int axis = 0; axis < type.rank(); axis++) {
      int size = array.shape().size(axis);
      type.dims().get(axis).name().ifPresent(name -> sizes.putIfAbsent(name, (long) size));
    }
  }

  /** Checks every size, now that all names are bound. */
  void sizes(Object[] values) {
    List<ValueType> types = graph.entry().parameters().stream().map(Value::type).toList();
    for (SizeBindings.Solved each : SizeBindings.solved(types)) {
      int input = each.input();
      long size =
          ShapeChecks.solve(
              graph.name(),
              graph.inputs().get(input).name(),
              types.get(input).toString(),
              (NdArray) values[input],
              each.axis(),
              each.factor().evaluate(sizes),
              each.rest().evaluate(sizes));
      sizes.put(each.name(), size);
    }
    for (int i = 0; i < values.length; i++) {
      if (!(graph.inputType(i) instanceof TensorType type)) {
        continue;
      }
      NdArray array = (NdArray) values[i];
      for (int axis = 0; axis < type.rank(); axis++) {
        Dim dim = type.dims().get(axis);
        if (dim.evaluate(sizes) != array.shape().size(axis)) {
          throw mismatch(
              i, array, ": size " + dim.evaluate(sizes) + " expected along axis " + axis);
        }
      }
    }
  }

  private static boolean isScalar(ScalarType type, Object value) {
    return switch (type.dtype()) {
      case INT32 -> value instanceof Integer;
      case INT64 -> value instanceof Long || value instanceof Integer;
      case FLOAT32 -> value instanceof Float || value instanceof Integer;
      case FLOAT64 -> value instanceof Double || value instanceof Float || value instanceof Integer;
      case BOOL -> value instanceof Boolean;
    };
  }

  private static String className(ArrayType type) {
    if (type.element() instanceof CodedType coded) {
      return "[".repeat(type.rank()) + CODES.get(coded);
    }
    String letter =
        switch (((ScalarType) type.element()).dtype()) {
          case INT32 -> "I";
          case INT64 -> "J";
          case FLOAT32 -> "F";
          case FLOAT64 -> "D";
          case BOOL -> "Z";
        };
    return "[".repeat(type.rank()) + letter;
  }

  private static String describe(Object value) {
    return value instanceof NdArray array
        ? array.typeText()
        : "a " + value.getClass().getSimpleName();
  }

  private IllegalArgumentException wrong(int index, String actual) {
    return new IllegalOperandException(
        graph.name()
            + ": '"
            + graph.inputs().get(index).name()
            + "' is "
            + graph.inputType(index)
            + ", not "
            + actual);
  }

  private IllegalArgumentException mismatch(int index, NdArray actual, String detail) {
    return ShapeChecks.mismatch(
        graph.name(),
        graph.inputs().get(index).name(),
        graph.inputType(index).toString(),
        actual,
        detail);
  }
}
