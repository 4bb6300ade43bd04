package dev.kiln.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Adds up times: by the clock, or with {@code -Dcpu=true} the processor time of this thread. */
final class Stopwatch {
  private static final ThreadMXBean THREADS =
      Boolean.getBoolean("cpu") ? ManagementFactory.getThreadMXBean() : null;

  private long started;
  private long nanoseconds;

  void start() {
    started = now();
  }

  void stop() {
    nanoseconds += now() - started;
  }

  double milliseconds() {
    return nanoseconds / 1e6;
  }

  private static long now() {
    return THREADS == null ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
  }
}
