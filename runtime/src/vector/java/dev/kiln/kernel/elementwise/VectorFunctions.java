package dev.kiln.kernel.elementwise;

import static dev.kiln.kernel.elementwise.FloatCoefficients.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link FloatFunctions} with the Vector API, and with its bits. Each method goes
 * on to the end of the block or to a vector with a number that is rare (such as NaN, or an operand
 * whose result is subnormal), and returns how many elements it has written; the caller computes the
 * next {@link #WIDTH} of them one by one. Compiled apart from the rest, and loaded only where the
 * module {@code jdk.incubator.vector} is there.
 */
final class VectorFunctions {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private static final int WIDTH = FLOATS.length();

  private VectorFunctions() {}

  static int exp(float[] a, int aAt, float[] to, int toAt, int count) {
    int i = 0;
    for (; i + WIDTH <= count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aAt + i);
      if (!isOrdinary(x)) {
        break;
      }
      exponential(x).intoArray(to, toAt + i);
    }
    return i;
  }

  static int sigmoid(float[] a, int aAt, float[] to, int toAt, int count) {
    int i = 0;
    for (; i + WIDTH <= count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aAt + i);
      x = x.blend(SIGMOID_IS_ONE, x.compare(VectorOperators.GT, SIGMOID_IS_ONE));
      if (!isOrdinary(x)) {
        break;
      }
      FloatVector exponential = exponential(x);
      exponential.div(exponential.add(1)).intoArray(to, toAt + i);
    }
    return i;
  }

  static int tanh(float[] a, int aAt, float[] to, int toAt, int count) {
    int i = 0;
    for (; i + WIDTH <= count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aAt + i);
      FloatVector twice = x.abs().mul(2);
      VectorMask<Float> isLess = x.abs().compare(VectorOperators.LT, TANH_IS_ONE);
      if (x.test(VectorOperators.IS_NAN).anyTrue()) {
        break;
      }
      FloatVector lessOne = FloatVector.broadcast(FLOATS, LARGE).blend(lessOne(twice), isLess);
      lessOne
          .div(lessOne.add(2))
          .reinterpretAsInts()
          .or(sign(x))
          .reinterpretAsFloats()
          .intoArray(to, toAt + i);
    }
    return i;
  }

  static int log(float[] a, int aAt, float[] to, int toAt, int count) {
    int i = 0;
    for (; i + WIDTH <= count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aAt + i);
      if (!x.compare(VectorOperators.GE, Float.MIN_NORMAL)
          .and(x.compare(VectorOperators.LE, Float.MAX_VALUE))
          .allTrue()) {
        break;
      }
      IntVector bits = x.reinterpretAsInts().sub(BITS_OF_ROOT_OF_HALF);
      FloatVector f =
          bits.and((1 << SIGNIFICAND_BITS) - 1)
              .add(BITS_OF_ROOT_OF_HALF)
              .reinterpretAsFloats()
              .sub(1);
      // a conversion without an instruction for it, which is slow on some versions
      FloatVector k =
          bits.lanewise(VectorOperators.ASHR, SIGNIFICAND_BITS)
              .add(BITS_OF_ROUNDING)
              .reinterpretAsFloats()
              .sub(ROUNDING);
      FloatVector q = next(next(FloatVector.broadcast(FLOATS, LOG_8), f, LOG_7), f, LOG_6);
      q = next(next(next(q, f, LOG_5), f, LOG_4), f, LOG_3);
      q = next(next(next(q, f, LOG_2), f, LOG_1), f, LOG_0);
      FloatVector ofSignificand = f.mul(f).fma(next(f, q, -0.5f), f);
      FloatVector low = k.fma(FloatVector.broadcast(FLOATS, LOG_OF_TWO_LOW), ofSignificand);
      k.fma(FloatVector.broadcast(FLOATS, LOG_OF_TWO_HIGH), low).intoArray(to, toAt + i);
    }
    return i;
  }

  static int erf(float[] a, int aAt, float[] to, int toAt, int count) {
    int i = 0;
    for (; i + WIDTH <= count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aAt + i);
      FloatVector t = x.abs();
      if (x.test(VectorOperators.IS_NAN).anyTrue()) {
        break;
      }
      FloatVector g = next(next(FloatVector.broadcast(FLOATS, ERF_9), t, ERF_8), t, ERF_7);
      g = next(next(next(g, t, ERF_6), t, ERF_5), t, ERF_4);
      g = next(next(next(next(g, t, ERF_3), t, ERF_2), t, ERF_1), t, ERF_0);
      FloatVector complement = lessOne(t.neg().mul(g)).abs();
      FloatVector.broadcast(FLOATS, 1)
          .blend(complement, t.compare(VectorOperators.LT, ERF_IS_ONE))
          .reinterpretAsInts()
          .or(sign(x))
          .reinterpretAsFloats()
          .intoArray(to, toAt + i);
    }
    return i;
  }

  private static boolean isOrdinary(FloatVector x) {
    return x.compare(VectorOperators.GE, LEAST_ORDINARY)
        .and(x.compare(VectorOperators.LE, GREATEST_ORDINARY))
        .allTrue();
  }

  /** {@code sum x + c}, rounded once. */
  private static FloatVector next(FloatVector sum, FloatVector x, float c) {
    return sum.fma(x, FloatVector.broadcast(FLOATS, c));
  }

  private static IntVector sign(FloatVector x) {
    return x.reinterpretAsInts().and(Integer.MIN_VALUE);
  }

  /** {@code k + ROUNDING}, where k is how often log(2) goes into x. */
  private static FloatVector rounded(FloatVector x) {
    return x.fma(FloatVector.broadcast(FLOATS, LOG2_OF_E), FloatVector.broadcast(FLOATS, ROUNDING));
  }

  /** {@code exp(r) - 1}, where {@code x = k log(2) + r}. */
  private static FloatVector lessOneOfRest(FloatVector x, FloatVector rounded) {
    FloatVector k = rounded.sub(ROUNDING);
    FloatVector r = k.fma(FloatVector.broadcast(FLOATS, -LOG_OF_TWO_HIGH), x);
    r = k.fma(FloatVector.broadcast(FLOATS, -LOG_OF_TWO_LOW), r);
    FloatVector q = next(next(FloatVector.broadcast(FLOATS, EXP_5), r, EXP_4), r, EXP_3);
    q = next(next(next(q, r, EXP_2), r, EXP_1), r, EXP_0);
    return q.fma(r.mul(r), r);
  }

  /** The bits of k where exponents are. */
  private static IntVector exponents(FloatVector rounded) {
    return rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, SIGNIFICAND_BITS);
  }

  /** {@code exp(x)} of ordinary numbers. */
  private static FloatVector exponential(FloatVector x) {
    FloatVector rounded = rounded(x);
    return lessOneOfRest(x, rounded)
        .add(1)
        .reinterpretAsInts()
        .add(exponents(rounded))
        .reinterpretAsFloats();
  }

  /** {@code exp(x) - 1}. */
  private static FloatVector lessOne(FloatVector x) {
    FloatVector rounded = rounded(x);
    FloatVector scale = exponents(rounded).add(BITS_OF_ONE).reinterpretAsFloats();
    return scale.fma(lessOneOfRest(x, rounded), scale.sub(1));
  }
}
