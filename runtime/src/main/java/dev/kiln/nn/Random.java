package dev.kiln.nn;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.neural.RandomMethods;
import dev.kiln.op.neural.RandomOps;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import java.util.Arrays;
import java.util.List;

/**
 * Random numbers from an explicit key, an int32 tensor of two words, as in JAX. There is no state:
 * the same key always gives the same numbers, in every mode, on every platform and in any number of
 * threads. Whoever needs different numbers takes different keys, by {@link #split} or {@link
 * #foldIn}, and uses each key once:
 *
 * <pre>{@code
 * Tensor key = Random.key(42);
 * for (int step = 0; step < steps; step++) {
 *   Tensor keys = Random.split(Random.foldIn(key, step), 2);
 *   Tensor noise = Random.normal(keys.get(0), 3, 4);
 *   Tensor masked = Random.dropout(x, keys.get(1), 0.1);
 * }
 * }</pre>
 *
 * <p>The bits are those of Threefry-2x32 with 20 rounds (Salmon and others, Parallel Random
 * Numbers: As Easy as 1, 2, 3, 2011); {@link dev.kiln.kernel.tensor.RandomNumbers} tells which bits
 * make which number. No derivative flows to keys. All methods but {@link #key} may be called in
 * models.
 */
public final class Random {
  private Random() {}

  /** The key whose words are the upper and the lower half of the seed. */
  public static Tensor key(long seed) {
    return Tensor.of(new int[] {(int) (seed >>> 32), (int) seed});
  }

  /**
   * New keys.
   *
   * @return {@code [count, 2]}, a key in each row
   */
  public static Tensor split(Tensor key, int count) {
    return RandomMethods.split(key, Dim.of(count));
  }

  /** Another key for each number, such as the number of a training step. */
  public static Tensor foldIn(Tensor key, int data) {
    return foldIn(key, Tensor.scalar(data));
  }

  /**
   * As {@link #foldIn(Tensor, int)}.
   *
   * @param data one integer, of int32 or int64
   */
  public static Tensor foldIn(Tensor key, Tensor data) {
    return key.apply(RandomOps.FOLD_IN, Attributes.NONE, List.of(key, data));
  }

  /** Integers of dtype int32 whose bits are all random. */
  public static Tensor bits(Tensor key, int... sizes) {
    return RandomMethods.bits(key, dims(sizes));
  }

  /** Numbers of dtype float32 that are uniform in [0, 1). */
  public static Tensor uniform(Tensor key, int... sizes) {
    return uniform(key, DType.FLOAT32, sizes);
  }

  /** Numbers that are uniform in [0, 1): multiples of 2^-24 for float32, of 2^-53 for float64. */
  public static Tensor uniform(Tensor key, DType dtype, int... sizes) {
    return RandomMethods.uniform(key, dtype, dims(sizes));
  }

  /** Numbers of dtype float32 that are normal with mean 0 and standard deviation 1. */
  public static Tensor normal(Tensor key, int... sizes) {
    return normal(key, DType.FLOAT32, sizes);
  }

  /**
   * Numbers that are normal with mean 0 and standard deviation 1: the {@linkplain
   * dev.kiln.kernel.tensor.NormalQuantile quantiles} of uniform numbers.
   */
  public static Tensor normal(Tensor key, DType dtype, int... sizes) {
    return RandomMethods.normal(key, dtype, dims(sizes));
  }

  /** Numbers of dtype float32 that are exponential with mean 1. */
  public static Tensor exponential(Tensor key, int... sizes) {
    return exponential(key, DType.FLOAT32, sizes);
  }

  /** Numbers that are exponential with mean 1: {@code -log(1 - u)}. */
  public static Tensor exponential(Tensor key, DType dtype, int... sizes) {
    return RandomMethods.exponential(key, dtype, dims(sizes));
  }

  /** Numbers of dtype float32 with the standard Gumbel distribution. */
  public static Tensor gumbel(Tensor key, int... sizes) {
    return gumbel(key, DType.FLOAT32, sizes);
  }

  /** Numbers with the standard Gumbel distribution: {@code -log(-log(u))}. */
  public static Tensor gumbel(Tensor key, DType dtype, int... sizes) {
    return RandomMethods.gumbel(key, dtype, dims(sizes));
  }

  /**
   * Integers of dtype int32 from {@code low} to {@code high}, exclusive. In a model both are
   * constants.
   *
   * @throws dev.kiln.op.definition.TypeMismatchException if there is none
   */
  public static Tensor integers(Tensor key, int low, int high, int... sizes) {
    return RandomMethods.integers(key, low, high, dims(sizes));
  }

  /** Truth values that are true with the given probability, which is a constant in a model. */
  public static Tensor bernoulli(Tensor key, double probability, int... sizes) {
    return RandomMethods.bernoulli(key, probability, dims(sizes));
  }

  /** Truth values of the shape of {@code probability}, the probabilities that they are true. */
  public static Tensor bernoulli(Tensor key, Tensor probability) {
    return RandomMethods.bernoulli(key, probability);
  }

  /**
   * Numbers of classes, drawn with the probabilities that softmax gives, by the Gumbel-max method.
   *
   * @param logits {@code [.., classes]}, floating-point
   * @return {@code [..]}, of dtype int32
   */
  public static Tensor categorical(Tensor key, Tensor logits) {
    return RandomMethods.categorical(key, logits);
  }

  /** The numbers from 0 to {@code size}, exclusive, in random order; of dtype int32. */
  public static Tensor permutation(Tensor key, int size) {
    Attribute places = new Attribute.Dims(List.of(Dim.of(size)));
    return key.apply(RandomOps.PERMUTATION, Attributes.of("size", places), List.of(key));
  }

  /**
   * Each element of {@code x} with probability {@code 1 - rate}, divided by it, else 0; ONNX
   * Dropout in training. Srivastava and others, 2014.
   *
   * @param x floating-point, of any shape
   */
  public static Tensor dropout(Tensor x, Tensor key, double rate) {
    return dropout(x, key, x.number(rate));
  }

  /** As {@link #dropout(Tensor, Tensor, double)}, with a tensor of rank 0. */
  public static Tensor dropout(Tensor x, Tensor key, Tensor rate) {
    return RandomMethods.dropout(x, key, rate);
  }

  private static List<Dim> dims(int... sizes) {
    return Arrays.stream(sizes).mapToObj(Dim::of).toList();
  }
}
