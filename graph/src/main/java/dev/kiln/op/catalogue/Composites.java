package dev.kiln.op.catalogue;

import dev.kiln.op.LossMethods;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.ShapeMethods;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The methods of tensors that are composed of operations, a row each. */
public final class Composites {
  private Composites() {}

  private static final String LOSSES = "dev.kiln.nn.Losses";
  static final AttributeSpec AXIS = new AttributeSpec("axis", Attribute.Integer.class);
  static final Spelling.Argument OPERAND = new Spelling.Operand();
  private static final Spelling.Argument NUMBER = new Spelling.NumberOperand();
  static final Spelling.Argument AXIS_ARGUMENT =
      new Spelling.AttributeArgument("axis", Attribute.Integer.class);

  private static final List<Composite> OF_NUMBERS =
      List.of(
          unary("selu", Term::selu),
          unary("gelu", Term::gelu),
          unary("geluTanh", Term::geluTanh),
          unary("silu", Term::silu),
          unary("softplus", Term::softplus),
          unary("logSigmoid", Term::logSigmoid),
          unary("softsign", Term::softsign),
          unary("mish", Term::mish),
          unary("hardSwish", Term::hardSwish),
          withNumber("leakyRelu", Term::leakyRelu),
          withNumber("elu", Term::elu),
          withNumber("celu", Term::celu),
          withNumber("thresholdedRelu", Term::thresholdedRelu),
          withNumbers("hardSigmoid", Term::hardSigmoid),
          withNumbers("shrink", Term::shrink),
          unary("reciprocal", Term::reciprocal),
          unary("rsqrt", Term::rsqrt),
          unary("isNaN", Term::isNaN),
          unary("isInfinite", Term::isInfinite),
          unary("isFinite", Term::isFinite),
          unary("logit", Term::logit),
          withNumber("replaceNaN", Term::replaceNaN),
          withNumbers("clip", Term::clip),
          binary("squaredDifference", Term::squaredDifference),
          binary("logAddExp", Term::logAddExp),
          binaryWithNumber("maskedFill", Term::maskedFill),
          binaryWithNumber("lerp", Term::lerp),
          reduction("variance", Term::variance),
          reduction("standardDeviation", Term::standardDeviation),
          reduction("logSumExp", Term::logSumExp),
          reduction("sumOfSquares", Term::sumOfSquares),
          reduction("norm1", Term::norm1),
          reduction("norm2", Term::norm2),
          reduction("any", Term::any),
          reduction("all", Term::all),
          reduction("countTrue", Term::countTrue),
          unary("diagonal", Term::diagonal),
          unary("trace", Term::trace),
          unary("inverse", Term::inverse),
          unary("logDeterminant", Term::logDeterminant),
          binary("choleskySolve", Term::choleskySolve),
          alongAxis("unsqueeze", Term::unsqueeze),
          alongAxis("squeeze", Term::squeeze),
          alongAxis("flatten", Term::flatten),
          alongAxis("l2Normalization", Term::l2Normalization),
          binary("dot", Term::dot),
          binary("outer", Term::outer),
          new Composite(
              "transpose",
              integers("first", "second"),
              (x, a) -> x.get(0).transpose(a.integer("first"), a.integer("second")),
              List.of(Spelling.method("transpose", integer("first"), integer("second")))),
          unary("argmax", Term::argmax),
          unary("argmin", Term::argmin),
          alongAxis("argmin", Term::argmin),
          new Composite(
              "tile",
              integers("axis", "times"),
              (x, a) -> x.get(0).tile(a.integer("axis"), a.integer("times")),
              List.of(Spelling.method("tile", integer("axis"), integer("times")))),
          new Composite(
              "pad",
              integers("axis", "before", "after"),
              (x, a) -> x.get(0).pad(a.integer("axis"), a.integer("before"), a.integer("after")),
              List.of(
                  Spelling.method("pad", integer("axis"), integer("before"), integer("after")))),
          new Composite(
              "stack",
              List.of(AXIS),
              (x, a) -> ShapeMethods.stack(a.integer("axis"), x),
              List.of(
                  new Spelling(
                      Spelling.TENSOR,
                      "stack",
                      true,
                      List.of(AXIS_ARGUMENT, new Spelling.Operands())))),
          new Composite(
              "conv2d",
              integers("stride", "padding"),
              (x, a) -> x.get(0).conv2d(x.get(1), a.integer("stride"), a.integer("padding")),
              List.of(Spelling.method("conv2d", OPERAND, integer("stride"), integer("padding")))),
          new Composite(
              "conv2d",
              integers("stride", "padding", "dilation", "groups"),
              (x, a) ->
                  x.get(0)
                      .conv2d(
                          x.get(1),
                          a.integer("stride"),
                          a.integer("padding"),
                          a.integer("dilation"),
                          a.integer("groups")),
              List.of(
                  Spelling.method(
                      "conv2d",
                      OPERAND,
                      integer("stride"),
                      integer("padding"),
                      integer("dilation"),
                      integer("groups")))),
          pooling("maxPool2d", Term::maxPool2d),
          pooling("averagePool2d", Term::averagePool2d),
          new Composite(
              "layerNormalization",
              List.of(AXIS),
              (x, a) ->
                  x.get(0).layerNormalization(x.get(1), x.get(2), a.integer("axis"), x.get(3)),
              withNumberLast("layerNormalization", OPERAND, OPERAND, AXIS_ARGUMENT)),
          new Composite(
              "rmsNormalization",
              List.of(AXIS),
              (x, a) -> x.get(0).rmsNormalization(x.get(1), a.integer("axis"), x.get(2)),
              withNumberLast("rmsNormalization", OPERAND, AXIS_ARGUMENT)),
          new Composite(
              "batchNormalization",
              List.of(),
              (x, a) ->
                  x.get(0).batchNormalization(x.get(1), x.get(2), x.get(3), x.get(4), x.get(5)),
              withNumberLast("batchNormalization", OPERAND, OPERAND, OPERAND, OPERAND)),
          loss("meanAbsoluteError", LossMethods::meanAbsoluteError),
          loss("binaryCrossEntropy", LossMethods::binaryCrossEntropy),
          loss("hinge", LossMethods::hinge),
          loss("logCosh", LossMethods::logCosh),
          loss("poisson", LossMethods::poisson),
          loss("klDivergence", LossMethods::klDivergence),
          new Composite(
              "huber",
              List.of(),
              (x, a) -> LossMethods.huber(x.get(0), x.get(1), x.get(2)),
              List.of(new Spelling(LOSSES, "huber", true, List.of(OPERAND, OPERAND, NUMBER)))),
          new Composite(
              "gaussian",
              List.of(),
              (x, a) -> LossMethods.gaussian(x.get(0), x.get(1), x.get(2)),
              List.of(Spelling.function(LOSSES, "gaussian", 3))));

  /** All of them. */
  public static final List<Composite> ALL =
      Stream.of(OF_NUMBERS, IndexingComposites.ALL).flatMap(List::stream).toList();

  private interface Ternary {
    Term of(Term first, Term second, Term third);
  }

  interface Reduction {
    Term of(Term operand, boolean keepDims, int... axes);
  }

  private interface Pooling {
    Term of(Term images, int size, int stride, int padding);
  }

  interface AlongAxis {
    Term of(Term operand, int axis);
  }

  static Composite unary(String name, UnaryOperator<Term> body) {
    return new Composite(
        name, List.of(), (x, a) -> body.apply(x.get(0)), List.of(Spelling.method(name)));
  }

  static Composite binary(String name, BinaryOperator<Term> body) {
    return new Composite(
        name,
        List.of(),
        (x, a) -> body.apply(x.get(0), x.get(1)),
        List.of(Spelling.method(name, OPERAND)));
  }

  /** With a number, which may be a tensor. */
  private static Composite withNumber(String name, BinaryOperator<Term> body) {
    return new Composite(
        name, List.of(), (x, a) -> body.apply(x.get(0), x.get(1)), withNumberLast(name));
  }

  private static Composite withNumbers(String name, Ternary body) {
    return new Composite(
        name,
        List.of(),
        (x, a) -> body.of(x.get(0), x.get(1), x.get(2)),
        List.of(Spelling.method(name, NUMBER, NUMBER), Spelling.method(name, OPERAND, OPERAND)));
  }

  private static Composite binaryWithNumber(String name, Ternary body) {
    return new Composite(
        name,
        List.of(),
        (x, a) -> body.of(x.get(0), x.get(1), x.get(2)),
        withNumberLast(name, OPERAND));
  }

  static Composite reduction(String name, Reduction body) {
    Spelling.Argument axes = new Spelling.VariadicAttribute("axes", Attribute.Integers.class);
    Spelling.Argument keep = new Spelling.AttributeArgument("keepDims", Attribute.Truth.class);
    Spelling.Argument drop = new Spelling.FixedAttribute("keepDims", new Attribute.Truth(false));
    return new Composite(
        name,
        List.of(
            new AttributeSpec("axes", Attribute.Integers.class),
            new AttributeSpec("keepDims", Attribute.Truth.class)),
        (x, a) -> body.of(x.get(0), a.truth("keepDims"), a.integers("axes")),
        List.of(Spelling.method(name, drop, axes), Spelling.method(name, keep, axes)));
  }

  static Composite alongAxis(String name, AlongAxis body) {
    return new Composite(
        name,
        List.of(AXIS),
        (x, a) -> body.of(x.get(0), a.integer("axis")),
        List.of(Spelling.method(name, AXIS_ARGUMENT)));
  }

  private static Composite pooling(String name, Pooling body) {
    return new Composite(
        name,
        integers("size", "stride", "padding"),
        (x, a) -> body.of(x.get(0), a.integer("size"), a.integer("stride"), a.integer("padding")),
        List.of(Spelling.method(name, integer("size"), integer("stride"), integer("padding"))));
  }

  static List<AttributeSpec> integers(String... names) {
    return Arrays.stream(names)
        .map(name -> new AttributeSpec(name, Attribute.Integer.class))
        .toList();
  }

  static Spelling.Argument integer(String name) {
    return new Spelling.AttributeArgument(name, Attribute.Integer.class);
  }

  private static Composite loss(String name, BinaryOperator<Term> body) {
    return new Composite(
        name,
        List.of(),
        (x, a) -> body.apply(x.get(0), x.get(1)),
        List.of(Spelling.function(LOSSES, name, 2)));
  }

  /** An overload with a Java number as the last argument, and one with a tensor. */
  static List<Spelling> withNumberLast(String method, Spelling.Argument... arguments) {
    return List.of(
        Spelling.method(method, followed(arguments, NUMBER)),
        Spelling.method(method, followed(arguments, OPERAND)));
  }

  private static Spelling.Argument[] followed(
      Spelling.Argument[] arguments, Spelling.Argument last) {
    Spelling.Argument[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }
}
