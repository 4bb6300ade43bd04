package dev.kiln.train;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Makes the next values of an iterator in a thread of its own while the present one is used, in the
 * same order. What the iterator throws, {@link #next} throws in its turn. Close it where not all
 * values are taken.
 *
 * @param <T> such as {@link Dataset}
 */
public final class Prefetching<T> implements Iterator<T>, AutoCloseable {
  private record Made<T>(T value, RuntimeException failure, Error error, boolean isLast) {}

  private final BlockingQueue<Made<T>> made = new LinkedBlockingQueue<>();
  private final Semaphore free;
  private final Thread thread;
  private Made<T> next;

  /**
   * Begins at once.
   *
   * @param ahead how many values are made in advance, at least 1
   */
  public Prefetching(Iterator<? extends T> values, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException("at least 1 value is made in advance, not " + ahead);
    }
    free = new Semaphore(ahead);
    thread = new Thread(() -> make(values), "prefetching");
    thread.setDaemon(true);
    thread.start();
  }

  private void make(Iterator<? extends T> values) {
    try {
      while (true) {
        free.acquire();
        if (!values.hasNext()) {
          break;
        }
        made.add(new Made<>(values.next(), null, null, false));
      }
      made.add(new Made<>(null, null, null, true));
    } catch (InterruptedException e) {
      made.add(new Made<>(null, new IllegalStateException("closed"), null, true));
    } catch (RuntimeException e) {
      made.add(new Made<>(null, e, null, true));
    } catch (Error e) {
      made.add(new Made<>(null, null, e, true));
    }
  }

  /** Waits for the next value, or for there being none. */
  @Override
  public boolean hasNext() {
    if (next == null) {
      boolean interrupted = false;
      while (next == null) {
        try {
          next = made.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return !next.isLast() || next.failure() != null || next.error() != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (next.failure() != null) {
      throw next.failure();
    }
    if (next.error() != null) {
      throw next.error();
    }
    T value = next.value();
    next = null;
    free.release();
    return value;
  }

  /** Stops the thread; it may finish the value that it is making. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
