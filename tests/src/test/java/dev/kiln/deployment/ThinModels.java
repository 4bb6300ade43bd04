package dev.kiln.deployment;

import java.util.Map;

/** Models with all that generated code may refer to, and a program that runs them. */
final class ThinModels {
  /** Nested models with tensors, derivatives in all modes, records, arrays, a tape and weights. */
  static final Map<String, String> SOURCES =
      Map.of(
          "demo.Dense",
          """
          package demo;

          import dev.kiln.annotation.*;
          import dev.kiln.tensor.Tensor;

          @Model
          public class Dense {
            @Parameter @Shape("3, 2") Tensor w = Tensor.of(
                new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

            @Compute @Shape("batch, 2")
            public Tensor apply(@Shape("batch, 3") Tensor x) {
              return x.matmul(w).tanh();
            }
          }
          """,
          "demo.Net",
          """
          package demo;

          import dev.kiln.annotation.*;
          import dev.kiln.annotation.Differentiable.Mode;
          import dev.kiln.tensor.Tensor;

          @Model
          public class Net {
            final Dense dense = new Dense();

            @Parameter double scale = 0.5;

            public record Point(double x, double y) {}

            @Compute @Differentiable(wrt = {"dense.w", "x"})
            public Tensor loss(@Shape("batch, 3") Tensor x) {
              return dense.apply(x).mean();
            }

            @Compute
            @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN, Mode.HESSIAN_VECTOR_PRODUCT})
            public double energy(double[] q) {
              double sum = 0;
              for (int i = 0; i < q.length; i++) {
                assert i >= 0 : "index " + i;
                sum += scale * q[i] * q[i] * Math.exp(q[i]);
              }
              return sum;
            }

            @Compute
            public Point turn(Point p, double angle) {
              if (angle < 0) {
                throw new IllegalArgumentException("the angle is " + angle);
              }
              return new Point(p.x() * Math.cos(angle), p.y() * Math.sin(angle));
            }
          }
          """,
          "demo.Program",
          """
          package demo;

          import dev.kiln.tensor.*;

          public class Program {
            public static String run(boolean isCompiled) {
              Net net = isCompiled ? new CompiledNet() : new Net();
              Tensor x = Tensor.of(new float[] {0.1f, 0.2f, 0.3f}, 1, 3);
              StringBuilder out = new StringBuilder();
              out.append(net.loss(x)).append(net.energy(new double[] {1, 2}));
              out.append(net.turn(new Net.Point(1, 2), 0.5));
              try (Tape tape = Tape.open()) {
                out.append(tape.gradient(net.loss(x), x));
              }
              if (net instanceof CompiledNet compiled) {
                compiled.energyGradient(new double[] {1, 2});
                compiled.energyHessian(new double[] {1, 2});
                compiled.lossGradient(x);
              }
              out.append(NetParameters.get(net, "dense.w"));
              try {
                net.turn(new Net.Point(1, 2), -1);
              } catch (IllegalArgumentException e) {
                out.append(e.getMessage());
              }
              return out.toString();
            }
          }
          """);

  private ThinModels() {}
}
