package dev.kiln.example;

import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Signature;
import dev.kiln.tensor.Recording;
import dev.kiln.tensor.Tensor;

/**
 * {@link Counter} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from dev.kiln.example.Counter"
)
public final class CompiledCounter extends Counter implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "dev.kiln.example.Counter");

  private static final Signature COUNT_TENSORS =
      Signature.of("countTensors", "first: f32[]", "second: f32[]");

  private static final NdArray CONSTANT_1 = NdArray.of(TensorShape.of(), new float[] {2.0f});

  private static final NdArray CONSTANT_2 = NdArray.of(TensorShape.of(), new float[] {1.0f});

  public CompiledCounter() {
    super();
  }

  @Override
  public Counter.Counters count(int first, int second) {
    // Counter.java:20-22
    while (first < second) {
      first += 2;
      second += 1;
    }
    return new Counter.Counters(first, second);
  }

  @Override
  public Counter.Pair countTensors(Tensor first, Tensor second) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.countTensors(first, second);
    }
    try {
      NdArray firstArray = first.array();
      NdArray secondArray = second.array();
      COUNT_TENSORS.check(firstArray, secondArray);
      // Counter.java:30-32
      while (Creation.toBoolean(Arithmetic.less(firstArray, secondArray))) {
        firstArray = Arithmetic.add(firstArray, CONSTANT_1);
        secondArray = Arithmetic.add(secondArray, CONSTANT_2);
      }
      return new Counter.Pair(Tensor.of(firstArray), Tensor.of(secondArray));
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "dev.kiln.example.Counter",
            "dev.kiln.example.CompiledCounter",
            "Counter.java,42:20,43:21,44:22,56:30,61:31,62:32,");
  }
}
