package dev.kiln.gradbench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kiln.gradbench.eval.Evaluation;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunsTest {
  private final AtomicInteger count = new AtomicInteger();
  private final Evaluation evaluation = Evaluation.of(count::incrementAndGet);

  @Test
  void withoutAWordThereIsOneRun() {
    Runs runs = Runs.of(JsonNodeFactory.instance.numberNode(1.5));

    assertEquals(new Runs(1, 0), runs);
    assertEquals(1, runs.time(evaluation).length);
    assertEquals(1, evaluation.output());
  }

  @Test
  void runsAsOftenAsAskedFor() {
    assertEquals(5, new Runs(5, 0).time(evaluation).length);
    assertEquals(5, count.get());
  }

  @Test
  void runsUntilTheTimeIsSpent() {
    long[] times = new Runs(1, 0.002).time(evaluation);

    assertEquals(times.length, count.get());
    assertTrue(Arrays.stream(times).sum() >= 2_000_000, Arrays.toString(times));
  }

  @Test
  void readsWhatTheSuiteAsksFor() {
    assertEquals(
        new Runs(3, 0.5),
        Runs.of(JsonNodeFactory.instance.objectNode().put("min_runs", 3).put("min_seconds", 0.5)));
  }
}
