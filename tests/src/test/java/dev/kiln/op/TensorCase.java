package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.neural.FourierOps;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** An operation applied to tensors away from its kinks. */
record TensorCase(OpDefinition operation, Attributes attributes, List<Tensor> operands) {
  Tensor apply(List<Tensor> values) {
    return values.get(0).apply(operation, attributes, values);
  }

  @Override
  public String toString() {
    return operation.name()
        + operands.stream().map(operand -> operand.array().typeText()).toList()
        + (attributes.isEmpty() ? "" : attributes);
  }

  /** At least one case for every differentiable operation on tensors. */
  static Stream<TensorCase> differentiable() {
    List<TensorCase> cases = new ArrayList<>();
    elementwise(cases);
    reductions(cases);
    layouts(cases);
    products(cases);
    selections(cases);
    linearAlgebra(cases);
    convolutions(cases);
    for (boolean inverse : new boolean[] {false, true}) {
      Attributes direction = axis(1).with("inverse", new Attribute.Truth(inverse));
      cases.add(of(FourierOps.DFT, direction, values(1, 2, 3, 2)));
      cases.add(of(FourierOps.DFT, direction, values(2, 1, 4, 1, 2)));
    }
    return cases.stream();
  }

  private static void elementwise(List<TensorCase> cases) {
    for (OpDefinition operation :
        List.of(
            ElementwiseOps.ADD,
            GradientOps.ACCUMULATE,
            ElementwiseOps.SUBTRACT,
            ElementwiseOps.MULTIPLY,
            ElementwiseOps.DIVIDE,
            ChainOps.PRODUCT,
            ChainOps.STEEP_PRODUCT,
            ChainOps.QUOTIENT,
            ChainOps.STEEP_QUOTIENT,
            ChainOps.DIRECTION,
            ElementwiseOps.REMAINDER,
            ElementwiseOps.MAXIMUM,
            ElementwiseOps.MINIMUM,
            GradientOps.ACCUMULATE)) {
      cases.add(of(operation, values(1, 2, 3), values(2, 2, 3)));
      cases.add(of(operation, values(1, 2, 1), values(2, 3)));
      cases.add(of(operation, values(1), values(2, 2, 1, 2)));
    }
    for (OpDefinition operation : List.of(SpecialOps.ATAN2, SpecialOps.HYPOT)) {
      cases.add(of(operation, values(1, 2, 3), values(2, 2, 3)));
      cases.add(of(operation, values(3, 2, 1), values(4, 3)));
      cases.add(of(operation, values(5), values(6, 2)));
    }
    cases.add(of(SpecialOps.LGAMMA, Tensor.of(new double[] {-1.45, -0.6, 0.7, 2.5, 9, 20}, 2, 3)));
    for (int order = 0; order < 3; order++) {
      Attributes attributes = Attributes.of("order", new Attribute.Integer(order));
      cases.add(of(SpecialOps.POLYGAMMA, attributes, values(8, 3).abs().add(0.7)));
    }
    cases.add(of(ElementwiseOps.POW, values(1, 2, 3).abs(), values(2, 3)));
    for (OpDefinition operation :
        List.of(
            ElementwiseOps.NEGATE,
            ElementwiseOps.ABS,
            ElementwiseOps.SIGN,
            ElementwiseOps.SQUARE,
            ElementwiseOps.EXP,
            ElementwiseOps.TANH,
            ElementwiseOps.SIGMOID,
            ElementwiseOps.RELU)) {
      cases.add(of(operation, values(3, 2, 3)));
      cases.add(of(operation, values(4)));
    }
    for (OpDefinition operation :
        List.of(
            ElementaryOps.SIN,
            ElementaryOps.COS,
            ElementaryOps.TAN,
            ElementaryOps.ATAN,
            ElementaryOps.SINH,
            ElementaryOps.COSH,
            ElementaryOps.ASINH,
            ElementaryOps.ERF,
            ElementaryOps.EXPM1)) {
      cases.add(of(operation, values(8, 2, 3)));
    }
    for (OpDefinition operation :
        List.of(ElementaryOps.ASIN, ElementaryOps.ACOS, ElementaryOps.ATANH)) {
      cases.add(of(operation, values(9, 4).tanh().multiply(0.8)));
    }
    for (OpDefinition operation :
        List.of(ElementaryOps.ACOSH, ElementaryOps.LOG1P, ElementaryOps.LOG2)) {
      cases.add(of(operation, values(10, 4).abs().add(1.1)));
    }
    cases.add(of(ElementwiseOps.SQRT, values(5, 4).abs()));
    cases.add(of(ElementwiseOps.LOG, values(6, 4).abs()));
    cases.add(
        of(
            ConversionOps.CAST,
            Attributes.of("to", new Attribute.ElementType(DType.FLOAT64)),
            values(7, 2)));
  }

  private static void reductions(List<TensorCase> cases) {
    for (OpDefinition operation :
        List.of(ReductionOps.SUM, ReductionOps.MEAN, ReductionOps.MAX, ReductionOps.MIN)) {
      cases.add(of(operation, axes(false), values(1, 2, 3)));
      cases.add(of(operation, axes(true, 0), values(2, 2, 3)));
      cases.add(of(operation, axes(false, -1), values(3, 2, 3)));
      cases.add(of(operation, axes(false, 0, 2), values(4, 2, 3, 2)));
      cases.add(of(operation, axes(false, 1), values(5, 3, 1)));
      cases.add(of(operation, axes(false), values(6)));
    }
    cases.add(of(ReductionOps.SPREAD_MEAN, dims(2, 3), values(7, 2, 1)));
    cases.add(of(ReductionOps.SPREAD_MEAN, dims(2, 1), values(8, 2, 1)));
    for (OpDefinition operation : List.of(SoftmaxOps.SOFTMAX, SoftmaxOps.LOG_SOFTMAX)) {
      cases.add(of(operation, axis(-1), values(9, 2, 3)));
      cases.add(of(operation, axis(0), values(10, 2, 3)));
    }
    cases.add(of(SoftmaxOps.CROSS_ENTROPY, values(11, 2, 3), Tensor.of(new int[] {2, 0})));
    cases.add(of(LossOps.MEAN_SQUARED_ERROR, values(12, 2, 3), values(13, 2, 3)));
    cases.add(of(LossOps.MEAN_SQUARED_ERROR, values(14), values(15)));
  }

  private static void layouts(List<TensorCase> cases) {
    cases.add(of(LayoutOps.RESHAPE, dims(3, -1), values(1, 2, 3)));
    Attributes declared = Attributes.of("declared", new Attribute.Text("'x' is f64[2, 3]"));
    cases.add(of(CheckOps.REQUIRE_SHAPE, declared.with("dims", sizes(2, 3)), values(1, 2, 3)));
    cases.add(of(LayoutOps.BROADCAST_TO, dims(2, 2, 3), values(2, 2, 1)));
    cases.add(of(LayoutOps.SUM_TO, dims(2, 1), values(3, 2, 2, 3)));
    cases.add(of(LayoutOps.SUM_TO, dims(), values(4, 2, 3)));
    cases.add(of(ScanOps.FLIP, axis(-1), values(6, 2, 3)));
    cases.add(of(ScanOps.FLIP, axis(0), values(7, 3, 2)));
    for (boolean exclusive : new boolean[] {false, true}) {
      for (boolean reverse : new boolean[] {false, true}) {
        Attributes directions =
            axis(1)
                .with("exclusive", new Attribute.Truth(exclusive))
                .with("reverse", new Attribute.Truth(reverse));
        cases.add(of(ScanOps.CUM_SUM, directions, values(8, 2, 3, 2)));
      }
    }
    for (boolean reverse : new boolean[] {false, true}) {
      Attributes direction = axis(-2).with("reverse", new Attribute.Truth(reverse));
      cases.add(of(ScanOps.LINEAR_RECURRENCE, direction, values(11, 2, 3, 2), values(12, 2, 3, 2)));
      cases.add(of(ScanOps.LINEAR_RECURRENCE, direction, values(13, 1, 1), values(14, 1, 1)));
    }
    cases.add(of(LayoutOps.TRANSPOSE, values(5, 2, 2, 3)));
    cases.add(
        of(
            LayoutOps.PERMUTE,
            Attributes.of("axes", new Attribute.Integers(List.of(1L, -1L, 0L))),
            values(6, 2, 3, 4)));
    cases.add(
        of(
            SliceOps.SLICE,
            axis(-1).with("start", sizes(1)).with("end", sizes(3)),
            values(7, 2, 4)));
    cases.add(
        of(
            SliceOps.PLACE_SLICE,
            axis(1).with("start", sizes(1)).with("dims", sizes(2, 4)),
            values(8, 2, 2)));
    cases.add(of(SliceOps.CONCATENATE, axis(0), values(9, 1, 2), values(10, 3, 2)));
    cases.add(
        of(SliceOps.CONCATENATE, axis(-1), values(1, 2, 1), values(2, 2, 2), values(3, 2, 1)));
    Tensor indices = Tensor.of(new int[] {2, 0, 2});
    cases.add(of(SliceOps.GATHER, axis(0), values(11, 3, 2), indices));
    cases.add(of(SliceOps.GATHER, axis(-1), values(12, 2, 4), indices));
    cases.add(
        of(SliceOps.SCATTER_ADD, axis(1).with("dims", sizes(2, 4)), values(13, 2, 3), indices));
  }

  private static void linearAlgebra(List<TensorCase> cases) {
    Attributes lower = Attributes.of("lower", new Attribute.Truth(true));
    Attributes upper = Attributes.of("lower", new Attribute.Truth(false));
    Attribute yes = new Attribute.Truth(true);
    Attribute no = new Attribute.Truth(false);
    cases.add(
        of(
            LinearAlgebraOps.TRIANGLE,
            lower.with("diagonal", new Attribute.Integer(1)),
            values(1, 2, 3, 4)));
    cases.add(
        of(
            LinearAlgebraOps.TRIANGLE,
            upper.with("diagonal", new Attribute.Integer(-1)),
            values(2, 4, 3)));
    for (int[] sizes : new int[][] {{3, 2}, {2, 3}, {2, 2, 2}, {1, 3}}) {
      cases.add(of(MatrixFunctionOps.SVD, values(11, sizes)));
      cases.add(of(MatrixFunctionOps.PSEUDO_INVERSE, values(12, sizes)));
    }
    cases.add(
        of(
            LinearAlgebraOps.SIGN_AND_LOG,
            values(13, 2, 3, 3).multiply(0.4).add(identity(2, 3, 3))));
    cases.add(of(MatrixFunctionOps.QR_Q, values(5, 3, 2)));
    cases.add(of(MatrixFunctionOps.QR_Q, values(6, 2, 2, 2).add(identity(2, 2, 2))));
    for (int[] sizes : new int[][] {{3, 3}, {2, 2, 2}}) {
      Tensor spread = Tensor.arange(DType.FLOAT64, sizes[1]).multiply(1.5).diagEmbed();
      Tensor distinct = values(7, sizes).multiply(0.3).add(spread);
      cases.add(of(MatrixFunctionOps.EIGH_VALUES, distinct));
      cases.add(of(MatrixFunctionOps.EIGH_VECTORS, distinct));
      cases.add(of(MatrixFunctionOps.MATRIX_EXP, values(8, sizes).multiply(0.5)));
      cases.add(
          of(
              MatrixFunctionOps.MATRIX_EXP_DERIVATIVE,
              values(9, sizes).multiply(0.5),
              values(10, sizes)));
      Tensor any = values(3, sizes);
      Tensor positive = any.matmul(any.transpose()).multiply(0.3).add(identity(sizes));
      Tensor regular = any.multiply(0.3).add(identity(sizes));
      Tensor right = values(4, sizes.length == 2 ? new int[] {3, 2} : new int[] {2, 2, 3});
      cases.add(of(LinearAlgebraOps.CHOLESKY, positive));
      cases.add(of(LinearAlgebraOps.SOLVE, regular, right));
      cases.add(of(LinearAlgebraOps.DETERMINANT, regular));
      for (Attributes side : List.of(lower, upper)) {
        cases.add(
            of(LinearAlgebraOps.TRIANGULAR_SOLVE, side.with("transposed", yes), regular, right));
        cases.add(
            of(LinearAlgebraOps.TRIANGULAR_SOLVE, side.with("transposed", no), regular, right));
      }
    }
  }

  private static void convolutions(List<TensorCase> cases) {
    long[][] geometries = {{1, 0, 1, 1, 0, 1, 1}, {2, 1, 1, 1, 2, 2, 2}, {1, 1, 2, 3, 0, 1, 1}};
    for (long[] each : geometries) {
      int groups = (int) each[6];
      Attributes geometry =
          Attributes.of("geometry", new Attribute.Integers(Arrays.stream(each).boxed().toList()));
      Tensor images = values(1, 2, 2, 5, 6);
      Tensor filters = values(2, 4, 2 / groups, 2, 3);
      cases.add(of(ConvolutionOps.CONV_2D, geometry, images, filters));
      Tensor result = images.apply(ConvolutionOps.CONV_2D, geometry, List.of(images, filters));
      cases.add(
          of(
              ConvolutionOps.CONV_2D_IMAGES,
              geometry.with("dims", sizes(2, 2, 5, 6)),
              result,
              filters));
      cases.add(
          of(
              ConvolutionOps.CONV_2D_FILTERS,
              geometry.with("dims", sizes(4, 2 / groups, 2, 3)),
              images,
              result));
    }
  }

  private static Tensor identity(int... sizes) {
    return Tensor.ones(DType.FLOAT64, sizes).lowerTriangle(0).upperTriangle(0).multiply(1.5);
  }

  private static void products(List<TensorCase> cases) {
    int[][][] shapes = {
      {{2, 3}, {3, 4}},
      {{3}, {3}},
      {{3}, {3, 2}},
      {{2, 3}, {3}},
      {{2, 2, 3}, {2, 3, 2}},
      {{2, 1, 2, 3}, {3, 3, 2}},
      {{3}, {2, 3, 2}},
      {{2, 2, 3}, {3}},
      {{2, 2, 3}, {3, 1}}
    };
    for (int[][] pair : shapes) {
      cases.add(of(MatrixOps.MATMUL, values(1, pair[0]), values(2, pair[1])));
    }
    int[][] batched = {{2, 1, 2, 3}, {3, 3, 4}};
    for (boolean left : new boolean[] {false, true}) {
      for (boolean right : new boolean[] {false, true}) {
        for (int[][] pair : List.of(shapes[0], batched)) {
          Tensor x = values(1, pair[0]);
          Tensor y = values(2, pair[1]);
          cases.add(
              of(
                  MatrixOps.MATMUL_TRANSPOSED,
                  MatrixOps.transposing(left, right),
                  left ? x.transpose() : x,
                  right ? y.transpose() : y));
        }
      }
    }
  }

  private static void selections(List<TensorCase> cases) {
    Tensor condition = Tensor.of(new boolean[] {true, false, false}, 3);
    cases.add(of(WhereOps.WHERE, condition, values(1, 2, 3), values(2, 2, 1)));
    cases.add(of(WhereOps.WHERE, condition, values(1), values(2)));
  }

  private static TensorCase of(OpDefinition operation, Tensor... operands) {
    return of(operation, Attributes.NONE, operands);
  }

  private static TensorCase of(OpDefinition operation, Attributes attributes, Tensor... operands) {
    return new TensorCase(operation, attributes, List.of(operands));
  }

  /** Numbers of both signs, at least 0.2 away from 0. */
  static Tensor values(int seed, int... dims) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] elements = new double[Arrays.stream(dims).reduce(1, (x, y) -> x * y)];
    Arrays.setAll(elements, i -> (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.2, 1.5));
    return Tensor.of(elements, dims);
  }

  private static Attributes axis(int axis) {
    return Attributes.of("axis", new Attribute.Integer(axis));
  }

  private static Attributes axes(boolean keepDims, long... axes) {
    return Attributes.of("axes", new Attribute.Integers(Arrays.stream(axes).boxed().toList()))
        .with("keepDims", new Attribute.Truth(keepDims));
  }

  private static Attributes dims(int... sizes) {
    return Attributes.of("dims", sizes(sizes));
  }

  private static Attribute.Dims sizes(int... sizes) {
    return new Attribute.Dims(Arrays.stream(sizes).mapToObj(Dim::of).toList());
  }
}
