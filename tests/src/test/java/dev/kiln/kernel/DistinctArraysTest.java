package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import dev.kiln.kernel.array.DistinctArrays;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which arrays the arguments of a derivative share. */
final class DistinctArraysTest {
  private static String refusal(DistinctArrays arrays) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> arrays.require("f")).getMessage();
    return message.substring(0, message.indexOf(" are the same array"));
  }

  private static double[][] matrix(int rows) {
    double[][] matrix = new double[rows][1];
    matrix[rows / 2] = null;
    return matrix;
  }

  @Test
  void aRowIsFoundAmongAnyNumberOfRows() {
    DistinctArrays arrays = new DistinctArrays();
    SplittableRandom random = new SplittableRandom(1);
    for (int rows : new int[] {2, 15, 16, 17, 18, 31, 40, 1000}) {
      double[][] m = matrix(rows);
      double[][] n = matrix(rows + 1);
      assertDoesNotThrow(() -> arrays.rowsApart("m", m, 2, 1).apart("n", n, 2, 0).require("f"));
      n[rows] = m[0];
      assertEquals(
          "f: 'm[0]' and 'n[" + rows + "]'",
          refusal(arrays.rowsApart("m", m, 2, 1).apart("n", n, 2, 0)));
      assertEquals(
          "f: 'n[" + rows + "]' and 'm[0]'",
          refusal(arrays.apart("n", n, 2, 0).rowsApart("m", m, 2, 1)));
      int second = rows / 2 + 1 + random.nextInt(Math.max(1, rows - rows / 2 - 1));
      if (second < rows) {
        m[second] = m[0];
        assertEquals("f: 'm[0]' and 'm[" + second + "]'", refusal(arrays.rowsApart("m", m, 2, 1)));
        assertDoesNotThrow(() -> arrays.apart("m", m, 2, 1).require("f"));
      }
    }
  }

  @Test
  void onlyRanksThatAreWrittenCount() {
    double[] row = {1};
    double[][][] t = {{row}, {row}};
    assertDoesNotThrow(() -> new DistinctArrays().rowsApart("t", t, 3, 2).require("f"));
    assertEquals(
        "f: 't[0][0]' and 't[1][0]'", refusal(new DistinctArrays().rowsApart("t", t, 3, 1)));
    double[][] plane = {row, {2}};
    double[][][] planes = {{{3}}, plane, plane};
    assertEquals(
        "f: 't[1]' and 't[2]'", refusal(new DistinctArrays().rowsApart("t", planes, 3, 2)));
    assertEquals(
        "f: 't[1]' and 't[2]'", refusal(new DistinctArrays().rowsApart("t", planes, 3, 1)));
    assertDoesNotThrow(() -> new DistinctArrays().rowsApart("t", planes, 3, 3).require("f"));
    // where rows are stored in one and numbers in another, rows of the one are looked up
    assertEquals(
        "f: 'p[0]' and 'x'",
        refusal(new DistinctArrays().rowsApart("p", plane, 2, 2).rowsApart("x", row, 1, 1)));
    assertDoesNotThrow(
        () ->
            new DistinctArrays()
                .rowsApart("p", plane, 2, 2)
                .rowsApart("x", row, 1, 0)
                .require("f"));
  }

  @Test
  void arraysWithoutDerivativesMayBeShared() {
    double[] row = {1};
    assertDoesNotThrow(
        () -> new DistinctArrays().beside("x", row, 1, 1).beside("y", row, 1, 1).require("f"));
    assertEquals(
        "f: 'x' and 'z'",
        refusal(
            new DistinctArrays()
                .beside("x", row, 1, 1)
                .beside("y", new double[] {2}, 1, 1)
                .rowsApart("z", row, 1, 0)));
    assertEquals(
        "f: 'x' and 'y'",
        refusal(new DistinctArrays().apart("x", row, 1, 1).apart("y", row, 1, 0)));
  }

  @Test
  void arraysWithoutElementsMayBeShared() {
    double[] none = {};
    double[][] rows = {none, none};
    assertDoesNotThrow(
        () ->
            new DistinctArrays()
                .rowsApart("m", rows, 2, 1)
                .rowsApart("x", none, 1, 1)
                .rowsApart("y", null, 1, 1)
                .require("f"));
  }

  @Test
  void indicesBelongBehindTheArrayOfRecords() {
    assertEquals("points[2].x", DistinctArrays.path("points[].x", 2));
    assertEquals("points[2].x[3]", DistinctArrays.path("points[].x", 2, 3));
    assertEquals("points", DistinctArrays.path("points[].x"));
    assertEquals("outers[1].inners[2].x", DistinctArrays.path("outers[].inners[].x", 1, 2));
    assertEquals("outers[1].inners", DistinctArrays.path("outers[].inners[].x", 1));
    assertEquals("grid[0]", DistinctArrays.path("grid[][].x", 0));
    assertEquals("m[0][1]", DistinctArrays.path("m", 0, 1));
  }

  /** A quadratic number of comparisons, 10 to the power of 11, would not end in this time. */
  @Test
  void theTimeIsThatOfALookAtEachRow() {
    double[][] written = matrix(300_000);
    double[][] read = matrix(300_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () ->
            new DistinctArrays()
                .rowsApart("m", written, 2, 1)
                .rowsApart("n", read, 2, 0)
                .require("f"));
  }

  @Test
  void theMemoryIsKept() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[][] m = matrix(1000);
    double[][] n = matrix(10);
    DistinctArrays arrays = new DistinctArrays();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      arrays.rowsApart("m", m, 2, 1).rowsApart("n", n, 2, 0).require("f");
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
  }
}
