package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Statements outside the compiled language. */
class StatementDiagnosticsTest {
  @Test
  void tryIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double half(double x) {
              try { return x / 2; } finally { x = 0; }
        //    ^ [KILN-201] try is outside the compiled language.
        // Instead: test the condition with if before it fails.
            }
          }
        """);
  }

  @Test
  void synchronizedIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double half(double x) {
              synchronized (this) { x = x / 2; }
        //    ^ [KILN-201] synchronized is outside the compiled language.
        // Instead: leave it out: a model is not shared state.
              return x;
            }
          }
        """);
  }

  @Test
  void aLocalClassIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double half(double x) {
              class Half {}
        //    ^ [KILN-201] a local class is outside the compiled language.
        // Instead: declare a record or a method in the model.
              return x / 2;
            }
          }
        """);
  }

  @Test
  void onlyNewExceptionsAreThrown() {
    assertMistakes(
        """
          @Model
          public class Line {
            static final RuntimeException FAILED = new RuntimeException();
            @Compute
            double half(double x) {
              if (x < 0) { throw FAILED; }
        //                 ^ [KILN-208] 'FAILED'
        // cannot be thrown from a compute method.
        // Instead: create it where it is thrown: throw new
        // IllegalArgumentException(".." + value).
              return x / 2;
            }
          }
        """);
  }

  @Test
  void anExceptionIsThrownThatGeneratedCodeCanMake() {
    assertMistakes(
        """
          @Model
          public class Line {
            @SuppressWarnings("serial")
            private static class Hidden extends RuntimeException {
              Hidden(String message) { super(message); }
            }
            @SuppressWarnings("serial")
            static class Unspoken extends RuntimeException {
              Unspoken(String message) { super(message); }
            }
            @Compute
            double half(double x) {
              if (x < 0) { throw new Hidden("negative"); }
        //                       ^ [KILN-208] the exception Hidden cannot be thrown from a compute method.
        // Instead: make the class static, and it and a constructor that takes nothing or a String
        // visible in the package of the model, or throw an IllegalStateException.
              if (x < 1) { throw new Unspoken(); }
        //                       ^ [KILN-208] the exception Unspoken cannot be thrown from a compute method.
        // Instead: make the class static, and it and a constructor that takes nothing or a String
        // visible in the package of the model, or throw an IllegalStateException.
              return x / 2;
            }
          }
        """);
  }

  @Test
  void anAssertionHasNoSideEffects() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            int next(int x) {
              assert x++ > 0;
        //               ^ [KILN-209] an assert has side effects.
              return x;
            }
          }
        """);
  }

  @Test
  void theDetailOfAnAssertionHasNoSideEffects() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            int next(int x) {
              assert x > 0 : "now " + --x;
        //                          ^ [KILN-209] an assert has side effects.
              return x;
            }
          }
        """);
  }

  @Test
  void aMessageIsMadeOfTextsAndScalars() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double first(double[] x) {
              assert x.length > 0 : "no elements: " + x;
        //                                            ^ [KILN-216] double[] in a message
        // is outside the compiled language.
              return x[0];
            }
          }
        """);
  }

  @Test
  void aFormatIsConstant() {
    assertMistakes(
        """
          @Model
          public class Line {
            static final String[] FORMATS = {"%s"};
            @Compute
            double first(double x) {
              assert x > 0 : String.format("x is %s %s", x);
        //                         ^ [KILN-216] this format in a message is outside the compiled language.
              assert x > 1 : String.format(FORMATS[0], x);
        //                         ^ [KILN-216] this call in a message is outside the compiled language.
              return x;
            }
          }
        """);
  }

  @Test
  void aMessageHasNoChosenChar() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double first(double x) {
              if (x < 0) throw new IllegalArgumentException("sign " + (x < 0 ? '-' : (int) x));
        //                                                                   ^ [KILN-216] a choice of
        // chars and numbers in a message is outside the compiled language.
              return x;
            }
          }
        """);
  }

  @Test
  void aSwitchOnAStringIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            int pick(double x) {
              switch (x > 0) { default: return 1; }
        //           ^ [KILN-207] a switch on boolean is outside the compiled language.
            }
          }
        """);
  }

  @Test
  void aFieldIsNotAssigned() {
    assertMistakes(
        """
          @Model
          public class Line {
            double last;
            @Compute
            double half(double x) {
              last = x;
        //    ^ [KILN-204] last is assigned, but a compute method has no side effects on its model.
              return x / 2;
            }
          }
        """);
  }

  @Test
  void aFieldIsNotIncremented() {
    assertMistakes(
        """
          @Model
          public class Line {
            int calls;
            @Compute
            double half(double x) {
              this.calls++;
        //        ^ [KILN-204] this.calls is assigned, but a compute method has no side effects on
        // its model.
              return x / 2;
            }
          }
        """);
  }

  @Test
  void aLoopOverACollectionIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double sum(double x) {
              for (double each : java.util.List.of(x)) { x += each; }
        //                                     ^ [KILN-203] List.of is a call
        // of code that Kiln cannot see.
        // Instead: use an array: a[i] reads an element, a.length is the size,
        // and a for loop goes over it.
              return x;
            }
          }
        """);
  }

  @Test
  void aLocalVariableOfAnotherTypeIsRefused() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            int length(int x) {
              String text = "";
        //    ^ [KILN-206] the type String is outside the compiled language.
        // Instead: compute with numbers: strings are supported only in messages
        // of exceptions.
              return x;
            }
          }
        """);
  }

  @Test
  void newArraysHaveRecordsWithoutTensorsAndCode() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Sample(@Shape("n") Tensor x) {}
            record Half(double x) {
              public double x() { return x / 2; }
            }
            record Halves(Half[] halves) {}
            record Letter(char letter) {}
            @Compute int first(int n) { return new Sample[n].length; }
        //                                     ^ [KILN-206] the type new Sample[n] is outside the compiled
        // language.
            @Compute int second(int n) { return new Halves[n].length; }
        //                                          ^ [KILN-114] the record Half has
        // an accessor x() with code, which would not run.
            @Compute int third(int n) { Letter[] letters = new Letter[n]; return n; }
        //                                    ^ [KILN-206] the type Letter[] is outside the compiled
        // language.
          }
        """);
  }

  @Test
  void elementsAreNotCompared() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Point(double x) {}
            @Compute boolean same(Point[] points) { return points[0] == points[1]; }
        //                                                           ^ [KILN-202] an operator on
        // Point and Point is outside the compiled language. Instead: use methods such as add and less
        // on tensors, and compare elements of arrays.
            @Compute double named(Point[] points) { return points[0].hashCode(); }
        //                                                          ^ [KILN-203] Point.hashCode is a call
        // of code that Kiln cannot see.
        // Instead: compare or use the components.
          }
        """);
  }
}
