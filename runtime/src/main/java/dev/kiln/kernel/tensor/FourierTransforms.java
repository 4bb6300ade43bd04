package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * Discrete Fourier transforms, computed in double and rounded once. Sizes that are powers of two by
 * halving (Cooley and Tukey, 1965), others as a convolution of such a size (Bluestein, 1970).
 */
public final class FourierTransforms {
  private FourierTransforms() {}

  /**
   * The sums {@code x[k] exp(-2 pi i j k / n)} over k along {@code axis}, not divided by n.
   *
   * @param operand pairs of real and imaginary parts in the last dimension
   * @param inverse whether the exponent has the opposite sign
   */
  public static NdArray dft(NdArray operand, int axis, boolean inverse) {
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int size = shape.size(at);
    int inner = 1;
    for (int i = at + 1; i < shape.rank() - 1; i++) {
      inner *= shape.size(i);
    }
    NdArray result = Creation.zeros(operand.dtype(), shape.toArray());
    int groups = size == 0 ? 0 : shape.elements() / 2 / size;
    double[] real = new double[size];
    double[] imaginary = new double[size];
    for (int g = 0; g < groups; g++) {
      int start = g / inner * inner * size + g % inner;
      for (int i = 0; i < size; i++) {
        real[i] = get(operand, 2 * (start + i * inner));
        imaginary[i] = get(operand, 2 * (start + i * inner) + 1);
      }
      // the other sign: with real and imaginary parts exchanged
      transform(inverse ? imaginary : real, inverse ? real : imaginary);
      for (int i = 0; i < size; i++) {
        set(result, 2 * (start + i * inner), real[i]);
        set(result, 2 * (start + i * inner) + 1, imaginary[i]);
      }
    }
    return result;
  }

  private static void transform(double[] real, double[] imaginary) {
    if (Integer.bitCount(real.length) == 1) {
      halve(real, imaginary);
    } else {
      convolve(real, imaginary);
    }
  }

  /** In place, of a size that is a power of two. */
  private static void halve(double[] real, double[] imaginary) {
    int size = real.length;
    for (int i = 1, j = 0; i < size; i++) {
      int bit = size >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit; // i with its bits in the opposite order
      if (i < j) {
        exchange(real, i, j);
        exchange(imaginary, i, j);
      }
    }
    for (int half = 1; half < size; half *= 2) {
      for (int k = 0; k < half; k++) {
        double angle = -Math.PI * k / half;
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        for (int i = k; i < size; i += 2 * half) {
          int j = i + half;
          double x = real[j] * cosine - imaginary[j] * sine;
          double y = real[j] * sine + imaginary[j] * cosine;
          real[j] = real[i] - x;
          imaginary[j] = imaginary[i] - y;
          real[i] += x;
          imaginary[i] += y;
        }
      }
    }
  }

  /** In place: {@code 2 j k = j^2 + k^2 - (j - k)^2} makes the sums a convolution with a chirp. */
  private static void convolve(double[] real, double[] imaginary) {
    int size = real.length;
    int wide = Integer.highestOneBit(2 * size) * 2;
    double[] cosines = new double[size];
    double[] sines = new double[size];
    double[] x = new double[wide];
    double[] y = new double[wide];
    double[] chirp = new double[wide];
    double[] chirpY = new double[wide];
    for (int k = 0; k < size; k++) {
      double angle = Math.PI * ((long) k * k % (2L * size)) / size;
      cosines[k] = StrictMath.cos(angle);
      sines[k] = StrictMath.sin(angle);
      x[k] = real[k] * cosines[k] + imaginary[k] * sines[k];
      y[k] = imaginary[k] * cosines[k] - real[k] * sines[k];
      chirp[k] = cosines[k];
      chirpY[k] = sines[k];
      if (k > 0) {
        chirp[wide - k] = cosines[k];
        chirpY[wide - k] = sines[k];
      }
    }
    halve(x, y);
    halve(chirp, chirpY);
    for (int i = 0; i < wide; i++) {
      double product = x[i] * chirp[i] - y[i] * chirpY[i];
      y[i] = (x[i] * chirpY[i] + y[i] * chirp[i]) / wide;
      x[i] = product / wide;
    }
    halve(y, x);
    for (int k = 0; k < size; k++) {
      real[k] = x[k] * cosines[k] + y[k] * sines[k];
      imaginary[k] = y[k] * cosines[k] - x[k] * sines[k];
    }
  }

  private static void exchange(double[] array, int i, int j) {
    double moved = array[i];
    array[i] = array[j];
    array[j] = moved;
  }

  private static double get(NdArray array, int at) {
    return array.dtype() == DType.FLOAT32 ? array.floats()[at] : array.doubles()[at];
  }

  private static void set(NdArray array, int at, double value) {
    if (array.dtype() == DType.FLOAT32) {
      array.floats()[at] = (float) value;
    } else {
      array.doubles()[at] = value;
    }
  }
}
