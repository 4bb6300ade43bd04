package dev.kiln.benchmarks;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** The loops that are measured. */
@Model
public class Loops {
  /** The counters at the end of a run. */
  public record Counters(int first, int second) {}

  /** The counters at the end of a run, as tensors. */
  public record CounterTensors(Tensor first, Tensor second) {}

  /** Counts until the first counter has caught up. */
  @Compute
  public Counters count(int first, int second) {
    while (first < second) {
      first += 2;
      second += 1;
    }
    return new Counters(first, second);
  }

  /** The same on tensors. */
  @Compute
  public CounterTensors countTensors(
      @Shape(value = "", dtype = DType.INT32) Tensor first,
      @Shape(value = "", dtype = DType.INT32) Tensor second) {
    while (first.less(second).toBoolean()) {
      first = first.add(2);
      second = second.add(1);
    }
    return new CounterTensors(first, second);
  }

  /** A scalar recurrence that runs until {@code n} rounds are over or it has grown large. */
  @Compute
  @Differentiable(wrt = "x")
  public double recurrence(double x, int n) {
    double y = x;
    int i = 0;
    while (i < n && y < 1e6) {
      y = y * y * 0.25 + x * 0.5;
      i++;
    }
    return y;
  }
}
