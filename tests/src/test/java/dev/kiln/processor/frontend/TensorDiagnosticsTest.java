package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Tensors whose types do not fit, on the exact expression. */
class TensorDiagnosticsTest {
  @Test
  void aProductOfMatricesThatDoNotFit() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Parameter @Shape("64, 32") Tensor w = Tensor.zeros(64, 32);
            @Compute
            Tensor apply(@Shape("batch, 10") Tensor x) {
              return x.matmul(w).relu();
        //            ^ [KILN-301] matmul of shapes [batch, 10] and [64, 32]: inner sizes
        // 10 and 64 differ (f32[batch, 10] is 'x'; f32[64, 32] is 'w').
            }
          }
        """);
  }

  @Test
  void aSumThatDoesNotBroadcast() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("batch, 3") Tensor x, @Shape("4") Tensor y) {
              return x.relu().add(y.exp());
        //                   ^ [KILN-301] add of shapes [batch, 3] and [4]: 3 and 4 differ
        // and neither is 1 (f32[batch, 3] from line 5; f32[4] from line 5).
            }
          }
        """);
  }

  @Test
  void namesOfDifferentSizes() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("rows") Tensor x, @Shape("columns") Tensor y) {
              return x.multiply(y);
        //            ^ [KILN-301] multiply of shapes [rows] and [columns]: rows and columns
        // differ and neither is 1 (f32[rows] is 'x'; f32[columns] is 'y').
            }
          }
        """);
  }

  @Test
  void elementTypesThatDiffer() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("3") Tensor x, @Shape(value = "3", dtype = DType.INT32) Tensor y) {
              return x.add(y);
        //            ^ [KILN-301] add of f32[3] and i32[3]: dtypes differ; convert one with
        // cast (f32[3] is 'x'; i32[3] is 'y').
            }
          }
        """);
  }

  @Test
  void aNumberThatAnIntegerTensorCannotHold() {
    assertMistakes(
        """
          @Model
          public class Net {
            static final double HALF = 0.5;
            @Compute
            Tensor add(@Shape(value = "3", dtype = DType.INT32) Tensor x) {
              return x.add(2).add(2.5);
        //                        ^ [KILN-215] the number 2.5, an argument of add, does not fit
        // a tensor of dtype i32.
            }
            @Compute
            Tensor multiply(@Shape(value = "3", dtype = DType.INT64) Tensor x) {
              return x.multiply(1 - HALF);
        //                        ^ [KILN-215] the number 0.5, an argument of multiply, does
        // not fit a tensor of dtype i64.
            }
            @Compute
            Tensor fill() {
              return Tensor.full(DType.INT32, 1e10, 3);
        //                                    ^ [KILN-215] the number 1.0E10, an argument of full,
        // does not fit a tensor of dtype i32.
            }
          }
        """);
  }

  @Test
  void moreIndicesThanDimensions() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("3, 4") Tensor x, int i) {
              return x.get(i, 0, 1);
        //            ^ [KILN-301] get with 3 indices of f32[3, 4] (f32[3, 4] is 'x'; i32 is 'i').
            }
          }
        """);
  }

  @Test
  void aPartThatIsLargerThanTheWhole() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("3, 4") Tensor x, int i) {
              return x.narrow(1, i, 5);
        //            ^ [KILN-301] narrow of axis 1 of f32[3, 4] to size 5 (f32[3, 4] is 'x';
        // i32 is 'i').
            }
          }
        """);
  }

  @Test
  void targetsOfAnotherShapeThanThePredictions() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor loss(@Shape("3, 1") Tensor x, @Shape("3") Tensor y) {
              return dev.kiln.nn.Losses.meanSquaredError(x, y);
        //                             ^ [KILN-301] meanSquaredError expects a
        // target of the type of the prediction, f32[3, 1], not f32[3] (f32[3, 1] is 'x';
        // f32[3] is 'y').
            }
          }
        """);
  }

  @Test
  void anAxisThatDoesNotExist() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("3") Tensor x) {
              return x.sum(1);
        //            ^ [KILN-301] sum: no axis 1 in shape [3] (f32[3] is 'x').
            }
          }
        """);
  }

  @Test
  void anAxisThatIsNotConstant() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("3, 4") Tensor x, int axis) {
              return x.sum(axis);
        //                 ^ [KILN-211] 'axis' must be known at compile time.
            }
          }
        """);
  }

  @Test
  void anotherResultThanDeclared() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute @Shape("3")
            Tensor apply(@Shape("3, 4") Tensor x) {
        //         ^ [KILN-303] the result is declared as f32[3] but is f32[4].
              return x.sum(0);
            }
          }
        """);
  }

  @Test
  void aVariableThatChangesItsShapeInABranch() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("3, 4") Tensor x, boolean reduce) {
              Tensor y = x;
              if (reduce) {
        //    ^ [KILN-302] 'y' has type f32[4] here but f32[3, 4] elsewhere.
                y = x.sum(0);
              }
              return y;
            }
          }
        """);
  }

  @Test
  void aVariableThatChangesItsShapeInALoop() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("3") Tensor x) {
              for (int i = 0; i < 3; i++) {
        //    ^ [KILN-302] 'x' has type f32[6] here but f32[3] elsewhere.
                x = Tensor.concatenate(0, x, x);
              }
              return x;
            }
          }
        """);
  }

  @Test
  void resultsOfDifferentShapes() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            Tensor apply(@Shape("3, 4") Tensor x, boolean reduce) {
              if (reduce) { return x.sum(0); }
              return x;
        //           ^ [KILN-302] the result has type f32[3, 4] here but f32[4] elsewhere.
            }
          }
        """);
  }
}
