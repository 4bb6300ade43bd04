package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where {@code @NoGradient} cannot be. */
class NoGradientDiagnosticsTest {
  @Test
  void aConstantIsNotDifferentiated() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable(wrt = {"x", "y"})
            double product(double x, @NoGradient double y) { return x * y; }
        //         ^ [KILN-406] wrt names 'y', which is @NoGradient.
          }
        """);
  }

  @Test
  void aConstantMethodIsNotDifferentiable() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable @NoGradient
            double twice(double x) { return 2 * x; }
        //         ^ [KILN-407] @NoGradient is on the @Differentiable method twice.
        // Instead: remove one of the two.
          }
        """);
  }

  @Test
  void tensorsAreStoppedByExpressions() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable
            @Shape("") Tensor dot(@Shape("n") Tensor x, @NoGradient @Shape("n") Tensor y) {
        //                                                                             ^ [KILN-407]
        // @NoGradient is on the tensor 'y'. Instead: write StopGradient.of(..) where it is used,
        // which also works on a tape.
              return x.multiply(y).sum();
            }
          }
        """);
  }

  @Test
  void localArraysAreNotMarked() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable
            double first(double[] x) {
              @NoGradient double[] y = x;
        //                         ^ [KILN-407] @NoGradient is on the array 'y'.
        // Instead: compute the array in a method that is @NoGradient,
        // or take StopGradient.of(..) of its elements.
              return y[0];
            }
          }
        """);
  }

  @Test
  void aRecordWithAnArrayIsNotMarked() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Samples(double[] x) {}
            double first(@NoGradient Samples samples) { return samples.x()[0]; }
        //                                   ^ [KILN-407]
        // @NoGradient is on 'samples' with the array 'x'.
        // Instead: pass the array as an argument of its own.
            @Compute @Differentiable double f(double[] x) { return first(new Samples(x)); }
          }
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          y[0] = 1;                                      | written
          y[0] += 1;                                     | written
          set(x, y);                                     | written
          x = c ? x : y;                                 | assigned on one path of several
          double[] z = x; if (c) { z = y; }              | assigned on one path of several
          double[] z = y; while (c) { z = x; }           | assigned on one path of several
          double[] z = switch (n) { default -> { n++; yield y; } }; | given by a switch
          double[][] z = {x, y};                         | made part of something else
          """)
  void markedArraysAreOnlyRead(String statement, String use) {
    String source =
        """
        package demo; import dev.kiln.annotation.*;
        @Model
        public class Line {
          static void set(double[] from, double[] to) { to[0] = from[0]; }
          @Compute @Differentiable
          double f(double[] x, @NoGradient double[] y, boolean c, int n) {
            %s
            return x[0];
          }
        }
        """
            .formatted(statement);
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .compile(JavaFileObjects.forSourceString("demo.Line", source));
    String name = statement.startsWith("set") ? "'to'" : "'y'";
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining(
            "[KILN-408] " + name + " is @NoGradient, so it may only be read, but here it is " + use)
        .inFile(compilation.sourceFiles().get(0))
        .onLine(statement.startsWith("set") ? 4 : 7);
  }

  @Test
  void markedArraysAreNotReturned() {
    assertMistakes(
        """
          @Model
          public class Line {
            static double[] same(@NoGradient double[] x) {
              return x;
        //           ^ [KILN-408] 'x' is @NoGradient, so it may only be read, but here it is returned.
            }
            @Compute @Differentiable double f(double[] x) { return same(x)[0]; }
          }
        """);
  }
}
