package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.elementwise.Elements;

/**
 * Combines the elements of an array that are broadcast from one element of a smaller shape.
 * Neighbouring dimensions that are both combined, or both kept, are one. Those that are combined
 * are, the last first; so sums of floats, which are accumulated in double, are rounded at the end
 * only.
 */
final class Groups {
  /** Extrema of more elements are extrema of rows of so many first. */
  private static final int ROW = 512;

  private Groups() {}

  /** How the elements along one dimension are combined. */
  private interface Step {
    /** Combines {@code size} rows of {@code inner} elements to one, {@code outer} times. */
    Object combine(Object from, int outer, int size, int inner);
  }

  /** The sums of the elements that are broadcast from each element of {@code shape}. */
  static NdArray sum(NdArray operand, TensorShape shape) {
    if (operand.dtype() == DType.BOOL) {
      throw new IllegalOperandException("sum is not defined for bool");
    }
    return Sums.rounded(operand.dtype(), shape, combine(operand, shape, Groups::sums));
  }

  /** The greatest, or least, of the elements that are broadcast from each of {@code shape}. */
  static NdArray extremum(NdArray operand, TensorShape shape, BinaryKernel pick) {
    if (operand.dtype() == DType.BOOL) {
      throw new IllegalOperandException("max is not defined for bool");
    }
    if (operand.shape().elements() == 0 && shape.elements() > 0) {
      throw new IllegalOperandException("max or min of no elements of " + operand.typeText());
    }
    Step step = (from, outer, size, inner) -> extrema(operand, pick, from, outer, size, inner);
    return Elements.wrap(shape, combine(operand, shape, step));
  }

  private static Object combine(NdArray operand, TensorShape shape, Step step) {
    Object elements = operand.elements();
    int rank = operand.shape().rank();
    int outer = operand.shape().elements();
    int inner = 1;
    if (outer == 0) {
      return Elements.make(operand.dtype(), shape.elements());
    }
    int size = 1;
    for (int axis = 1; axis <= rank + 1; axis++) {
      int here = axis > rank ? 1 : operand.shape().size(-axis);
      boolean isKept = axis > rank || axis <= shape.rank() && shape.size(-axis) == here;
      if (!isKept) {
        size *= here;
      } else if (here > 1 || axis > rank) {
        if (size > 1) {
          outer /= size;
          elements = step.combine(elements, outer, size, inner);
        }
        size = 1;
        outer /= here;
        inner *= here;
      }
    }
    return elements == operand.elements() ? Layouts.copy(operand).elements() : elements;
  }

  private static Object sums(Object from, int outer, int size, int inner) {
    Object sums = Sums.zeros(from, outer * inner);
    for (int i = 0; i < outer; i++) {
      if (inner == 1) {
        Sums.total(from, i * size, size, sums, i);
        continue;
      }
      for (int row = i * size; row < (i + 1) * size; row++) {
        Sums.add(from, row * inner, sums, i * inner, inner);
      }
    }
    return sums;
  }

  private static Object extrema(
      NdArray operand, BinaryKernel pick, Object from, int outer, int size, int inner) {
    Object result = Elements.make(operand.dtype(), outer * inner);
    int width = inner == 1 ? Math.min(size, ROW) : inner;
    Object row = inner == 1 ? Elements.make(operand.dtype(), width) : result;
    for (int i = 0; i < outer; i++) {
      int start = i * size * inner;
      int rowAt = inner == 1 ? 0 : i * inner;
      System.arraycopy(from, start, row, rowAt, width);
      for (int at = width; at < size * inner; at += width) {
        int count = Math.min(width, size * inner - at);
        pick(pick, row, rowAt, from, start + at, count);
      }
      if (inner == 1) {
        int left = width;
        while (left > 1) {
          int half = left / 2;
          left -= half;
          pick(pick, row, 0, row, left, half);
        }
        System.arraycopy(row, 0, result, i, 1);
      }
    }
    return result;
  }

  private static void pick(BinaryKernel pick, Object row, int at, Object from, int start, int n) {
    pick.apply(new Object[] {row, from}, new int[] {at, start}, row, at, n);
  }
}
