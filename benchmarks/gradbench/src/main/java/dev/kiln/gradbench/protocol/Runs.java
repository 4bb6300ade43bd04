package dev.kiln.gradbench.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.gradbench.eval.Evaluation;
import java.util.Arrays;

/**
 * How often an evaluation is asked for.
 *
 * @param minRuns at least so many runs, and at least one
 * @param minSeconds runs until they took so long together
 */
public record Runs(int minRuns, double minSeconds) {
  /** What an input asks for; without a word on it, one run. */
  public static Runs of(JsonNode input) {
    return new Runs(input.path("min_runs").asInt(1), input.path("min_seconds").asDouble(0));
  }

  /** Runs the evaluation, and returns the time of each run in nanoseconds. */
  public long[] time(Evaluation evaluation) {
    long[] times = new long[Math.max(1, minRuns)];
    int count = 0;
    long total = 0;
    while (count < Math.max(1, minRuns) || total < minSeconds * 1e9) {
      long start = System.nanoTime();
      evaluation.run();
      long time = System.nanoTime() - start;
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = time;
      total += time;
    }
    return Arrays.copyOf(times, count);
  }
}
