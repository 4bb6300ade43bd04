package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Run with and without the Vector API. */
class InnerLoopsTest {
  /** What a kernel does of so many iterations. */
  private static int done(int iterations) {
    return InnerLoops.VECTORS ? iterations : 0;
  }

  private static double[] numbers(int length) {
    return IntStream.range(0, length).mapToDouble(i -> 1.0 / (3 + i)).toArray();
  }

  @Test
  void vectorsAreUsedWhereTheModuleIs() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    if (!present) {
      assertEquals(false, InnerLoops.VECTORS);
    }
    assertEquals(
        System.getProperty("kiln.tests.vectors", "false").equals("true"),
        present,
        "the module is there where the build asked for it");
  }

  @Test
  void axpyLeavesTheRoundsOfAnIncompleteVector() {
    double[] y = numbers(40);
    assertEquals(done(28), InnerLoops.axpy(y, 2, numbers(50), 5, 0.1, 31));
    double[] expected = numbers(40);
    for (int i = 0; i < done(28); i++) {
      expected[2 + i] += numbers(50)[5 + i] * 0.1;
    }
    assertArrayEquals(expected, y);
  }

  @Test
  void axpyLeavesShortLoopsAndErrorsToTheLoop() {
    double[] y = numbers(100);
    assertEquals(0, InnerLoops.axpy(y, 0, numbers(100), 0, 2, 23));
    assertEquals(0, InnerLoops.axpy(y, 0, numbers(100), 1, 2, 100));
    assertEquals(0, InnerLoops.axpy(y, -1, numbers(100), 0, 2, 100));
    assertEquals(0, InnerLoops.axpy(y, 0, null, 0, 2, 100));
    assertEquals(0, InnerLoops.axpy(y, 1, y, 0, 2, 99));
    assertEquals(0, InnerLoops.axpy(y, 0, numbers(100), 0, 2, -5));
    assertArrayEquals(numbers(100), y);
  }

  @Test
  void aDotProductAddsFourPartialSums() {
    double[] x = numbers(30);
    double[] z = numbers(40);
    int iterations = InnerLoops.dotIterations(x, 3, z, 7, 22);
    assertEquals(done(20), iterations);
    double[] sums = new double[4];
    for (int i = 0; i < iterations; i++) {
      sums[i % 4] += x[3 + i] * z[7 + i];
    }
    assertEquals(
        0.5 + ((sums[0] + sums[1]) + (sums[2] + sums[3])),
        InnerLoops.dot(x, 3, z, 7, 0.5, iterations));
    assertEquals(0, InnerLoops.dotIterations(x, 3, z, 7, 11));
    assertEquals(0, InnerLoops.dotIterations(x, 3, z, 7, 28));
  }

  @Test
  void bothAtOnceGiveWhatEachGives() {
    double[] x = numbers(50);
    double[] z = numbers(60);
    double[] y = numbers(70);
    int iterations = InnerLoops.axpyDotIterations(y, 4, x, 1, z, 9, 42);
    assertEquals(done(40), iterations);
    double sum = InnerLoops.axpyDot(y, 4, x, 1, -0.7, z, 9, 3, iterations);
    double[] expected = numbers(70);
    for (int i = 0; i < iterations; i++) {
      expected[4 + i] += x[1 + i] * -0.7;
    }
    assertArrayEquals(expected, y);
    assertEquals(InnerLoops.dot(x, 1, z, 9, 3, iterations), sum);
    assertEquals(0, InnerLoops.axpyDotIterations(x, 4, x, 1, z, 9, 42));
    assertEquals(0, InnerLoops.axpyDotIterations(z, 4, x, 1, z, 9, 42));
  }
}
