package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** What has no batched form. */
class VectorizedDiagnosticsTest {
  @Test
  void aVectorizedMethodIsAComputeMethod() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Vectorized
            double same(double x) { return x; }
        //         ^ [KILN-130] @Vectorized method same is not @Compute.
          }
        """);
  }

  @Test
  void namesAreOfArgumentsOrOfFieldsThatAreRead() {
    assertMistakes(
        """
          @Model
          public class Line {
            double other = 1;
            @Compute @Vectorized(over = "other")
            double same(double x) { return x; }
        //         ^ [KILN-131] @Vectorized of same names 'other', which it does not read.
        // Instead: name arguments, or fields of the model that the method reads.
          }
        """);
  }

  @Test
  void somethingHasALeadingAxis() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Vectorized
            double one() { return 1; }
        //         ^ [KILN-131] @Vectorized of one has nothing to batch over.
        // Instead: name fields of the model that the method reads.
          }
        """);
  }

  @Test
  void thereAreNoArraysOfEnums() {
    assertMistakes(
        """
          @Model
          public class Line {
            public enum Kind { FIRST, SECOND }
            @Compute @Vectorized
            double f(double x, Kind kind) { return kind == Kind.FIRST ? x : -x; }
        //         ^ [KILN-131] @Vectorized of f takes kind, of which there is no batch: Kind.
        // Instead: name in over what has a leading axis, without kind, or pass its parts.
          }
        """);
  }

  @Test
  void recordsHaveTensorsOnlyOrNone() {
    assertMistakes(
        """
          @Model
          public class Line {
            public record Mixed(double x, @Shape("2") Tensor y) {}
            @Compute @Vectorized
            double f(Mixed m) { return m.x(); }
        //         ^ [KILN-131] @Vectorized of f takes m, of which there is no batch:
        // Mixed(x: double, y: f32[2]).
        // Instead: name in over what has a leading axis, without m, or pass its parts.
            @Compute @Vectorized(over = "x")
            Mixed g(double x, Mixed m) { return m; }
        //        ^ [KILN-131] @Vectorized of g has a result for which there is no batch:
        // Mixed(x: double, y: f32[2]). Instead: return numbers, arrays, tensors, or a record of
        // either tensors or other components.
          }
        """);
  }

  @Test
  void aTensorTellsHowManyTensorsThereAre() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Vectorized(over = "x") @Shape("2")
            Tensor f(double x, @Shape("2") Tensor y) { return y.multiply((float) x); }
        //         ^ [KILN-131] @Vectorized of f gives fBatch results that are tensors, but no tensor
        // with a leading axis. Instead: batch over a tensor, too, or return numbers or arrays.
          }
        """);
  }

  @Test
  void namesTellBatchedFormsApart() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Vectorized(name = "a b")
            double f(double x) { return x; }
        //         ^ [KILN-132] @Vectorized of f has the name 'a b', which is not a Java identifier.
            @Compute @Vectorized(name = "f")
            double g(double x) { return x; }
        //         ^ [KILN-132] @Vectorized of g has the name 'f', which is taken.
            @Compute @Vectorized @Vectorized(over = "x")
            double h(double x) { return x; }
        //         ^ [KILN-132] @Vectorized of h has no name on 2 annotations.
          }
        """);
  }

  @Test
  void modelsLoopOverExamplesThemselves() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable @Vectorized double f(double x) { return x * x; }
            @Compute double first(double[] x) { return CompiledLine.fBatch(this, x)[0]; }
        //                                                         ^ [KILN-202] the batched form
        // fBatch is outside the compiled language. Instead: loop over the examples, and call the
        // method for each.
            @Compute double slope(double[] x) {
              return CompiledLine.fBatchGradient(this, x).x()[0];
        //                       ^ [KILN-202] the batched form fBatchGradient is outside
        // the compiled language. Instead: loop over the examples, and call the method for each.
            }
          }
        """);
  }
}
