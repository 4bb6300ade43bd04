package dev.kiln.fuzz.run;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Floating-point numbers and nested arrays of them, as vectors. */
final class Numbers {
  private Numbers() {}

  static boolean isDouble(Object value) {
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
    Object made = Array.newInstance(value.getClass().getComponentType(), Array.getLength(value));
    for (int i = 0; i < Array.getLength(value); i++) {
      Array.set(made, i, like(Array.get(value, i), numbers));
    }
    return made;
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
