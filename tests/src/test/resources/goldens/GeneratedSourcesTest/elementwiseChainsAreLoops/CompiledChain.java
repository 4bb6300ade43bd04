package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
import dev.kiln.array.RecycledArrays;
import dev.kiln.kernel.elementwise.UnaryKernels;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Signature;
import dev.kiln.spi.Workspace;
import dev.kiln.tensor.Recording;
import dev.kiln.tensor.Tensor;

/**
 * {@link Chain} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Chain"
)
public final class CompiledChain extends Chain implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Chain");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  private static final Signature SCALED =
      Signature.of("scaled", "x: f32[n, 8]", "scale: f32[8]", "shift: f32[n, 1]");

  private static final Signature WAVE = Signature.of("wave", "x: f32[n]", "a: f32[]", "b: f32[]");

  private static final Signature HIDDEN = Signature.of("hidden", "x: f32[n, m]", "bias: f32[m]");

  public CompiledChain() {
    super();
  }

  private static NdArray fusedMaximum(NdArray xArray, NdArray shiftArray, NdArray scaleArray) {
    // Chain.java:10-11
    float[] x = xArray.floats();
    float[] shift = shiftArray.floats();
    float[] scale = scaleArray.floats();
    int length = x.length;
    int columns = scale.length;
    int rows = length / Math.max(1, columns);
    float[] result = RecycledArrays.floats(length);
    for (int start = 0; start < length; start += columns) {
      System.arraycopy(scale, 0, result, start, columns);
    }
    for (int row = 0; row < rows; row++) {
      int start = row * columns;
      float shiftOfRow = shift[row];
      for (int i = start; i < start + columns; i++) {
        float scaleElement = result[i];
        float centred = x[i] - shiftOfRow;
        result[i] = Math.max(centred * scaleElement, centred);
      }
    }
    return NdArray.of(xArray.shape(), result);
  }

  @Override
  Tensor scaled(Tensor x, Tensor scale, Tensor shift) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.scaled(x, scale, shift);
    }
    try {
      NdArray xArray = x.array();
      NdArray scaleArray = scale.array();
      NdArray shiftArray = shift.array();
      SCALED.check(xArray, scaleArray, shiftArray);
      // Chain.java:11
      return Tensor.of(fusedMaximum(xArray, shiftArray, scaleArray));
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(e);
    }
  }

  private static NdArray fusedAdd(NdArray xArray, NdArray aArray, NdArray bArray,
      Workspace workspace) {
    // Chain.java:16-17
    float[] x = xArray.floats();
    float a = aArray.floats()[0];
    float b = bArray.floats()[0];
    int length = x.length;
    float[] result = RecycledArrays.floats(length);
    float[] block = workspace.floats(0, 1024);
    float[] block2 = workspace.floats(1, 1024);
    float[] block3 = workspace.floats(2, 1024);
    float[] block4 = workspace.floats(3, 1024);
    float[] block5 = workspace.floats(4, 1024);
    for (int start = 0; start < length; start += 1024) {
      int count = Math.min(1024, length - start);
      System.arraycopy(x, start, block, 0, count);
      for (int i = 0; i < count; i++) {
        block3[i] = -(block[i] * block[i]);
        block4[i] = a * block[i] + b;
      }
      UnaryKernels.Exp.KERNEL.apply(block3, 0, block5, 0, count);
      UnaryKernels.Tanh.KERNEL.apply(block4, 0, block3, 0, count);
      UnaryKernels.Sigmoid.KERNEL.apply(block, 0, block4, 0, count);
      for (int i = 0; i < count; i++) {
        block2[i] = block3[i] * block5[i] + block4[i];
      }
      System.arraycopy(block2, 0, result, start, count);
    }
    return NdArray.of(xArray.shape(), result);
  }

  @Override
  Tensor wave(Tensor x, Tensor a, Tensor b) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.wave(x, a, b);
    }
    Workspace workspace = CompiledChain.WORKSPACES.take();
    try {
      NdArray xArray = x.array();
      NdArray aArray = a.array();
      NdArray bArray = b.array();
      WAVE.check(xArray, aArray, bArray);
      // Chain.java:17
      return Tensor.of(fusedAdd(xArray, aArray, bArray, workspace));
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  private static NdArray fusedMultiply(NdArray xArray, NdArray biasArray, Workspace workspace) {
    // Chain.java:22
    float[] x = xArray.floats();
    float[] bias = biasArray.floats();
    int length = x.length;
    int columns = bias.length;
    int rows = length / Math.max(1, columns);
    float[] result = RecycledArrays.floats(length);
    int step = Math.max(1, Math.min(rows, 1024 / Math.max(1, columns)));
    float[] block = workspace.floats(0, step * columns);
    float[] block2 = workspace.floats(1, step * columns);
    float[] block3 = workspace.floats(2, step * columns);
    float[] block4 = workspace.floats(3, step * columns);
    for (int at = 0; at < step * columns; at += columns) {
      System.arraycopy(bias, 0, block2, at, columns);
    }
    for (int first = 0; first < rows; first += step) {
      int start = first * columns;
      int count = Math.min(step, rows - first) * columns;
      System.arraycopy(x, start, block, 0, count);
      for (int i = 0; i < count; i++) {
        block4[i] = block[i] + block2[i];
      }
      UnaryKernels.Tanh.KERNEL.apply(block4, 0, block, 0, count);
      for (int i = 0; i < count; i++) {
        block3[i] = block[i] * block2[i];
      }
      System.arraycopy(block3, 0, result, start, count);
    }
    return NdArray.of(xArray.shape(), result);
  }

  @Override
  Tensor hidden(Tensor x, Tensor bias) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.hidden(x, bias);
    }
    Workspace workspace = CompiledChain.WORKSPACES.take();
    try {
      NdArray xArray = x.array();
      NdArray biasArray = bias.array();
      HIDDEN.check(xArray, biasArray);
      // Chain.java:22
      return Tensor.of(fusedMultiply(xArray, biasArray, workspace));
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Chain",
            "demo.CompiledChain",
            "Chain.java,43:10,59:11,86:16,101:17,103:16,104:17,137:22,");
  }
}
