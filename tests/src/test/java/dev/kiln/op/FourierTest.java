package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.nn.Fourier;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fourier transforms against their sums. */
class FourierTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 30, 31, 64, 100, 127, 128})
  void transformsAreSums(int size) {
    Tensor x = TensorCase.values(size, 2, size, 2);
    Tensor transformed = Fourier.fft(x, 1);
    for (int row = 0; row < 2; row++) {
      assertClose(sums(x.get(row), -1), transformed.get(row));
    }
    assertClose(x, Fourier.ifft(transformed, -2));
    assertClose(sums(x.get(0), 1), Fourier.ifft(x.get(0), 0).multiply(size));
  }

  @Test
  void anyAxisIsTransformed() {
    Tensor x = TensorCase.values(1, 3, 4, 5, 2);
    Tensor along = Fourier.fft(x.permute(1, 2, 0, 3), 2).permute(2, 0, 1, 3);
    assertArrayEquals(along.toDoubleArray(), Fourier.fft(x, 0).toDoubleArray());
    assertEquals("[0, 4, 2]", Fourier.fft(Tensor.zeros(0, 4, 2), 1).shape().toString());
    assertEquals("[0, 4, 2]", Fourier.fft(Tensor.zeros(0, 4, 2), 0).shape().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 16})
  void realNumbersNeedHalfOfTheTerms(int size) {
    Tensor x = TensorCase.values(size, size, 3);
    Tensor terms = Fourier.rfft(x, 0);
    assertEquals("[" + (size / 2 + 1) + ", 3, 2]", terms.shape().toString());
    Tensor pairs = Tensor.stack(-1, x, x.multiply(0));
    assertClose(Fourier.fft(pairs, 0).slice(0, 0, size / 2 + 1), terms);
    assertClose(x, Fourier.irfft(terms, size, 0));
    assertClose(x.transpose(), Fourier.irfft(Fourier.rfft(x.transpose(), -1), size, -1));
  }

  @Test
  void productsOfTransformsAreConvolutions() {
    Tensor x = TensorCase.values(1, 6);
    Tensor y = TensorCase.values(2, 6);
    Tensor product = Fourier.multiply(Fourier.rfft(x, 0), Fourier.rfft(y, 0));
    double[] expected = new double[6];
    for (int i = 0; i < 6; i++) {
      for (int k = 0; k < 6; k++) {
        expected[(i + k) % 6] += x.getDouble(i) * y.getDouble(k);
      }
    }
    assertClose(Tensor.of(expected), Fourier.irfft(product, 6, 0));
  }

  @Test
  void derivativesAreLimitsOfDifferences() {
    FiniteDifferences.check(x -> Fourier.rfft(x.get(0), 0), List.of(TensorCase.values(1, 5, 2)));
    FiniteDifferences.check(
        x -> Fourier.irfft(Fourier.multiply(x.get(0), x.get(1)), 4, 0),
        List.of(TensorCase.values(2, 3, 2), TensorCase.values(3, 3, 2)));
  }

  @Test
  void refusals() {
    Tensor x = Tensor.zeros(3, 2);
    assertEquals(
        "fft along axis 1 expects complex numbers in a further, last dimension of size 2, not"
            + " f32[3, 2]",
        refusal(() -> Fourier.fft(x, 1)));
    assertEquals(
        "fft along axis 0 expects complex numbers in a further, last dimension of size 2, not"
            + " f32[3]",
        refusal(() -> Fourier.fft(Tensor.zeros(3), 0)));
    assertEquals("fft: no axis 2 in shape [3, 2]", refusal(() -> Fourier.fft(x, 2)));
    assertEquals("irfft: 6 numbers have 4 terms, not 3", refusal(() -> Fourier.irfft(x, 6, 0)));
    assertEquals(
        "fft expects a floating-point tensor, not i32[2, 2]",
        refusal(() -> Fourier.fft(Tensor.of(new int[4], 2, 2), 0)));
  }

  private static String refusal(Runnable call) {
    return Observation.message(assertThrows(IllegalArgumentException.class, call::run));
  }

  private static Tensor sums(Tensor x, int sign) {
    int size = x.dim(0);
    double[] result = new double[2 * size];
    for (int j = 0; j < size; j++) {
      for (int k = 0; k < size; k++) {
        double angle = sign * 2 * Math.PI * ((long) j * k % size) / size;
        double real = x.getDouble(k, 0);
        double imaginary = x.getDouble(k, 1);
        result[2 * j] += real * Math.cos(angle) - imaginary * Math.sin(angle);
        result[2 * j + 1] += real * Math.sin(angle) + imaginary * Math.cos(angle);
      }
    }
    return Tensor.of(result, size, 2);
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 2e-13);
  }
}
