package dev.kiln.example;

import dev.kiln.annotation.DType;
import dev.kiln.annotation.Generated;
import dev.kiln.array.NdArray;
import dev.kiln.array.RecycledArrays;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.matrix.MatrixProducts;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.kernel.tensor.Chain;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.Layouts;
import dev.kiln.kernel.tensor.Reductions;
import dev.kiln.kernel.tensor.SoftmaxKernels;
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
import java.util.random.RandomGenerator;

/**
 * {@link Digits} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from dev.kiln.example.Digits"
)
public final class CompiledDigits extends Digits implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "dev.kiln.example.Digits");

  private static final Workspace.Pool WORKSPACES = new Workspace.Pool();

  private static final Signature LOGITS =
      Signature.of(
          "logits",
          "x: f32[batch, 64]",
          "w1: f32[64, 64]",
          "b1: f32[64]",
          "w2: f32[64, 10]",
          "b2: f32[10]");

  private static final Signature LOSS =
      Signature.of(
          "loss",
          "x: f32[batch, 64]",
          "label: i32[batch]",
          "w1: f32[64, 64]",
          "b1: f32[64]",
          "w2: f32[64, 10]",
          "b2: f32[10]");

  private static final NdArray CONSTANT_1 = NdArray.of(TensorShape.of(1), new float[] {1.0f});

  public CompiledDigits(RandomGenerator random) {
    super(random);
  }

  private static NdArray fusedRelu(NdArray operandArray, NdArray b1Array) {
    // Digits.java:45
    float[] operand = operandArray.floats();
    float[] b1 = b1Array.floats();
    int length = operand.length;
    int columns = b1.length;
    float[] result = RecycledArrays.floats(length);
    for (int start = 0; start < length; start += columns) {
      System.arraycopy(b1, 0, result, start, columns);
    }
    for (int i = 0; i < length; i++) {
      float b1Element = result[i];
      result[i] = Math.max(operand[i] + b1Element, 0);
    }
    return NdArray.of(operandArray.shape(), result);
  }

  @Override
  public Tensor logits(Tensor x) {
    if (Recording.current() != null) {
      // run eagerly, so that the tape sees each operation
      return super.logits(x);
    }
    Workspace workspace = CompiledDigits.WORKSPACES.take().recycling();
    try {
      NdArray xArray = x.array();
      NdArray w1 = this.w1.array();
      NdArray b1 = this.b1.array();
      NdArray w2 = this.w2.array();
      NdArray b2 = this.b2.array();
      LOGITS.check(xArray, w1, b1, w2, b2);
      // Digits.java:45
      NdArray tensor = MatrixProducts.matmul(xArray, w1);
      NdArray tensor2 = fusedRelu(tensor, b1);
      workspace.recycle(tensor);
      NdArray tensor3 = MatrixProducts.matmul(tensor2, w2);
      workspace.recycle(tensor2);
      NdArray tensor4 = Arithmetic.add(tensor3, b2);
      workspace.recycle(tensor3);
      return Tensor.of(tensor4);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  @Override
  public Tensor loss(Tensor x, Tensor label) {
    if (Recording.current() != null) {
      if (CompiledCall.isOneStep()) {
        // the tape sees one step, with the derivatives of this call
        LossGradient gradient = lossGradient(x, label);
        return CompiledCall.of("loss", gradient.value())
            .without("x", x)
            .with("w1", this.w1, gradient.w1())
            .with("b1", this.b1, gradient.b1())
            .with("w2", this.w2, gradient.w2())
            .with("b2", this.b2, gradient.b2())
            .record();
      }
      // run eagerly, so that the tape sees each operation
      return super.loss(x, label);
    }
    Workspace workspace = CompiledDigits.WORKSPACES.take().recycling();
    try {
      NdArray xArray = x.array();
      NdArray labelArray = label.array();
      NdArray w1 = this.w1.array();
      NdArray b1 = this.b1.array();
      NdArray w2 = this.w2.array();
      NdArray b2 = this.b2.array();
      LOSS.check(xArray, labelArray, w1, b1, w2, b2);
      // Digits.java:45-53
      NdArray tensor = MatrixProducts.matmul(xArray, w1);
      NdArray tensor2 = fusedRelu(tensor, b1);
      workspace.recycle(tensor);
      NdArray tensor3 = MatrixProducts.matmul(tensor2, w2);
      workspace.recycle(tensor2);
      NdArray tensor4 = Arithmetic.add(tensor3, b2);
      workspace.recycle(tensor3);
      NdArray tensor5 = SoftmaxKernels.crossEntropy(tensor4, labelArray);
      workspace.recycle(tensor4);
      NdArray tensor6 = Reductions.mean(tensor5, false);
      workspace.recycle(tensor5);
      return Tensor.of(tensor6);
    } catch (RuntimeException | Error e) {
      throw SourceLines.MODEL.failure(workspace.released(e));
    } finally {
      workspace.close();
    }
  }

  private static NdArray fusedChainProduct(NdArray operandArray, NdArray operand2Array,
      NdArray operand3Array) {
    // Digits.java:53
    float[] operand = operandArray.floats();
    float[] operand2 = operand2Array.floats();
    float[] operand3 = operand3Array.floats();
    int length = operand.length;
    int rows = operand3.length;
    int columns = length / Math.max(1, rows);
    float[] result = RecycledArrays.floats(length);
    for (int row = 0; row < rows; row++) {
      int start = row * columns;
      float operand3OfRow = operand3[row];
      for (int i = start; i < start + columns; i++) {
        result[i] = Chain.product(operand3OfRow, operand[i] - operand2[i]);
      }
    }
    return NdArray.of(operandArray.shape(), result);
  }

  private static NdArray fusedWhere(NdArray operandArray, NdArray operand2Array) {
    // Digits.java:45
    float[] operand = operandArray.floats();
    float[] operand2 = operand2Array.floats();
    int length = operand.length;
    float[] result = RecycledArrays.floats(length);
    for (int i = 0; i < length; i++) {
      result[i] = operand[i] > 0.0f ? operand2[i] : 0.0f;
    }
    return NdArray.of(operandArray.shape(), result);
  }

  /**
   * The value of {@code loss} and its derivatives, by reverse mode.
   */
  public LossGradient lossGradient(Tensor x, Tensor label) {
    return lossGradientUntaped(this, x, label);
  }

  /**
   * The same for any {@code Digits}, compiled or not: what is derived from the method that this
   * class has compiled, with the fields of the given object.
   */
  public static LossGradient lossGradient(Digits model, Tensor x, Tensor label) {
    LossGradient derivatives = lossGradientUntaped(model, x, label);
    if (Recording.current() != null) {
      CompiledCall.recordDerivative(
          "lossGradient",
          List.of(x, model.w1, model.b1, model.w2, model.b2),
          List.of(
              derivatives.value(),
              derivatives.w1(),
              derivatives.b1(),
              derivatives.w2(),
              derivatives.b2()));
    }
    return derivatives;
  }

  private static LossGradient lossGradientUntaped(Digits model, Tensor x, Tensor label) {
    Workspace workspace = CompiledDigits.WORKSPACES.take().recycling();
    try {
      NdArray xArray = x.array();
      NdArray labelArray = label.array();
      NdArray w1 = model.w1.array();
      NdArray b1 = model.b1.array();
      NdArray w2 = model.w2.array();
      NdArray b2 = model.b2.array();
      LOSS.check(xArray, labelArray, w1, b1, w2, b2);
      int batch = xArray.shape().size(0);
      // Digits.java:45-53
      NdArray tensor = MatrixProducts.matmul(xArray, w1);
      NdArray tensor2 = fusedRelu(tensor, b1);
      workspace.recycle(tensor);
      NdArray tensor3 = MatrixProducts.matmul(tensor2, w2);
      NdArray tensor4 = Arithmetic.add(tensor3, b2);
      workspace.recycle(tensor3);
      NdArray tensor5 = SoftmaxKernels.crossEntropy(tensor4, labelArray);
      NdArray tensor6 = Reductions.mean(tensor5, false);
      workspace.recycle(tensor5);
      NdArray tensor7 = Reductions.spreadMean(CONSTANT_1, batch);
      NdArray tensor8 = Creation.oneHot(labelArray, 10, DType.FLOAT32);
      NdArray tensor9 = SoftmaxKernels.softmax(tensor4, -1);
      NdArray tensor10 = Layouts.reshape(tensor7, batch, 1);
      workspace.recycle(tensor4);
      NdArray tensor11 = fusedChainProduct(tensor9, tensor8, tensor10);
      workspace.recycle(tensor7);
      workspace.recycle(tensor8);
      workspace.recycle(tensor9);
      // Digits.java:45
      NdArray tensor12 = MatrixProducts.matmul(tensor11, w2, false, true);
      NdArray tensor13 = Reductions.sumTo(tensor11, 10);
      NdArray tensor14 = MatrixProducts.matmul(tensor2, tensor11, true, false);
      workspace.recycle(tensor11);
      NdArray tensor15 = fusedWhere(tensor2, tensor12);
      workspace.recycle(tensor2);
      workspace.recycle(tensor12);
      NdArray tensor16 = Reductions.sumTo(tensor15, 64);
      NdArray tensor17 = MatrixProducts.matmul(xArray, tensor15, true, false);
      workspace.recycle(tensor15);
      return new LossGradient(
          Tensor.of(tensor6),
          Tensor.of(tensor17),
          Tensor.of(tensor16),
          Tensor.of(tensor14),
          Tensor.of(tensor13));
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
   * @param w1 the derivative with respect to {@code w1}
   * @param b1 the derivative with respect to {@code b1}
   * @param w2 the derivative with respect to {@code w2}
   * @param b2 the derivative with respect to {@code b2}
   */
  public record LossGradient(Tensor value, Tensor w1, Tensor b1, Tensor w2, Tensor b2) {
    /**
     * The derivatives with respect to parameters, by their names.
     */
    public Map<String, Tensor> gradients() {
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      gradients.put("w1", this.w1);
      gradients.put("b1", this.b1);
      gradients.put("w2", this.w2);
      gradients.put("b2", this.b2);
      return gradients;
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL =
        new ModelLines(
            "dev.kiln.example.Digits",
            "dev.kiln.example.CompiledDigits",
            "Digits.java,70:45,149:53,183:45,,197:0,Digits.java,223:45,238:53,",
            "251:45,");
  }
}
