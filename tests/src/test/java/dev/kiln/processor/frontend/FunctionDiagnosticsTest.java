package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Functions of which the compiler cannot know which they are. */
class FunctionDiagnosticsTest {
  @Test
  void aFunctionThatIsAnArgumentOfAComputeMethodIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double at(double x, java.util.function.DoubleUnaryOperator f) {
        //                                                             ^ [KILN-220] the function in argument 'f' is not known at compile time.
        // Instead: write a compute method for each function, all of which call a
        // method that takes it, as in apply(Math::sin, x).
              return f.applyAsDouble(x);
            }
          }
        """);
  }

  @Test
  void aFunctionThatIsChosenAtRunTimeIsRefused() {
    assertMistakes(
        """
          import java.util.function.DoubleUnaryOperator;

          @Model
          public class Line {
            @Compute
            double at(double x, boolean bent) {
              DoubleUnaryOperator f = bent ? Math::sin : Math::cos;
        //                                 ^ [KILN-220] which function is called is not known at compile time.
        // Instead: choose between results, as in c ? f.apply(x) : g.apply(x).
              DoubleUnaryOperator sine = Math::sin;
              DoubleUnaryOperator cosine = Math::cos;
              DoubleUnaryOperator g = bent ? sine : cosine;
        //                                 ^ [KILN-220] which function or model the value is is not known at compile time.
        // Instead: call it in each branch, and choose between the results.
              return f.applyAsDouble(x) + g.applyAsDouble(x);
            }
          }
        """);
  }

  @Test
  void aResultThatIsOneFunctionOrAnotherIsRefused() {
    assertMistakes(
        """
          import java.util.function.DoubleUnaryOperator;

          @Model
          public class Line {
            static DoubleUnaryOperator wave(boolean bent) {
              if (bent) {
                return t -> Math.sin(t);
              }
              return t -> t;
        //           ^ [KILN-220] which function or model the result is is not known at compile time.
        // Instead: call it in each branch, and choose between the results.
            }

            @Compute
            double at(double x, boolean bent) {
              return wave(bent).applyAsDouble(x);
            }
          }
        """);
  }

  @Test
  void aFieldWhoseFunctionDependsOnTheObjectIsRefused() {
    assertMistakes(
        """
          import java.util.function.DoubleUnaryOperator;

          @Model
          public class Line {
            interface Law {
              double force(double x);
            }

            Law law = x -> -x;
            final DoubleUnaryOperator given;
            final DoubleUnaryOperator made = twice(Math::sin);

            Line(DoubleUnaryOperator given) {
              this.given = given;
            }

            static DoubleUnaryOperator twice(DoubleUnaryOperator f) {
              return t -> f.applyAsDouble(f.applyAsDouble(t));
            }

            @Compute
            double at(double x) {
              double first = law.force(x);
        //                   ^ [KILN-220] the function in the field law is not known at compile time.
        // Instead: make it final and initialise it, where it is declared, with a
        // lambda, a method reference or a model.
              double second = given.applyAsDouble(x);
        //                    ^ [KILN-220] the function in the field given is not known at compile time.
        // Instead: make it final and initialise it, where it is declared, with a
        // lambda, a method reference or a model.
              double third = made.applyAsDouble(x);
        //                   ^ [KILN-220] the function in the field made is not known at compile time.
        // Instead: make it final and initialise it, where it is declared, with a
        // lambda, a method reference or a model.
              return first + second + third;
            }
          }
        """);
  }

  @Test
  void aRecursionThatMakesEverLargerFunctionsIsRefused() {
    assertMistakes(
        """
          import java.util.function.DoubleUnaryOperator;

          @Model
          public class Line {
            static double repeated(DoubleUnaryOperator f, double x, int n) {
              return n == 0
                  ? f.applyAsDouble(x)
                  : repeated(t -> f.applyAsDouble(f.applyAsDouble(t)), x, n - 1);
        //                         ^ [KILN-220] how often this function is inside itself is not known at compile time.
        // Instead: write a loop or a recursion that calls one function.
            }

            @Compute
            double at(double x, int n) {
              return repeated(Math::sin, x, n);
            }
          }
        """);
  }

  @Test
  void severalFunctionsInOneParameterAreRefused() {
    assertMistakes(
        """
          import java.util.function.DoubleUnaryOperator;

          @Model
          public class Line {
            static double first(DoubleUnaryOperator... all) {
              return all[0].applyAsDouble(1);
            }

            @Compute
            double at(double x) {
              DoubleUnaryOperator f = Math::sin;
              boolean same = f == f;
        //                     ^ [KILN-202] an operator on DoubleUnaryOperator and DoubleUnaryOperator is outside the compiled language.
        // Instead: use methods such as add and less on tensors, and compare elements of
        // arrays.
              return same ? x : first(t -> t * x);
        //                            ^ [KILN-202] a function as an argument of this method is outside the compiled language.
        // Instead: declare a parameter of the functional interface's type for it.
            }
          }
        """);
  }

  @Test
  void whatIsWrongInALambdaIsShownThere() {
    assertMistakes(
        """
          import java.util.function.DoubleUnaryOperator;

          @Model
          public class Line {
            static double twice(DoubleUnaryOperator f, double x) {
              return f.applyAsDouble(f.applyAsDouble(x));
            }

            @Compute
            double at(double x) {
              DoubleUnaryOperator f = t -> {
                String s = "t";
        //      ^ [KILN-206] the type String is outside the compiled language.
        // Instead: compute with numbers: strings are supported only in messages of
        // exceptions.
                return t;
              };
              return f.applyAsDouble(x) + twice(t -> Double.hashCode(t), x);
        //                                                 ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
            }
          }
        """);
  }
}
