package dev.kiln.kernel;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/** The elementwise kernels. On integers they wrap around as Java's operators do. */
public final class Arithmetic {
  private Arithmetic() {}

  public static final BinaryKernel ADD =
      new BinaryKernel(
          "add", (a, b) -> a + b, (a, b) -> a + b, (a, b) -> a + b, (a, b) -> a + b, null);
  public static final BinaryKernel SUBTRACT =
      new BinaryKernel(
          "subtract", (a, b) -> a - b, (a, b) -> a - b, (a, b) -> a - b, (a, b) -> a - b, null);
  public static final BinaryKernel MULTIPLY =
      new BinaryKernel(
          "multiply", (a, b) -> a * b, (a, b) -> a * b, (a, b) -> a * b, (a, b) -> a * b, null);
  public static final BinaryKernel DIVIDE =
      new BinaryKernel("divide", null, null, (a, b) -> a / b, (a, b) -> a / b, null);
  public static final BinaryKernel REMAINDER =
      new BinaryKernel("remainder", null, null, (a, b) -> a % b, (a, b) -> a % b, null);
  public static final BinaryKernel DIVIDE_INTEGER =
      new BinaryKernel("divide_integer", (a, b) -> a / b, (a, b) -> a / b, null, null, null);
  public static final BinaryKernel REMAINDER_INTEGER =
      new BinaryKernel("remainder_integer", (a, b) -> a % b, (a, b) -> a % b, null, null, null);
  public static final BinaryKernel MAXIMUM =
      new BinaryKernel("maximum", Math::max, Math::max, Math::max, Math::max, null);
  public static final BinaryKernel MINIMUM =
      new BinaryKernel("minimum", Math::min, Math::min, Math::min, Math::min, null);
  public static final BinaryKernel POW =
      new BinaryKernel(
          "pow",
          null,
          null,
          (a, b) -> (float) ElementaryFunctions.pow(a, b),
          ElementaryFunctions::pow,
          null);
  public static final BinaryKernel AND =
      new BinaryKernel("and", (a, b) -> a & b, (a, b) -> a & b, null, null, (a, b) -> a & b);
  public static final BinaryKernel OR =
      new BinaryKernel("or", (a, b) -> a | b, (a, b) -> a | b, null, null, (a, b) -> a | b);
  public static final BinaryKernel XOR =
      new BinaryKernel("xor", (a, b) -> a ^ b, (a, b) -> a ^ b, null, null, (a, b) -> a ^ b);

  public static final RelationKernel LESS =
      new RelationKernel(
          "less", (a, b) -> a < b, (a, b) -> a < b, (a, b) -> a < b, (a, b) -> a < b, null);
  public static final RelationKernel LESS_EQUAL =
      new RelationKernel(
          "less_equal",
          (a, b) -> a <= b,
          (a, b) -> a <= b,
          (a, b) -> a <= b,
          (a, b) -> a <= b,
          null);
  public static final RelationKernel GREATER =
      new RelationKernel(
          "greater", (a, b) -> a > b, (a, b) -> a > b, (a, b) -> a > b, (a, b) -> a > b, null);
  public static final RelationKernel GREATER_EQUAL =
      new RelationKernel(
          "greater_equal",
          (a, b) -> a >= b,
          (a, b) -> a >= b,
          (a, b) -> a >= b,
          (a, b) -> a >= b,
          null);
  public static final RelationKernel EQUAL =
      new RelationKernel(
          "equal",
          (a, b) -> a == b,
          (a, b) -> a == b,
          (a, b) -> a == b,
          (a, b) -> a == b,
          (a, b) -> a == b);
  public static final RelationKernel NOT_EQUAL =
      new RelationKernel(
          "not_equal",
          (a, b) -> a != b,
          (a, b) -> a != b,
          (a, b) -> a != b,
          (a, b) -> a != b,
          (a, b) -> a != b);

  public static final UnaryKernel NEGATE =
      new UnaryKernel("negate", a -> -a, a -> -a, a -> -a, a -> -a);
  public static final UnaryKernel ABS =
      new UnaryKernel("abs", Math::abs, Math::abs, Math::abs, Math::abs);
  public static final UnaryKernel SIGN =
      new UnaryKernel("sign", Integer::signum, Long::signum, Math::signum, Math::signum);
  public static final UnaryKernel SQUARE =
      new UnaryKernel("square", a -> a * a, a -> a * a, a -> a * a, a -> a * a);
  public static final UnaryKernel SQRT = UnaryKernel.floating("sqrt", Math::sqrt);
  public static final UnaryKernel EXP = UnaryKernel.floating("exp", ElementaryFunctions::exp);
  public static final UnaryKernel LOG = UnaryKernel.floating("log", ElementaryFunctions::log);
  public static final UnaryKernel TANH = UnaryKernel.floating("tanh", ElementaryFunctions::tanh);
  public static final UnaryKernel SIGMOID =
      UnaryKernel.floating("sigmoid", ElementaryFunctions::sigmoid);
  public static final UnaryKernel RELU =
      new UnaryKernel(
          "relu",
          a -> Math.max(a, 0),
          a -> Math.max(a, 0),
          a -> Math.max(a, 0f),
          a -> Math.max(a, 0d));

  /** The negation of each truth value. */
  public static NdArray not(NdArray operand) {
    boolean[] from = operand.booleans();
    boolean[] result = new boolean[from.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = !from[i];
    }
    return NdArray.of(operand.shape(), result);
  }

  /** Each element of {@code chosen} where {@code condition} is true, else of {@code other}. */
  public static NdArray where(NdArray condition, NdArray chosen, NdArray other) {
    TensorShape shape =
        Broadcasting.shape(condition.shape(), Broadcasting.shape(chosen.shape(), other.shape()));
    int[] sizes = shape.toArray();
    boolean[] truth = Layouts.broadcastTo(condition, sizes).booleans();
    NdArray whenTrue = Layouts.broadcastTo(chosen, sizes);
    NdArray whenFalse = Layouts.broadcastTo(other, sizes);
    NdArray result = Creation.zeros(chosen.dtype(), sizes);
    DType dtype = chosen.dtype();
    for (int i = 0; i < truth.length; i++) {
      NdArray from = truth[i] ? whenTrue : whenFalse;
      switch (dtype) {
        case FLOAT32 -> result.floats()[i] = from.floats()[i];
        case FLOAT64 -> result.doubles()[i] = from.doubles()[i];
        case INT32 -> result.ints()[i] = from.ints()[i];
        case INT64 -> result.longs()[i] = from.longs()[i];
        case BOOL -> result.booleans()[i] = from.booleans()[i];
      }
    }
    return result;
  }
}
