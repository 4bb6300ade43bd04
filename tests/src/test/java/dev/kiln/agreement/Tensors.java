package dev.kiln.agreement;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.tensor.Tensor;

/** Tensor arguments for the tables: sizes first, then the elements. */
public final class Tensors {
  private Tensors() {}

  public static TensorShape shape(int... sizes) {
    return TensorShape.of(sizes);
  }

  public static Tensor floats(TensorShape shape, float... elements) {
    return Tensor.of(NdArray.of(shape, elements));
  }

  public static Tensor doubles(TensorShape shape, double... elements) {
    return Tensor.of(NdArray.of(shape, elements));
  }

  public static Tensor ints(TensorShape shape, int... elements) {
    return Tensor.of(NdArray.of(shape, elements));
  }

  public static Tensor longs(TensorShape shape, long... elements) {
    return Tensor.of(NdArray.of(shape, elements));
  }

  public static Tensor booleans(TensorShape shape, boolean... elements) {
    return Tensor.of(NdArray.of(shape, elements));
  }

  /** Elements that differ and have both signs: a fixed sequence scaled to about one. */
  public static Tensor sample(int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    float[] elements = new float[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (i * 37 % 23 - 11) / 7f;
    }
    return Tensor.of(NdArray.of(shape, elements));
  }

  /** As {@link #sample}, in float64. */
  public static Tensor wideSample(int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    double[] elements = new double[shape.elements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (i * 37 % 23 - 11) / 7d;
    }
    return Tensor.of(NdArray.of(shape, elements));
  }
}
