package dev.kiln.testkit;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The elements of numbers, arrays and tensors, as doubles in row-major order, and back. */
final class Elements {
  private Elements() {}

  static double[] of(Object value) {
    if (value instanceof Double || value instanceof Float) {
      return new double[] {((Number) value).doubleValue()};
    }
    if (value instanceof double[] doubles) {
      return doubles.clone();
    }
    if (value instanceof float[] floats) {
      double[] elements = new double[floats.length];
      Arrays.setAll(elements, i -> floats[i]);
      return elements;
    }
    if (value instanceof Tensor tensor && tensor.dtype().isFloating()) {
      return tensor.dtype() == DType.FLOAT64
          ? tensor.toDoubleArray()
          : of((Object) tensor.toFloatArray());
    }
    if (value instanceof Object[] rows) {
      return Arrays.stream(rows).flatMapToDouble(row -> Arrays.stream(of(row))).toArray();
    }
    throw new IllegalArgumentException(
        "expected a double, a float, an array of them or a floating-point tensor, not "
            + (value == null ? "null" : value.getClass().getTypeName()));
  }

  /** The same structure with other elements. */
  @SuppressWarnings("unchecked") // the class is that of the argument
  static <X> X with(X value, double[] elements) {
    return (X) rebuild(value, elements, new int[1]);
  }

  private static Object rebuild(Object value, double[] elements, int[] next) {
    if (value instanceof Double) {
      return elements[next[0]++];
    }
    if (value instanceof Float) {
      return (float) elements[next[0]++];
    }
    if (value instanceof double[] doubles) {
      double[] copy = new double[doubles.length];
      Arrays.setAll(copy, i -> elements[next[0]++]);
      return copy;
    }
    if (value instanceof float[] floats) {
      float[] copy = new float[floats.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = (float) elements[next[0]++];
      }
      return copy;
    }
    if (value instanceof Tensor tensor) {
      Tensor copy = Tensor.of(NdArray.of(tensor.shape(), elements));
      return tensor.dtype() == DType.FLOAT64 ? copy : copy.cast(tensor.dtype());
    }
    Object[] rows = ((Object[]) value).clone();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rebuild(rows[i], elements, next);
    }
    return rows;
  }

  /** Whether the elements have the precision of floats. */
  static boolean areFloats(Object value) {
    return value instanceof Float
        || value instanceof float[]
        || value instanceof Tensor tensor && tensor.dtype() == DType.FLOAT32
        || value instanceof Object[] rows && rows.length > 0 && areFloats(rows[0]);
  }

  /** Where an element is: {@code [2][1]}; empty for a number. */
  static String place(Object value, int element) {
    if (value instanceof double[] || value instanceof float[]) {
      return "[" + element + "]";
    }
    if (value instanceof Tensor tensor) {
      List<String> indices = new ArrayList<>();
      int left = element;
      for (int axis = tensor.shape().rank() - 1; axis >= 0; axis--) {
        int size = tensor.shape().size(axis);
        indices.add(0, Integer.toString(left % size));
        left /= size;
      }
      return indices.isEmpty() ? "" : "[" + String.join(", ", indices) + "]";
    }
    if (value instanceof Object[] rows) {
      int left = element;
      for (int i = 0; i < rows.length; i++) {
        int count = of(rows[i]).length;
        if (left < count) {
          return "[" + i + "]" + place(rows[i], left);
        }
        left -= count;
      }
    }
    return "";
  }
}
