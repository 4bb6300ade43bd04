package dev.kiln.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.opentest4j.AssertionFailedError;

/**
 * Assertions on the memory that a call allocates in its thread: the least of up to 200 calls, since
 * the first ones load classes and fill workspaces.
 */
public final class CallAssert {
  private static final int CALLS = 200;
  private static final long NANOSECONDS = 2_000_000_000L;

  private final Runnable call;
  private final ThreadMXBean threads;

  private CallAssert(Runnable call, ThreadMXBean threads) {
    this.call = call;
    this.threads = threads;
  }

  static CallAssert of(Runnable call) {
    return new CallAssert(call, ManagementFactory.getThreadMXBean());
  }

  static CallAssert of(Runnable call, ThreadMXBean threads) {
    return new CallAssert(call, threads);
  }

  /** The call allocates nothing. */
  public void allocatesNothing() {
    long bytes = bytesPerCall();
    if (bytes > 0) {
      throw new AssertionFailedError(
          "expected a call that allocates nothing, but it allocates " + bytes + " bytes");
    }
  }

  /** The call allocates no more than so many bytes. */
  public void allocatesAtMost(long limit) {
    long bytes = bytesPerCall();
    if (bytes > limit) {
      throw new AssertionFailedError(
          "expected a call that allocates at most "
              + limit
              + " bytes, but it allocates "
              + bytes
              + " bytes");
    }
  }

  /**
   * How many bytes a call allocates.
   *
   * @throws IllegalStateException if the virtual machine does not count them
   */
  public long bytesPerCall() {
    if (!(threads instanceof com.sun.management.ThreadMXBean counting)
        || !counting.isThreadAllocatedMemorySupported()) {
      throw new IllegalStateException(
          "this virtual machine ("
              + System.getProperty("java.vm.name")
              + ") does not count the bytes that a thread allocates: it has no"
              + " com.sun.management.ThreadMXBean that does; run this test on HotSpot");
    }
    if (!counting.isThreadAllocatedMemoryEnabled()) {
      counting.setThreadAllocatedMemoryEnabled(true);
    }
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    for (int i = 0; i < CALLS && (i < 3 || System.nanoTime() - start < NANOSECONDS); i++) {
      long before = counting.getCurrentThreadAllocatedBytes();
      call.run();
      least = Math.min(least, counting.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
