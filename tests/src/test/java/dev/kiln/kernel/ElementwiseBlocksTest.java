package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.kernel.elementwise.ArithmeticKernels;
import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.elementwise.BinaryKernels;
import dev.kiln.kernel.elementwise.ElementaryKernels;
import dev.kiln.kernel.elementwise.RelationKernel;
import dev.kiln.kernel.elementwise.RelationKernels;
import dev.kiln.kernel.elementwise.UnaryKernel;
import dev.kiln.kernel.elementwise.UnaryKernels;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.kernel.tensor.ChainKernels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Elementwise kernels on blocks have the bits of their function of single numbers, in arrays of
 * every kind of broadcasting: single numbers, rows and columns, shorter and longer than a block.
 */
class ElementwiseBlocksTest {
  private static final int[][][] SHAPES = {
    {{}, {}},
    {{1}, {}},
    {{0}, {}},
    {{7}, {7}},
    {{1025}, {1025}},
    {{1023}, {}},
    {{3001}, {1}},
    {{1}, {2050}},
    {{0, 3}, {3}},
    {{4, 0}, {4, 1}},
    {{300, 5}, {5}},
    {{300, 5}, {300, 1}},
    {{3, 1100}, {1100}},
    {{3, 1100}, {3, 1}},
    {{1, 1100}, {3, 1}},
    {{700, 1}, {1, 3}},
    {{2, 3, 4}, {3, 1}},
    {{2, 1, 4}, {1, 3, 1}},
    {{5, 1, 600}, {5, 7, 1}},
    {{40, 30, 3}, {40, 1, 3}},
    {{1, 40, 30}, {20, 1, 30}},
    {{2, 1, 3, 1, 5}, {4, 1, 6, 1}},
  };

  static List<BinaryKernel> binary() {
    return List.of(
        ArithmeticKernels.Add.KERNEL,
        ArithmeticKernels.Subtract.KERNEL,
        ArithmeticKernels.Multiply.KERNEL,
        ArithmeticKernels.Divide.KERNEL,
        ArithmeticKernels.Maximum.KERNEL,
        ArithmeticKernels.Minimum.KERNEL,
        BinaryKernels.Remainder.KERNEL,
        BinaryKernels.Pow.KERNEL,
        BinaryKernels.And.KERNEL,
        BinaryKernels.Or.KERNEL,
        BinaryKernels.Xor.KERNEL,
        ChainKernels.Product.KERNEL,
        ChainKernels.Quotient.KERNEL,
        ChainKernels.Direction.KERNEL);
  }

  static List<RelationKernel> relations() {
    return List.of(
        RelationKernels.Less.KERNEL,
        RelationKernels.LessEqual.KERNEL,
        RelationKernels.Greater.KERNEL,
        RelationKernels.GreaterEqual.KERNEL,
        RelationKernels.Equal.KERNEL,
        RelationKernels.NotEqual.KERNEL);
  }

  static List<UnaryKernel> unary() {
    return List.of(
        UnaryKernels.Negate.KERNEL,
        UnaryKernels.Abs.KERNEL,
        UnaryKernels.Sign.KERNEL,
        UnaryKernels.Square.KERNEL,
        UnaryKernels.Sqrt.KERNEL,
        UnaryKernels.Relu.KERNEL,
        UnaryKernels.Exp.KERNEL,
        UnaryKernels.Log.KERNEL,
        UnaryKernels.Tanh.KERNEL,
        UnaryKernels.Sigmoid.KERNEL,
        ElementaryKernels.ERF,
        ElementaryKernels.SIN);
  }

  @ParameterizedTest
  @MethodSource("binary")
  void functionsOfTwoHaveTheBitsOfSingleNumbers(BinaryKernel kernel) {
    SplittableRandom random = new SplittableRandom(1);
    for (DType dtype : DType.values()) {
      for (int[][] shapes : kernel.supports(dtype) ? SHAPES : new int[0][][]) {
        NdArray a = IndexedArray.random(dtype, random, shapes[0]);
        NdArray b = IndexedArray.random(dtype, random, shapes[1]);
        NdArray result = kernel.apply(a, b);
        Object[] elements = elements(result);
        IndexedArray.forEach(
            result.shape(),
            index -> {
              int i = IndexedArray.position(a.shape(), index);
              int j = IndexedArray.position(b.shape(), index);
              Object expected = single(kernel, a, i, b, j);
              assertEquals(
                  expected,
                  elements[IndexedArray.position(result.shape(), index)],
                  () -> kernel.name() + " of " + a + " and " + b + " at " + Arrays.toString(index));
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("relations")
  void relationsHaveTheTruthOfSingleNumbers(RelationKernel kernel) {
    SplittableRandom random = new SplittableRandom(2);
    for (DType dtype : DType.values()) {
      for (int[][] shapes : kernel.supports(dtype) ? SHAPES : new int[0][][]) {
        NdArray a = IndexedArray.random(dtype, random, shapes[0]);
        NdArray b = IndexedArray.random(dtype, random, shapes[1]);
        NdArray result = kernel.apply(a, b);
        IndexedArray.forEach(
            result.shape(),
            index -> {
              int i = IndexedArray.position(a.shape(), index);
              int j = IndexedArray.position(b.shape(), index);
              assertEquals(
                  single(kernel, a, i, b, j),
                  result.booleans()[IndexedArray.position(result.shape(), index)],
                  () -> kernel.name() + " of " + a + " and " + b + " at " + Arrays.toString(index));
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("unary")
  void functionsOfOneHaveTheBitsOfSingleNumbers(UnaryKernel kernel) {
    SplittableRandom random = new SplittableRandom(3);
    List<DType> dtypes = Stream.of(DType.values()).filter(kernel::supports).toList();
    for (DType dtype : dtypes) {
      for (int size : new int[] {0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 63, 100, 1023, 1024, 3001}) {
        NdArray a = IndexedArray.random(dtype, random, size);
        Object[] operands = elements(a);
        Object[] elements = elements(kernel.apply(a));
        for (int i = 0; i < size; i++) {
          Object operand = operands[i];
          assertEquals(single(kernel, a, i), elements[i], () -> kernel.name() + " of " + operand);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dtypes")
  void whereTakesElementsOfEither(DType dtype) {
    SplittableRandom random = new SplittableRandom(4);
    for (int[][] shapes : SHAPES) {
      for (int[] conditionSizes : new int[][] {shapes[0], shapes[1], {}}) {
        NdArray condition = IndexedArray.random(DType.BOOL, random, conditionSizes);
        NdArray a = IndexedArray.random(dtype, random, shapes[0]);
        NdArray b = IndexedArray.random(dtype, random, shapes[1]);
        NdArray result = Arithmetic.where(condition, a, b);
        Object[] elements = elements(result);
        Object[] chosen = elements(a);
        Object[] other = elements(b);
        IndexedArray.forEach(
            result.shape(),
            index -> {
              boolean truth = condition.booleans()[IndexedArray.position(condition.shape(), index)];
              Object expected =
                  truth
                      ? chosen[IndexedArray.position(a.shape(), index)]
                      : other[IndexedArray.position(b.shape(), index)];
              assertEquals(
                  expected, elements[IndexedArray.position(result.shape(), index)], a + " " + b);
            });
      }
    }
  }

  static DType[] dtypes() {
    return DType.values();
  }

  /** Elements as objects: NaNs are equal, and 0 is not -0, as in {@link NdArray#sameBits}. */
  private static Object[] elements(NdArray array) {
    int count = array.shape().elements();
    Object[] elements = new Object[count];
    for (int i = 0; i < count; i++) {
      elements[i] =
          switch (array.dtype()) {
            case FLOAT32 -> array.floats()[i];
            case FLOAT64 -> array.doubles()[i];
            case INT32 -> array.ints()[i];
            case INT64 -> array.longs()[i];
            case BOOL -> array.booleans()[i];
          };
    }
    return elements;
  }

  private static Object single(BinaryKernel kernel, NdArray a, int i, NdArray b, int j) {
    return switch (a.dtype()) {
      case FLOAT32 -> kernel.apply(a.floats()[i], b.floats()[j]);
      case FLOAT64 -> kernel.apply(a.doubles()[i], b.doubles()[j]);
      case INT32 -> kernel.apply(a.ints()[i], b.ints()[j]);
      case INT64 -> kernel.apply(a.longs()[i], b.longs()[j]);
      case BOOL -> kernel.apply(a.booleans()[i], b.booleans()[j]);
    };
  }

  private static boolean single(RelationKernel kernel, NdArray a, int i, NdArray b, int j) {
    return switch (a.dtype()) {
      case FLOAT32 -> kernel.test(a.floats()[i], b.floats()[j]);
      case FLOAT64 -> kernel.test(a.doubles()[i], b.doubles()[j]);
      case INT32 -> kernel.test(a.ints()[i], b.ints()[j]);
      case INT64 -> kernel.test(a.longs()[i], b.longs()[j]);
      case BOOL -> kernel.test(a.booleans()[i], b.booleans()[j]);
    };
  }

  private static Object single(UnaryKernel kernel, NdArray a, int i) {
    return switch (a.dtype()) {
      case FLOAT32 -> kernel.apply(a.floats()[i]);
      case FLOAT64 -> kernel.apply(a.doubles()[i]);
      case INT32 -> kernel.apply(a.ints()[i]);
      case INT64 -> kernel.apply(a.longs()[i]);
      case BOOL -> throw new AssertionError("no function of truth values");
    };
  }
}
