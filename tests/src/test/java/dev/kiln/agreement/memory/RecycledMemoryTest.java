package dev.kiln.agreement.memory;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;

import dev.kiln.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models whose tensors are long enough that generated code recycles them. With assertions, recycled
 * memory holds NaN; so what reads it differs from a session, which recycles nothing.
 */
class RecycledMemoryTest {
  private record Program(String name, String methods, Object... arguments) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Tensor tensor(int seed, int... sizes) {
    int count = 1;
    for (int size : sizes) {
      count *= size;
    }
    return Tensor.of(new SplittableRandom(seed).doubles(count, -1, 1).toArray(), sizes);
  }

  private static Program program(String name, String methods, Object... arguments) {
    return new Program(name, methods, arguments);
  }

  static Stream<Program> programs() {
    return Stream.of(
        program(
            "Recurrence",
            """
            @Compute @Differentiable Tensor f(
                @Shape(value = "steps, n, 48", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "48, 48", dtype = DType.FLOAT64) Tensor w) {
              Tensor h = Tensor.zeros(DType.FLOAT64, x.dim(1), 48);
              Tensor c = h.add(1);
              Tensor loss = h.sum();
              for (int i = 0; i < x.dim(0); i++) {
                Tensor gate = x.get(i).add(h.matmul(w)).sigmoid();
                c = c.multiply(gate).add(gate.matmul(w).tanh());
                h = i % 2 == 0 ? c.tanh() : c.multiply(h);
                if (i == 2) {
                  loss = loss.add(h.square().mean());
                }
              }
              return loss.add(h.sum());
            }
            """,
            tensor(1, 5, 16, 48),
            tensor(2, 48, 48)),
        program(
            "NestedLoops",
            """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, n", dtype = DType.FLOAT64) Tensor x, int rounds) {
              Tensor sum = Tensor.zeros(DType.FLOAT64, x.dim(0), x.dim(0));
              Tensor y = x.multiply(0.5);
              for (int i = 0; i < rounds; i++) {
                Tensor inner = y.tanh();
                for (int j = 0; j < 3; j++) {
                  inner = inner.matmul(x).multiply(0.1).add(y);
                }
                sum = sum.add(inner.transpose());
                if (i == 3) {
                  break;
                }
                y = inner.sin();
              }
              return sum.multiply(y).mean();
            }
            """,
            tensor(3, 24, 24),
            6),
        program(
            "Views",
            """
            @Compute @Differentiable Tensor f(
                @Shape(value = "16, 40", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "40", dtype = DType.FLOAT64) Tensor row) {
              Tensor y = x.multiply(row);
              Tensor shaped = y.reshape(2, 8, 40);
              Tensor other = shaped.reshape(40, 16);
              Tensor kept = y.tanh().reshape(1, 640).sum(0).reshape(16, 40);
              Tensor same = other.broadcastTo(40, 16).cast(DType.FLOAT64);
              Tensor z = kept.matmul(same).add(shaped.mean());
              return z.square().sum().add(same.max());
            }
            """,
            tensor(4, 16, 40),
            tensor(5, 40)),
        program(
            "Branches",
            """
            @Compute @Differentiable Tensor f(
                @Shape(value = "n, 32", dtype = DType.FLOAT64) Tensor x, double limit) {
              Tensor y = x.exp();
              Tensor z = y.mean().toDouble() > limit ? y.add(x).sqrt() : y.multiply(x);
              Tensor softer = z.softmax(-1);
              while (softer.max().toDouble() > limit) {
                softer = softer.multiply(0.5).add(y.multiply(0.001));
                limit += 0.05;
              }
              return softer.multiply(y).logSumExp();
            }
            """,
            tensor(6, 32, 32),
            0.3),
        // so long that its derivative is split into several methods
        program(
            "Windows",
            """
            @Compute @Differentiable Tensor f(
                @Shape(value = "2, 2, 6, 8, 8", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "2, 2, 2, 3, 2", dtype = DType.FLOAT64) Tensor w,
                @Shape(value = "4", dtype = DType.FLOAT64) Tensor scale) {
              Tensor y = x.conv3d(w, 2, 1).tanh();
              Tensor image = x.slice(2, 0, 1).squeeze(2).upsampleNearest2d(2);
              Tensor filter = w.get(0);
              Tensor larger = image.convTranspose2d(filter, 2, 1, 1, 1, 1);
              Tensor sequence = image.flatten(2);
              return y.maxPool3d(2, 1, 0).square().sum().add(y.averagePool3d(2, 1, 1).sin().sum())
                  .add(larger.averagePool2d(3, 2, 1, false).square().sum())
                  .add(larger.adaptiveAveragePool2d(2, 3).sin().sum())
                  .add(image.upsampleBicubic2d(2).square().sum())
                  .add(x.convTranspose3d(w, 2, 1, 1, 1, 1).square().sum())
                  .add(image.upsampleBilinear2d(2).multiply(image.upsampleNearest2d(2)).sum())
                  .add(sequence.conv1d(filter.flatten(2), 3, 1).square().sum())
                  .add(sequence.reshape(2, 4, 128).groupNormalization(2, scale, scale, 0.1)
                      .square().sum())
                  .add(sequence.reshape(2, 4, 128).batchNormalization(scale, scale, 0.1).sin().sum())
                  .add(sequence.maxPool1d(3, 2, 1).multiply(sequence.averagePool1d(3, 2, 1)).sum());
            }
            """,
            tensor(7, 2, 2, 6, 8, 8),
            tensor(8, 2, 2, 2, 3, 2),
            tensor(9, 4)));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void compiledCodeAgreesWithASession(Program program) {
    String source =
        """
        package demo;
        import dev.kiln.annotation.*;
        import dev.kiln.tensor.Tensor;
        @Model public class %s {
        %s}
        """
            .formatted(program.name(), program.methods());
    assertThatModel(source).agrees("f").on(program.arguments());
    assertThatModel(source).agrees("fGradient").on(program.arguments());
  }

  /** The method itself only calls its parts, each of which recycles. */
  @Test
  void partsOfALongMethodRecycle() {
    String source =
        """
        package demo;
        import dev.kiln.annotation.*;
        import dev.kiln.tensor.Tensor;
        @Model public class Long {
          @Compute Tensor f(
              @Shape(value = "n, n", dtype = DType.FLOAT64) Tensor x,
              @Shape(value = "n, n", dtype = DType.FLOAT64) Tensor w) {
            Tensor y = x;
        %s
            return y.max();
          }
        }
        """
            .formatted("    y = y.matmul(w).tanh();\n    y = y.add(x).softmax(-1);\n".repeat(500));
    assertThatModel(source).agrees("f").on(tensor(10, 24, 24), tensor(11, 24, 24));
  }
}
