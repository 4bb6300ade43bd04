package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Calls whose target or result type cannot be told. */
class CallDiagnosticsTest {
  @Test
  void aRecursiveMethodReturnsAPlainType() {
    assertMistakes(
        """
          @Model
          public class Line {
            static Tensor grow(Tensor x, int n) {
              return n == 0 ? x : grow(x.add(x), n - 1);
        //                        ^ [KILN-212] the recursive method grow returns
        // dev.kiln.tensor.Tensor.
            }
            @Compute
            Tensor apply(@Shape("3") Tensor x) {
              return grow(x, 3);
            }
          }
        """);
  }

  @Test
  void anInstanceMethodIsNotCalledFromAStaticOne() {
    assertMistakes(
        """
          @Model
          public class Line {
            double instance(double x) { return x; }
            static double helper(double x) { return instance(x); }
        //                                          ^ [KILN-213] the receiver of instance cannot be
        // resolved at compile time.
            @Compute
            double apply(double x) {
              return helper(x);
            }
          }
        """);
  }

  @Test
  void aMethodDoesNotTakeAVariableNumberOfObjects() {
    assertMistakes(
        """
              @Model
              public class Line {
                static double sum(Object... all) { return all.length; }
                @Compute
                double apply(double x) {
                  return sum(x, x);
            //           ^ [KILN-203] Line.sum with these arguments is a call of code that Kiln cannot
            // see. Instead: pass arguments of exactly the parameter types: primitives
        // for primitives, and an array for a variable number of arguments.
                }
              }
        """);
  }

  @Test
  void anAbstractMethodIsNotCalled() {
    assertMistakes(
        """
          @Model
          public class Line {
            static abstract class Shape2 { abstract double area(); }
            Shape2 shape;
            @Compute
            double apply(double x) {
              return x * shape.area();
        //               ^ [KILN-220] which model shape holds is not known at compile time.
        // Instead: make it final and initialise it, where it is declared or in one
        // statement of each constructor, with a model that is made there, as in new
        // Dense(..).
            }
          }
        """);
  }

  @Test
  void aNumberTakenOutOfATensorIsNotDifferentiated() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Differentiable
            float apply(@Shape("") Tensor x) {
        //        ^ [KILN-403] to_float has no derivative: a tape cannot follow a Java number that was
        // taken out of a tensor; keep it a tensor, or use the number for decisions only
        // (Line.java:8).
              return x.toFloat();
            }
          }
        """);
  }

  @Test
  void codeThatIsNestedTooDeeplyIsRefused() {
    String sum = "x" + " + x".repeat(20_000);
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            int apply(int x) {
        //      ^ [KILN-210] the code of apply is nested too deeply.
              return %s;
            }
          }
        """
            .formatted(sum));
  }
}
