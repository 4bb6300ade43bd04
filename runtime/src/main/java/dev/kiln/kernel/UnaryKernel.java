package dev.kiln.kernel;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A function of one number, applied element by element. A function that is null says that the
 * kernel is not defined for that element type.
 */
public record UnaryKernel(
    String name,
    IntUnaryOperator ints,
    LongUnaryOperator longs,
    Functions.FloatUnary floats,
    DoubleUnaryOperator doubles) {

  /** A function of floating-point numbers, computed in double and rounded once for floats. */
  public static UnaryKernel floating(String name, DoubleUnaryOperator function) {
    return new UnaryKernel(
        name, null, null, value -> (float) function.applyAsDouble(value), function);
  }

  /** Whether the kernel is defined for elements of {@code dtype}. */
  public boolean supports(DType dtype) {
    return switch (dtype) {
      case INT32 -> ints != null;
      case INT64 -> longs != null;
      case FLOAT32 -> floats != null;
      case FLOAT64 -> doubles != null;
      case BOOL -> false;
    };
  }

  /** Applies the function to each element. */
  public NdArray apply(NdArray operand) {
    return switch (operand.dtype()) {
      case INT32 -> NdArray.of(operand.shape(), ints(operand.ints()));
      case INT64 -> NdArray.of(operand.shape(), longs(operand.longs()));
      case FLOAT32 -> NdArray.of(operand.shape(), floats(operand.floats()));
      case FLOAT64 -> NdArray.of(operand.shape(), doubles(operand.doubles()));
      case BOOL -> throw new IllegalArgumentException(name + " is not defined for bool");
    };
  }

  private int[] ints(int[] operand) {
    int[] result = new int[operand.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = ints.applyAsInt(operand[i]);
    }
    return result;
  }

  private long[] longs(long[] operand) {
    long[] result = new long[operand.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = longs.applyAsLong(operand[i]);
    }
    return result;
  }

  private float[] floats(float[] operand) {
    float[] result = new float[operand.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = floats.apply(operand[i]);
    }
    return result;
  }

  private double[] doubles(double[] operand) {
    double[] result = new double[operand.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = doubles.applyAsDouble(operand[i]);
    }
    return result;
  }
}
