package dev.kiln.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final Signature SIGNATURE =
      Signature.of("f", "x: f32[n, 3]", "y: f32[n]", "z: f64[]", "w: f32[2 * n, k]");

  @Test
  void whatFitsPasses() {
    SIGNATURE.check(floats(2, 3), floats(2), doubles(), floats(4, 7));
  }

  @Test
  void sizesThatAreComputedAreNotCompared() {
    SIGNATURE.check(floats(2, 3), floats(2), doubles(), floats(5, 7));
  }

  @Test
  void theMessageNamesMethodArgumentAndTypes() {
    assertRefused(
        "f: 'x' is f32[n, 3], not f32[2, 4]: size 3 expected along axis 1",
        floats(2, 4),
        floats(2),
        doubles(),
        floats(4, 7));
    assertRefused(
        "f: 'y' is f32[n], not f32[3]: size 2 expected along axis 0",
        floats(2, 3),
        floats(3),
        doubles(),
        floats(4, 7));
    assertRefused("f: 'z' is f64[], not f32[]", floats(2, 3), floats(2), floats(), floats(4, 7));
  }

  @Test
  void ranksComeBeforeSizes() {
    assertRefused(
        "f: 'w' is f32[2 * n, k], not f32[4]", floats(2, 4), floats(3), doubles(), floats(4));
  }

  private static void assertRefused(String message, NdArray... arrays) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SIGNATURE.check(arrays));
    assertEquals(message, refused.getMessage());
  }

  private static NdArray floats(int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    return NdArray.of(shape, new float[shape.elements()]);
  }

  private static NdArray doubles() {
    return NdArray.of(TensorShape.of(), new double[1]);
  }
}
