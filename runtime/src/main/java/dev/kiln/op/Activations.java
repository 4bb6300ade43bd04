package dev.kiln.op;

import dev.kiln.op.definition.TypeMismatchException;

/**
 * Activation functions of tensors of floating-point numbers, composed of operations of the
 * catalogue. At kinks the derivatives follow PyTorch.
 *
 * @param <T> the implementing type itself
 */
public interface Activations<T extends Operand<T>> {
  /** This value. */
  T self();

  /** {@code x} where it is positive, else {@code slope * x}; ONNX LeakyRelu. */
  default T leakyRelu(double slope) {
    return leakyRelu(Operands.like(self(), slope, "leakyRelu"));
  }

  /** As {@link #leakyRelu(Operand)}, exactly so where the dtype is int64. */
  default T leakyRelu(long slope) {
    return leakyRelu(Operands.like(self(), slope, "leakyRelu"));
  }

  /** As {@link #leakyRelu(double)} with a slope that may be learnt; it broadcasts. ONNX PRelu. */
  default T leakyRelu(T slope) {
    return isPositive().where(self(), self().multiply(slope));
  }

  /** {@code x} where it is positive, else {@code alpha * (exp(x) - 1)}; ONNX Elu. */
  default T elu(double alpha) {
    return elu(Operands.like(self(), alpha, "elu"));
  }

  /** As {@link #elu(double)}. */
  default T elu(T alpha) {
    return isPositive().where(self(), self().expm1().multiply(alpha));
  }

  /** {@code x} where it is positive, else {@code alpha * (exp(x / alpha) - 1)}; ONNX Celu. */
  default T celu(double alpha) {
    return celu(Operands.like(self(), alpha, "celu"));
  }

  /** As {@link #celu(double)}. */
  default T celu(T alpha) {
    return isPositive().where(self(), self().divide(alpha).expm1().multiply(alpha));
  }

  /**
   * {@code 1.0507.. * elu(x, 1.6733..)}, which keeps mean 0 and variance 1; ONNX Selu. Klambauer
   * and others, Self-Normalizing Neural Networks, 2017.
   */
  default T selu() {
    return elu(1.6732632423543772).multiply(1.0507009873554805);
  }

  /** {@code x / 2 * (1 + erf(x / sqrt(2)))}; ONNX Gelu. Hendrycks and Gimpel, 2016. */
  default T gelu() {
    T x = self();
    return x.multiply(0.5).multiply(x.multiply(0.7071067811865476).erf().add(1));
  }

  /** {@code x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))}; ONNX Gelu, approximated. */
  default T geluTanh() {
    T x = self();
    T cubic = x.add(x.square().multiply(x).multiply(0.044715));
    return x.multiply(0.5).multiply(cubic.multiply(0.7978845608028654).tanh().add(1));
  }

  /** {@code x * sigmoid(x)}, also called swish. */
  default T silu() {
    return self().multiply(self().sigmoid());
  }

  /** {@code log(1 + exp(x))}, without overflow; ONNX Softplus. */
  default T softplus() {
    T x = self();
    T positive = isPositive(); // no absolute value, whose second derivative at 0 would be 0
    T decay = positive.where(x.negate(), x).exp().log1p();
    return positive.where(x, x.number(0)).add(decay);
  }

  /** {@code log(sigmoid(x))}, without overflow. */
  default T logSigmoid() {
    return self().negate().softplus().negate();
  }

  /** {@code x / (1 + |x|)}; ONNX Softsign. */
  default T softsign() {
    return self().divide(self().abs().add(1));
  }

  /** {@code x * tanh(softplus(x))}; ONNX Mish. Misra, 2019. */
  default T mish() {
    return self().multiply(softplus().tanh());
  }

  /** {@code alpha * x + beta}, clipped to 0 and 1; ONNX HardSigmoid. */
  default T hardSigmoid(double alpha, double beta) {
    return hardSigmoid(
        Operands.like(self(), alpha, "hardSigmoid"), Operands.like(self(), beta, "hardSigmoid"));
  }

  /** As {@link #hardSigmoid(double, double)}, exactly so where the dtype is int64. */
  default T hardSigmoid(long alpha, long beta) {
    return hardSigmoid(
        Operands.like(self(), alpha, "hardSigmoid"), Operands.like(self(), beta, "hardSigmoid"));
  }

  /** As {@link #hardSigmoid(double, double)}. */
  default T hardSigmoid(T alpha, T beta) {
    return self().multiply(alpha).add(beta).clip(0, 1);
  }

  /** {@code x * hardSigmoid(x, 1 / 6, 0.5)}; ONNX HardSwish. */
  default T hardSwish() {
    return self().multiply(hardSigmoid(1.0 / 6, 0.5));
  }

  /** {@code x} where it is greater than {@code alpha}, else 0; ONNX ThresholdedRelu. */
  default T thresholdedRelu(double alpha) {
    return thresholdedRelu(Operands.like(self(), alpha, "thresholdedRelu"));
  }

  /** As {@link #thresholdedRelu(Operand)}, exactly so where the dtype is int64. */
  default T thresholdedRelu(long alpha) {
    return thresholdedRelu(Operands.like(self(), alpha, "thresholdedRelu"));
  }

  /** As {@link #thresholdedRelu(double)}. */
  default T thresholdedRelu(T alpha) {
    return self().greater(alpha).where(self(), self().number(0));
  }

  /** {@code x} moved by {@code bias} towards 0 outside of {@code lambda}, else 0; ONNX Shrink. */
  default T shrink(double lambda, double bias) {
    return shrink(Operands.like(self(), lambda, "shrink"), Operands.like(self(), bias, "shrink"));
  }

  /** As {@link #shrink(double, double)}, exactly so where the dtype is int64. */
  default T shrink(long lambda, long bias) {
    return shrink(Operands.like(self(), lambda, "shrink"), Operands.like(self(), bias, "shrink"));
  }

  /** As {@link #shrink(double, double)}. */
  default T shrink(T lambda, T bias) {
    T x = self();
    T below = x.less(lambda.negate()).where(x.add(bias), x.number(0));
    return x.greater(lambda).where(x.subtract(bias), below);
  }

  /**
   * The first half along {@code axis} times the sigmoid of the second; PyTorch's glu. Dauphin and
   * others, 2017. The size must be known and even.
   */
  default T glu(int axis) {
    int at = Operands.axis("glu", axis, self().rank());
    int size = Windows.known("glu", self().dims().get(at));
    if (size % 2 != 0) {
      throw new TypeMismatchException(0, "glu: a dimension of " + size + " has no two halves");
    }
    T gate = self().slice(at, size / 2, size).sigmoid();
    return self().slice(at, 0, size / 2).multiply(gate);
  }

  private T isPositive() {
    return self().greater(0);
  }
}
