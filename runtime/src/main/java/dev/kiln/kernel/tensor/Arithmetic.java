package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.ArithmeticKernels;
import dev.kiln.kernel.elementwise.BinaryKernels;
import dev.kiln.kernel.elementwise.Blocks;
import dev.kiln.kernel.elementwise.Broadcasting;
import dev.kiln.kernel.elementwise.Elements;
import dev.kiln.kernel.elementwise.RelationKernels;
import dev.kiln.kernel.elementwise.SelectKernel;
import dev.kiln.kernel.elementwise.UnaryKernels;

/**
 * The elementwise functions, with broadcasting. On integers they wrap around as Java's operators
 * do.
 */
public final class Arithmetic {
  private Arithmetic() {}

  /** {@code a + b}. */
  public static NdArray add(NdArray a, NdArray b) {
    return ArithmeticKernels.Add.KERNEL.apply(a, b);
  }

  /** {@code a - b}. */
  public static NdArray subtract(NdArray a, NdArray b) {
    return ArithmeticKernels.Subtract.KERNEL.apply(a, b);
  }

  /** {@code a * b}. */
  public static NdArray multiply(NdArray a, NdArray b) {
    return ArithmeticKernels.Multiply.KERNEL.apply(a, b);
  }

  /** {@code a / b} of floating-point numbers. */
  public static NdArray divide(NdArray a, NdArray b) {
    return ArithmeticKernels.Divide.KERNEL.apply(a, b);
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
    return ArithmeticKernels.Maximum.KERNEL.apply(a, b);
  }

  /** The less of two. */
  public static NdArray minimum(NdArray a, NdArray b) {
    return ArithmeticKernels.Minimum.KERNEL.apply(a, b);
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
    Object result = Elements.makeArbitrary(chosen.dtype(), shape.elements());
    Blocks.apply(SelectKernel.KERNEL, result, shape, condition, chosen, other);
    return Elements.wrap(shape, result);
  }
}
