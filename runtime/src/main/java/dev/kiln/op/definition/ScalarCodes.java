package dev.kiln.op.definition;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.elementwise.RelationKernel;
import dev.kiln.kernel.elementwise.UnaryKernel;
import dev.kiln.op.definition.Evaluation.BitsFunction;

/** The functions of elementwise kernels on single numbers, as functions of raw {@link Bits}. */
public final class ScalarCodes {
  private ScalarCodes() {}

  public static BitsFunction unary(UnaryKernel kernel, DType dtype) {
    if (dtype == DType.INT32) {
      return (a, b, c) -> kernel.apply((int) a);
    }
    if (dtype == DType.INT64) {
      return (a, b, c) -> kernel.apply(a);
    }
    if (dtype == DType.FLOAT32) {
      return (a, b, c) -> Bits.of(kernel.apply(Bits.toFloat(a)));
    }
    if (dtype == DType.FLOAT64) {
      return (a, b, c) -> Bits.of(kernel.apply(Bits.toDouble(a)));
    }
    throw new IllegalOperandException(kernel.name() + " of bool");
  }

  public static BitsFunction binary(BinaryKernel kernel, DType dtype) {
    if (dtype == DType.INT32) {
      return (a, b, c) -> kernel.apply((int) a, (int) b);
    }
    if (dtype == DType.INT64) {
      return (a, b, c) -> kernel.apply(a, b);
    }
    if (dtype == DType.FLOAT32) {
      return (a, b, c) -> Bits.of(kernel.apply(Bits.toFloat(a), Bits.toFloat(b)));
    }
    if (dtype == DType.FLOAT64) {
      return (a, b, c) -> Bits.of(kernel.apply(Bits.toDouble(a), Bits.toDouble(b)));
    }
    return (a, b, c) -> Bits.of(kernel.apply(a != 0, b != 0));
  }

  public static BitsFunction relation(RelationKernel kernel, DType dtype) {
    if (dtype == DType.INT32) {
      return (a, b, c) -> Bits.of(kernel.test((int) a, (int) b));
    }
    if (dtype == DType.INT64) {
      return (a, b, c) -> Bits.of(kernel.test(a, b));
    }
    if (dtype == DType.FLOAT32) {
      return (a, b, c) -> Bits.of(kernel.test(Bits.toFloat(a), Bits.toFloat(b)));
    }
    if (dtype == DType.FLOAT64) {
      return (a, b, c) -> Bits.of(kernel.test(Bits.toDouble(a), Bits.toDouble(b)));
    }
    return (a, b, c) -> Bits.of(kernel.test(a != 0, b != 0));
  }
}
