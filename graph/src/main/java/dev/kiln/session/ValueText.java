package dev.kiln.session;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** A value in one line: its type, and what it is where that is short. */
final class ValueText {
  /** Of tensors and arrays with more elements only the type is shown. */
  private static final int SMALL = 16;

  private ValueText() {}

  /** Such as {@code f64 = 2.5}, {@code f32[2] = [1.0, 2.0]}, {@code double[1000]}. */
  static String of(Object value) {
    if (value instanceof NdArray array) {
      boolean small = array.shape().elements() <= SMALL;
      return array.typeText() + (small ? " = " + tensor(array, 0, 0) : "");
    }
    if (value == null || !value.getClass().isArray()) {
      return scalarType(value) + " = " + value;
    }
    return arrayType(value) + (elements(value) <= SMALL ? " = " + array(value) : "");
  }

  private static String scalarType(Object value) {
    if (value instanceof Double) {
      return "f64";
    }
    if (value instanceof Float) {
      return "f32";
    }
    if (value instanceof Long) {
      return "i64";
    }
    return value instanceof Integer ? "i32" : value instanceof Boolean ? "bool" : "null";
  }

  private static String tensor(NdArray array, int axis, int start) {
    TensorShape shape = array.shape();
    if (axis == shape.rank()) {
      return element(array, start);
    }
    int stride = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      stride *= shape.size(i);
    }
    int step = stride;
    return list(shape.size(axis), i -> tensor(array, axis + 1, start + i * step));
  }

  private static String element(NdArray array, int at) {
    return switch (array.dtype()) {
      case FLOAT32 -> Float.toString(array.floats()[at]);
      case FLOAT64 -> Double.toString(array.doubles()[at]);
      case INT32 -> Integer.toString(array.ints()[at]);
      case INT64 -> Long.toString(array.longs()[at]);
      case BOOL -> Boolean.toString(array.booleans()[at]);
    };
  }

  /** {@code double[3][]}: the type with the length in the first brackets. */
  private static String arrayType(Object array) {
    String type = array.getClass().getSimpleName();
    int bracket = type.indexOf('[') + 1;
    return type.substring(0, bracket) + length(array) + type.substring(bracket);
  }

  private static int elements(Object value) {
    if (!(value instanceof Object[] rows)) {
      return value == null ? 1 : length(value);
    }
    int sum = rows.length;
    for (Object row : rows) {
      sum += elements(row);
    }
    return sum;
  }

  private static int length(Object array) {
    if (array instanceof Object[] rows) {
      return rows.length;
    }
    if (array instanceof double[] doubles) {
      return doubles.length;
    }
    if (array instanceof float[] floats) {
      return floats.length;
    }
    if (array instanceof long[] longs) {
      return longs.length;
    }
    return array instanceof int[] ints ? ints.length : ((boolean[]) array).length;
  }

  private static String array(Object array) {
    if (array instanceof Object[] rows) {
      return list(rows.length, i -> array(rows[i]));
    }
    if (array instanceof double[] doubles) {
      return Arrays.toString(doubles);
    }
    if (array instanceof float[] floats) {
      return Arrays.toString(floats);
    }
    if (array instanceof long[] longs) {
      return Arrays.toString(longs);
    }
    if (array instanceof int[] ints) {
      return Arrays.toString(ints);
    }
    return array == null ? "null" : Arrays.toString((boolean[]) array);
  }

  private static String list(int size, IntFunction<String> element) {
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < size; i++) {
      text.add(element.apply(i));
    }
    return text.toString();
  }
}
