package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Models in models, whose named sizes are those of the instance. */
public final class NestedSizesTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        types(
                "TwoSizes",
                """
            @Model
            class Dense {
              @Parameter @Shape(value = "in, out", dtype = DType.FLOAT64) Tensor w;
              @Parameter @Shape(value = "out", dtype = DType.FLOAT64) Tensor b;

              Dense(int in, int out) {
                w = Tensor.arange(DType.FLOAT64, in * out).multiply(0.1).subtract(0.3)
                    .reshape(in, out);
                b = Tensor.ones(DType.FLOAT64, out);
              }

              @Compute @Shape(value = "batch, out", dtype = DType.FLOAT64)
              Tensor apply(@Shape(value = "batch, in", dtype = DType.FLOAT64) Tensor x) {
                return x.matmul(w).add(b);
              }
            }

            @Model
            class TwoSizes {
              Dense hidden = new Dense(3, 4);
              Dense output = new Dense(4, 2);

              @Compute @Differentiable
              Tensor f(@Shape(value = "batch, 3", dtype = DType.FLOAT64) Tensor x) {
                return output.apply(hidden.apply(x).tanh()).square().sum();
              }
            }
            """)
            .on(wideSample(5, 3))
            .on(wideSample(1, 3)),
        types(
                "SizesOfTheOuterModel",
                """
            @Model
            class Bias {
              @Parameter @Shape(value = "n", dtype = DType.FLOAT64) Tensor b =
                  Tensor.arange(DType.FLOAT64, 3);

              @Compute Tensor shift(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
                return x.add(b);
              }
            }

            @Model
            class SizesOfTheOuterModel {
              Bias bias = new Bias();
              @Parameter @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor w =
                  Tensor.ones(DType.FLOAT64, 2, 3);

              @Compute @Differentiable
              Tensor f(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
                return bias.shift(x.matmul(w)).multiply(bias.b).square().sum();
              }
            }
            """)
            .on(wideSample(2)),
        types(
                "SizesInLoops",
                """
            @Model
            class Step {
              @Parameter @Shape(value = "in, out", dtype = DType.FLOAT64) Tensor w =
                  Tensor.eye(DType.FLOAT64, 3).multiply(0.5);

              @Compute
              Tensor apply(@Shape(value = "in", dtype = DType.FLOAT64) Tensor x) {
                return x.matmul(w);
              }
            }

            @Model
            class SizesInLoops {
              Step step = new Step();

              @Compute @Differentiable
              Tensor f(@Shape(value = "3", dtype = DType.FLOAT64) Tensor x, int steps) {
                Tensor state = x;
                for (int i = 0; i < steps; i++) {
                  state = step.apply(state);
                }
                return state.square().sum();
              }
            }
            """)
            .on(wideSample(3), 0)
            .on(wideSample(3), 4),
        types(
                "ModelsInModelsInModels",
                """
            @Model
            class Scale {
              @Parameter @Shape(value = "n", dtype = DType.FLOAT64) Tensor factor;

              Scale(int n) {
                factor = Tensor.arange(DType.FLOAT64, n).add(1);
              }

              @Compute
              Tensor apply(@Shape(value = "batch, n", dtype = DType.FLOAT64) Tensor x) {
                return x.multiply(factor);
              }
            }

            @Model
            class Pair {
              Scale first;
              Scale second;

              Pair(int n) {
                first = new Scale(n);
                second = new Scale(2 * n);
              }

              @Compute
              Tensor apply(@Shape(value = "batch, n", dtype = DType.FLOAT64) Tensor x) {
                Tensor y = first.apply(x);
                return second.apply(Tensor.concatenate(1, y, y));
              }
            }

            @Model
            class ModelsInModelsInModels {
              Pair small = new Pair(2);
              Pair large = new Pair(3);
              int hiddenN = 1;

              @Compute @Differentiable
              Tensor f(
                  @Shape(value = "batch, hiddenN", dtype = DType.FLOAT64) Tensor x,
                  @Shape(value = "batch, 3", dtype = DType.FLOAT64) Tensor y) {
                return small.apply(x).sum().multiply(large.apply(y).square().mean());
              }
            }
            """)
            .on(wideSample(2, 2), wideSample(2, 3)));
  }
}
