package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.BinaryKernels;
import dev.kiln.kernel.elementwise.Broadcasting;
import dev.kiln.kernel.elementwise.RelationKernels;
import dev.kiln.kernel.elementwise.UnaryKernels;

/**
 * The elementwise functions, with broadcasting. On integers they wrap around as Java's operators
 * do.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /** {@code a + b}. */
  public static NdArray add(NdArray a, NdArray b) {
    return BinaryKernels.Add.KERNEL.apply(a, b);
  }

  /** {@code a - b}. */
  public static NdArray subtract(NdArray a, NdArray b) {
    return BinaryKernels.Subtract.KERNEL.apply(a, b);
  }

  /** {@code a * b}. */
  public static NdArray multiply(NdArray a, NdArray b) {
    return BinaryKernels.Multiply.KERNEL.apply(a, b);
  }

  /** {@code a / b} of floating-point numbers. */
  public static NdArray divide(NdArray a, NdArray b) {
    return BinaryKernels.Divide.KERNEL.apply(a, b);
  }

  /** {@code a % b} of floating-point numbers. */
  public static NdArray remainder(NdArray a, NdArray b) {
    return BinaryKernels.Remainder.KERNEL.apply(a, b);
  }

  /** {@code a / b} of integers. */
  public static NdArray divideInteger(NdArray a, NdArray b) {
    return BinaryKernels.DivideInteger.KERNEL.apply(a, b);
  }

  /** {@code a % b} of integers. */
  public static NdArray remainderInteger(NdArray a, NdArray b) {
    return BinaryKernels.RemainderInteger.KERNEL.apply(a, b);
  }

  /** The greater of two. */
  public static NdArray maximum(NdArray a, NdArray b) {
    return BinaryKernels.Maximum.KERNEL.apply(a, b);
  }

  /** The less of two. */
  public static NdArray minimum(NdArray a, NdArray b) {
    return BinaryKernels.Minimum.KERNEL.apply(a, b);
  }

  /** {@code a} to the power of {@code b}. */
  public static NdArray pow(NdArray a, NdArray b) {
    return BinaryKernels.Pow.KERNEL.apply(a, b);
  }

  /** {@code a & b} of integers and truth values. */
  public static NdArray and(NdArray a, NdArray b) {
    return BinaryKernels.And.KERNEL.apply(a, b);
  }

  /** {@code a | b} of integers and truth values. */
  public static NdArray or(NdArray a, NdArray b) {
    return BinaryKernels.Or.KERNEL.apply(a, b);
  }

  /** {@code a ^ b} of integers and truth values. */
  public static NdArray xor(NdArray a, NdArray b) {
    return BinaryKernels.Xor.KERNEL.apply(a, b);
  }

  /** {@code a < b}. */
  public static NdArray less(NdArray a, NdArray b) {
    return RelationKernels.Less.KERNEL.apply(a, b);
  }

  /** {@code a <= b}. */
  public static NdArray lessEqual(NdArray a, NdArray b) {
    return RelationKernels.LessEqual.KERNEL.apply(a, b);
  }

  /** {@code a > b}. */
  public static NdArray greater(NdArray a, NdArray b) {
    return RelationKernels.Greater.KERNEL.apply(a, b);
  }

  /** {@code a >= b}. */
  public static NdArray greaterEqual(NdArray a, NdArray b) {
    return RelationKernels.GreaterEqual.KERNEL.apply(a, b);
  }

  /** {@code a == b}. */
  public static NdArray equalTo(NdArray a, NdArray b) {
    return RelationKernels.Equal.KERNEL.apply(a, b);
  }

  /** {@code a != b}. */
  public static NdArray notEqualTo(NdArray a, NdArray b) {
    return RelationKernels.NotEqual.KERNEL.apply(a, b);
  }

  /** {@code -a}. */
  public static NdArray negate(NdArray a) {
    return UnaryKernels.Negate.KERNEL.apply(a);
  }

  /** The absolute value. */
  public static NdArray abs(NdArray a) {
    return UnaryKernels.Abs.KERNEL.apply(a);
  }

  /** The sign: -1, 0 or 1. */
  public static NdArray sign(NdArray a) {
    return UnaryKernels.Sign.KERNEL.apply(a);
  }

  /** {@code a * a}. */
  public static NdArray square(NdArray a) {
    return UnaryKernels.Square.KERNEL.apply(a);
  }

  /** The square root. */
  public static NdArray sqrt(NdArray a) {
    return UnaryKernels.Sqrt.KERNEL.apply(a);
  }

  /** The exponential function. */
  public static NdArray exp(NdArray a) {
    return UnaryKernels.Exp.KERNEL.apply(a);
  }

  /** The natural logarithm. */
  public static NdArray log(NdArray a) {
    return UnaryKernels.Log.KERNEL.apply(a);
  }

  /** The hyperbolic tangent. */
  public static NdArray tanh(NdArray a) {
    return UnaryKernels.Tanh.KERNEL.apply(a);
  }

  /** The logistic function. */
  public static NdArray sigmoid(NdArray a) {
    return UnaryKernels.Sigmoid.KERNEL.apply(a);
  }

  /** The greater of {@code a} and 0. */
  public static NdArray relu(NdArray a) {
    return UnaryKernels.Relu.KERNEL.apply(a);
  }

  /** The negation of each truth value. */
  public static NdArray not(NdArray operand) {
    boolean[] from = operand.booleans();
    boolean[] result = new boolean[from.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = !from[i];
    }
    return NdArray.of(operand.shape(), result);
  }

  /** Each element of {@code chosen} where {@code condition} is true, else of {@code other}. */
  public static NdArray where(NdArray condition, NdArray chosen, NdArray other) {
    TensorShape shape =
        Broadcasting.shape(condition.shape(), Broadcasting.shape(chosen.shape(), other.shape()));
    int[] sizes = shape.toArray();
    boolean[] truth = Layouts.broadcastTo(condition, sizes).booleans();
    NdArray whenTrue = Layouts.broadcastTo(chosen, sizes);
    NdArray whenFalse = Layouts.broadcastTo(other, sizes);
    NdArray result = Creation.zeros(chosen.dtype(), sizes);
    DType dtype = chosen.dtype();
    for (int i = 0; i < truth.length; i++) {
      NdArray from = truth[i] ? whenTrue : whenFalse;
      switch (dtype) {
        case FLOAT32 -> result.floats()[i] = from.floats()[i];
        case FLOAT64 -> result.doubles()[i] = from.doubles()[i];
        case INT32 -> result.ints()[i] = from.ints()[i];
        case INT64 -> result.longs()[i] = from.longs()[i];
        case BOOL -> result.booleans()[i] = from.booleans()[i];
      }
    }
    return result;
  }
}
