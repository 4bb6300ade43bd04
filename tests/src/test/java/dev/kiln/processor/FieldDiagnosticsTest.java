package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Which fields can be parameters. */
class FieldDiagnosticsTest {
  @Test
  void aParameterIsNotPrivate() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter private double slope;
        //                            ^ [KILN-106] the field slope is private,
        // so generated code cannot read it.
          }
        """);
  }

  @Test
  void aParameterIsNotStatic() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter static double slope;
        //                           ^ [KILN-109] @Parameter slope is static.
          }
        """);
  }

  @Test
  void aParameterIsNotFinal() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter final double slope = 1;
        //                          ^ [KILN-109] @Parameter slope is final.
          }
        """);
  }

  @Test
  void aParameterIsNotAnInteger() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter int slope;
        //                 ^ [KILN-108] @Parameter slope has type int.
          }
        """);
  }

  @Test
  void aParameterIsNotAnArrayOfIntegersOrOfThreeDimensions() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter int[] counts;
        //                   ^ [KILN-108] @Parameter counts has type int[].
            @Parameter double[][][] slopes;
        //                          ^ [KILN-108] @Parameter slopes has type double[][][].
          }
        """);
  }

  @Test
  void aParameterIsNotAString() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter String name;
        //                    ^ [KILN-108] @Parameter name has type java.lang.String.
          }
        """);
  }

  @Test
  void aParameterIsNotAnIntegerTensor() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter @Shape(value = "3", dtype = DType.INT32) Tensor slopes;
        //                                                             ^ [KILN-108] @Parameter
        // slopes has type dev.kiln.tensor.Tensor.
          }
        """);
  }

  @Test
  void aTensorParameterHasAShape() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter Tensor slopes;
        //                    ^ [KILN-110] the tensor 'slopes' has no @Shape.
          }
        """);
  }

  @Test
  void aNumberHasNoShape() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Parameter @Shape("3") double slope;
        //             ^ [KILN-112] @Shape is on 'slope', which is not a Tensor.
          }
        """);
  }

  @Test
  void anInheritedParameterIsChecked() {
    assertMistakes(
        """
          @Model
          public class Line extends Base {}
          class Base {
            @Parameter private double slope;
        //                            ^ [KILN-106] the field slope is private,
        // so generated code cannot read it.
          }
        """);
  }

  @Test
  void hiddenParameters() {
    assertMistakes(
        """
        class Base {
          @Parameter double w;
          double v;
          Inner inner;
          double unread;
          private double shut;
        }
        @Model class Inner {}
        @Model class Sub extends Base {
          double w;
        //       ^ [KILN-126] the field w of Base is hidden by that of Sub,
        //       and a model may have only one field of that name.
          @Parameter double v;
        //                  ^ [KILN-126] the field v of Base is hidden by that of Sub,
        //                  and a model may have only one field of that name.
          Inner inner;
        //      ^ [KILN-126] the field inner of Base is hidden by that of Sub,
        //      and a model may have only one field of that name.
          float unread;
          @Parameter double shut;
          @Compute double f(double x) { return x * unread * shut; }
        }
        """);
  }

  @Test
  void hiddenFieldsThatAreRead() {
    assertMistakes(
        """
        class Base {
          double w;
          final double[] v = {1};
          @Compute double f(double x) { return x * w; }
        //                                         ^ [KILN-126] the field w of Base is hidden by
        //                                         that of Sub, and a model may have only one
        //                                         field of that name.
        }
        @Model class Sub extends Base {
          float w;
          double v;
          @Compute double g(double x) { return x * w * v; }
          @Compute double h(double x) { return x * super.v[0]; }
        //                                              ^ [KILN-126] the field v of Base is hidden by
        //                                              that of Sub, and a model may have only
        //                                              one field of that name.
        }
        """);
  }
}
