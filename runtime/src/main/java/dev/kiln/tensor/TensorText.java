package dev.kiln.tensor;

import dev.kiln.array.NdArray;

/** Prints tensors: nested brackets, the middle of long dimensions left out. */
final class TensorText {
  private static final int LONGEST = 12;
  private static final int SHOWN = 3;

  private final NdArray array;
  private final StringBuilder text = new StringBuilder();

  private TensorText(NdArray array) {
    this.array = array;
  }

  static String of(NdArray array) {
    TensorText printer = new TensorText(array);
    printer.print(0, 0, array.shape().elements());
    return printer.text.append(" : ").append(array.typeText()).toString();
  }

  private void print(int axis, int start, int elements) {
    if (axis == array.shape().rank()) {
      text.append(element(start));
      return;
    }
    int size = array.shape().size(axis);
    int stride = size == 0 ? 0 : elements / size;
    boolean inner = axis == array.shape().rank() - 1;
    text.append('[');
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        text.append(inner ? ", " : ",\n" + " ".repeat(axis + 1));
      }
      if (size > LONGEST && i == SHOWN) {
        text.append("...");
        i = size - SHOWN - 1;
        continue;
      }
      print(axis + 1, start + i * stride, stride);
    }
    text.append(']');
  }

  private String element(int at) {
    Object elements = array.elements();
    if (elements instanceof float[] floats) {
      return Float.toString(floats[at]);
    }
    if (elements instanceof double[] doubles) {
      return Double.toString(doubles[at]);
    }
    if (elements instanceof int[] ints) {
      return Integer.toString(ints[at]);
    }
    return elements instanceof long[] longs
        ? Long.toString(longs[at])
        : Boolean.toString(array.booleans()[at]);
  }
}
