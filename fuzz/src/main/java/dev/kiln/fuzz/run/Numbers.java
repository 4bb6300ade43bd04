package dev.kiln.fuzz.run;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.tensor.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** Floating-point numbers, nested arrays and tensors of them, as vectors; null has no elements. */
public final class Numbers {
  private Numbers() {}

  /** Whether all are doubles: differences of floats are too coarse. */
  public static boolean isDouble(Object value) {
    if (value == null || value instanceof Tensor tensor && tensor.dtype() == DType.FLOAT64) {
      return true;
    }
    return value instanceof Double || value.getClass().getName().endsWith("[D");
  }

  /** Whether it is made of floating-point numbers. */
  public static boolean isFloating(Object value) {
    if (value instanceof Tensor tensor) {
      return tensor.dtype().isFloating();
    }
    return value instanceof Float
        || value != null && (isDouble(value) || value.getClass().getName().endsWith("[F"));
  }

  /** All numbers, in row-major order. */
  public static List<Double> elements(Object value) {
    List<Double> elements = new ArrayList<>();
    collect(value, elements);
    return elements;
  }

  private static void collect(Object value, List<Double> elements) {
    if (value instanceof Number number) {
      elements.add(number.doubleValue());
    } else if (value instanceof Tensor tensor) {
      collect(array(tensor), elements);
    } else if (value instanceof NdArray array) {
      collect(Tensor.of(array), elements);
    } else if (value != null) {
      for (int i = 0; i < Array.getLength(value); i++) {
        collect(Array.get(value, i), elements);
      }
    }
  }

  /** Whether both have as many numbers in the same places. */
  public static boolean areAlike(Object left, Object right) {
    if (left == null || right == null) {
      return left == right;
    }
    if (!left.getClass().isArray()) {
      return elements(left).size() == elements(right).size();
    }
    boolean areAlike =
        right.getClass().isArray() && Array.getLength(left) == Array.getLength(right);
    for (int i = 0; areAlike && left instanceof Object[] && i < Array.getLength(left); i++) {
      areAlike = areAlike(Array.get(left, i), Array.get(right, i));
    }
    return areAlike;
  }

  /** Other numbers in the structure of {@code value}. */
  public static Object like(Object value, DoubleSupplier numbers) {
    return like(value, numbers, new IdentityHashMap<>());
  }

  /** The same, where {@code known} says what some arrays become, and learns of the others. */
  public static Object like(Object value, DoubleSupplier numbers, Map<Object, Object> known) {
    if (value == null) {
      return null;
    }
    if (value instanceof Double) {
      return numbers.getAsDouble();
    }
    if (value instanceof Float) {
      return (float) numbers.getAsDouble();
    }
    if (value instanceof NdArray array) {
      return like(Tensor.of(array), numbers, known);
    }
    if (value instanceof Tensor tensor) {
      Object elements = like(array(tensor), numbers, known);
      TensorShape shape = tensor.array().shape();
      return Tensor.of(
          elements instanceof float[] floats
              ? NdArray.of(shape, floats)
              : NdArray.of(shape, (double[]) elements));
    }
    if (known.containsKey(value)) {
      return known.get(value);
    }
    Object made = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) {
      Array.set(made, i, like(Array.get(value, i), numbers, known));
    }
    known.put(value, made);
    return made;
  }

  private static Object array(Tensor tensor) {
    return tensor.dtype() == DType.FLOAT32 ? tensor.array().floats() : tensor.array().doubles();
  }

  /** The same numbers, where each place has an array of its own. */
  public static Object separate(Object value) {
    if (value == null || !value.getClass().isArray()) {
      return value;
    }
    Object made = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) {
      Array.set(made, i, separate(Array.get(value, i)));
    }
    return made;
  }

  /** The same, where {@code known} says what some arrays become, and learns of the others. */
  static Object copy(Object value, Map<Object, Object> known) {
    if (value == null || !value.getClass().isArray()) {
      return value;
    }
    Object old = known.get(value);
    if (old != null) {
      return old;
    }
    Object made = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) {
      Array.set(made, i, copy(Array.get(value, i), known));
    }
    known.put(value, made);
    return made;
  }

  /** The numbers in whose place there is something; zeros in the others. */
  public static Object where(Object areThere, Object value) {
    if (value == null || areThere == null) {
      return value;
    }
    if (areThere instanceof Boolean isThere) {
      return isThere ? value : like(value, () -> 0);
    }
    Object made = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) {
      Array.set(made, i, where(Array.get(areThere, i), Array.get(value, i)));
    }
    return made;
  }

  /** {@code value + step * direction}. */
  public static Object moved(Object value, Object direction, double step) {
    Iterator<Double> at = elements(value).iterator();
    Iterator<Double> towards = elements(direction).iterator();
    return like(value, () -> at.next() + step * towards.next());
  }

  /** Whether a number is so large that it moves by another amount, or not at all. */
  public static boolean losesStep(Object value, Object direction, double step) {
    Iterator<Double> towards = elements(direction).iterator();
    return elements(value).stream()
        .anyMatch(
            at -> {
              double by = step * towards.next();
              return Math.abs(at + by - at - by) > 0.01 * Math.abs(by);
            });
  }

  /**
   * Whether all numbers are the same but for rounding, or not finite in both; very large ones do
   * not count.
   */
  public static boolean areClose(Object left, Object right, double tolerance) {
    List<Double> first = elements(left);
    List<Double> second = elements(right);
    if (first.size() != second.size()) {
      return false;
    }
    double size = 1;
    for (double each : first) {
      size = Double.isFinite(each) ? Math.max(size, Math.abs(each)) : size;
    }
    for (int i = 0; i < first.size(); i++) {
      boolean isFinite = Double.isFinite(first.get(i));
      boolean isClose =
          isFinite == Double.isFinite(second.get(i))
              && (!isFinite || Math.abs(first.get(i) - second.get(i)) <= tolerance * size);
      if (size < 1e12 && !isClose) {
        return false;
      }
    }
    return true;
  }
}
