package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of {@code @Shape} and where it stands. */
class ShapeDiagnosticsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2,,3       | unexpected ',' at character 3",
        "2,         | it ends too early",
        "2 3        | unexpected '3' at character 3",
        "2 x        | unexpected 'x' at character 3",
        "2x         | '2x' is neither a number nor a name",
        "a + * b    | unexpected '*' at character 5",
        "(a + b     | it ends too early",
        "a)         | unexpected ')' at character 2",
        "a % 2      | unexpected '%' at character 3",
        "-1         | unexpected '-' at character 1",
        "2 - 3      | the size -1 is negative",
        "3 / 2      | 2 does not divide 3 for every size",
        "n / 2      | 2 does not divide n for every size",
        "n / 0      | 0 does not divide n for every size",
        "9999999999 | the size 9999999999 is too large",
      })
  void malformedText(String text, String problem) {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter @Shape("%s") Tensor slopes;
        //             ^ [KILN-111] the shape "%s" is malformed: %s.
          }
        """
            .formatted(text, text, problem));
  }

  @Test
  void aTensorArgumentHasAShape() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute Tensor twice(Tensor x) { return x.add(x); }
        //                               ^ [KILN-110] the tensor argument 'x' has no @Shape.
          }
        """);
  }

  @Test
  void theShapeOfAnArgumentIsWellFormed() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute Tensor twice(@Shape("batch,") Tensor x) { return x.add(x); }
        //                        ^ [KILN-111] the shape "batch," is malformed: it ends too early.
          }
        """);
  }

  @Test
  void theShapeOfAResultIsWellFormed() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Shape("+") Tensor twice(@Shape("3") Tensor x) { return x.add(x); }
        //           ^ [KILN-111] the shape "+" is malformed: unexpected '+' at character 1.
          }
        """);
  }

  @Test
  void anArrayHasNoShape() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute double first(@Shape("3") double[] x) { return x[0]; }
        //                        ^ [KILN-112] @Shape is on argument 'x', which is not a Tensor.
          }
        """);
  }

  @Test
  void aScalarResultHasNoShape() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Shape("") double same(double x) { return x; }
        //           ^ [KILN-112] @Shape is on the result, which is not a Tensor.
          }
        """);
  }

  @Test
  void aNamedSizeIsTheSizeOfSomething() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute Tensor twice(@Shape("n*n") Tensor x) { return x.add(x); }
        //                  ^ [KILN-305] the size n in the type of 'x', f32[n*n], cannot be determined.
          }
        """);
  }

  @Test
  void aTensorInARecordArgumentHasAShape() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Pair(@Shape("3") Tensor first, Tensor second) {}
        //                                               ^ [KILN-110] the tensor
        // component 'second' has no @Shape.
            @Compute Tensor first(Pair pair) { return pair.first(); }
          }
        """);
  }
}
