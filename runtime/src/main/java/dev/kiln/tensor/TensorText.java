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
    return switch (array.dtype()) {
      case FLOAT32 -> Float.toString(array.floats()[at]);
      case FLOAT64 -> Double.toString(array.doubles()[at]);
      case INT32 -> Integer.toString(array.ints()[at]);
      case INT64 -> Long.toString(array.longs()[at]);
      case BOOL -> Boolean.toString(array.booleans()[at]);
    };
  }
}
