package dev.kiln.op.definition;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.elementwise.RelationKernel;
import dev.kiln.kernel.elementwise.UnaryKernel;
import dev.kiln.op.definition.Evaluation.BitsFunction;

/** The functions of elementwise kernels on single numbers, as functions of raw {@link Bits}. */
public final class ScalarCodes {
  private ScalarCodes() {}

  public static BitsFunction unary(UnaryKernel kernel, DType dtype) {
    return switch (dtype) {
      case INT32 -> (a, b, c) -> kernel.apply((int) a);
      case INT64 -> (a, b, c) -> kernel.apply(a);
      case FLOAT32 -> (a, b, c) -> Bits.of(kernel.apply(Bits.toFloat(a)));
      case FLOAT64 -> (a, b, c) -> Bits.of(kernel.apply(Bits.toDouble(a)));
      case BOOL -> throw new IllegalArgumentException(kernel.name() + " of bool");
    };
  }

  public static BitsFunction binary(BinaryKernel kernel, DType dtype) {
    return switch (dtype) {
      case INT32 -> (a, b, c) -> kernel.apply((int) a, (int) b);
      case INT64 -> (a, b, c) -> kernel.apply(a, b);
      case FLOAT32 -> (a, b, c) -> Bits.of(kernel.apply(Bits.toFloat(a), Bits.toFloat(b)));
      case FLOAT64 -> (a, b, c) -> Bits.of(kernel.apply(Bits.toDouble(a), Bits.toDouble(b)));
      case BOOL -> (a, b, c) -> Bits.of(kernel.apply(a != 0, b != 0));
    };
  }

  public static BitsFunction relation(RelationKernel kernel, DType dtype) {
    return switch (dtype) {
      case INT32 -> (a, b, c) -> Bits.of(kernel.test((int) a, (int) b));
      case INT64 -> (a, b, c) -> Bits.of(kernel.test(a, b));
      case FLOAT32 -> (a, b, c) -> Bits.of(kernel.test(Bits.toFloat(a), Bits.toFloat(b)));
      case FLOAT64 -> (a, b, c) -> Bits.of(kernel.test(Bits.toDouble(a), Bits.toDouble(b)));
      case BOOL -> (a, b, c) -> Bits.of(kernel.test(a != 0, b != 0));
    };
  }
}
