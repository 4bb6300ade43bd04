package dev.kiln.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.testkit.run.Observation;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

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

  /** Few arguments are checked without an array of them. */
  @Test
  void anyNumberOfArgumentsIsChecked() {
    Signature one = Signature.of("f", "x: f32[n, n]");
    one.check(floats(2, 2));
    refuses(
        "f: 'x' is f32[n, n], not f32[2, 3]: size 2 expected along axis 1",
        () -> one.check(floats(2, 3)));
    Signature two = Signature.of("f", "x: f32[n]", "y: f32[n]");
    two.check(floats(2), floats(2));
    refuses(
        "f: 'y' is f32[n], not f32[3]: size 2 expected along axis 0",
        () -> two.check(floats(2), floats(3)));
    Signature three = Signature.of("f", "x: f32[n]", "y: f32[m]", "z: f32[m]");
    three.check(floats(2), floats(3), floats(3));
    refuses(
        "f: 'z' is f32[m], not f32[2]: size 3 expected along axis 0",
        () -> three.check(floats(2), floats(3), floats(2)));
    refuses("f: 'z' is f32[m], not f64[]", () -> three.check(floats(2), floats(3), doubles()));
    Signature four = Signature.of("f", "x: f32[n]", "y: f32[m]", "z: f32[m]", "w: f32[n]");
    four.check(floats(2), floats(3), floats(3), floats(2));
    refuses(
        "f: 'w' is f32[n], not f32[3]: size 2 expected along axis 0",
        () -> four.check(floats(2), floats(3), floats(3), floats(3)));
    Signature five =
        Signature.of("f", "x: f32[n]", "y: f32[n]", "z: f32[n]", "w: f32[n]", "v: f32[n]");
    five.check(floats(2), floats(2), floats(2), floats(2), floats(2));
    refuses(
        "f: 'v' is f32[n], not f32[3]: size 2 expected along axis 0",
        () -> five.check(floats(2), floats(2), floats(2), floats(2), floats(3)));
  }

  @Test
  void eachOfEightArgumentsIsChecked() {
    String[] declared = new String[8];
    for (int i = 0; i < 8; i++) {
      declared[i] = "x" + i + ": f32[n]";
    }
    for (int wrong = 1; wrong < 8; wrong++) {
      NdArray[] x = new NdArray[8];
      for (int i = 0; i < 8; i++) {
        x[i] = floats(i == wrong ? 3 : 2);
      }
      String message = "f: 'x" + wrong + "' is f32[n], not f32[3]: size 2 expected along axis 0";
      Signature eight = Signature.of("f", declared);
      refuses(message, () -> eight.check(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]));
      Signature seven = Signature.of("f", Arrays.copyOf(declared, 7));
      if (wrong < 7) {
        refuses(message, () -> seven.check(x[0], x[1], x[2], x[3], x[4], x[5], x[6]));
      }
      Signature six = Signature.of("f", Arrays.copyOf(declared, 6));
      if (wrong < 6) {
        refuses(message, () -> six.check(x[0], x[1], x[2], x[3], x[4], x[5]));
      }
    }
  }

  private static void refuses(String message, Executable check) {
    assertEquals(message, Observation.message(assertThrows(IllegalArgumentException.class, check)));
  }

  private static void assertRefused(String message, NdArray... arrays) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> SIGNATURE.check(arrays));
    assertEquals(message, Observation.message(refused));
  }

  private static NdArray floats(int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    return NdArray.of(shape, new float[shape.elements()]);
  }

  private static NdArray doubles() {
    return NdArray.of(TensorShape.of(), new double[1]);
  }
}
