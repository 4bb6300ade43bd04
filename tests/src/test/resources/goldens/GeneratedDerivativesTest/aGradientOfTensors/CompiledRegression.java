package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
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
    float[] result = new float[length];
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
    try {
      NdArray xArray = x.array();
      NdArray yArray = y.array();
      NdArray w = this.w.array();
      NdArray b = this.b.array();
      LOSS.check(xArray, yArray, w, b);
      // Regression.java:15
      NdArray tensor = fusedSquare(MatrixProducts.matmul(xArray, w), b, yArray);
      return Tensor.of(Reductions.mean(tensor, false));
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
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
    float[] result = new float[length];
    float[] result2 = new float[length];
    float[] result3 = new float[length];
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
    try (Workspace workspace = CompiledRegression.WORKSPACES.take()) {
      NdArray xArray = x.array();
      NdArray yArray = y.array();
      NdArray w = model.w.array();
      NdArray b = model.b.array();
      LOSS.check(xArray, yArray, w, b);
      int n = xArray.shape().size(0);
      // Regression.java:14-15
      FusedNegateResult fusedNegateResult =
          fusedNegate(
              MatrixProducts.matmul(xArray, w),
              b,
              yArray,
              Reductions.spreadMean(CONSTANT_1, n, 1),
              workspace);
      NdArray tensor = fusedNegateResult.result0;
      NdArray tensor2 = fusedNegateResult.result1;
      NdArray tensor3 = fusedNegateResult.result2;
      return new LossGradient(
          Tensor.of(Reductions.mean(tensor, false)),
          Tensor.of(MatrixProducts.matmul(tensor2, w, false, true)),
          Tensor.of(tensor3),
          Tensor.of(MatrixProducts.matmul(xArray, tensor2, true, false)),
          Tensor.of(Reductions.sumTo(tensor2, 1)));
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
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
            "Regression.java,47:14,54:15,76:14,82:15,93:14,103:15,106:14,,119:0,",
            "Regression.java,144:14,161:15,");
  }
}
