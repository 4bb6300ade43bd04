package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.floats;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.sample;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Tensors under control flow, in records, and in models. */
public final class TensorProgramTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "CountTensors",
                """
            record Pair(Tensor first, Tensor second) {}

            @Compute Pair f(@Shape("") Tensor first, @Shape("") Tensor second) {
              while (first.less(second).toBoolean()) {
                first = first.add(2);
                second = second.add(1);
              }
              return new Pair(first, second);
            }
            """)
            .on(floats(shape(), 0), floats(shape(), 10))
            .on(floats(shape(), 3), floats(shape(), 3)),
        model(
                "CountIntegerTensors",
                """
            record Pair(Tensor first, Tensor second) {}

            @Compute Pair f(
                @Shape(value = "", dtype = DType.INT32) Tensor first,
                @Shape(value = "", dtype = DType.INT32) Tensor second) {
              while (first.less(second).toBoolean()) {
                first = first.add(2);
                second = second.add(1);
              }
              return new Pair(first, second);
            }
            """)
            .on(ints(shape(), 0), ints(shape(), 10)),
        model(
                "PowerIteration",
                """
            @Compute Tensor f(@Shape("n, n") Tensor a, @Shape("n") Tensor x, int steps) {
              for (int i = 0; i < steps; i++) {
                Tensor y = a.matmul(x);
                double length = y.square().sum().sqrt().toDouble();
                if (length == 0) {
                  return x;
                }
                x = y.divide(length);
              }
              return x;
            }
            """)
            .on(sample(4, 4), sample(4), 5)
            .on(sample(2, 2), floats(shape(2), 0, 0), 3),
        model(
                "LoopOverRows",
                """
            @Compute Tensor f(@Shape("n, 3") Tensor x, @Shape("3") Tensor state) {
              for (int i = 0; i < x.dim(0); i++) {
                Tensor row = x.get(i);
                if (row.sum().toDouble() < 0) {
                  continue;
                }
                state = state.multiply(0.5).add(row).tanh();
              }
              return state;
            }
            """)
            .on(sample(6, 3), sample(3))
            .on(sample(0, 3), sample(3)),
        model(
                "BranchesOnTensors",
                """
            @Compute Tensor f(@Shape("n") Tensor x) {
              Tensor y;
              if (x.sum().greater(0).toBoolean() && x.max().less(5).toBoolean()) {
                y = x.relu();
              } else {
                y = x.min().toDouble() < -1 ? x.abs() : x.exp();
              }
              return y.add(x);
            }
            """)
            .on(sample(4))
            .on(floats(shape(2), 1, 2))
            .on(floats(shape(2), 9, 2))
            .on(floats(shape(2), -0.5f, 0.1f)),
        model(
                "SwitchOfActivations",
                """
            static Tensor activate(Tensor x, int kind) {
              return switch (kind) {
                case 0 -> x.relu();
                case 1 -> x.tanh();
                case 2 -> x.sigmoid();
                default -> throw new IllegalArgumentException("no activation " + kind);
              };
            }

            @Compute Tensor f(@Shape("n") Tensor x, int[] kinds) {
              for (int kind : kinds) {
                x = activate(x, kind).multiply(2);
              }
              return x;
            }
            """)
            .on(sample(5), new int[] {0, 1, 2})
            .on(sample(5), new int[0])
            .on(sample(2), new int[] {1, 3}),
        model(
                "EarlyReturnOfTensor",
                """
            @Compute Tensor f(@Shape("n") Tensor x, double tolerance) {
              Tensor previous = x;
              int i = 0;
              outer:
              while (true) {
                for (int j = 0; j < 3; j++) {
                  x = x.add(previous).divide(2).tanh();
                  if (x.subtract(previous).abs().max().toDouble() < tolerance) {
                    return x;
                  }
                  if (++i > 20) {
                    break outer;
                  }
                }
                previous = x;
              }
              return previous.negate();
            }
            """)
            .on(sample(5), 0.1)
            .on(sample(5), 0.0),
        types(
                "Perceptron",
                """
            @Model
            class Perceptron {
              @Parameter @Shape("4, 3") Tensor w1 = Tensor.arange(DType.FLOAT32, 12).divide(7)
                  .subtract(0.8).reshape(4, 3);
              @Parameter @Shape("3") Tensor b1 = Tensor.full(0.1, 3);
              @Parameter @Shape("3, 2") Tensor w2 = Tensor.ones(3, 2).multiply(0.3);
              @Parameter @Shape("2") Tensor b2 = Tensor.zeros(2);

              @Compute
              @Shape("batch, 2")
              Tensor f(@Shape("batch, 4") Tensor x) {
                return x.matmul(w1).add(b1).relu().matmul(w2).add(b2);
              }

              @Compute
              Tensor loss(
                  @Shape("batch, 4") Tensor x,
                  @Shape(value = "batch", dtype = DType.INT32) Tensor label) {
                return Losses.softmaxCrossEntropy(f(x), label).mean();
              }
            }
            """)
            .on(sample(3, 4))
            .on(sample(1, 4))
            .calling("loss", sample(3, 4), ints(shape(3), 0, 1, 1)),
        types(
                "NestedLayers",
                """
            @Model
            class NestedLayers {
              final Dense hidden = new Dense(4);
              final Dense output = new Dense(4);

              @Compute
              Tensor f(@Shape("batch, 4") Tensor x) {
                return output.apply(hidden.apply(x.multiply(output.scale)).tanh());
              }
            }

            @Model
            class Dense {
              final double scale = 0.5;
              @Parameter @Shape("4, 4") Tensor weight;
              @Parameter @Shape("4") Tensor bias;

              Dense(int size) {
                weight = Tensor.eye(DType.FLOAT32, size).multiply(0.25);
                bias = Tensor.arange(DType.FLOAT32, size);
              }

              @Compute
              Tensor apply(@Shape("batch, 4") Tensor x) {
                return x.matmul(weight).add(bias);
              }
            }
            """)
            .on(sample(3, 4)),
        model(
                "RecordOfTensors",
                """
            record Cell(Tensor hidden, Tensor memory, int steps) {}

            Cell step(Cell cell, Tensor x) {
              Tensor gate = cell.hidden().add(x).sigmoid();
              Tensor memory = gate.multiply(cell.memory()).add(x);
              return new Cell(memory.tanh(), memory, cell.steps() + 1);
            }

            @Compute Cell f(@Shape("t, n") Tensor x, @Shape("n") Tensor start) {
              Cell cell = new Cell(start, start.multiply(0), 0);
              for (int i = 0; i < x.dim(0); i++) {
                cell = step(cell, x.get(i));
              }
              return cell;
            }
            """)
            .on(sample(5, 3), sample(3))
            .on(sample(0, 2), sample(2)),
        model(
                "TensorsAndArrays",
                """
            @Compute double f(@Shape("n") Tensor x, double[] trace) {
              double last = 0;
              for (int i = 0; i < trace.length; i++) {
                x = x.multiply(0.9).add(last);
                trace[i] = x.sum().toDouble();
                last = trace[i] > 10 ? -trace[i] : 0.25;
              }
              return last;
            }
            """)
            .on(sample(4), new double[6])
            .on(sample(1), new double[0]),
        model(
                "SymbolicSizes",
                """
            @Compute Tensor f(@Shape("n, 2*n") Tensor x, @Shape("n + 1") Tensor y) {
              Tensor left = x.slice(1, 0, x.dim(0));
              Tensor right = x.slice(1, x.dim(0), 2 * x.dim(0));
              return left.add(right).matmul(y.slice(0, 0, y.dim(0) - 1));
            }
            """)
            .on(sample(2, 4), sample(3))
            .on(sample(5, 10), sample(6)),
        model(
                "Attention",
                """
            @Compute Tensor f(
                @Shape("q, d") Tensor query, @Shape("k, d") Tensor key, @Shape("k, v") Tensor value) {
              double scale = 1 / Math.sqrt(query.dim(1));
              return query.matmul(key.transpose()).multiply(scale).softmax(-1).matmul(value);
            }
            """)
            .on(sample(3, 4), sample(5, 4), sample(5, 2))
            .on(sample(1, 1), sample(1, 1), sample(1, 1)),
        model(
                "TensorRecursion",
                """
            static double power(double x, int n) {
              return n == 0 ? 1 : x * power(x, n - 1);
            }

            @Compute Tensor f(@Shape("n") Tensor x, int n) {
              return x.multiply(power(x.max().toDouble(), n));
            }
            """)
            .on(sample(3), 4),
        model(
                "LoopInLoopOfTensors",
                """
            @Compute Tensor f(@Shape(value = "n, n", dtype = DType.FLOAT64) Tensor a, int steps) {
              Tensor sum = a;
              outer:
              for (int i = 0; i < steps; i++) {
                Tensor power = a;
                for (int j = 0; j <= i; j++) {
                  power = power.matmul(a).divide(j + 2);
                  if (power.abs().max().greater(50).toBoolean()) {
                    break outer;
                  }
                  if (power.sum().less(0).toBoolean()) {
                    continue outer;
                  }
                }
                sum = sum.add(power);
              }
              return sum;
            }
            """)
            .on(wideSample(3, 3), 4)
            .on(wideSample(2, 2), 6)
            .on(wideSample(1, 1), 0));
  }
}
