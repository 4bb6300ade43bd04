package dev.kiln.fuzz.run;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.session.Results;
import dev.kiln.tensor.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Floating-point numbers, nested arrays and tensors of them, as vectors. */
final class Numbers {
  private Numbers() {}

  static boolean isDouble(Object value) {
    if (value instanceof Tensor tensor) {
      return tensor.dtype() == DType.FLOAT64;
    }
    return value instanceof Double || value.getClass().getName().endsWith("[D");
  }

  /** All numbers, in row-major order. */
  static List<Double> elements(Object value) {
    List<Double> elements = new ArrayList<>();
    collect(value, elements);
    return elements;
  }

  private static void collect(Object value, List<Double> elements) {
    if (value instanceof Number number) {
      elements.add(number.doubleValue());
      return;
    }
    if (value instanceof Tensor tensor) {
      collect(array(tensor), elements);
      return;
    }
    for (int i = 0; i < Array.getLength(value); i++) {
      collect(Array.get(value, i), elements);
    }
  }

  /** Other numbers in the structure of {@code value}. */
  static Object like(Object value, DoubleSupplier numbers) {
    if (value instanceof Double) {
      return numbers.getAsDouble();
    }
    if (value instanceof Float) {
      return (float) numbers.getAsDouble();
    }
    if (value instanceof Tensor tensor) {
      Object elements = like(array(tensor), numbers);
      TensorShape shape = tensor.array().shape();
      return Tensor.of(
          elements instanceof float[] floats
              ? NdArray.of(shape, floats)
              : NdArray.of(shape, (double[]) elements));
    }
    Object made = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) {
      Array.set(made, i, like(Array.get(value, i), numbers));
    }
    return made;
  }

  /** Whether all numbers are the same but for rounding; those that are not finite do not count. */
  static boolean areClose(Results left, Results right) {
    for (String name : left.names()) {
      double tolerance = isDouble(left.get(name)) ? 1e-6 : 1e-2;
      List<Double> first = elements(left.get(name));
      List<Double> second = elements(right.get(name));
      double size = 1;
      for (double each : first) {
        size = Math.max(size, Math.abs(each));
      }
      for (int i = 0; i < first.size(); i++) {
        double difference = Math.abs(first.get(i) - second.get(i));
        if (Double.isFinite(difference) && size < 1e12 && difference > tolerance * size) {
          return false;
        }
      }
    }
    return true;
  }

  private static Object array(Tensor tensor) {
    return tensor.dtype() == DType.FLOAT32 ? tensor.array().floats() : tensor.array().doubles();
  }

  static Object copy(Object value) {
    return like(value, elements(value).iterator()::next);
  }

  /** {@code value + step * direction}. */
  static Object moved(Object value, Object direction, double step) {
    Iterator<Double> at = elements(value).iterator();
    Iterator<Double> towards = elements(direction).iterator();
    return like(value, () -> at.next() + step * towards.next());
  }
}
