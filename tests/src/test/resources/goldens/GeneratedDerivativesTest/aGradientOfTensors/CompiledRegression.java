package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
import dev.kiln.array.RecycledArrays;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.matrix.MatrixProducts;
import dev.kiln.kernel.tensor.Chain;
import dev.kiln.kernel.tensor.Reductions;
import dev.kiln.spi.CompiledCall;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.spi.Signature;
import dev.kiln.spi.Workspace;
import dev.kiln.tensor.Recording;
import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@link Regression} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Regression"
)
public final class CompiledRegression extends Regression implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Regression");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  private static final Signature LOSS =
      Signature.of("loss", "x: f32[n, 3]", "y: f32[n, 1]", "w: f32[3, 1]", "b: f32[1]");

  private static final NdArray CONSTANT_1 = NdArray.of(TensorShape.of(1, 1), new float[] {1.0f});

  public CompiledRegression() {
    super();
  }

  private static NdArray fusedSquare(NdArray operandArray, NdArray bArray, NdArray yArray) {
    // Regression.java:14-15
    float[] operand = operandArray.floats();
    float b = bArray.floats()[0];
    float[] y = yArray.floats();
    int length = operand.length;
    float[] result = RecycledArrays.floats(length);
    for (int i = 0; i < length; i++) {
      float error = operand[i] + b - y[i];
      result[i] = error * error;
    }
    return NdArray.of(operandArray.shape(), result);
  }

  @Override
  Tensor loss(Tensor x, Tensor y) {
    if (Recording.current() != null) {
      if (CompiledCall.isOneStep()) {
        // the tape sees one step, with the derivatives of this call
        LossGradient gradient = lossGradient(x, y);
        return CompiledCall.of("loss", gradient.value())
            .with("x", x, gradient.x())
            .with("y", y, gradient.y())
            .with("w", this.w, gradient.w())
            .with("b", this.b, gradient.b())
            .record();
      }
      // run eagerly, so that the tape sees each operation
      return super.loss(x, y);
    }
    Workspace workspace = CompiledRegression.WORKSPACES.take().recycling();
    try {
      NdArray xArray = x.array();
      NdArray yArray = y.array();
      NdArray w = this.w.array();
      NdArray b = this.b.array();
      LOSS.check(xArray, yArray, w, b);
      // Regression.java:14-15
      NdArray tensor = MatrixProducts.matmul(xArray, w);
      NdArray tensor2 = fusedSquare(tensor, b, yArray);
      workspace.recycle(tensor);
      NdArray tensor3 = Reductions.mean(tensor2, false);
      workspace.recycle(tensor2);
      return Tensor.of(tensor3);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  private static FusedNegateResult fusedNegate(NdArray operandArray, NdArray bArray, NdArray yArray,
      NdArray operand2Array, Workspace workspace) {
    // Regression.java:14-15
    float[] operand = operandArray.floats();
    float b = bArray.floats()[0];
    float[] y = yArray.floats();
    float[] operand2 = operand2Array.floats();
    int length = operand.length;
    float[] result = RecycledArrays.floats(length);
    float[] result2 = RecycledArrays.floats(length);
    float[] result3 = RecycledArrays.floats(length);
    for (int i = 0; i < length; i++) {
      float error = operand[i] + b - y[i];
      result[i] = error * error;
      float element = Chain.product(operand2[i], error * 2.0f);
      result2[i] = element;
      result3[i] = -element;
    }
    FusedNegateResult results = workspace.kept(0, FusedNegateResult.class, FusedNegateResult::new);
    results.result0 = NdArray.of(operandArray.shape(), result);
    results.result1 = NdArray.of(operandArray.shape(), result2);
    results.result2 = NdArray.of(operandArray.shape(), result3);
    return results;
  }

  /**
   * The value of {@code loss} and its derivatives, by reverse mode.
   */
  LossGradient lossGradient(Tensor x, Tensor y) {
    return lossGradientUntaped(this, x, y);
  }

  /**
   * The same for any {@code Regression}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  static LossGradient lossGradient(Regression model, Tensor x, Tensor y) {
    LossGradient derivatives = lossGradientUntaped(model, x, y);
    if (Recording.current() != null) {
      CompiledCall.recordDerivative(
          "lossGradient",
          List.of(x, y, model.w, model.b),
          List.of(
              derivatives.value(),
              derivatives.x(),
              derivatives.y(),
              derivatives.w(),
              derivatives.b()));
    }
    return derivatives;
  }

  private static LossGradient lossGradientUntaped(Regression model, Tensor x, Tensor y) {
    Workspace workspace = CompiledRegression.WORKSPACES.take().recycling();
    try {
      NdArray xArray = x.array();
      NdArray yArray = y.array();
      NdArray w = model.w.array();
      NdArray b = model.b.array();
      LOSS.check(xArray, yArray, w, b);
      int n = xArray.shape().size(0);
      // Regression.java:14-15
      NdArray tensor = MatrixProducts.matmul(xArray, w);
      NdArray tensor2 = Reductions.spreadMean(CONSTANT_1, n, 1);
      // Regression.java:14-15
      FusedNegateResult fusedNegateResult = fusedNegate(tensor, b, yArray, tensor2, workspace);
      NdArray tensor3 = fusedNegateResult.result0;
      NdArray tensor4 = fusedNegateResult.result1;
      NdArray tensor5 = fusedNegateResult.result2;
      workspace.recycle(tensor);
      workspace.recycle(tensor2);
      NdArray tensor6 = Reductions.mean(tensor3, false);
      workspace.recycle(tensor3);
      // Regression.java:14
      NdArray tensor7 = Reductions.sumTo(tensor4, 1);
      NdArray tensor8 = MatrixProducts.matmul(tensor4, w, false, true);
      NdArray tensor9 = MatrixProducts.matmul(xArray, tensor4, true, false);
      workspace.recycle(tensor4);
      return new LossGradient(
          Tensor.of(tensor6),
          Tensor.of(tensor8),
          Tensor.of(tensor5),
          Tensor.of(tensor9),
          Tensor.of(tensor7));
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  /**
   * The value and the derivatives of {@code loss}.
   *
   * @param value the value of the method
   * @param x the derivative with respect to {@code x}
   * @param y the derivative with respect to {@code y}
   * @param w the derivative with respect to {@code w}
   * @param b the derivative with respect to {@code b}
   */
  record LossGradient(Tensor value, Tensor x, Tensor y, Tensor w, Tensor b) {
    /**
     * The derivatives with respect to parameters, by their names.
     */
    public Map<String, Tensor> gradients() {
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      gradients.put("w", this.w);
      gradients.put("b", this.b);
      return gradients;
    }
  }

  private static final class FusedNegateResult {
    NdArray result0;

    NdArray result1;

    NdArray result2;
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "demo.Regression",
            "demo.CompiledRegression",
            "Regression.java,48:14,55:15,78:14,85:15,100:14,110:15,113:14,",
            ",126:0,Regression.java,152:14,160:15,162:14,168:15,171:14,");
  }
}
