package dev.kiln.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.kiln.annotation.DType;
import dev.kiln.testkit.run.Observation;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What eager tensors say when an operation does not fit its operands. */
class RefusedOperationsTest {
  private static final Tensor MATRIX = Tensor.zeros(2, 3);
  private static final Tensor TRUTHS = MATRIX.less(0);
  private static final Tensor FLOAT = Tensor.scalar(2f);
  private static final Tensor INT = Tensor.scalar(3);

  private static Arguments refused(Supplier<Tensor> expression, String message) {
    return arguments(message, expression);
  }

  static Stream<Arguments> elementwise() {
    return Stream.of(
        refused(
            () -> FLOAT.add(INT), "add of f32[] and i32[]: dtypes differ; convert one with cast"),
        refused(
            () -> MATRIX.add(Tensor.zeros(4)),
            "add of shapes [2, 3] and [4]: 3 and 4 differ and neither is 1"),
        refused(() -> FLOAT.and(FLOAT), "and is not defined for f32[]"),
        refused(() -> INT.pow(INT), "pow is not defined for i32[]"),
        refused(() -> INT.exp(), "exp is not defined for i32[]"),
        refused(() -> MATRIX.not(), "not is not defined for f32[2, 3]"),
        refused(
            () -> MATRIX.where(FLOAT, FLOAT),
            "where expects a condition of dtype bool, not f32[2, 3]"),
        refused(
            () -> TRUTHS.where(FLOAT, INT),
            "where of f32[] and i32[]: dtypes differ; convert one with cast"));
  }

  static Stream<Arguments> reductionsAndProducts() {
    return Stream.of(
        refused(() -> MATRIX.sum(2), "sum: no axis 2 in shape [2, 3]"),
        refused(() -> MATRIX.sum(0, -2), "sum: axis -2 is given twice"),
        refused(() -> INT.mean(), "mean is not defined for i32[]"),
        refused(() -> TRUTHS.mean(), "mean is not defined for bool[2, 3]"),
        refused(() -> MATRIX.softmax(2), "softmax: no axis 2 in shape [2, 3]"),
        refused(() -> INT.softmax(0), "softmax expects a floating-point tensor, not i32[]"),
        refused(
            () -> MATRIX.matmul(Tensor.zeros(4, 3)),
            "matmul of shapes [2, 3] and [4, 3]: inner sizes 3 and 4 differ"),
        refused(() -> FLOAT.matmul(FLOAT), "matmul of f32[] and f32[]: rank 0"),
        refused(
            () -> MATRIX.softmaxCrossEntropy(Tensor.of(new int[] {2})),
            "softmaxCrossEntropy expects logits [n, classes] and labels [n], not [2, 3] and [1]"));
  }

  static Stream<Arguments> layouts() {
    return Stream.of(
        refused(
            () -> MATRIX.reshape(4),
            "cannot reshape shape [2, 3] to [4]: the numbers of elements differ"),
        refused(
            () -> MATRIX.reshape(4, -1),
            "cannot reshape shape [2, 3] to [4, -1]: 6 is not divisible by 4"),
        refused(
            () -> MATRIX.permute(0, 0),
            "permute expects each axis of shape [2, 3] once, not [0, 0]"),
        refused(
            () -> Tensor.zeros(3).transpose(),
            "transpose expects at least 2 dimensions, not shape [3]"),
        refused(() -> MATRIX.slice(1, 2, 5), "slice 2 to 5 of axis 1 is outside shape [2, 3]"),
        refused(() -> MATRIX.broadcastTo(3), "cannot stretch shape [2, 3] to [3]"),
        refused(() -> INT.gather(0, INT), "gather expects indices of rank 1, not shape []"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"elementwise", "reductionsAndProducts", "layouts"})
  void theMessageNamesBothShapes(String message, Supplier<Tensor> expression) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, expression::get);
    assertEquals(message, Observation.message(refusal));
  }

  static Stream<Arguments> outOfBounds() {
    return Stream.of(
        refused(() -> MATRIX.get(2), "get: index 2 of axis 0 of f32[2, 3]"),
        refused(() -> MATRIX.get(1, -4), "get: index -4 of axis 1 of f32[2, 3]"),
        refused(() -> MATRIX.get(1, 3), "get: index 3 of axis 1 of f32[2, 3]"),
        refused(() -> MATRIX.get(1, 2, 0), "get: 3 indices into f32[2, 3]"),
        refused(() -> FLOAT.get(0), "get: 1 indices into f32[]"),
        refused(
            () -> MATRIX.narrow(1, 2, 2), "narrow: 2 elements from 2 on of axis 1 of f32[2, 3]"),
        refused(
            () -> MATRIX.narrow(0, -1, 1), "narrow: 1 elements from -1 on of axis 0 of f32[2, 3]"),
        refused(
            () -> MATRIX.narrow(-1, Integer.MAX_VALUE, 2),
            "narrow: 2 elements from 2147483647 on of axis -1 of f32[2, 3]"),
        refused(
            () -> MATRIX.gather(0, Tensor.of(new int[] {2})),
            "gather: index 2 of axis 0 of shape [2, 3]"),
        refused(() -> INT.oneHot(2, DType.FLOAT32), "oneHot: index 3 for depth 2"),
        refused(
            () -> MATRIX.softmaxCrossEntropy(Tensor.of(new int[] {2, 3})),
            "softmaxCrossEntropy: label 3 in row 1 of 3 classes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void outOfBounds(String message, Supplier<Tensor> expression) {
    IndexOutOfBoundsException refusal =
        assertThrows(IndexOutOfBoundsException.class, expression::get);
    assertEquals(message, Observation.message(refusal));
  }

  static Stream<Arguments> numbers() {
    Tensor wide = Tensor.scalar(3L);
    return Stream.of(
        refused(() -> INT.add(2.5), "add: the number 2.5 does not fit a tensor of dtype i32"),
        refused(() -> INT.less(1e10), "less: the number 1.0E10 does not fit a tensor of dtype i32"),
        refused(
            () -> INT.equalTo(Double.NaN),
            "equalTo: the number NaN does not fit a tensor of dtype i32"),
        refused(
            () -> wide.maximum(0x1p63),
            "maximum: the number 9.223372036854776E18 does not fit a tensor of dtype i64"),
        refused(
            () -> TRUTHS.equalTo(2), "equalTo: the number 2.0 does not fit a tensor of dtype bool"),
        refused(
            () -> Tensor.full(DType.INT32, 0.5, 3),
            "full: the number 0.5 does not fit a tensor of dtype i32"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void numbers(String message, Supplier<Tensor> expression) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, expression::get);
    String advice =
        "; cast the tensor to a floating-point dtype first, or give a number of its dtype";
    assertEquals(message + advice, Observation.message(refusal));
  }

  @Test
  void wholeNumbersFitIntegers() {
    assertEquals(1, INT.add(-2.0).toInt());
    assertEquals(Long.MIN_VALUE, Tensor.scalar(0L).add(-0x1p63).toLong());
    assertTrue(TRUTHS.equalTo(0).array().booleans()[0]);
  }

  @Test
  void onlyOneElementIsAJavaValue() {
    IllegalArgumentException many =
        assertThrows(IllegalArgumentException.class, () -> MATRIX.toDouble());
    assertEquals(
        "toDouble expects a tensor with one element, not f32[2, 3]", Observation.message(many));
    IllegalArgumentException number =
        assertThrows(IllegalArgumentException.class, () -> FLOAT.toBoolean());
    assertEquals("toBoolean of a tensor of dtype f32", Observation.message(number));
  }

  @Test
  void integersAreNotDividedByZero() {
    assertThrows(ArithmeticException.class, () -> INT.divide(0));
  }
}
