package dev.kiln.testkit;

import static dev.kiln.testkit.Failures.failureOf;
import static dev.kiln.testkit.ModelAssertions.assertThatCall;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** What calls allocate, and what is said of those that allocate too much. */
class CallAssertTest {
  private final double[] sums = new double[1];
  private Object kept;

  @Test
  void callsThatAllocateNothingAreAccepted() {
    assertThatCall(() -> sums[0] += 1).allocatesNothing();
    assertThatCall(() -> sums[0] += 1).allocatesAtMost(0);
    assertThatCall(() -> kept = new double[100]).allocatesAtMost(900);
  }

  @Test
  void bytesAreCounted() {
    long bytes = assertThatCall(() -> kept = new double[100]).bytesPerCall();
    assertTrue(bytes >= 800 && bytes < 900, bytes + " bytes");
    assertEquals(100, ((double[]) kept).length);
  }

  @Test
  void bytesAreNamed() {
    failureOf(() -> assertThatCall(() -> kept = new double[100]).allocatesNothing())
        .matches("expected a call that allocates nothing, but it allocates 8\\d\\d bytes");
    failureOf(() -> assertThatCall(() -> kept = new double[100]).allocatesAtMost(50))
        .matches("expected a call that allocates at most 50 bytes, but it allocates 8\\d\\d bytes");
  }

  /** A virtual machine whose bean has no more than the standard methods. */
  @Test
  void aMachineThatDoesNotCountIsNamed() {
    ThreadMXBean plain =
        (ThreadMXBean)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ThreadMXBean.class},
                (proxy, method, arguments) ->
                    method.invoke(ManagementFactory.getThreadMXBean(), arguments));
    IllegalStateException error =
        assertThrows(
            IllegalStateException.class, () -> CallAssert.of(() -> {}, plain).bytesPerCall());
    assertEquals(
        "this virtual machine ("
            + System.getProperty("java.vm.name")
            + ") does not count the bytes that a thread allocates: it has no"
            + " com.sun.management.ThreadMXBean that does; run this test on HotSpot",
        error.getMessage());
  }
}
