package dev.kiln.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefetchingTest {
  @Test
  void valuesComeInTheirOrder() {
    List<Integer> values = IntStream.range(0, 1000).boxed().toList();
    List<Integer> taken = new ArrayList<>();
    try (Prefetching<Integer> prefetching = new Prefetching<>(values.iterator(), 3)) {
      prefetching.forEachRemaining(taken::add);
      assertFalse(prefetching.hasNext());
      assertThrows(NoSuchElementException.class, prefetching::next);
    }
    assertEquals(values, taken);
  }

  @Test
  void noMoreThanAskedForAreMadeInAdvance() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch two = new CountDownLatch(2);
    Iterator<Integer> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Integer next() {
            two.countDown();
            return made.incrementAndGet();
          }
        };
    try (Prefetching<Integer> prefetching = new Prefetching<>(endless, 2)) {
      two.await();
      for (int i = 1; i <= 50; i++) {
        assertEquals(i, prefetching.next());
        assertTrue(made.get() <= i + 2, made + " were made");
      }
    }
  }

  @Test
  void failuresCome() {
    Iterator<Integer> failing = List.of(1, 0).stream().map(each -> 6 / each).iterator();
    try (Prefetching<Integer> prefetching = new Prefetching<>(failing, 5)) {
      assertEquals(6, prefetching.next());
      assertThrows(ArithmeticException.class, prefetching::next);
      assertThrows(ArithmeticException.class, prefetching::next);
    }
    assertThrows(IllegalArgumentException.class, () -> new Prefetching<>(failing, 0));
  }
}
