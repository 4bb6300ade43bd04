package dev.kiln.array;

import java.util.Arrays;

/** The sizes of a tensor's dimensions, from the slowest to the fastest varying. Immutable. */
public final class TensorShape {
  /** Virtual machines refuse arrays a little below 2^31 elements. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final TensorShape SCALAR = new TensorShape(new int[0], 1);

  private final int[] sizes;
  private final int elements;

  private TensorShape(int[] sizes, int elements) {
    this.sizes = sizes;
    this.elements = elements;
  }

  /** The shape of a single number: rank 0, one element. */
  public static TensorShape scalar() {
    return SCALAR;
  }

  /**
   * The shape with the given sizes.
   *
   * @throws IllegalArgumentException if a size is negative or there are more elements than a Java
   *     array can hold, 2147483639
   */
  public static TensorShape of(int... sizes) {
    if (sizes.length == 0) {
      return SCALAR;
    }
    long elements = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalOperandException("negative size in shape " + Arrays.toString(sizes));
      }
      elements *= size;
      if (elements > LARGEST_ARRAY) {
        throw new IllegalOperandException(
            "shape " + Arrays.toString(sizes) + " has more than " + LARGEST_ARRAY + " elements");
      }
    }
    return new TensorShape(sizes.clone(), (int) elements);
  }

  public int rank() {
    return sizes.length;
  }

  /** How many elements a tensor of this shape has. */
  public int elements() {
    return elements;
  }

  /**
   * The size of one dimension.
   *
   * @param axis counted from 0, or from the last dimension where negative
   * @throws IndexOutOfBoundsException if there is no such dimension
   */
  public int size(int axis) {
    int index = axis < 0 ? axis + sizes.length : axis;
    if (index < 0 || index >= sizes.length) {
      throw new IllegalIndexException("no axis " + axis + " in shape " + this);
    }
    return sizes[index];
  }

  /** The sizes, as a new array. */
  public int[] toArray() {
    return sizes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof TensorShape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** Such as {@code [32, 64]}. */
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
