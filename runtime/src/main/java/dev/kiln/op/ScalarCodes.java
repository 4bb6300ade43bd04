package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.BinaryKernel;
import dev.kiln.kernel.RelationKernel;
import dev.kiln.kernel.UnaryKernel;
import dev.kiln.op.Evaluation.BitsFunction;

/** The functions of elementwise kernels on single numbers, as functions of raw {@link Bits}. */
final class ScalarCodes {
  private ScalarCodes() {}

  static BitsFunction unary(UnaryKernel kernel, DType dtype) {
    return switch (dtype) {
      case INT32 -> (a, b, c) -> kernel.ints().applyAsInt((int) a);
      case INT64 -> (a, b, c) -> kernel.longs().applyAsLong(a);
      case FLOAT32 -> (a, b, c) -> Bits.of(kernel.floats().apply(Bits.toFloat(a)));
      case FLOAT64 -> (a, b, c) -> Bits.of(kernel.doubles().applyAsDouble(Bits.toDouble(a)));
      case BOOL -> throw new IllegalArgumentException(kernel.name() + " of bool");
    };
  }

  static BitsFunction binary(BinaryKernel kernel, DType dtype) {
    return switch (dtype) {
      case INT32 -> (a, b, c) -> kernel.ints().applyAsInt((int) a, (int) b);
      case INT64 -> (a, b, c) -> kernel.longs().applyAsLong(a, b);
      case FLOAT32 -> (a, b, c) -> Bits.of(kernel.floats().apply(Bits.toFloat(a), Bits.toFloat(b)));
      case FLOAT64 ->
          (a, b, c) -> Bits.of(kernel.doubles().applyAsDouble(Bits.toDouble(a), Bits.toDouble(b)));
      case BOOL -> (a, b, c) -> Bits.of(kernel.booleans().apply(a != 0, b != 0));
    };
  }

  static BitsFunction relation(RelationKernel kernel, DType dtype) {
    return switch (dtype) {
      case INT32 -> (a, b, c) -> Bits.of(kernel.ints().test((int) a, (int) b));
      case INT64 -> (a, b, c) -> Bits.of(kernel.longs().test(a, b));
      case FLOAT32 -> (a, b, c) -> Bits.of(kernel.floats().test(Bits.toFloat(a), Bits.toFloat(b)));
      case FLOAT64 ->
          (a, b, c) -> Bits.of(kernel.doubles().test(Bits.toDouble(a), Bits.toDouble(b)));
      case BOOL -> (a, b, c) -> Bits.of(kernel.booleans().apply(a != 0, b != 0));
    };
  }
}
