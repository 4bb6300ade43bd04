package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.kernel.saved.SavedValues;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Workspace;

/**
 * {@link Growth} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Growth"
)
public final class CompiledGrowth extends Growth implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Growth");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  public CompiledGrowth() {
    super();
  }

  @Override
  double size(double size, double rate, int steps) {
    // Growth.java:10-11
    for (int i = 0; i < steps; i++) {
      size += rate * size * (1.0 - size);
    }
    return size;
  }

  private static LoopInLine10IterationsResult loopInLine10Iterations(int steps, double rate,
      double size, int i, int iterations) {
    // Growth.java:10-11
    for (int iteration = 0; iteration < iterations; iteration++) {
      size += rate * size * (1.0 - size);
      i += 1;
    }
    return new LoopInLine10IterationsResult(size, i);
  }

  private static LoopInLine10SegmentResult loopInLine10Segment(int steps, double rate, double size,
      int i, int limit) {
    // Growth.java:10-11
    int iterations = 0;
    for (; (i < steps) & (iterations < limit); i++) {
      size += rate * size * (1.0 - size);
      iterations += 1;
    }
    return new LoopInLine10SegmentResult(size, i, iterations);
  }

  private static LoopInLine10ForwardResult loopInLine10Forward(int steps, double rate, double size,
      int i, SavedValues.OfDoubles saved, SavedValues.OfInts saved2) {
    // Growth.java:10
    int segments = 0;
    int length = 0;
    int last = 0;
    int iterations = 0;
    while (last == length) {
      saved.push(size);
      saved2.push(i);
      length += 64;
      LoopInLine10SegmentResult loopInLine10SegmentResult =
          loopInLine10Segment(steps, rate, size, i, length);
      size = loopInLine10SegmentResult.result0();
      i = loopInLine10SegmentResult.result1();
      last = loopInLine10SegmentResult.result2();
      segments += 1;
      iterations += last;
    }
    saved2.push(segments);
    saved2.push(last);
    return new LoopInLine10ForwardResult(size, i, iterations);
  }

  private static LoopInLine10BackwardResult loopInLine10Backward(int steps, double rate,
      double dSize, double dRate, SavedValues.OfDoubles saved, SavedValues.OfInts saved2) {
    // Growth.java:10
    LoopInLine10ReversalResult loopInLine10ReversalResult =
        loopInLine10Reversal(steps, rate, dSize, dRate, saved2.pop(), saved2.pop(), saved, saved2);
    double dSize2 = loopInLine10ReversalResult.result0();
    double dRate2 = loopInLine10ReversalResult.result1();
    return new LoopInLine10BackwardResult(dRate2, dSize2);
  }

  private static LoopInLine10ReversalResult loopInLine10Reversal(int steps, double rate,
      double dSize, double dRate, int length, int segments, SavedValues.OfDoubles saved,
      SavedValues.OfInts saved2) {
    // Growth.java:10
    for (int segments2 = segments - 1; segments2 >= 0; segments2--) {
      int i = saved2.pop();
      double size = saved.pop();
      saved.push(size);
      saved2.push(i);
      int number = length - 64;
      int number2 = segments2 * 64;
      int start = 0;
      for (; start < number; start += 64) {
        LoopInLine10IterationsResult loopInLine10IterationsResult =
            loopInLine10Iterations(steps, rate, size, i, 64);
        size = loopInLine10IterationsResult.result0();
        i = loopInLine10IterationsResult.result1();
        saved.push(size);
        saved2.push(i);
      }
      for (; start >= 0; start += -64) {
        int number3 = length - start;
        int i2 = saved2.pop();
        double size2 = saved.pop();
        LoopInLine10IterationsForwardResult loopInLine10IterationsForwardResult =
            loopInLine10IterationsForward(steps, rate, size2, i2, number3, saved, saved2);
        double size3 = loopInLine10IterationsForwardResult.result0();
        int i3 = loopInLine10IterationsForwardResult.result1();
        LoopInLine10IterationsBackwardResult loopInLine10IterationsBackwardResult =
            loopInLine10IterationsBackward(rate, number3, dSize, dRate, saved, saved2);
        dRate = loopInLine10IterationsBackwardResult.result0();
        dSize = loopInLine10IterationsBackwardResult.result1();
        length = start;
      }
      length = number2;
    }
    return new LoopInLine10ReversalResult(dSize, dRate);
  }

  private static LoopInLine10IterationsForwardResult loopInLine10IterationsForward(int steps,
      double rate, double size, int i, int iterations, SavedValues.OfDoubles saved,
      SavedValues.OfInts saved2) {
    // Growth.java:10-11
    for (int iteration = 0; iteration < iterations; iteration++) {
      saved.push(size);
      size += rate * size * (1.0 - size);
      i += 1;
    }
    return new LoopInLine10IterationsForwardResult(size, i);
  }

  private static LoopInLine10IterationsBackwardResult loopInLine10IterationsBackward(double rate,
      int iterations, double cotangent, double dRate, SavedValues.OfDoubles saved,
      SavedValues.OfInts saved2) {
    // Growth.java:10-11
    for (int iteration = Math.max(0, iterations); iteration > 0; iteration--) {
      double size = saved.pop();
      double value = cotangent * (1.0 - size);
      cotangent = cotangent + -(cotangent * (rate * size)) + value * rate;
      dRate += value * size;
    }
    return new LoopInLine10IterationsBackwardResult(dRate, cotangent);
  }

  /**
   * The value of {@code size} and its derivatives, by reverse mode.
   */
  SizeGradient sizeGradient(double size, double rate, int steps) {
    return sizeGradient(this, size, rate, steps);
  }

  /**
   * The same for any {@code Growth}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static SizeGradient sizeGradient(Growth model, double size, double rate, int steps) {
    Workspace workspace = CompiledGrowth.WORKSPACES.take();
    try {
      // Growth.java:10
      SavedValues.OfDoubles saved =
          workspace.savedDoubles(
              7, "sizeGradient saves values of the functions that size calls (Growth.java:10)");
      SavedValues.OfInts saved2 =
          workspace.savedInts(
              8, "sizeGradient saves values of the functions that size calls (Growth.java:10)");
      LoopInLine10ForwardResult loopInLine10ForwardResult =
          loopInLine10Forward(steps, rate, size, 0, saved, saved2);
      double size2 = loopInLine10ForwardResult.result0();
      int i = loopInLine10ForwardResult.result1();
      int iterations = loopInLine10ForwardResult.result2();
      LoopInLine10BackwardResult loopInLine10BackwardResult =
          loopInLine10Backward(steps, rate, 1.0, 0.0, saved, saved2);
      double dRate = loopInLine10BackwardResult.result0();
      double dSize = loopInLine10BackwardResult.result1();
      return new SizeGradient(size2, dSize, dRate);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  /**
   * The value and the derivatives of {@code size}.
   *
   * @param value the value of the method
   * @param size the derivative with respect to {@code size}
   * @param rate the derivative with respect to {@code rate}
   */
  record SizeGradient(double value, double size, double rate) {
  }

  private record LoopInLine10IterationsResult(double result0, int result1) {
  }

  private record LoopInLine10SegmentResult(double result0, int result1, int result2) {
  }

  private record LoopInLine10ForwardResult(double result0, int result1, int result2) {
  }

  private record LoopInLine10BackwardResult(double result0, double result1) {
  }

  private record LoopInLine10ReversalResult(double result0, double result1) {
  }

  private record LoopInLine10IterationsForwardResult(double result0, int result1) {
  }

  private record LoopInLine10IterationsBackwardResult(double result0, double result1) {
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Growth",
            "demo.CompiledGrowth",
            "Growth.java,32:10,33:11,41:10,42:11,43:10,53:11,54:10,138:11,",
            "139:10,150:11,,161:0,Growth.java,171:10,");
  }
}
