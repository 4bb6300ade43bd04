package dev.kiln.op.neural;

import dev.kiln.annotation.DType;
import dev.kiln.op.Operand;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.List;

/** Random numbers that are composed of operations; {@code dev.kiln.nn.Random} describes them. */
public final class RandomMethods {
  private RandomMethods() {}

  /** The words of a key. */
  public static <T extends Operand<T>> T bits(T key, List<Dim> dims) {
    return key.apply(RandomOps.BITS, Attributes.dims(dims), List.of(key));
  }

  /** {@code count} keys, {@code [count, 2]}. */
  public static <T extends Operand<T>> T split(T key, Dim count) {
    return bits(key, List.of(count, Dim.of(2)));
  }

  /** Uniform in [0, 1). */
  public static <T extends Operand<T>> T uniform(T key, DType dtype, List<Dim> dims) {
    return key.apply(RandomOps.UNIFORM, shaped(dtype, dims), List.of(key));
  }

  /** Standard normal. */
  public static <T extends Operand<T>> T normal(T key, DType dtype, List<Dim> dims) {
    return key.apply(RandomOps.NORMAL, shaped(dtype, dims), List.of(key));
  }

  /** {@code -log(1 - u)}. */
  public static <T extends Operand<T>> T exponential(T key, DType dtype, List<Dim> dims) {
    return uniform(key, dtype, dims).negate().log1p().negate();
  }

  /** {@code -log(-log(u))}, where u is not 0. */
  public static <T extends Operand<T>> T gumbel(T key, DType dtype, List<Dim> dims) {
    T positive = uniform(key, dtype, dims).maximum(Float.MIN_NORMAL);
    return positive.log().negate().log().negate();
  }

  /** {@code low + floor(u (high - low))}, computed in float64. */
  public static <T extends Operand<T>> T integers(T key, int low, int high, List<Dim> dims) {
    if (low >= high) {
      throw new TypeMismatchException(0, "integers: no number from " + low + " to " + high);
    }
    T steps = uniform(key, DType.FLOAT64, dims).multiply((double) high - low).floor();
    return steps.add((double) low).cast(DType.INT32);
  }

  /** Whether u is less than the probability at its place. */
  public static <T extends Operand<T>> T bernoulli(T key, T probability) {
    return uniform(key, probability.dtype(), probability.dims()).less(probability);
  }

  /** As {@link #bernoulli(Operand, Operand)}, the same probability everywhere. */
  public static <T extends Operand<T>> T bernoulli(T key, double probability, List<Dim> dims) {
    return uniform(key, DType.FLOAT32, dims).less(probability);
  }

  /** The place of the greatest sum of logit and Gumbel number along the last axis. */
  public static <T extends Operand<T>> T categorical(T key, T logits) {
    return logits.add(gumbel(key, logits.dtype(), logits.dims())).argmax(-1);
  }

  /** {@code x / (1 - rate)} with probability {@code 1 - rate}, else 0; ONNX Dropout. */
  public static <T extends Operand<T>> T dropout(T x, T key, T rate) {
    T kept = uniform(key, x.dtype(), x.dims()).greaterEqual(rate);
    return kept.where(x.divide(rate.negate().add(1)), x.number(0));
  }

  private static Attributes shaped(DType dtype, List<Dim> dims) {
    return Attributes.of("dtype", new Attribute.ElementType(dtype))
        .with("dims", new Attribute.Dims(dims));
  }
}
