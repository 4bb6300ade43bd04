package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Arrays and lists of models, and models as local variables and arguments. */
public final class ModelArrayTest extends GradientTable {
  private static final String DENSE =
      """

      @Model
      class Dense {
        @Parameter @Shape(value = "in, out", dtype = DType.FLOAT64) Tensor w;
        @Parameter @Shape(value = "out", dtype = DType.FLOAT64) Tensor b;
        double slope = 0.125;
        Dense(int in, int out, double first) {
          w = Tensor.arange(DType.FLOAT64, in * out).multiply(0.1).subtract(first).reshape(in, out);
          b = Tensor.ones(DType.FLOAT64, out).multiply(first);
        }
        @Compute @Shape(value = "n, out", dtype = DType.FLOAT64)
        Tensor apply(@Shape(value = "n, in", dtype = DType.FLOAT64) Tensor x) {
          return x.matmul(w).add(b).tanh();
        }
      }
      """;

  private static final String WAVE =
      """

      @Model
      class Wave {
        @Parameter double[] a;
        @Parameter double k;
        Wave(double... a) { this.a = a; k = a[0] + 1; }
        double at(double x) {
          double sum = 0;
          for (int i = 0; i < a.length; i++) { sum += a[i] * Math.sin((i + 1) * x * k); }
          return sum;
        }
      }
      """;

  private static final String BEND =
      """

      @Model
      class Bend {
        @Parameter double k;
        Bend(double k) { this.k = k; }
        double at(double x) { return k * Math.tanh(x); }
      }
      """;

  @Override
  public List<Program> programs() {
    return List.of(
        types(
                "LayersOfDifferentSizes",
                """
                @Model
                class LayersOfDifferentSizes {
                  final Dense[] layers = {new Dense(2, 3, 0.3), new Dense(3, 4, -0.2), new Dense(4, 1, 0.1)};
                  @Compute @Differentiable Tensor f(@Shape(value = "2, 2", dtype = DType.FLOAT64) Tensor x) {
                    Tensor y = x;
                    for (Dense layer : layers) { y = layer.apply(y); }
                    Tensor z = x;
                    for (int i = 0; i < layers.length; i++) {
                      z = layers[i].apply(z);
                      if (i + 1 < layers.length) { z = z.multiply(layers[i].slope); }
                    }
                    return y.add(z).sum();
                  }
                }
                """
                    + DENSE)
            .on(doubles(shape(2, 2), 0.5, -1.25, 0.75, 2)),
        types(
                "ListOfModels",
                """
                @Model
                class ListOfModels {
                  final java.util.List<Wave> waves = java.util.List.of(new Wave(0.5, 1), new Wave(-1, 2, 0.25), new Wave(0.75));
                  java.util.List<Wave> changing = java.util.List.of(new Wave(2), new Wave(1));
                  static double sum(java.util.List<Wave> waves, double x) {
                    double sum = 0;
                    for (Wave wave : waves) { Wave same = wave; sum += same.at(x) * wave.k; }
                    return sum;
                  }
                  static double last(Wave wave, double x) { return wave.at(wave.at(x)) + wave.a[0]; }
                  static Wave pick(java.util.List<Wave> waves) { return waves.get(1); }
                  @Compute @Differentiable double f(double x) {
                    double sum = sum(waves, x) + sum(changing, 2 * x);
                    for (int i = waves.size() - 1; i >= 0; i -= 2) { sum += i * waves.get(i).at(sum); }
                    var first = waves.get(0);
                    DoubleUnaryOperator bend = t -> first.at(t) * pick(waves).k;
                    return sum + last(waves.get(2), x) + bend.applyAsDouble(x);
                  }
                }
                """
                    + WAVE)
            .on(0.4)
            .on(-1.2),
        types(
                "NeighboursOfModels",
                """
                @Model
                class NeighboursOfModels {
                  final Bend[] waves = {new Bend(0.5), new Bend(-1.25), new Bend(0.75)};
                  final Bend[] one = {new Bend(1.5)};
                  @Compute @Differentiable(wrt = {"x", "waves", "one"}) double f(double x) {
                    double sum = 0;
                    for (int i = 0; i < waves.length; i++) {
                      sum += i > 0 ? waves[i - 1].at(x) : waves[i].k;
                      if (i + 1 < waves.length && waves[i + 1].k > 0) {
                        sum *= waves[i + 1].at(sum);
                      } else if (i > 1) {
                        sum -= waves[i - 2].k;
                      }
                    }
                    for (int i = 0; i < one.length; i++) {
                      sum += i > 0 ? one[i - 1].at(x) : one[i].k * x;
                    }
                    return sum;
                  }
                }
                """
                    + BEND)
            .on(0.4)
            .on(-1.2),
        types(
                "LoopsOverModelsWithJumps",
                """
                @Model
                class LoopsOverModelsWithJumps {
                  @dev.kiln.annotation.Length(3) final Bend[] waves;
                  LoopsOverModelsWithJumps() {
                    waves = new Bend[3];
                    for (int i = 0; i < 3; i++) { waves[i] = new Bend(i * 0.25 + 0.5); }
                  }
                  double search(double x, double limit) {
                    for (Bend wave : waves) {
                      double y = wave.at(x);
                      if (y > limit) { return y * wave.k; }
                      x += y;
                    }
                    return x;
                  }
                  @Compute @Differentiable(wrt = {"x", "waves"}) double f(double x, double limit, int n) {
                    double sum = 0;
                    out:
                    for (int i = 0; i < waves.length; i++) {
                      for (int j = 0; j < n; j++) {
                        if (sum > limit) { break out; }
                        if (j == i) { continue; }
                        if (i == 1 && j == 2) { continue out; }
                        sum += waves[i].at(x + j) * waves[(i + 1) % 3].at(x);
                      }
                      sum += 0.5;
                    }
                    for (Bend wave : waves) {
                      if (wave.at(x) < -0.5) { continue; }
                      if (sum < -3) break;
                      sum += wave.at(sum);
                    }
                    return sum + search(x, limit);
                  }
                }
                """
                    + BEND)
            .on(0.4, 0.5, 3)
            .on(1.7, 100.0, 2)
            .on(-0.3, 0.0, 3),
        types(
                "NestedModelArrays",
                """
                @Model
                class NestedModelArrays {
                  final Stack[] stacks = new Stack[] {new Stack(0.5), new Stack(-0.25)};
                  final Stack single = new Stack(1);
                  static double twice(Stack stack, double x) { return stack.f(stack.f(x)); }
                  @Compute @Differentiable double f(double x) {
                    double y = x;
                    for (Stack stack : stacks) { y += stack.f(y) * stack.gain; }
                    Stack local = single;
                    return y + local.f(y) + twice(single, x) + twice(stacks[1], x) + stacks[0].waves.get(1).k;
                  }
                }

                @Model
                class Stack {
                  @dev.kiln.annotation.Length(2) final java.util.List<Wave> waves;
                  final double gain;
                  Stack(double a) {
                    gain = a + 1;
                    waves = java.util.List.of(new Wave(a), new Wave(a / 2, a));
                  }
                  double f(double x) {
                    double y = x;
                    for (int i = 0; i < waves.size(); i++) { y = waves.get(i).at(y); }
                    return y;
                  }
                }
                """
                    + WAVE)
            .on(0.4));
  }
}
