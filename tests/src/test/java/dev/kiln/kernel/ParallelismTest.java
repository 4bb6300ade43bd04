package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.kernel.matrix.MatrixProducts;
import dev.kiln.kernel.tensor.Creation;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who computes what, and what becomes of the threads. */
class ParallelismTest {
  private static final NdArray LARGE = Creation.zeros(DType.FLOAT32, 130, 130);
  private static final NdArray SMALL = Creation.zeros(DType.FLOAT32, 30, 30);

  /** The threads that belong to one that is open on the current thread. */
  private static List<Thread> workers() {
    String prefix = "kiln-" + Thread.currentThread().getName() + "-";
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().startsWith(prefix))
        .toList();
  }

  /** What divides large operations now. */
  private static Parallelism current() {
    return Parallelism.of(Parallelism.LEAST_WORK);
  }

  @Test
  void nothingIsDividedWhereNoneIsOpen() {
    assertNull(current());
    MatrixProducts.matmul(LARGE, LARGE);
    assertEquals(List.of(), workers());
  }

  @Test
  void oneThreadDividesNothing() {
    try (Parallelism one = Parallelism.open(1)) {
      assertEquals(1, one.threads());
      assertNull(current());
      MatrixProducts.matmul(LARGE, LARGE);
      assertEquals(List.of(), workers());
    }
  }

  @Test
  void theFirstLargeOperationStartsDaemonsThatCloseEnds() {
    try (Parallelism three = Parallelism.open(3)) {
      assertEquals(3, three.threads());
      MatrixProducts.matmul(SMALL, SMALL);
      assertEquals(List.of(), workers(), "small operations need no threads");
      MatrixProducts.matmul(LARGE, LARGE);
      MatrixProducts.matmul(LARGE, LARGE);
      assertEquals(2, workers().size());
      assertTrue(workers().stream().allMatch(Thread::isDaemon));
    }
    assertEquals(List.of(), workers());
    assertNull(current());
  }

  @Test
  void smallWorkIsNotDivided() {
    try (Parallelism two = Parallelism.open(2)) {
      assertSame(two, Parallelism.of(Parallelism.LEAST_WORK));
      assertNull(Parallelism.of(Parallelism.LEAST_WORK - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void piecesCoverEverythingOnce(int threads) {
    for (int count : new int[] {0, 1, 2, 7, 64, 1001}) {
      for (int large : new int[] {1, 3, 500, Integer.MAX_VALUE}) {
        AtomicIntegerArray times = new AtomicIntegerArray(count);
        AtomicInteger pieces = new AtomicInteger();
        try (Parallelism parallelism = Parallelism.open(threads)) {
          parallelism.divide(
              count,
              large,
              (from, to) -> {
                pieces.incrementAndGet();
                for (int i = from; i < to; i++) {
                  times.incrementAndGet(i);
                }
              });
        }
        for (int i = 0; i < count; i++) {
          assertEquals(1, times.get(i), "element " + i + " of " + count);
        }
        int turns = Math.max(1, Math.min(4, (int) (count / ((long) large * threads))));
        assertEquals(Math.max(1, Math.min(count, turns * threads)), pieces.get());
      }
    }
  }

  /** Each of two pieces waits for the other one, so this never ends on one thread. */
  @Test
  void piecesRunAtTheSameTime() {
    CyclicBarrier both = new CyclicBarrier(2);
    try (Parallelism two = Parallelism.open(2)) {
      for (int i = 0; i < 20; i++) {
        two.divide(
            2,
            1,
            (from, to) -> {
              try {
                both.await(1, TimeUnit.MINUTES);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
      }
    }
  }

  @Test
  void piecesAreNotDividedAgain() {
    try (Parallelism two = Parallelism.open(2)) {
      two.divide(8, 1, (from, to) -> assertNull(current()));
      assertSame(two, current());
    }
  }

  /** As one thread would, which throws where it comes first. */
  @Test
  void whatTheFirstPieceThrowsReachesTheCaller() {
    try (Parallelism three = Parallelism.open(3)) {
      for (int i = 0; i < 50; i++) {
        RuntimeException thrown =
            assertThrows(
                IndexOutOfBoundsException.class,
                () ->
                    three.divide(
                        12,
                        1,
                        (from, to) -> {
                          if (from >= 5) {
                            throw new IndexOutOfBoundsException("piece " + from);
                          }
                        }));
        assertEquals("piece 5", thrown.getMessage());
      }
      assertThrows(
          AssertionError.class,
          () ->
              three.divide(
                  3,
                  1,
                  (from, to) -> {
                    throw new AssertionError("an error");
                  }));
      assertSame(three, current(), "it goes on");
    }
    assertEquals(List.of(), workers());
  }

  @Test
  void theInnermostApplies() {
    try (Parallelism outer = Parallelism.open(2)) {
      try (Parallelism inner = Parallelism.open(3)) {
        assertSame(inner, current());
      }
      try (Parallelism one = Parallelism.open(1)) {
        assertNull(current(), one.threads() + " thread");
      }
      assertSame(outer, current());
    }
    assertNull(current());
  }

  @Test
  void otherThreadsHaveTheirOwn() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Parallelism two = Parallelism.open(2)) {
      assertNull(executor.submit(ParallelismTest::current).get());
      assertSame(two, current());
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void anInterruptionIsLeftToTheCaller() {
    try (Parallelism two = Parallelism.open(2)) {
      assertSame(two, current());
      Thread.currentThread().interrupt();
      MatrixProducts.matmul(LARGE, LARGE);
    }
    assertTrue(Thread.interrupted());
    assertEquals(List.of(), workers());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1025, Integer.MAX_VALUE})
  void badNumbersAreRefused(int threads) {
    Exception thrown =
        assertThrows(IllegalArgumentException.class, () -> Parallelism.open(threads));
    assertEquals(
        "Parallelism.open: the number of threads must be from 1 to 1024, not " + threads,
        thrown.getMessage());
    assertNull(current());
  }

  @Test
  void theInnermostIsClosedFirst() {
    Parallelism outer = Parallelism.open(2);
    Parallelism inner = Parallelism.open(3);
    Exception thrown = assertThrows(IllegalStateException.class, outer::close);
    assertEquals(
        "Parallelism.close: close the one first that was opened later on this thread",
        thrown.getMessage());
    assertSame(inner, current());
    inner.close();
    inner.close();
    assertSame(outer, current());
    outer.close();
    assertNull(current());
  }

  @Test
  void theThreadThatOpenedItClosesIt() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Parallelism two = Parallelism.open(2)) {
      ExecutionException thrown =
          assertThrows(ExecutionException.class, () -> executor.submit(two::close).get());
      assertEquals(
          "java.lang.IllegalStateException: Parallelism.close: only the thread that opened it can"
              + " close it: "
              + Thread.currentThread().getName(),
          thrown.getMessage());
      assertSame(two, current());
    } finally {
      executor.shutdown();
    }
  }

  /** It would keep the arrays of an operation alive as long as a model waits for its next input. */
  @Test
  void arraysAreNotKept() throws Exception {
    try (Parallelism two = Parallelism.open(2)) {
      WeakReference<float[]> reference = used(two);
      for (int i = 0; i < 100 && reference.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertNull(reference.get());
      assertNotNull(current());
    }
  }

  private static WeakReference<float[]> used(Parallelism parallelism) {
    float[] elements = new float[100];
    parallelism.divide(100, 1, (from, to) -> Arrays.fill(elements, from, to, 1f));
    assertFalse(Arrays.equals(elements, new float[100]));
    return new WeakReference<>(elements);
  }
}
