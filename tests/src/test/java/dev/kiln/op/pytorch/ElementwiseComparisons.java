package dev.kiln.op.pytorch;

import static dev.kiln.op.pytorch.Tolerance.EXACT;
import static dev.kiln.op.pytorch.Tolerance.normwise;
import static dev.kiln.op.pytorch.Tolerance.ulps;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Functions of elements. Each rounds a few times, so results are relative to each element;
 * derivatives are sums over broadcast operands, or differences such as {@code 1 - tanh(x)^2}, and
 * so relative to the greatest. Left out are quotients of integers and casts of numbers that do not
 * fit, which are Java's, and tensors of two dtypes, which are refused.
 */
final class ElementwiseComparisons {
  private final List<Comparison> table = new ArrayList<>();

  private ElementwiseComparisons() {}

  static List<Comparison> all() {
    ElementwiseComparisons all = new ElementwiseComparisons();
    all.arithmetic();
    all.functions();
    all.functionsOnIntervals();
    all.activations();
    all.relations();
    all.integers();
    all.selections();
    return all.table;
  }

  private void arithmetic() {
    exactPair("add", "x + y", Tensor::add);
    exactPair("subtract", "x - y", Tensor::subtract);
    exactPair("multiply", "x * y", Tensor::multiply);
    exactPair("maximum", "torch.maximum(x, y)", Tensor::maximum);
    exactPair("minimum", "torch.minimum(x, y)", Tensor::minimum);
    smoothPair("squaredDifference", "(x - y) ** 2", Tensor::squaredDifference, 4, -2, 2);
    smoothPair("divide", "x / y", Tensor::divide, 1, 0.3, 3);
    smoothPair("pow", "x ** y", Tensor::pow, 2, 0.3, 3);
    smoothPair("atan2", "torch.atan2(x, y)", Tensor::atan2, 2, -2, 2);
    smoothPair("hypot", "torch.hypot(x, y)", Tensor::hypot, 2, -2, 2);
    smoothPair("xlogy", "torch.xlogy(x, y)", Tensor::xlogy, 4, 0.1, 3);
    smoothPair("logAddExp", "torch.logaddexp(x, y)", Tensor::logAddExp, 2, 0.1, 3);
    table.add(
        Comparison.smooth(
            "lerp",
            normwise(2),
            normwise(16),
            d -> {
              int[] sizes = d.shape(0, 4);
              return Case.ofAll(
                  "torch.lerp(x, y, z)",
                  p -> p[0].lerp(p[1], p[2]),
                  d.numbers(sizes),
                  d.numbers(sizes),
                  d.range(0, 1, sizes));
            }));
    for (int power : new int[] {0, 1, 2, 3, 5, -1, -2}) {
      table.add(
          Comparison.smooth(
              "pow(" + power + ")",
              ulps(2),
              normwise(4),
              d -> Case.of("x ** " + power, x -> x.pow(power), d.range(0.4, 2, d.shape(0, 3)))));
    }
    // Quarters and whole divisors: no rounding moves a quotient across a whole number.
    table.add(
        Comparison.of(
            "mod",
            Draw.NUMBERS,
            EXACT,
            d -> {
              Tensor y = d.integers(1, 5, d.shape(0, 3)).cast(d.dtype());
              Tensor signed = d.truth() ? y : y.negate();
              return Case.of("torch.remainder(x, y)", Tensor::mod, quarters(d, y), signed);
            }));
    table.add(
        Comparison.of(
            "floorDivide",
            Draw.NUMBERS,
            EXACT,
            d -> {
              Tensor y = d.integers(1, 5, d.shape(0, 3)).cast(d.dtype());
              Tensor signed = d.truth() ? y : y.negate();
              return Case.of(
                  "torch.div(x, y, rounding_mode='floor')",
                  Tensor::floorDivide,
                  quarters(d, y),
                  signed);
            }));
    table.add(
        Comparison.of(
            "remainder",
            Draw.NUMBERS,
            EXACT,
            d -> {
              Tensor y = d.integers(1, 5, d.shape(0, 3)).cast(d.dtype());
              return Case.of("torch.fmod(x, y)", Tensor::remainder, quarters(d, y), y);
            }));
  }

  private static Tensor quarters(Draw d, Tensor like) {
    Tensor x = d.integers(-40, 40, like.shape().toArray()).cast(d.dtype());
    return d.dtype().isFloating() ? x.divide(4) : x;
  }

  private void functions() {
    exact("negate", "-x", Tensor::negate);
    exact("abs", "torch.abs(x)", Tensor::abs);
    exact("relu", "torch.relu(x)", Tensor::relu);
    exact("clip", "torch.clamp(x, -1, 1)", x -> x.clip(-1, 1));
    exact("sign", "torch.sign(x)", Tensor::sign);
    exact("floor", "torch.floor(x)", Tensor::floor);
    exact("ceil", "torch.ceil(x)", Tensor::ceil);
    exact("round", "torch.round(x)", Tensor::round);
    exact("trunc", "torch.trunc(x)", Tensor::trunc);
    smooth("square", "torch.square(x)", Tensor::square, 1, -2, 2);
    smooth("exp", "torch.exp(x)", Tensor::exp, 2, -4, 4);
    smooth("expm1", "torch.expm1(x)", Tensor::expm1, 2, -4, 4);
    smooth("sin", "torch.sin(x)", Tensor::sin, 2, -9, 9);
    smooth("cos", "torch.cos(x)", Tensor::cos, 2, -9, 9);
    smooth("tan", "torch.tan(x)", Tensor::tan, 3, -1.4, 1.4);
    smooth("atan", "torch.atan(x)", Tensor::atan, 2, -9, 9);
    smooth("sinh", "torch.sinh(x)", Tensor::sinh, 3, -4, 4);
    smooth("cosh", "torch.cosh(x)", Tensor::cosh, 3, -4, 4);
    smooth("tanh", "torch.tanh(x)", Tensor::tanh, 3, -4, 4);
    smooth("asinh", "torch.asinh(x)", Tensor::asinh, 4, -4, 4);
    smooth("erf", "torch.erf(x)", Tensor::erf, 4, -3, 3);
    smooth("sigmoid", "torch.sigmoid(x)", Tensor::sigmoid, 4, -9, 9);
    smooth("lgamma", "torch.lgamma(x)", Tensor::lgamma, 8, 2.5, 30);
    // PyTorch's polygamma(1, x) has relative errors of up to 5e-10 in float64, its zeta has not.
    String slope = "torch.special.zeta(2, x.detach()) * (x - x.detach())";
    smooth("digamma", "torch.digamma(x.detach()) + " + slope, Tensor::digamma, 8, 2, 30);
    smooth("polygamma", "torch.special.zeta(2, x)", x -> x.polygamma(1), 8, 0.5, 30);
  }

  private void functionsOnIntervals() {
    smooth("reciprocal", "torch.reciprocal(x)", Tensor::reciprocal, 1, 0.2, 5);
    smooth("sqrt", "torch.sqrt(x)", Tensor::sqrt, 1, 0.2, 5);
    smooth("rsqrt", "torch.rsqrt(x)", Tensor::rsqrt, 2, 0.2, 5);
    smooth("log", "torch.log(x)", Tensor::log, 2, 0.01, 9);
    smooth("log2", "torch.log2(x)", Tensor::log2, 3, 0.01, 9);
    smooth("log1p", "torch.log1p(x)", Tensor::log1p, 2, -0.9, 9);
    smooth("asin", "torch.asin(x)", Tensor::asin, 2, -0.9, 0.9);
    smooth("acos", "torch.acos(x)", Tensor::acos, 2, -0.9, 0.9);
    smooth("acosh", "torch.acosh(x)", Tensor::acosh, 4, 1.2, 9);
    smooth("atanh", "torch.atanh(x)", Tensor::atanh, 4, -0.9, 0.9);
    smooth("logit", "torch.logit(x)", Tensor::logit, 4, 0.05, 0.45);
  }

  private void activations() {
    smooth("leakyRelu", "F.leaky_relu(x, 0.25)", x -> x.leakyRelu(0.25), 1, -2, 2);
    smooth("leakyRelu of a tensor", "torch.where(x > 0, x, 0.5 * x)", x -> x.leakyRelu(0.5), 1);
    smooth("thresholdedRelu", "F.threshold(x, 1, 0)", x -> x.thresholdedRelu(1), 1, -2, 2);
    smooth("elu", "F.elu(x, 1.5)", x -> x.elu(1.5), 3, -3, 3);
    smooth("celu", "F.celu(x, 2)", x -> x.celu(2), 3, -3, 3);
    smooth("selu", "F.selu(x)", Tensor::selu, 4, -3, 3);
    smooth("gelu", "F.gelu(x)", Tensor::gelu, 8, -1, 4);
    smooth("geluTanh", "F.gelu(x, approximate='tanh')", Tensor::geluTanh, 4, -1, 4);
    smooth("logSigmoid", "F.logsigmoid(x)", Tensor::logSigmoid, 4, -4, 4);
    // The derivative of F.hardsigmoid has 1 / 6 in float32, even in float64.
    smooth("hardSigmoid", "F.relu6(x + 3) / 6", x -> x.hardSigmoid(1 / 6.0, 0.5), 4, -2.5, 4);
    smooth("hardSwish", "F.hardswish(x)", Tensor::hardSwish, 4, -2.5, 4);
    smooth("silu", "F.silu(x)", Tensor::silu, 4, -4, 4);
    smooth("mish", "F.mish(x)", Tensor::mish, 4, -4, 4);
    smooth("softplus", "F.softplus(x)", Tensor::softplus, 4, -4, 4);
    smooth("softsign", "F.softsign(x)", Tensor::softsign, 2, -4, 4);
    smooth("shrink", "F.softshrink(x, 0.5)", x -> x.shrink(0.5, 0.5), 1, -2, 2);
    smooth("shrink without bias", "F.hardshrink(x, 0.5)", x -> x.shrink(0.5, 0), 1, -2, 2);
    table.add(
        Comparison.smooth(
            "glu",
            ulps(4),
            normwise(8),
            d -> {
              int[] sizes = d.sizes(1, 4);
              int axis = d.axis(sizes.length);
              sizes[Math.floorMod(axis, sizes.length)] *= 2;
              return Case.of("F.glu(x, " + axis + ")", x -> x.glu(axis), d.range(-3, 3, sizes));
            }));
  }

  private void relations() {
    relation("less", "x < y", Tensor::less, Draw.NUMBERS);
    relation("lessEqual", "x <= y", Tensor::lessEqual, Draw.NUMBERS);
    relation("greater", "x > y", Tensor::greater, Draw.NUMBERS);
    relation("greaterEqual", "x >= y", Tensor::greaterEqual, Draw.NUMBERS);
    relation("equalTo", "x == y", Tensor::equalTo, Draw.ANY);
    relation("notEqualTo", "x != y", Tensor::notEqualTo, Draw.ANY);
    relation(
        "isClose",
        "torch.isclose(x, y, 0.25, 0.5)",
        (x, y) -> x.isClose(y, 0.25, 0.5),
        Draw.FLOATS);
    List<DType> bits = List.of(DType.BOOL, DType.INT32, DType.INT64);
    relation("and", "x & y", Tensor::and, bits);
    relation("or", "x | y", Tensor::or, bits);
    relation("xor", "x ^ y", Tensor::xor, bits);
    unaryExact("not", "~x", Tensor::not, Draw.TRUTHS);
    special("isNaN", "torch.isnan(x)", Tensor::isNaN);
    special("isInfinite", "torch.isinf(x)", Tensor::isInfinite);
    special("isFinite", "torch.isfinite(x)", Tensor::isFinite);
    special("replaceNaN", "torch.nan_to_num(x, 7, torch.inf, -torch.inf)", x -> x.replaceNaN(7));
    special("nanToNum", "torch.nan_to_num(x, 1, 2, -3)", x -> x.nanToNum(1, 2, -3));
    special("abs of NaN and infinities", "x.abs()", Tensor::abs);
    special("maximum with NaN", "torch.maximum(x, x.flip(0))", x -> x.maximum(x.flip(0)));
    special("exp of infinities", "torch.exp(x).round()", x -> x.exp().round());
    special("tanh of infinities", "torch.tanh(x).round()", x -> x.tanh().round());
    special("clip of infinities", "torch.clamp(x, -2, 2)", x -> x.clip(-2, 2));
  }

  private void integers() {
    unaryExact("bitwiseNot", "~x", Tensor::bitwiseNot, Draw.INTEGERS);
    unaryExact("shiftLeft", "x << 3", x -> x.shiftLeft(3), Draw.INTEGERS);
    unaryExact("shiftRight", "x >> 1", x -> x.shiftRight(1), Draw.INTEGERS);
    unaryExact("negate integers", "-x", Tensor::negate, Draw.INTEGERS);
    unaryExact("abs of integers", "x.abs()", Tensor::abs, Draw.INTEGERS);
    unaryExact("sign of integers", "x.sign()", Tensor::sign, Draw.INTEGERS);
    unaryExact("square of integers", "x * x", Tensor::square, Draw.INTEGERS);
    unaryExact("add to integers", "x + 2", x -> x.add(2), Draw.INTEGERS);
    relation("add integers", "x + y", Tensor::add, Draw.INTEGERS);
    relation("multiply integers", "x * y", Tensor::multiply, Draw.INTEGERS);
    relation("maximum of integers", "torch.maximum(x, y)", Tensor::maximum, Draw.INTEGERS);
    unaryExact("cast to int32", "x.int()", x -> x.cast(DType.INT32), Draw.ANY);
    unaryExact("cast to int64", "x.long()", x -> x.cast(DType.INT64), Draw.ANY);
    unaryExact("cast to float32", "x.float()", x -> x.cast(DType.FLOAT32), Draw.ANY);
    unaryExact("cast to float64", "x.double()", x -> x.cast(DType.FLOAT64), Draw.ANY);
    unaryExact("cast to bool", "x.bool()", x -> x.cast(DType.BOOL), Draw.NUMBERS);
  }

  private void selections() {
    table.add(
        Comparison.smooth(
            "where",
            EXACT,
            normwise(16),
            d -> {
              int[] sizes = d.shape(0, 4);
              return Case.ofAll(
                  "torch.where(x, y, z)",
                  p -> p[0].where(p[1], p[2]),
                  d.truths(d.broadcastTo(sizes)),
                  d.numbers(sizes),
                  d.numbers(d.broadcastTo(sizes)));
            }));
    table.add(
        Comparison.smooth(
            "maskedFill",
            EXACT,
            EXACT,
            d -> {
              int[] sizes = d.shape(0, 4);
              return Case.of(
                  "x.masked_fill(y, 1.5)",
                  (x, y) -> x.maskedFill(y, 1.5),
                  d.numbers(sizes),
                  d.truths(d.broadcastTo(sizes)));
            }));
  }

  /** One rounding or none, and both shapes broadcast. */
  private void exactPair(String name, String expression, BinaryOperator<Tensor> function) {
    table.add(
        Comparison.smooth(
            name,
            EXACT,
            normwise(16),
            d -> {
              int[] sizes = d.shape(0, 4);
              Tensor x = d.numbers(d.truth() ? sizes : d.broadcastTo(sizes));
              return Case.of(expression, function, x, d.numbers(sizes));
            }));
  }

  private void smoothPair(
      String name,
      String expression,
      BinaryOperator<Tensor> function,
      double units,
      double least,
      double greatest) {
    table.add(
        Comparison.smooth(
            name,
            ulps(units),
            normwise(16),
            d -> {
              int[] sizes = d.shape(0, 4);
              Tensor x = d.range(least, greatest, sizes);
              return Case.of(
                  expression, function, x, d.range(least, greatest, d.broadcastTo(sizes)));
            }));
  }

  private void exact(String name, String expression, UnaryOperator<Tensor> function) {
    table.add(
        Comparison.smooth(
            name, EXACT, EXACT, d -> Case.of(expression, function, d.numbers(d.shape(0, 4)))));
  }

  private void smooth(
      String name, String expression, UnaryOperator<Tensor> function, double units) {
    table.add(
        Comparison.smooth(
            name,
            ulps(units),
            normwise(units + 4),
            d -> Case.of(expression, function, d.numbers(d.shape(0, 4)))));
  }

  private void smooth(
      String name,
      String expression,
      UnaryOperator<Tensor> function,
      double units,
      double least,
      double greatest) {
    table.add(
        Comparison.smooth(
            name,
            ulps(units),
            normwise(units + 4),
            d -> Case.of(expression, function, d.range(least, greatest, d.shape(0, 4)))));
  }

  private void relation(
      String name, String expression, BinaryOperator<Tensor> function, List<DType> dtypes) {
    table.add(
        Comparison.of(
            name,
            dtypes,
            EXACT,
            d -> {
              int[] sizes = d.shape(0, 4);
              return Case.of(
                  expression, function, d.numbers(sizes), d.numbers(d.broadcastTo(sizes)));
            }));
  }

  private void unaryExact(
      String name, String expression, UnaryOperator<Tensor> function, List<DType> dtypes) {
    table.add(
        Comparison.of(
            name, dtypes, EXACT, d -> Case.of(expression, function, d.numbers(d.shape(0, 4)))));
  }

  /** Of NaN, infinities and zeros of both signs among other numbers. */
  private void special(String name, String expression, UnaryOperator<Tensor> function) {
    table.add(
        Comparison.of(
            name,
            Draw.FLOATS,
            EXACT,
            d -> {
              int[] sizes = d.sizes(1, 4);
              Tensor zeros = d.integers(-1, 1, sizes).cast(d.dtype()).multiply(-0.0);
              Tensor special = d.integers(-1, 1, sizes).cast(d.dtype()).divide(zeros.multiply(0));
              Tensor x = d.truths(sizes).where(special, d.numbers(sizes));
              return Case.of(expression, function, Tensor.of(x.array()));
            }));
  }
}
