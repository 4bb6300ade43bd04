package dev.kiln.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * How many threads compute a large operation, for all operations of the current thread while it is
 * open. Where none is open, this is one thread.
 *
 * <pre>
 * try (Parallelism threads = Parallelism.open(2)) {
 *   Tensor loss = model.loss(x, label);
 * }
 * </pre>
 *
 * <p>Results have the same bits for every number of threads: only elements that do not depend on
 * each other are computed at the same time. Matrix products, convolutions and the search for the
 * maxima of pooling are divided where they are large enough, in every mode; all else runs on the
 * thread that calls it. Several callers of a model each open their own.
 *
 * <p>The other threads are daemons, which the first large operation starts and {@link #close} ends.
 * One that is opened inside of another replaces it until it is closed.
 */
public final class Parallelism implements AutoCloseable {
  /** The least number of multiplications and additions that are worth dividing. */
  public static final long LEAST_WORK = 1 << 20;

  private static final int MOST_THREADS = 1024;

  /** So many pieces for each thread, since threads are not equally fast. */
  private static final int MOST_TURNS = 4;

  /** Nanoseconds that a thread looks for work before it sleeps, for waking it takes as long. */
  private static final long PATIENCE = 20_000;

  private static final ThreadLocal<Parallelism> CURRENT = new ThreadLocal<>();

  private final int threads;
  private final Thread owner = Thread.currentThread();
  private final Parallelism outer = CURRENT.get();
  private final List<Thread> workers = new ArrayList<>();

  /** Whether pieces are being computed, within which nothing is divided again. */
  private boolean isDivided;

  private volatile Division division;
  private volatile boolean isClosed;

  private Parallelism(int threads) {
    this.threads = threads;
  }

  /**
   * Lets large operations of the current thread use {@code threads} threads, of which it is one.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1 or more than 1024
   */
  public static Parallelism open(int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "Parallelism.open: the number of threads must be from 1 to "
              + MOST_THREADS
              + ", not "
              + threads);
    }
    Parallelism parallelism = new Parallelism(threads);
    CURRENT.set(parallelism);
    return parallelism;
  }

  /** The number of threads, with the one that opened it. */
  public int threads() {
    return threads;
  }

  /**
   * Ends its threads; after this the one that was open before applies again. Does nothing if it is
   * closed.
   *
   * @throws IllegalStateException on another thread than that which opened it, and while one is
   *     open that was opened later
   */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "Parallelism.close: only the thread that opened it can close it: " + owner.getName());
    }
    if (CURRENT.get() != this) {
      throw new IllegalStateException(
          "Parallelism.close: close the one first that was opened later on this thread");
    }
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    isClosed = true;
    boolean isInterrupted = false;
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    }
    if (isInterrupted) {
      owner.interrupt();
    }
  }

  /**
   * What divides an operation of so many multiplications and additions; null where the current
   * thread computes it alone. For kernels.
   */
  public static Parallelism of(long work) {
    Parallelism current = work < LEAST_WORK ? null : CURRENT.get();
    return current == null || current.threads == 1 || current.isDivided ? null : current;
  }

  /** Computes some of the elements, rows or images of a result. */
  @FunctionalInterface
  public interface Work {
    /** Computes those from one on, to before another one. */
    void compute(int from, int to);
  }

  /**
   * Computes {@code count} elements, rows or images, and waits for all of them. Each thread takes
   * one piece, or several one after the other where these have at least {@code large} of them. For
   * kernels.
   */
  public void divide(int count, int large, Work work) {
    long turns = Math.max(1, Math.min(MOST_TURNS, count / ((long) large * threads)));
    int pieces = (int) Math.min(count, turns * threads);
    if (pieces < 2) {
      work.compute(0, count);
      return;
    }
    isDivided = true;
    try {
      Division next = new Division(work, count, pieces, owner);
      division = next;
      startOrWake();
      next.compute();
      long start = System.nanoTime();
      while (next.finished.get() < pieces) {
        await(start);
      }
      next.end();
    } finally {
      isDivided = false;
    }
  }

  private void startOrWake() {
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
    while (workers.size() < threads - 1) {
      String name = "kiln-" + owner.getName() + "-" + (workers.size() + 1);
      Thread worker = new Thread(this::serve, name);
      worker.setDaemon(true);
      worker.start();
      workers.add(worker);
    }
  }

  private void serve() {
    Division last = null;
    long start = System.nanoTime();
    while (!isClosed) {
      Division next = division;
      if (next == last) {
        await(start);
      } else {
        next.compute();
        last = next;
        start = System.nanoTime();
      }
    }
  }

  private static void await(long start) {
    if (System.nanoTime() - start < PATIENCE) {
      Thread.onSpinWait();
    } else {
      LockSupport.park(CURRENT);
    }
  }

  /** The pieces of an operation, each of which is computed by the thread that takes it first. */
  private static final class Division {
    private final int count;
    private final int pieces;
    private final Thread owner;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private Work work;
    private Throwable failure;
    private int failed;

    Division(Work work, int count, int pieces, Thread owner) {
      this.work = work;
      this.count = count;
      this.pieces = pieces;
      this.owner = owner;
    }

    void compute() {
      for (int i = taken.getAndIncrement(); i < pieces; i = taken.getAndIncrement()) {
        try {
          work.compute(start(i), start(i + 1));
        } catch (RuntimeException | Error e) {
          fail(i, e);
        }
        if (finished.incrementAndGet() == pieces) {
          LockSupport.unpark(owner);
        }
      }
    }

    private int start(int piece) {
      return (int) ((long) piece * count / pieces);
    }

    /** Keeps what the first of the pieces throws, as one thread would. */
    private synchronized void fail(int piece, Throwable thrown) {
      if (failure == null || piece < failed) {
        failure = thrown;
        failed = piece;
      }
    }

    /** Throws what a piece threw. A thread that comes later still knows this, but no arrays. */
    void end() {
      work = null;
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
    }
  }
}
