package dev.kiln.agreement.batch;

import static dev.kiln.agreement.Program.instance;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Batched forms of methods on tensors, which get a first dimension. */
class BatchTensorTest {
  @Test
  void tensors() {
    BatchCheck model =
        BatchCheck.model(
            "Classifier",
            """
            @Parameter @Shape("3, 2") Tensor w = Tensor.of(new float[][] {{1, 2}, {-3, 4}, {0.5f, 6}});
            @Parameter @Shape("2") Tensor b = Tensor.of(new float[] {0.5f, -0.25f});
            @Compute @Vectorized @Shape("2")
            Tensor f(@Shape("3") Tensor x) { return x.reshape(1, 3).matmul(w).reshape(2).add(b).softmax(0); }
            @Compute @Differentiable @Vectorized @Shape("")
            Tensor g(@Shape("n, 3") Tensor x, @Shape("n, 2") Tensor y, float scale) {
              return x.matmul(w).add(b).subtract(y).square().mean().multiply(scale);
            }
            """);
    Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {-1, 0, 0.5f}});
    model.on(x).agrees("f", 2);
    model.on(Tensor.zeros(0, 3)).agrees("f", 0);
    Tensor batch = Tensor.arange(DType.FLOAT32, 12).reshape(2, 2, 3);
    Tensor labels = Tensor.arange(DType.FLOAT32, 8).reshape(2, 2, 2);
    model
        .on(batch, labels, new float[] {1, 0.5f})
        .agrees("g", 2)
        .agreesDerivative("g", "Gradient", 2);
    model
        .on(Tensor.zeros(0, 4, 3), Tensor.zeros(0, 4, 2), new float[0])
        .agrees("g", 0)
        .agreesDerivative("g", "Gradient", 0);
  }

  @Test
  void recordsOfTensors() {
    BatchCheck model =
        BatchCheck.model(
            "Pairs",
            """
            record Pair(@Shape("n") Tensor x, @Shape("n") Tensor y) {}
            @Compute @Vectorized Pair f(Pair p) { return new Pair(p.y(), p.x().multiply(p.y())); }
            """);
    Tensor x = Tensor.of(new float[][] {{1, 2, 3}, {-1, 0, 0.5f}});
    model.on(instance("Pair", x, x.exp())).agrees("f", 2);
  }

  @Test
  void everyDtype() {
    BatchCheck model =
        BatchCheck.model(
            "Dtypes",
            """
            @Compute @Vectorized @Shape(value = "n", dtype = DType.FLOAT64)
            Tensor f(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x, boolean twice) {
              return twice ? x.add(x) : x;
            }
            @Compute @Vectorized @Shape(value = "n", dtype = DType.BOOL)
            Tensor g(@Shape(value = "n", dtype = DType.INT64) Tensor x) { return x.greater(2L); }
            @Compute @Vectorized @Shape(value = "n", dtype = DType.INT32)
            Tensor h(@Shape(value = "n", dtype = DType.INT32) Tensor x) { return x.negate(); }
            """);
    Tensor x = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
    model.on(x, new boolean[] {true, false}).agrees("f", 2);
    model.on(x.cast(DType.INT64)).agrees("g", 2);
    model.on(x.cast(DType.INT32)).agrees("h", 2);
  }
}
