package dev.kiln.op;

import static dev.kiln.op.definition.Emission.Precedence.ADDITIVE;
import static dev.kiln.op.definition.Emission.Precedence.BIT_AND;
import static dev.kiln.op.definition.Emission.Precedence.BIT_OR;
import static dev.kiln.op.definition.Emission.Precedence.BIT_XOR;
import static dev.kiln.op.definition.Emission.Precedence.EQUALITY;
import static dev.kiln.op.definition.Emission.Precedence.MULTIPLICATIVE;
import static dev.kiln.op.definition.Emission.Precedence.RELATIONAL;
import static dev.kiln.op.definition.Emission.Precedence.UNARY;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.elementwise.ArithmeticKernels;
import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.elementwise.BinaryKernels;
import dev.kiln.kernel.elementwise.RelationKernel;
import dev.kiln.kernel.elementwise.RelationKernels;
import dev.kiln.kernel.elementwise.UnaryKernel;
import dev.kiln.kernel.elementwise.UnaryKernels;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.ScalarCodes;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Operations on numbers, and element by element with broadcasting on tensors. On scalars they are
 * Java's operators, bit for bit.
 *
 * <p>At kinks the derivatives follow PyTorch: 0 for {@code relu} and {@code abs} at 0; half to each
 * operand of {@code maximum} and {@code minimum} where they are equal.
 */
public final class ElementwiseOps {
  private ElementwiseOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Arithmetic";
  private static final Derivative DISCRETE =
      new Derivative.None("its values are integers or truth values");

  // d(x + y) = dx + dy
  public static final OpDefinition ADD =
      binary(
              "add",
              ArithmeticKernels.Add.KERNEL,
              "{0} + {1}",
              ADDITIVE,
              Derivative.linear((g, c) -> g, (g, c) -> g))
          .with(Trait.SUM, Trait.COMMUTATIVE, Trait.INTEGER_ZERO_IS_NEUTRAL);
  // d(x - y) = dx - dy
  public static final OpDefinition SUBTRACT =
      binary(
              "subtract",
              ArithmeticKernels.Subtract.KERNEL,
              "{0} - {1}",
              ADDITIVE,
              Derivative.linear((g, c) -> g, (g, c) -> g.negate()))
          .with(Trait.DIFFERENCE, Trait.ZERO_IS_NEUTRAL, Trait.FINITE);
  // d(x y) = y dx + x dy
  public static final OpDefinition MULTIPLY =
      binary(
              "multiply",
              ArithmeticKernels.Multiply.KERNEL,
              "{0} * {1}",
              MULTIPLICATIVE,
              Derivative.elementwise(
                  (g, c) -> g.times(c.operand(1)), (g, c) -> g.times(c.operand(0))))
          .with(Trait.PRODUCT, Trait.BILINEAR, Trait.COMMUTATIVE, Trait.ONE_IS_NEUTRAL);
  // d(x / y) = dx / y - (x / y) dy / y
  public static final OpDefinition DIVIDE =
      binary(
              "divide",
              ArithmeticKernels.Divide.KERNEL,
              "{0} / {1}",
              MULTIPLICATIVE,
              Derivative.elementwise(
                  (g, c) -> g.over(c.operand(1)),
                  (g, c) -> g.times(c.result()).over(c.operand(1)).negate()))
          .with(Trait.LINEAR_IN_FIRST, Trait.ONE_IS_NEUTRAL);
  // x % y = x - y trunc(x / y), and trunc has derivative 0
  public static final OpDefinition REMAINDER =
      binary(
          "remainder",
          BinaryKernels.Remainder.KERNEL,
          "{0} % {1}",
          MULTIPLICATIVE,
          Derivative.elementwise((g, c) -> g, (g, c) -> g.times(minusWholeQuotient(c))));
  public static final OpDefinition DIVIDE_INTEGER =
      throwing("divide_integer", BinaryKernels.DivideInteger.KERNEL, "{0} / {1}")
          .with(Trait.INTEGER_DIVISION, Trait.ONE_IS_NEUTRAL);
  public static final OpDefinition REMAINDER_INTEGER =
      throwing("remainder_integer", BinaryKernels.RemainderInteger.KERNEL, "{0} % {1}")
          .with(Trait.INTEGER_DIVISION);
  public static final OpDefinition MAXIMUM =
      tensorBinary("maximum", ArithmeticKernels.Maximum.KERNEL, extremum());
  public static final OpDefinition MINIMUM =
      tensorBinary("minimum", ArithmeticKernels.Minimum.KERNEL, extremum());
  public static final OpDefinition POW =
      tensorBinary("pow", BinaryKernels.Pow.KERNEL, power(new PowerRule(Term::pow, Term::log)))
          .with(Trait.POWER);
  public static final OpDefinition AND =
      binary("and", BinaryKernels.And.KERNEL, "{0} & {1}", BIT_AND, DISCRETE)
          .with(Trait.COMMUTATIVE);
  public static final OpDefinition OR =
      binary("or", BinaryKernels.Or.KERNEL, "{0} | {1}", BIT_OR, DISCRETE).with(Trait.COMMUTATIVE);
  public static final OpDefinition XOR =
      binary("xor", BinaryKernels.Xor.KERNEL, "{0} ^ {1}", BIT_XOR, DISCRETE)
          .with(Trait.COMMUTATIVE);

  public static final OpDefinition LESS =
      relation("less", RelationKernels.Less.KERNEL, "{0} < {1}", RELATIONAL).with(Trait.LESS);
  public static final OpDefinition LESS_EQUAL =
      relation("less_equal", RelationKernels.LessEqual.KERNEL, "{0} <= {1}", RELATIONAL)
          .with(Trait.LESS, Trait.OR_EQUAL);
  public static final OpDefinition GREATER =
      relation("greater", RelationKernels.Greater.KERNEL, "{0} > {1}", RELATIONAL)
          .with(Trait.GREATER);
  public static final OpDefinition GREATER_EQUAL =
      relation("greater_equal", RelationKernels.GreaterEqual.KERNEL, "{0} >= {1}", RELATIONAL)
          .with(Trait.GREATER, Trait.OR_EQUAL);
  public static final OpDefinition EQUAL =
      relation("equal", RelationKernels.Equal.KERNEL, "{0} == {1}", EQUALITY);
  public static final OpDefinition NOT_EQUAL =
      relation("not_equal", RelationKernels.NotEqual.KERNEL, "{0} != {1}", EQUALITY);

  // d(-x) = -dx
  public static final OpDefinition NEGATE =
      new OpDefinition(
              "negate",
              1,
              List.of(),
              Effect.PURE,
              (a, t) ->
                  Optional.of(
                      TypeRules.elementwise("negate", t, UnaryKernels.Negate.KERNEL::supports)),
              new Evaluation.Elementwise(
                  (a, t) -> ScalarCodes.unary(UnaryKernels.Negate.KERNEL, t.get(0)),
                  (a, x) -> UnaryKernels.Negate.KERNEL.apply(x[0])),
              elementwise("-{0}", UNARY, "negate"),
              Derivative.linear((g, c) -> g.negate()),
              List.of(Spelling.method("negate")))
          .with(Trait.OWN_INVERSE, Trait.FINITE);

  /** The negation of truth values. */
  public static final OpDefinition NOT =
      new OpDefinition(
              "not",
              1,
              List.of(),
              Effect.PURE,
              (a, t) -> Optional.of(TypeRules.elementwise("not", t, dtype -> dtype == DType.BOOL)),
              new Evaluation.Elementwise(
                  (a, t) -> (first, second, third) -> first ^ 1, (a, x) -> Arithmetic.not(x[0])),
              elementwise("!{0}", UNARY, "not"),
              DISCRETE,
              List.of(Spelling.method("not")))
          .with(Trait.OWN_INVERSE);

  public static final OpDefinition ABS =
      tensorUnary(
          "abs",
          UnaryKernels.Abs.KERNEL,
          Derivative.elementwise((g, c) -> g.times(c.operand(0).sign())));
  public static final OpDefinition SIGN =
      tensorUnary("sign", UnaryKernels.Sign.KERNEL, new Derivative.Zero());
  public static final OpDefinition SQUARE =
      tensorUnary(
          "square",
          UnaryKernels.Square.KERNEL,
          Derivative.elementwise((g, c) -> g.times(c.operand(0).multiply(c.operand(0).number(2)))));
  public static final OpDefinition SQRT =
      tensorUnary(
          "sqrt",
          UnaryKernels.Sqrt.KERNEL,
          Derivative.elementwise((g, c) -> g.overSteep(c.result().multiply(g.number(2)))));
  public static final OpDefinition EXP =
      tensorUnary(
          "exp", UnaryKernels.Exp.KERNEL, Derivative.elementwise((g, c) -> g.times(c.result())));
  public static final OpDefinition LOG =
      tensorUnary(
          "log", UnaryKernels.Log.KERNEL, Derivative.elementwise((g, c) -> g.over(c.operand(0))));
  // d tanh(x) = (1 - tanh(x)^2) dx
  public static final OpDefinition TANH =
      tensorUnary(
          "tanh",
          UnaryKernels.Tanh.KERNEL,
          Derivative.elementwise((g, c) -> g.times(g.number(1).subtract(c.result().square()))));
  // d s(x) = s(x) (1 - s(x)) dx
  public static final OpDefinition SIGMOID =
      tensorUnary(
          "sigmoid",
          UnaryKernels.Sigmoid.KERNEL,
          Derivative.elementwise(
              (g, c) -> g.times(c.result().multiply(g.number(1).subtract(c.result())))));
  public static final OpDefinition RELU =
      tensorUnary(
          "relu",
          UnaryKernels.Relu.KERNEL,
          Derivative.elementwise((g, c) -> c.result().greater(g.number(0)).where(g, g.number(0))));

  /** Operations on two operands that are defined for numbers of each dtype. */
  public static final Set<OpDefinition> OF_ALL_NUMBERS =
      Set.of(ADD, SUBTRACT, MULTIPLY, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, EQUAL, NOT_EQUAL);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(
          ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          DIVIDE_INTEGER,
          REMAINDER_INTEGER,
          MAXIMUM,
          MINIMUM,
          POW,
          AND,
          OR,
          XOR,
          LESS,
          LESS_EQUAL,
          GREATER,
          GREATER_EQUAL,
          EQUAL,
          NOT_EQUAL,
          NEGATE,
          NOT,
          ABS,
          SIGN,
          SQUARE,
          SQRT,
          EXP,
          LOG,
          TANH,
          SIGMOID,
          RELU);

  /** {@code -trunc(x / y)}, which does not change where it is differentiable. */
  public static Term minusWholeQuotient(Derivative.Call call) {
    return Term.constant(call.result().subtract(call.operand(0)).divide(call.operand(1)));
  }

  private static Derivative power(PowerRule rule) {
    return Derivative.elementwise(rule::base, rule::exponent);
  }

  private static Derivative extremum() {
    return Derivative.elementwise(
        (g, c) -> extremum(g, c, c.operand(0), c.operand(1)),
        (g, c) -> extremum(g, c, c.operand(1), c.operand(0)));
  }

  private static Term extremum(Term g, Derivative.Call call, Term own, Term other) {
    Term tie = own.equalTo(other);
    Term chosen = own.equalTo(call.result());
    Term half = g.multiply(g.number(0.5));
    return chosen.where(tie.where(half, g), g.number(0));
  }

  private static OpDefinition binary(
      String name,
      BinaryKernel kernel,
      String template,
      Precedence precedence,
      Derivative derivative) {
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.PURE,
        (a, t) -> Optional.of(TypeRules.elementwise(name, t, kernel::supports)),
        new Evaluation.Elementwise(
            (a, t) -> ScalarCodes.binary(kernel, t.get(0)), (a, x) -> kernel.apply(x[0], x[1])),
        elementwise(template, precedence, method(name)),
        derivative,
        spellings(name));
  }

  private static OpDefinition throwing(String name, BinaryKernel kernel, String template) {
    OpDefinition pure = binary(name, kernel, template, MULTIPLICATIVE, DISCRETE);
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.MAY_THROW,
        pure.typeRule(),
        pure.evaluation(),
        pure.emission(),
        DISCRETE,
        List.of());
  }

  /** On tensors only; the scalar function is Java's own. */
  private static OpDefinition tensorBinary(
      String name, BinaryKernel kernel, Derivative derivative) {
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.PURE,
        (a, t) -> {
          TypeRules.tensor(name, t, 0);
          return Optional.of(TypeRules.elementwise(name, t, kernel::supports));
        },
        new Evaluation.OnTensors((a, x) -> kernel.apply(x[0], x[1])),
        new Emission.Call(KERNELS, method(name), List.of()),
        derivative,
        spellings(name));
  }

  private static OpDefinition tensorUnary(String name, UnaryKernel kernel, Derivative derivative) {
    return tensorUnary(KERNELS, name, kernel, derivative);
  }

  /** A function of tensors that the class {@code kernels} has for generated code. */
  static OpDefinition tensorUnary(
      String kernels, String name, UnaryKernel kernel, Derivative derivative) {
    return new OpDefinition(
        name,
        1,
        List.of(),
        Effect.PURE,
        (a, t) -> {
          TypeRules.tensor(name, t, 0);
          return Optional.of(TypeRules.elementwise(name, t, kernel::supports));
        },
        new Evaluation.OnTensors((a, x) -> kernel.apply(x[0])),
        new Emission.Call(kernels, method(name), List.of()),
        derivative,
        List.of(Spelling.method(name)));
  }

  private static OpDefinition relation(
      String name, RelationKernel kernel, String template, Precedence precedence) {
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.PURE,
        (a, t) -> {
          if (precedence == RELATIONAL && t.get(0).isScalar(DType.BOOL)) {
            throw new TypeMismatchException(0, name + " is not defined for bool"); // nor in Java
          }
          var type = TypeRules.elementwise(name, t, kernel::supports);
          return Optional.of(
              type instanceof TensorType tensor ? tensor.withDType(DType.BOOL) : ScalarType.BOOL);
        },
        new Evaluation.Elementwise(
            (a, t) -> ScalarCodes.relation(kernel, t.get(0)), (a, x) -> kernel.apply(x[0], x[1])),
        elementwise(template, precedence, method(name)),
        DISCRETE,
        spellings(name));
  }

  private static Emission elementwise(String template, Precedence precedence, String method) {
    return new Emission.Elementwise(
        new Emission.Expression(template, precedence),
        new Emission.Call(KERNELS, method, List.of()));
  }

  /**
   * A method with a tensor, and mostly one with a Java number that takes the tensor's dtype; {@code
   * Double.sum} and its like are additions of numbers.
   */
  private static List<Spelling> spellings(String name) {
    String method = method(name);
    List<Spelling> spellings = new ArrayList<>();
    spellings.add(Spelling.method(method, new Spelling.Operand()));
    spellings.add(Spelling.method(method, new Spelling.NumberOperand()));
    if (name.equals("add")) {
      for (DType dtype : List.of(DType.INT32, DType.INT64, DType.FLOAT32, DType.FLOAT64)) {
        spellings.add(Spelling.scalarFunction(Spelling.ownerFor(dtype), "sum", dtype, dtype));
      }
    }
    return spellings;
  }

  /** What the operation is called in Java, as a method of tensors and of {@link Arithmetic}. */
  private static String method(String name) {
    return switch (name) {
      case "divide_integer" -> "divideInteger";
      case "remainder_integer" -> "remainderInteger";
      case "less_equal" -> "lessEqual";
      case "greater_equal" -> "greaterEqual";
      case "equal" -> "equalTo";
      case "not_equal" -> "notEqualTo";
      default -> name;
    };
  }
}
