package dev.kiln.spi;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;

/**
 * The tensors that a compiled method takes, with their types. Named sizes are those of the first
 * tensor that has them; sizes that are computed from others are left to {@link ShapeChecks}.
 *
 * <pre>
 * private static final Signature LOGITS =
 *     Signature.of("logits", "x: f32[batch, 64]", "w: f32[64, 10]", "b: f32[10]");
 * ..
 * LOGITS.check(x, w, b);
 * </pre>
 */
public final class Signature {
  /** The size of a computed dimension, which is not compared. */
  private static final int COMPUTED = -1;

  /** The size of a dimension that is bound where it stands first. */
  private static final int NAMED = -2;

  private final String method;
  private final Argument[] arguments;

  /** An argument; {@code from} and {@code axes} say where a named size stands first. */
  private static final class Argument {
    final String name;
    final String type;
    final DType dtype;
    final String[] dims;
    final int[] sizes;
    final int[] from;
    final int[] axes;

    Argument(String text) {
      int colon = text.indexOf(": ");
      name = text.substring(0, colon);
      type = text.substring(colon + 2);
      dtype = dtype(type.substring(0, type.indexOf('[')));
      dims = dims(type.substring(type.indexOf('[') + 1, type.length() - 1));
      sizes = new int[dims.length];
      from = new int[dims.length];
      axes = new int[dims.length];
    }

    private static DType dtype(String text) {
      for (DType each : DType.values()) {
        if (each.text().equals(text)) {
          return each;
        }
      }
      throw new IllegalArgumentException("unknown dtype " + text);
    }

    private static String[] dims(String text) {
      int count = text.isEmpty() ? 0 : 1;
      for (int at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) {
        count++;
      }
      String[] dims = new String[count];
      int begin = 0;
      for (int i = 0; i < count; i++) {
        int end = i == count - 1 ? text.length() : text.indexOf(',', begin);
        dims[i] = text.substring(begin, end);
        begin = end + 2;
      }
      return dims;
    }
  }

  private Signature(String method, Argument[] arguments) {
    this.method = method;
    this.arguments = arguments;
    for (int i = 0; i < arguments.length; i++) {
      for (int axis = 0; axis < arguments[i].dims.length; axis++) {
        arguments[i].sizes[axis] = size(arguments[i].dims[axis]);
        if (arguments[i].sizes[axis] == NAMED) {
          bind(i, axis);
        }
      }
    }
  }

  private static int size(String dim) {
    int size = 0;
    for (int i = 0; i < dim.length(); i++) {
      char each = dim.charAt(i);
      if (each == ' ' || each == '*' || each == '-') {
        return COMPUTED;
      }
      size = each >= '0' && each <= '9' && size >= 0 ? size * 10 + (each - '0') : NAMED;
    }
    return size;
  }

  private void bind(int argument, int axis) {
    Argument here = arguments[argument];
    for (int i = 0; i <= argument; i++) {
      for (int other = 0; other < arguments[i].dims.length; other++) {
        if (arguments[i].dims[other].equals(here.dims[axis])) {
          here.from[axis] = i;
          here.axes[axis] = other;
          return;
        }
      }
    }
  }

  /**
   * A signature.
   *
   * @param arguments such as {@code x: f32[batch, 64]}
   */
  public static Signature of(String method, String... arguments) {
    Argument[] parsed = new Argument[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      parsed[i] = new Argument(arguments[i]);
    }
    return new Signature(method, parsed);
  }

  /**
   * Checks dtypes, ranks and sizes.
   *
   * @param arrays of the arguments, in their order
   * @throws IllegalArgumentException if one does not fit, which names the method, the argument, and
   *     expected against actual
   */
  public void check(NdArray... arrays) {
    for (int i = 0; i < arguments.length; i++) {
      checkRank(i, arrays[i]);
    }
    for (int i = 0; i < arguments.length; i++) {
      for (int axis = 0; axis < arguments[i].dims.length; axis++) {
        checkSize(i, axis, arrays[i], arrays[arguments[i].from[axis]]);
      }
    }
  }

  /** As {@link #check(NdArray...)}; up to eight arguments are checked without an array of them. */
  public void check(NdArray first) {
    checkUpToEight(first, first, first, first, first, first, first, first);
  }

  /** As {@link #check(NdArray)}. */
  public void check(NdArray first, NdArray second) {
    checkUpToEight(first, second, second, second, second, second, second, second);
  }

  /** As {@link #check(NdArray)}. */
  public void check(NdArray first, NdArray second, NdArray third) {
    checkUpToEight(first, second, third, third, third, third, third, third);
  }

  /** As {@link #check(NdArray)}. */
  public void check(NdArray first, NdArray second, NdArray third, NdArray fourth) {
    checkUpToEight(first, second, third, fourth, fourth, fourth, fourth, fourth);
  }

  /** As {@link #check(NdArray)}. */
  public void check(NdArray first, NdArray second, NdArray third, NdArray fourth, NdArray fifth) {
    checkUpToEight(first, second, third, fourth, fifth, fifth, fifth, fifth);
  }

  /** As {@link #check(NdArray)}. */
  public void check(
      NdArray first, NdArray second, NdArray third, NdArray fourth, NdArray fifth, NdArray sixth) {
    checkUpToEight(first, second, third, fourth, fifth, sixth, sixth, sixth);
  }

  /** As {@link #check(NdArray)}. */
  public void check(
      NdArray first,
      NdArray second,
      NdArray third,
      NdArray fourth,
      NdArray fifth,
      NdArray sixth,
      NdArray seventh) {
    checkUpToEight(first, second, third, fourth, fifth, sixth, seventh, seventh);
  }

  /** As {@link #check(NdArray)}. */
  public void check(
      NdArray first,
      NdArray second,
      NdArray third,
      NdArray fourth,
      NdArray fifth,
      NdArray sixth,
      NdArray seventh,
      NdArray eighth) {
    checkUpToEight(first, second, third, fourth, fifth, sixth, seventh, eighth);
  }

  private void checkUpToEight(
      NdArray first,
      NdArray second,
      NdArray third,
      NdArray fourth,
      NdArray fifth,
      NdArray sixth,
      NdArray seventh,
      NdArray eighth) {
    for (int i = 0; i < arguments.length; i++) {
      checkRank(i, chosen(i, first, second, third, fourth, fifth, sixth, seventh, eighth));
    }
    for (int i = 0; i < arguments.length; i++) {
      NdArray array = chosen(i, first, second, third, fourth, fifth, sixth, seventh, eighth);
      for (int axis = 0; axis < arguments[i].dims.length; axis++) {
        int bound = arguments[i].from[axis];
        checkSize(
            i,
            axis,
            array,
            chosen(bound, first, second, third, fourth, fifth, sixth, seventh, eighth));
      }
    }
  }

  private static NdArray chosen(
      int argument,
      NdArray first,
      NdArray second,
      NdArray third,
      NdArray fourth,
      NdArray fifth,
      NdArray sixth,
      NdArray seventh,
      NdArray eighth) {
    return switch (argument) {
      case 0 -> first;
      case 1 -> second;
      case 2 -> third;
      case 3 -> fourth;
      case 4 -> fifth;
      case 5 -> sixth;
      case 6 -> seventh;
      default -> eighth;
    };
  }

  private void checkRank(int argument, NdArray array) {
    Argument expected = arguments[argument];
    ShapeChecks.requireRank(
        method, expected.name, expected.type, array, expected.dtype, expected.dims.length);
  }

  /**
   * @param bound the argument where a named size stands first
   */
  private void checkSize(int argument, int axis, NdArray array, NdArray bound) {
    Argument expected = arguments[argument];
    int size = expected.sizes[axis];
    if (size == NAMED) {
      size = bound.shape().size(expected.axes[axis]);
    }
    if (size != COMPUTED) {
      ShapeChecks.requireSize(method, expected.name, expected.type, array, axis, size);
    }
  }
}
