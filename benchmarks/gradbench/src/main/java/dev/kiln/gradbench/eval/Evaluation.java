package dev.kiln.gradbench.eval;

import java.util.function.Function;
import java.util.function.Supplier;

/** A function bound to an input, to run as often as wanted; only {@link #run} is timed. */
public interface Evaluation {
  /** Computes the result once more. */
  void run();

  /** The result of the last run as the suite wants it: what Jackson writes. */
  Object output();

  /** An evaluation whose result is its output. */
  static Evaluation of(Supplier<?> function) {
    return of(function, result -> result);
  }

  /**
   * An evaluation.
   *
   * @param function what is timed
   * @param output makes the output of a result
   */
  static <R> Evaluation of(Supplier<R> function, Function<? super R, ?> output) {
    return new Evaluation() {
      private R result;

      @Override
      public void run() {
        result = function.get();
      }

      @Override
      public Object output() {
        return output.apply(result);
      }
    };
  }

  /**
   * An evaluation that writes into places of its own.
   *
   * @param function what is timed
   * @param output makes the output of what the function has written
   */
  static Evaluation writing(Runnable function, Supplier<?> output) {
    return new Evaluation() {
      @Override
      public void run() {
        function.run();
      }

      @Override
      public Object output() {
        return output.get();
      }
    };
  }
}
