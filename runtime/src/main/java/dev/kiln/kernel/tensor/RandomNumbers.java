package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * Random numbers as functions of a key, an int32 tensor of two words, and of the position in the
 * result. So they are the same on every platform, in every mode and in any number of threads.
 *
 * <p>{@link #block Block} b of a key is Threefry-2x32 with 20 rounds of the counter b; its two
 * words are the words 2b and 2b + 1 of the key.
 */
public final class RandomNumbers {
  private static final int PARITY = 0x1BD11BDA;

  private RandomNumbers() {}

  /**
   * Threefry-2x32-20 of a key and a counter of two words, the first of which is the upper half.
   * Salmon and others, Parallel Random Numbers: As Easy as 1, 2, 3, 2011.
   */
  public static long block(int first, int second, long counter) {
    int third = PARITY ^ first ^ second;
    int x = (int) (counter >>> 32) + first;
    int y = (int) counter + second;
    for (int group = 1; group <= 5; group++) {
      boolean odd = group % 2 == 1;
      x += y;
      y = Integer.rotateLeft(y, odd ? 13 : 17) ^ x;
      x += y;
      y = Integer.rotateLeft(y, odd ? 15 : 29) ^ x;
      x += y;
      y = Integer.rotateLeft(y, odd ? 26 : 16) ^ x;
      x += y;
      y = Integer.rotateLeft(y, odd ? 6 : 24) ^ x;
      int used = first; // the next of three words of the key, in turn
      first = second;
      second = third;
      third = used;
      x += first;
      y += second + group;
    }
    return (long) x << 32 | y & 0xFFFFFFFFL;
  }

  /** The words of the key, in order. */
  public static NdArray bits(NdArray key, int... sizes) {
    NdArray result = Creation.zeros(DType.INT32, sizes);
    int[] words = result.ints();
    for (int i = 0; i < words.length; i++) {
      long block = block(key, i >>> 1);
      words[i++] = (int) (block >>> 32);
      if (i < words.length) {
        words[i] = (int) block;
      }
    }
    return result;
  }

  /** The key whose words are block {@code data} of the key; {@code data} is one integer. */
  public static NdArray foldIn(NdArray key, NdArray data) {
    long block = block(key, Creation.toLong(data));
    return NdArray.of(TensorShape.of(2), new int[] {(int) (block >>> 32), (int) block});
  }

  /**
   * Numbers in [0, 1): of float32 the upper 24 bits of word i, of float64 the upper 53 bits of
   * block i, divided by a power of two.
   */
  public static NdArray uniform(NdArray key, DType dtype, int... sizes) {
    NdArray result = Creation.zeros(dtype, sizes);
    if (dtype == DType.FLOAT32) {
      int[] words = bits(key, sizes).ints();
      for (int i = 0; i < words.length; i++) {
        result.floats()[i] = (words[i] >>> 8) * 0x1p-24f;
      }
      return result;
    }
    double[] elements = result.doubles();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (block(key, i) >>> 11) * 0x1p-53;
    }
    return result;
  }

  /**
   * The {@linkplain NormalQuantile quantiles} of numbers in (0, 1): of float32 {@code (w + 0.5) /
   * 2^32} for word w at i, of float64 {@code (b + 0.5) / 2^52} for the upper 52 bits b of block i.
   */
  public static NdArray normal(NdArray key, DType dtype, int... sizes) {
    NdArray result = Creation.zeros(dtype, sizes);
    if (dtype == DType.FLOAT32) {
      int[] words = bits(key, sizes).ints();
      for (int i = 0; i < words.length; i++) {
        double share = ((words[i] & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
        result.floats()[i] = (float) NormalQuantile.of(share);
      }
      return result;
    }
    double[] elements = result.doubles();
    for (int i = 0; i < elements.length; i++) {
      elements[i] = NormalQuantile.of(((block(key, i) >>> 12) + 0.5) * 0x1p-52);
    }
    return result;
  }

  /**
   * The numbers below {@code size} in random order: from the last place on, the number at i is
   * exchanged for that at {@code floor((i + 1) u)}, where u is uniform number i of float64. Fisher
   * and Yates, 1938.
   */
  public static NdArray permutation(NdArray key, int size) {
    NdArray result = Creation.arange(DType.INT32, size);
    int[] order = result.ints();
    for (int i = size - 1; i > 0; i--) {
      int other = (int) ((block(key, i) >>> 11) * 0x1p-53 * (i + 1L));
      int moved = order[i];
      order[i] = order[other];
      order[other] = moved;
    }
    return result;
  }

  private static long block(NdArray key, long counter) {
    return block(key.ints()[0], key.ints()[1], counter);
  }
}
