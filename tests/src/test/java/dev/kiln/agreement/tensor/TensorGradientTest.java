package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.sample;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of code on tensors: against finite differences in float64, and against the tape. */
public final class TensorGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "TensorElementwise",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor y) {
              Tensor positive = y.square().add(0.5);
              return x.multiply(y).divide(positive).add(x.tanh()).subtract(y.sigmoid().exp())
                  .add(positive.log().sqrt()).add(x.relu()).add(x.abs().multiply(x.sign()))
                  .add(positive.pow(1.5)).add(x.maximum(y).multiply(x.minimum(y))).sum();
            }
            """)
            .on(doubles(shape(3), 0.4, -1.2, 2), doubles(shape(3), 1.5, 0.9, -0.8)),
        model(
                "TensorBroadcasting",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, 1", dtype = DType.FLOAT64) Tensor column,
                @Shape(value = "m", dtype = DType.FLOAT64) Tensor row,
                @Shape(value = "", dtype = DType.FLOAT64) Tensor scalar) {
              return column.multiply(row).add(scalar).multiply(row).divide(scalar.add(3)).sum();
            }
            """)
            .on(wideSample(2, 1), wideSample(3), doubles(shape(), 0.7)),
        model(
                "TensorElements",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x, int j) {
              Tensor sum = x.get(0, j);
              for (int i = 1; i < x.dim(0); i++) {
                sum = sum.multiply(x.get(i, j)).add(x.get(i).get(0).square());
              }
              return sum;
            }
            """)
            .on(wideSample(3, 4), 2),
        model(
                "TensorWindows",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x) {
              Tensor sum = Tensor.zeros(DType.FLOAT64);
              for (int i = 0; i + 2 <= x.dim(0); i++) {
                Tensor window = x.narrow(0, i, 2);
                sum = sum.add(window.get(0).multiply(window.get(1)).sum()).add(window.tanh().sum());
              }
              return sum;
            }
            """)
            .on(wideSample(4, 3)),
        model(
                "TensorMeanSquaredError",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor y) {
              return Losses.meanSquaredError(x.tanh(), y).multiply(3);
            }
            """)
            .on(wideSample(3, 2), doubles(shape(3, 2), 1, -2, 0.5, 3, 0.1, -0.7)),
        model(
                "TensorReductions",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x) {
              Tensor centred = x.subtract(x.mean(true, 1));
              return centred.square().sum(0).multiply(x.max(0)).add(x.min(0)).mean();
            }
            """)
            .on(wideSample(3, 4)),
        model(
                "TensorMatmul",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, k", dtype = DType.FLOAT64) Tensor a,
                @Shape(value = "k, m", dtype = DType.FLOAT64) Tensor b,
                @Shape(value = "m", dtype = DType.FLOAT64) Tensor c) {
              return a.matmul(b).matmul(c).square().sum().add(a.matmul(b.tanh()).sum());
            }
            """)
            .on(wideSample(2, 3), wideSample(3, 4), wideSample(4)),
        model(
                "TensorBatchedMatmul",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "b, n, k", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "k, m", dtype = DType.FLOAT64) Tensor y) {
              return x.matmul(y).square().mean();
            }
            """)
            .on(wideSample(2, 3, 2), wideSample(2, 4)),
        model(
                "TensorLayouts",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "2, 3", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "i", dtype = DType.INT32) Tensor i) {
              Tensor y = Tensor.concatenate(0, x, x.transpose().reshape(2, 3)).slice(0, 1, 4);
              return y.gather(1, i).permute(1, 0).multiply(x.sum(0)).square().sum();
            }
            """)
            .on(wideSample(2, 3), ints(shape(4), 2, 0, 0, 1)),
        model(
                "TensorWhere",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              return x.greater(0).where(x.abs().sqrt(), x.square()).sum();
            }
            """)
            .on(doubles(shape(3), 0.4, -1.2, 2)),
        model(
                "TensorSoftmax",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "n", dtype = DType.INT32) Tensor label) {
              Tensor entropy = x.softmax(1).multiply(x.logSoftmax(1)).sum();
              return Losses.softmaxCrossEntropy(x, label).mean().subtract(entropy);
            }
            """)
            .on(wideSample(3, 4), ints(shape(3), 0, 3, 1)),
        model(
                "TensorLoop",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, n", dtype = DType.FLOAT64) Tensor a,
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                int steps) {
              for (int i = 0; i < steps; i++) {
                x = a.matmul(x).tanh().add(x.multiply(0.5));
                if (x.square().sum().toDouble() > 4) {
                  break;
                }
              }
              return x.square().sum();
            }
            """)
            .on(wideSample(2, 2), wideSample(2), 4)
            .on(wideSample(2, 2), wideSample(2), 0)
            .on(wideSample(3, 3), wideSample(3), 2),
        model(
                "TensorLoopInLoop",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "t, n", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor state) {
              outer:
              for (int i = 0; i < x.dim(0); i++) {
                Tensor row = x.get(i);
                for (int j = 0; j < 3; j++) {
                  state = state.multiply(row).add(row.tanh()).sigmoid();
                  if (state.sum().toDouble() < 0.9) {
                    continue outer;
                  }
                  if (state.max().toDouble() > 0.95) {
                    return state.sum().multiply(2);
                  }
                }
              }
              return state.mean();
            }
            """)
            .on(wideSample(4, 2), wideSample(2)),
        model(
                "SeedLoopOfTensors",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "", dtype = DType.FLOAT64) Tensor first,
                @Shape(value = "", dtype = DType.FLOAT64) Tensor second) {
              while (first.less(second).toBoolean()) {
                first = first.multiply(1.5).add(2);
                second = second.add(first.multiply(0.1)).add(1);
              }
              return first.multiply(second);
            }
            """)
            .on(doubles(shape(), 0), doubles(shape(), 10))
            .on(doubles(shape(), 2), doubles(shape(), 1)),
        model(
                "ScalarsWithTensors",
                """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x, double scale, double[] shift) {
              Tensor y = x.multiply(Tensor.scalar(scale * scale));
              for (double each : shift) {
                y = y.tanh().add(each).add(Tensor.scalar(each * scale));
              }
              return y.square().sum();
            }
            """)
            .on(wideSample(3), 1.7, new double[] {0.3, -0.2}),
        types(
                "PerceptronGradient",
                """
            @Model
            class PerceptronGradient {
              @Parameter @Shape("4, 3") Tensor w1 = Tensor.arange(DType.FLOAT32, 12).divide(7)
                  .subtract(0.8).reshape(4, 3);
              @Parameter @Shape("3") Tensor b1 = Tensor.full(0.1, 3);
              @Parameter @Shape("3, 2") Tensor w2 = Tensor.arange(DType.FLOAT32, 6).reshape(3, 2);
              @Parameter @Shape("2") Tensor b2 = Tensor.zeros(2);

              @Compute
              @Shape("batch, 2")
              Tensor logits(@Shape("batch, 4") Tensor x) {
                return x.matmul(w1).add(b1).relu().matmul(w2).add(b2);
              }

              @Compute
              @Differentiable
              Tensor f(
                  @Shape("batch, 4") Tensor x,
                  @Shape(value = "batch", dtype = DType.INT32) Tensor label) {
                return Losses.softmaxCrossEntropy(logits(x), label).mean();
              }
            }
            """)
            .on(sample(3, 4), ints(shape(3), 0, 1, 1)),
        types(
                "RecurrentGradient",
                """
            @Model
            class RecurrentGradient {
              record Cell(Tensor hidden, Tensor memory) {}

              final Gate gate = new Gate(0.5);
              final Gate input = new Gate(-0.25);

              Cell step(Cell cell, Tensor x) {
                Tensor open = gate.apply(cell.hidden(), x);
                Tensor memory = open.multiply(cell.memory()).add(input.apply(x, cell.hidden()));
                return new Cell(memory.tanh(), memory);
              }

              @Compute
              @Differentiable
              Tensor f(
                  @Shape(value = "t, 2", dtype = DType.FLOAT64) Tensor x,
                  @Shape(value = "2", dtype = DType.FLOAT64) Tensor start) {
                Cell cell = new Cell(start, start.multiply(0.5));
                for (int i = 0; i < x.dim(0); i++) {
                  if (x.get(i).sum().toDouble() > 2) {
                    continue;
                  }
                  cell = step(cell, x.get(i));
                }
                return cell.hidden().square().sum().add(cell.memory().mean());
              }
            }

            @Model
            class Gate {
              @Parameter @Shape(value = "2, 2", dtype = DType.FLOAT64) Tensor weight;

              Gate(double scale) {
                weight = Tensor.eye(DType.FLOAT64, 2).add(0.1).multiply(scale);
              }

              @Compute
              Tensor apply(
                  @Shape(value = "2", dtype = DType.FLOAT64) Tensor x,
                  @Shape(value = "2", dtype = DType.FLOAT64) Tensor y) {
                return x.matmul(weight).add(y).sigmoid();
              }
            }
            """)
            .on(wideSample(4, 2), wideSample(2)));
  }
}
