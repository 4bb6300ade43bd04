package dev.kiln.nn;

import dev.kiln.op.neural.FourierMethods;
import dev.kiln.tensor.Tensor;

/**
 * Discrete Fourier transforms of any size along one axis. Complex numbers are pairs of real and
 * imaginary parts in the last dimension, which has size 2, as in ONNX DFT. The transform is not
 * scaled, its inverse is divided by the size, as in NumPy and PyTorch. All are computed in double
 * and rounded once.
 */
public final class Fourier {
  private Fourier() {}

  /**
   * {@code sum(x[k] exp(-2 pi i j k / n))} over k.
   *
   * @param x floating-point, {@code [.., 2]}
   * @param axis any but the last
   */
  public static Tensor fft(Tensor x, int axis) {
    return FourierMethods.fft(x, axis);
  }

  /** The inverse of {@link #fft}. */
  public static Tensor ifft(Tensor x, int axis) {
    return FourierMethods.ifft(x, axis);
  }

  /**
   * The terms 0 to {@code n / 2} of the transform of real numbers; the others are conjugate.
   *
   * @param x floating-point; the size n along the axis is known
   * @return complex numbers, with a further dimension of size 2
   */
  public static Tensor rfft(Tensor x, int axis) {
    return FourierMethods.rfft(x, axis);
  }

  /**
   * The inverse of {@link #rfft}: {@code size} real numbers from {@code size / 2 + 1} terms.
   *
   * @param axis an axis of the result
   */
  public static Tensor irfft(Tensor x, int size, int axis) {
    return FourierMethods.irfft(x, size, axis);
  }

  /** The products of complex numbers, which broadcast. */
  public static Tensor multiply(Tensor x, Tensor y) {
    return FourierMethods.multiply(x, y);
  }
}
