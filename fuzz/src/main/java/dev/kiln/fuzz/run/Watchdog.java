package dev.kiln.fuzz.run;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs tasks that may never end. Java cannot end a thread, so a task that takes too long goes on in
 * a thread that is left to itself; {@link #lost} counts these.
 */
public final class Watchdog {
  private ExecutorService executor = newExecutor();
  private int lost;

  private static ExecutorService newExecutor() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "fuzz");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The result of a task; empty where it takes longer than so many seconds. */
  public <T> Optional<T> within(long seconds, Callable<T> task) {
    Future<T> future = executor.submit(task);
    try {
      return Optional.of(future.get(seconds, TimeUnit.SECONDS));
    } catch (TimeoutException e) {
      future.cancel(true);
      executor.shutdown();
      executor = newExecutor();
      lost++;
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** How many tasks did not end in time. */
  public int lost() {
    return lost;
  }
}
