package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
import dev.kiln.kernel.matrix.MatrixProducts;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Signature;
import dev.kiln.spi.Workspace;
import dev.kiln.tensor.Recording;
import dev.kiln.tensor.Tensor;

/**
 * {@link Layer} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Layer"
)
public final class CompiledLayer extends Layer implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Layer");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  private static final Signature LOGITS =
      Signature.of("logits", "x: f32[batch, 4]", "w: f32[4, 3]", "b: f32[3]");

  public CompiledLayer() {
    super();
  }

  @Override
  Tensor logits(Tensor x) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.logits(x);
    }
    Workspace workspace = CompiledLayer.WORKSPACES.take().recycling();
    try {
      NdArray xArray = x.array();
      NdArray w = this.w.array();
      NdArray b = this.b.array();
      LOGITS.check(xArray, w, b);
      // Layer.java:13
      NdArray tensor = MatrixProducts.matmul(xArray, w);
      NdArray tensor2 = Arithmetic.add(tensor, b);
      workspace.recycle(tensor);
      return Tensor.of(tensor2);
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
            "demo.Layer",
            "demo.CompiledLayer",
            "Layer.java,45:13,");
  }
}
