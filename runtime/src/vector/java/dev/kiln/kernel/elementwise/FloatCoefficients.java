package dev.kiln.kernel.elementwise;

/**
 * The numbers of {@link FloatFunctions}, which {@link VectorFunctions} computes, too: minimax
 * polynomials of Kiln's own, from the highest power on. All are compile-time constants, so no
 * program loads this class.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // coefficients as they were fitted, in double
final class FloatCoefficients {
  static final float LOG2_OF_E = 1.44269504f;

  // the logarithm of 2 in two parts; the first has so few bits that its products are exact
  static final float LOG_OF_TWO_HIGH = 0.693359375f;
  static final float LOG_OF_TWO_LOW = -2.12194440e-4f;

  /** Adding it rounds to a whole number, which is then in the lowest bits. */
  static final float ROUNDING = 0x1.8p23f;

  static final int BITS_OF_ROUNDING = 0x4b400000;
  static final int SIGNIFICAND_BITS = 23;
  static final int BITS_OF_ONE = 0x3f800000;
  static final int BITS_OF_ROOT_OF_HALF = 0x3f3504f3;

  /** Between these, exp is normal and a power of 2 is added to its exponent without overflow. */
  static final float LEAST_ORDINARY = -87;

  static final float GREATEST_ORDINARY = 88;

  /** From here on {@code exp(x) / (1 + exp(x))} rounds to 1. */
  static final float SIGMOID_IS_ONE = 20;

  /** From here on tanh rounds to 1. */
  static final float TANH_IS_ONE = 10;

  /** So large that 2 added to it, or to a tenth of it, changes nothing. */
  static final float LARGE = 0x1p40f;

  /** From here on erf rounds to 1. */
  static final float ERF_IS_ONE = 3.95f;

  /** From here on exp is infinite, and 0 from its negative on. */
  static final float INFINITE = 110;

  /** A number with this factor, less the difference of the two, has two bits. */
  static final float SPLITTING = 0x1.000004p22f;

  // about 2^(k / 64)
  static final float POWER_4 = 5.556111126736596e-10f;
  static final float POWER_3 = 2.2123651888250606e-07f;
  static final float POWER_2 = 5.88428920309525e-05f;
  static final float POWER_1 = 0.01081704068928957f;
  static final float POWER_0 = 0.9998363852500916f;

  // exp(r) - 1 = r + r^2 (...)
  static final float EXP_5 = 0.00019845913629978895f;
  static final float EXP_4 = 0.0013940928038209677f;
  static final float EXP_3 = 0.008333389647305012f;
  static final float EXP_2 = 0.04166635870933533f;
  static final float EXP_1 = 0.1666666567325592f;
  static final float EXP_0 = 0.5f;

  // log(1 + f) = f + f^2 (f (...) - 1/2)
  static final float LOG_8 = 0.06746283173561096f;
  static final float LOG_7 = -0.11675403267145157f;
  static final float LOG_6 = 0.11888188868761063f;
  static final float LOG_5 = -0.12405632436275482f;
  static final float LOG_4 = 0.14219553768634796f;
  static final float LOG_3 = -0.16667993366718292f;
  static final float LOG_2 = 0.2000211775302887f;
  static final float LOG_1 = -0.25000008940696716f;
  static final float LOG_0 = 0.3333331346511841f;

  // log(1 - erf(t)) = -t (...)
  static final float ERF_9 = 1.193327648252307e-06f;
  static final float ERF_8 = -2.135483555321116e-05f;
  static final float ERF_7 = 0.0001674817904131487f;
  static final float ERF_6 = -0.0007406875374726951f;
  static final float ERF_5 = 0.0017993561923503876f;
  static final float ERF_4 = -0.00025306339375674725f;
  static final float ERF_3 = -0.0191176924854517f;
  static final float ERF_2 = 0.10277127474546432f;
  static final float ERF_1 = 0.6366198062896729f;
  static final float ERF_0 = 1.128379225730896f;

  private FloatCoefficients() {}
}
