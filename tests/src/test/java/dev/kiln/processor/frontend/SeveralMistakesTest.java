package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/**
 * Everything that is wrong with a method is said at once, and nothing that only follows from it.
 */
class SeveralMistakesTest {
  @Test
  void eachStatementSaysItsMistake() {
    assertMistakes(
        """
              @Model
              public class Line {
                @Compute
                double half(double x, double[] a) {
                  int code = Double.hashCode(x);
            //                     ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot see.
            // Instead: compute with the numbers themselves: hash codes are
            // not supported.
                  a[code] = code + 1;
                  try {
            //    ^ [KILN-201] try is outside the compiled language.
            // Instead: test the condition with if before it fails.
                    x = x + Float.hashCode(1f);
            //                   ^ [KILN-203] Float.hashCode is a call of code that Kiln cannot see.
            // Instead: compute with the numbers themselves: hash codes are
            // not supported.
                  } finally { x = 0; }
                  if (x > code) { return a == null ? Long.hashCode(1L) : 2; }
            //                                           ^ [KILN-203] Long.hashCode is a call
            // of code that Kiln cannot see. Instead: compute with the numbers themselves: hash codes are not supported.
                  return x / 2 + this.hashCode();
        //                           ^ [KILN-203] Object.hashCode is a call of code that Kiln cannot see.
                }
              }
        """);
  }

  @Test
  void partsOfAnExpressionSayTheirsAndTheWholeNothing() {
    assertMistakes(
        """
          @Model
          public class Line {
            static double sum(double x, double y) { return x + y; }
            @Compute
            double half(double x) {
              return sum(Double.hashCode(x), x) + Math.max(Float.hashCode(1f), Long.hashCode(1L));
        //                     ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
        //                                                      ^ [KILN-203] Float.hashCode is a call of
        // code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
        //                                                                         ^ [KILN-203]
        // Long.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
            }
          }
        """);
  }

  @Test
  void whatIsComputedFromAnUnknownValueIsNotJudged() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double half(double x, @Shape("n") Tensor t) {
              String text = "a" + x;
        //    ^ [KILN-206] the type String is outside the compiled language.
        // Instead: compute with numbers: strings are supported only in messages
        // of exceptions.
              int length = text.length();
              String more = text.trim() + length;
        //    ^ [KILN-206] the type String is outside the compiled language.
        // Instead: compute with numbers: strings are supported only in messages
        // of exceptions.
              for (char each : text.toCharArray()) { x += each; }
              int size = Integer.hashCode(3);
        //                      ^ [KILN-203] Integer.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
              Tensor zeros = Tensor.zeros(size, size + 1);
              switch (text) { case "a": x = 1; break; default: x = 2; }
              while (text.isEmpty()) { x = x + 1; }
              return zeros.add(t).sum().toFloat() + x + more.length();
            }
          }
        """);
  }

  @Test
  void bothBranchesAndAllRoundsAreRead() {
    assertMistakes(
        """
          @Model
          public class Line {
            double last;
            @Compute
            double half(double x, int n) {
              if (Double.hashCode(x) > 0) {
        //              ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
                last = x;
        //      ^ [KILN-204] last is assigned, but a compute method has no side effects on its model.
              } else {
                System.gc();
        //            ^ [KILN-203] System.gc is a call of code that Kiln cannot see.
        // Instead: leave it out: a compute method has no effects, and runs in
        // the thread that calls it.
              }
              for (int i = 0; i < n; i++) {
                synchronized (this) { last = i; }
        //      ^ [KILN-201] synchronized is outside the compiled language.
        // Instead: leave it out: a model is not shared state.
        //                            ^ [KILN-204] last is assigned, but a compute method has no side
        // effects on its model.
                x += switch (i) { case 0 -> Float.hashCode(0f); default -> last++; };
        //                                       ^ [KILN-203] Float.hashCode is a call of code that
        // Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
        //                                                                 ^ [KILN-204] last is
        // assigned, but a compute method has no side effects on its model.
              }
              return x;
            }
          }
        """);
  }

  @Test
  void theMistakesOfAHelperAreSaidOnceAndThoseAfterItsCallToo() {
    assertMistakes(
        """
          @Model
          public class Line {
            static double helper(double x) {
              x += Double.hashCode(x);
        //               ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
              return x == 0 ? helper(x) : Float.hashCode(0f);
        //                                     ^ [KILN-203] Float.hashCode is a call of code that Kiln
        // cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
            }
            @Compute
            double twice(double x) {
              double y = helper(x) + helper(2);
              return y + Long.hashCode(3L);
        //                   ^ [KILN-203] Long.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
            }
            @Compute
            double again(double x) { return helper(x); }
          }
        """);
  }

  @Test
  void undefinedNamesAreLeftToTheCompilerAndOthersSaid() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            double half(double x, @Shape("3") Tensor t) {
              double y = tpyo + Math.sinn(x) + t.multply(t).sum().toFloat() + Helpers.f(x) + gg(x);
              Undefined z = y;
              y += x.value + t.values;
              return y + z + Double.hashCode(y) + Double.hashCode(x);
        //                         ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot
        // see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
        //                                              ^ [KILN-203] Double.hashCode is a
        // call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
            }
          }
        """);
  }

  @Test
  void aShapeAndADerivativeAreSaidWhereTheyAreIndependent() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute @Shape("3")
            Tensor first(@Shape("3") Tensor x, @Shape("4") Tensor y) {
              Tensor z = x.add(y);
        //                ^ [KILN-301] add of shapes [3] and [4]: 3 and 4 differ and neither
        // is 1 (f32[3] is 'x'; f32[4] is 'y').
              int n = Double.hashCode(1);
        //                  ^ [KILN-203] Double.hashCode is a call of code that Kiln cannot see.
        // Instead: compute with the numbers themselves: hash codes are not supported.
              return z;
            }
          }
        """);
  }

  @Test
  void variablesOfRefusedTypesAreNotJudged() {
    assertMistakes(
        """
          @Model
          public class Line {
            static class Sum { double value; }
            @Compute
            double half(double x) {
              Sum sum = new Sum();
        //    ^ [KILN-206] the type Sum is outside the compiled language.
        // Instead: use a record for its data, and static methods for its code.
              sum.value += x;
              short low = 3;
              low += 1;
              low++;
              String text = "no";
        //    ^ [KILN-206] the type String is outside the compiled language.
        // Instead: compute with numbers: strings are supported only in messages of exceptions.
              if (x < 0) { throw new IllegalArgumentException(text); }
              RuntimeException failed = new RuntimeException("no");
        //    ^ [KILN-206] the type RuntimeException is outside the compiled language.
        // Instead: create the exception where it is thrown: throw new
        // IllegalArgumentException(".." + value).
              if (x < 1) { throw failed; }
              return sum.value + low;
            }
          }
        """);
  }

  @Test
  void argumentsOfARefusedCallAreReadAndWhatGoesWithItIsNot() {
    assertMistakes(
        """
          @Model
          public class Line {
            double last;
            @Compute
            double half(double x, double[] a) {
              java.util.Arrays.fill(a, last++);
        //                             ^ [KILN-204] last is assigned, but a compute method has no
        // side effects on its model.
              System.out.printf("%s", a == null);
        //              ^ [KILN-203] System.out.printf is a call of code that Kiln cannot see.
        // Instead: leave it out: a compute method has no effects; print what it returns where
        // it is called.
              java.util.Arrays.setAll(a, i -> a[i] + last++);
        //                    ^ [KILN-203] Arrays.setAll is a call of code that Kiln cannot see.
        // Instead: write a loop: for (int i = 0; i < a.length; i++) { a[i] = value; }.
              return Math.clamp(x, 0, 1) + new CompiledLine().half(x, a);
        //               ^ [KILN-203] Math.clamp is a call of code that Kiln cannot see.
        // Instead: write Math.max(low, Math.min(high, x)).
        //                                 ^ [KILN-202] a new CompiledLine is outside the compiled
        // language. Instead: call the static form of the derivative, such as CompiledFoo.fGradient(this, x).
            }
          }
        """);
  }
}
