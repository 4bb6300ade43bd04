package dev.kiln.op.neural;

import dev.kiln.op.LayoutOps;
import dev.kiln.op.Operand;
import dev.kiln.op.ShapeMethods;
import dev.kiln.op.SliceOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.List;

/** What is composed of the Fourier transform; {@code dev.kiln.nn.Fourier} describes it. */
public final class FourierMethods {
  private FourierMethods() {}

  /** The transform of complex numbers. */
  public static <T extends Operand<T>> T fft(T x, int axis) {
    return FourierOps.dft(x, axis, false);
  }

  /** The inverse of {@link #fft}. */
  public static <T extends Operand<T>> T ifft(T x, int axis) {
    T sums = FourierOps.dft(x, axis, true);
    T ones = LayoutOps.broadcastTo(x.number(1), List.of(x.dims().get(at("ifft", x, axis))));
    return sums.divide(ones.sum());
  }

  /** The first half of the transform of real numbers. */
  public static <T extends Operand<T>> T rfft(T x, int axis) {
    int at = at("rfft", x, axis);
    int size = known("rfft", x.dims().get(at));
    T pairs = ShapeMethods.stack(x.rank(), List.of(x, x.subtract(x)));
    return FourierOps.dft(pairs, at, false).slice(at, 0, size / 2 + 1);
  }

  /** The inverse of {@link #rfft}. */
  public static <T extends Operand<T>> T irfft(T x, int size, int axis) {
    int at = at("irfft", x, axis < 0 ? axis - 1 : axis);
    int half = known("irfft", x.dims().get(at));
    if (size < 1 || half != size / 2 + 1) {
      throw new TypeMismatchException(
          0, "irfft: " + size + " numbers have " + (size / 2 + 1) + " terms, not " + half);
    }
    // what is left out is conjugate, in the opposite order
    T rest = x.slice(at, 1, size - half + 1).flip(at);
    T real = rest.slice(-1, 0, 1);
    T imaginary = rest.slice(-1, 1, 2).negate();
    T whole = joined(at, x, joined(-1, real, imaginary));
    return ifft(whole, at).slice(-1, 0, 1).squeeze(-1);
  }

  /** The products of complex numbers. */
  public static <T extends Operand<T>> T multiply(T x, T y) {
    T a = x.slice(-1, 0, 1);
    T b = x.slice(-1, 1, 2);
    T c = y.slice(-1, 0, 1);
    T d = y.slice(-1, 1, 2);
    return joined(-1, a.multiply(c).subtract(b.multiply(d)), a.multiply(d).add(b.multiply(c)));
  }

  private static <T extends Operand<T>> T joined(int axis, T first, T second) {
    return first.apply(SliceOps.CONCATENATE, Attributes.axis(axis), List.of(first, second));
  }

  private static <T extends Operand<T>> int at(String method, T x, int axis) {
    return TypeRules.axis(method, new TensorType(x.dtype(), x.dims()), axis);
  }

  private static int known(String method, Dim size) {
    if (size.constant().isEmpty()) {
      throw new TypeMismatchException(0, method + " needs a size that is known, not " + size);
    }
    return Math.toIntExact(size.constant().getAsLong());
  }
}
