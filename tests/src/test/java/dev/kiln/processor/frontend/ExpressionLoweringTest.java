package dev.kiln.processor.frontend;

import static dev.kiln.processor.frontend.LoweredGraphs.assertLowers;

import org.junit.jupiter.api.Test;

/** What the front end makes of expressions, before any pass: the source beside the graph. */
class ExpressionLoweringTest {
  @Test
  void theConditionalOperatorIsAnIfWithAResult() {
    assertLowers(
        """
        @Compute double f(double x, int n) {
          return n > 0 ? x : n;
        }
        """,
        """
        function "f"(%0.x: f64, %1.n: i32) -> (f64) {
          %2: i32 = apply constant() {value=bits i32 0}
          %3: bool = apply greater(%1.n, %2)
          %5: f64 = if %3 {
            yield(%0.x)
          } else {
            %4: f64 = apply cast(%1.n) {to=dtype f64}
            yield(%4)
          }
          return(%5)
        }
        """);
  }

  @Test
  void whatAShortCircuitOperatorSkipsIsInABranch() {
    assertLowers(
        """
        @Compute boolean f(int a, int b) {
          return a > 0 && b / a > 1;
        }
        """,
        """
        function "f"(%0.a: i32, %1.b: i32) -> (bool) {
          %2: i32 = apply constant() {value=bits i32 0}
          %3: bool = apply greater(%0.a, %2)
          %8: bool = if %3 {
            %4: i32 = apply divide_integer(%1.b, %0.a)
            %5: i32 = apply constant() {value=bits i32 1}
            %6: bool = apply greater(%4, %5)
            yield(%6)
          } else {
            %7: bool = apply constant() {value=bits bool 0}
            yield(%7)
          }
          return(%8)
        }
        """);
  }

  @Test
  void anIncrementGivesTheOldValue() {
    assertLowers(
        """
        @Compute int f(int a) {
          int b = a++ + a;
          return b;
        }
        """,
        """
        function "f"(%0.a: i32) -> (i32) {
          %1: i32 = apply constant() {value=bits i32 1}
          %2.a: i32 = apply add(%0.a, %1)
          %3.b: i32 = apply add(%0.a, %2.a)
          return(%3.b)
        }
        """);
  }

  @Test
  void theIndexOfACompoundAssignmentIsEvaluatedOnce() {
    assertLowers(
        """
        @Compute double f(double[] a, int i) {
          a[i++] += 2;
          return a[i];
        }
        """,
        """
        function "f"(%0.a: array<f64, 1>, %1.i: i32) -> (f64) {
          %2: i32 = apply constant() {value=bits i32 1}
          %3.i: i32 = apply add(%1.i, %2)
          %4: f64 = apply array_load(%0.a, %1.i)
          %5: i32 = apply constant() {value=bits i32 2}
          %6: f64 = apply constant() {value=bits f64 4611686018427387904 /* 2.0 */}
          %7: f64 = apply add(%4, %6)
          apply array_store(%0.a, %1.i, %7)
          %8: f64 = apply array_load(%0.a, %3.i)
          return(%8)
        }
        """);
  }

  @Test
  void eachResultOfASwitchIsConvertedToTheTypeThatIsReturned() {
    assertLowers(
        """
        @Compute double f(int k) {
          return switch (k) {
            case 1 -> 2;
            case 2 -> 0.5;
            default -> k;
          };
        }
        """,
        """
        function "f"(%0.k: i32) -> (f64) {
          %9: f64 = scope "scope_1" {
            %1: i32 = apply constant() {value=bits i32 1}
            %2: bool = apply equal(%0.k, %1)
            if %2 {
              %3: i32 = apply constant() {value=bits i32 2}
              %4: f64 = apply constant() {value=bits f64 4611686018427387904 /* 2.0 */}
              break "scope_1"(%4)
            } else {
              %5: i32 = apply constant() {value=bits i32 2}
              %6: bool = apply equal(%0.k, %5)
              if %6 {
                %7: f64 = apply constant() {value=bits f64 4602678819172646912 /* 0.5 */}
                break "scope_1"(%7)
              } else {
                %8: f64 = apply cast(%0.k) {to=dtype f64}
                break "scope_1"(%8)
              }
              unreachable
            }
            unreachable
          }
          return(%9)
        }
        """);
  }

  @Test
  void fieldsThatHelpersReadArePassedToThem() {
    assertLowers(
        """
        @Parameter double w = 1;

        static double sq(double a) {
          return a * a;
        }

        double scaled(double a) {
          return w * sq(a);
        }

        @Compute double f(double x) {
          return scaled(x) + sq(x);
        }
        """,
        """
        function "f"(%0.x: f64, %1.w: f64) -> (f64) {
          %2: f64 = call "scaled"(%0.x, %1.w)
          %3: f64 = call "sq"(%0.x)
          %4: f64 = apply add(%2, %3)
          return(%4)
        }
        function "scaled"(%0.a: f64, %1.w: f64) -> (f64) {
          %2: f64 = call "sq"(%0.a)
          %3: f64 = apply multiply(%1.w, %2)
          return(%3)
        }
        function "sq"(%0.a: f64) -> (f64) {
          %1: f64 = apply multiply(%0.a, %0.a)
          return(%1)
        }
        """);
  }

  @Test
  void aRecursiveMethodIsOneFunction() {
    assertLowers(
        """
        static double down(double x, int n) {
          return n == 0 ? x : down(x / 2, n - 1);
        }

        @Compute double f(double x) {
          return down(x, 3);
        }
        """,
        """
        function "f"(%0.x: f64) -> (f64) {
          %1: i32 = apply constant() {value=bits i32 3}
          %2: f64 = call "down"(%0.x, %1)
          return(%2)
        }
        function "down"(%0.x: f64, %1.n: i32) -> (f64) {
          %2: i32 = apply constant() {value=bits i32 0}
          %3: bool = apply equal(%1.n, %2)
          %10: f64 = if %3 {
            yield(%0.x)
          } else {
            %4: i32 = apply constant() {value=bits i32 2}
            %5: f64 = apply constant() {value=bits f64 4611686018427387904 /* 2.0 */}
            %6: f64 = apply divide(%0.x, %5)
            %7: i32 = apply constant() {value=bits i32 1}
            %8: i32 = apply subtract(%1.n, %7)
            %9: f64 = call "down"(%6, %8)
            yield(%9)
          }
          return(%10)
        }
        """);
  }

  @Test
  void componentsOfARecordAreReadFromIt() {
    assertLowers(
        """
        record P(double x, int y) {}

        @Compute double f(double x) {
          P p = new P(x, 2);
          return p.x() * p.y();
        }
        """,
        """
        function "f"(%0.x: f64) -> (f64) {
          %1: i32 = apply constant() {value=bits i32 2}
          %2.p: record<demo.Sample.P>(x: f64, y: i32) = apply record_new(%0.x, %1) {type=type record<demo.Sample.P>(x: f64, y: i32)}
          %3: f64 = apply record_get(%2.p) {component=text "x"}
          %4: i32 = apply record_get(%2.p) {component=text "y"}
          %5: f64 = apply cast(%4) {to=dtype f64}
          %6: f64 = apply multiply(%3, %5)
          return(%6)
        }
        """);
  }

  @Test
  void whatIsLoadedFromAConstantArrayIsStopped() {
    assertLowers(
        """
        @Compute double f(@NoGradient double[] a, double x) {
          return a[0] * x;
        }
        """,
        """
        function "f"(%0.a: array<f64, 1>, %1.x: f64) -> (f64) {
          %2: i32 = apply constant() {value=bits i32 0}
          %3: f64 = apply array_load(%0.a, %2)
          %4: f64 = apply stop_gradient(%3)
          %5: f64 = apply multiply(%4, %1.x)
          return(%5)
        }
        """);
  }

  @Test
  void theTypeOfASwitchIsThatOfItsResults() {
    assertLowers(
        """
        @Compute double f(int k) {
          var y = switch (k) {
            case 1 -> 2L;
            default -> 0.5f;
          };
          return y;
        }
        """,
        """
        function "f"(%0.k: i32) -> (f64) {
          %13: f32 = scope "scope_2" {
            %8: i32 = apply constant() {value=bits i32 1}
            %9: bool = apply equal(%0.k, %8)
            if %9 {
              %10: i64 = apply constant() {value=bits i64 2}
              %11: f32 = apply constant() {value=bits f32 1073741824 /* 2.0 */}
              break "scope_2"(%11)
            } else {
              %12: f32 = apply constant() {value=bits f32 1056964608 /* 0.5 */}
              break "scope_2"(%12)
            }
            unreachable
          }
          %14: f64 = apply cast(%13) {to=dtype f64}
          return(%14)
        }
        """);
  }
}
