package dev.kiln.processor.frontend;

import static dev.kiln.processor.frontend.LoweredGraphs.assertLowers;

import org.junit.jupiter.api.Test;

/** What the front end makes of statements, before any pass: the source beside the graph. */
class StatementLoweringTest {
  @Test
  void continueInAForLoopLeavesAScopeBeforeTheUpdate() {
    assertLowers(
        """
        @Compute int f(int n) {
          int s = 0;
          for (int i = 0; i < n; i++) {
            if (i == 3) continue;
            s += i;
          }
          return s;
        }
        """,
        """
        function "f"(%0.n: i32) -> (i32) {
          %1.s: i32 = apply constant() {value=bits i32 0}
          %2.i: i32 = apply constant() {value=bits i32 0}
          %15.s: i32, %16.i: i32 = loop "loop_1"(%1.s, %2.i) condition(%3.s: i32, %4.i: i32) {
            %5: bool = apply less(%4.i, %0.n)
            condition %5(%3.s, %4.i)
          } body(%6.s: i32, %7.i: i32) {
            %11.s: i32, %12.i: i32 = scope "scope_2" {
              %8: i32 = apply constant() {value=bits i32 3}
              %9: bool = apply equal(%7.i, %8)
              if %9 {
                break "scope_2"(%6.s, %7.i)
              } else {
                yield()
              }
              %10.s: i32 = apply add(%6.s, %7.i)
              yield(%10.s, %7.i)
            }
            %13: i32 = apply constant() {value=bits i32 1}
            %14.i: i32 = apply add(%12.i, %13)
            yield(%11.s, %14.i)
          }
          return(%15.s)
        }
        """);
  }

  @Test
  void breakLeavesALoop() {
    assertLowers(
        """
        @Compute int f(int n) {
          int s = 0;
          while (true) {
            if (s > n) break;
            s += 2;
          }
          return s;
        }
        """,
        """
        function "f"(%0.n: i32) -> (i32) {
          %1.s: i32 = apply constant() {value=bits i32 0}
          %8.s: i32 = loop "loop_1"(%1.s) condition(%2.s: i32) {
            %3: bool = apply constant() {value=bits bool 1}
            condition %3(%2.s)
          } body(%4.s: i32) {
            %5: bool = apply greater(%4.s, %0.n)
            if %5 {
              break "loop_1"(%4.s)
            } else {
              yield()
            }
            %6: i32 = apply constant() {value=bits i32 2}
            %7.s: i32 = apply add(%4.s, %6)
            yield(%7.s)
          }
          return(%8.s)
        }
        """);
  }

  @Test
  void theBodyOfADoLoopIsInItsCondition() {
    assertLowers(
        """
        @Compute int f(int n) {
          do {
            n--;
          } while (n > 0);
          return n;
        }
        """,
        """
        function "f"(%0.n: i32) -> (i32) {
          %7.n: i32 = loop "loop_1"(%0.n) condition(%1.n: i32) {
            %2: i32 = apply constant() {value=bits i32 1}
            %3.n: i32 = apply subtract(%1.n, %2)
            %4: i32 = apply constant() {value=bits i32 0}
            %5: bool = apply greater(%3.n, %4)
            condition %5(%3.n)
          } body(%6.n: i32) {
            yield(%6.n)
          }
          return(%7.n)
        }
        """);
  }

  @Test
  void aLoopOverElementsCounts() {
    assertLowers(
        """
        @Compute double f(double[] a) {
          double s = 0;
          for (double e : a) s += e;
          return s;
        }
        """,
        """
        function "f"(%0.a: array<f64, 1>) -> (f64) {
          %1: i32 = apply constant() {value=bits i32 0}
          %2.s: f64 = apply constant() {value=bits f64 0 /* 0.0 */}
          %3: i32 = apply array_length(%0.a)
          %4: i32 = apply constant() {value=bits i32 0}
          %14.s: f64, %15."index$_1": i32 = loop "loop_2"(%2.s, %4) condition(%5.s: f64, %6."index$_1": i32) {
            %7: bool = apply less(%6."index$_1", %3)
            condition %7(%5.s, %6."index$_1")
          } body(%8.s: f64, %9."index$_1": i32) {
            %10.e: f64 = apply array_load(%0.a, %9."index$_1")
            %11.s: f64 = apply add(%8.s, %10.e)
            %12: i32 = apply constant() {value=bits i32 1}
            %13: i32 = apply add(%9."index$_1", %12)
            yield(%11.s, %13)
          }
          return(%14.s)
        }
        """);
  }

  @Test
  void aSwitchThatFallsThroughComputesWhereToStart() {
    assertLowers(
        """
        @Compute int f(int k) {
          int r = 0;
          switch (k) {
            case 1: r = 1;
            case 2: r += 2; break;
            default: r = 9;
          }
          return r;
        }
        """,
        """
        function "f"(%0.k: i32) -> (i32) {
          %1.r: i32 = apply constant() {value=bits i32 0}
          %20.r: i32 = scope "scope_1" {
            %2: i32 = apply constant() {value=bits i32 2}
            %3: i32 = apply constant() {value=bits i32 2}
            %4: bool = apply equal(%0.k, %3)
            %6: i32 = if %4 {
              %5: i32 = apply constant() {value=bits i32 1}
              yield(%5)
            } else {
              yield(%2)
            }
            %7: i32 = apply constant() {value=bits i32 1}
            %8: bool = apply equal(%0.k, %7)
            %10: i32 = if %8 {
              %9: i32 = apply constant() {value=bits i32 0}
              yield(%9)
            } else {
              yield(%6)
            }
            %11: i32 = apply constant() {value=bits i32 0}
            %12: bool = apply less_equal(%10, %11)
            %14.r: i32 = if %12 {
              %13.r: i32 = apply constant() {value=bits i32 1}
              yield(%13.r)
            } else {
              yield(%1.r)
            }
            %15: i32 = apply constant() {value=bits i32 1}
            %16: bool = apply less_equal(%10, %15)
            if %16 {
              %17: i32 = apply constant() {value=bits i32 2}
              %18.r: i32 = apply add(%14.r, %17)
              break "scope_1"(%18.r)
            } else {
              yield()
            }
            %19.r: i32 = apply constant() {value=bits i32 9}
            yield(%19.r)
          }
          return(%20.r)
        }
        """);
  }

  @Test
  void aLabelledBlockIsAScope() {
    assertLowers(
        """
        @Compute double f(double[] a) {
          outer: {
            if (a.length == 0) break outer;
            a[0] = 1;
          }
          return a.length;
        }
        """,
        """
        function "f"(%0.a: array<f64, 1>) -> (f64) {
          scope "outer_1" {
            %1: i32 = apply array_length(%0.a)
            %2: i32 = apply constant() {value=bits i32 0}
            %3: bool = apply equal(%1, %2)
            if %3 {
              break "outer_1"()
            } else {
              yield()
            }
            %4: i32 = apply constant() {value=bits i32 0}
            %5: i32 = apply constant() {value=bits i32 1}
            %6: f64 = apply constant() {value=bits f64 4607182418800017408 /* 1.0 */}
            apply array_store(%0.a, %4, %6)
            yield()
          }
          %7: i32 = apply array_length(%0.a)
          %8: f64 = apply cast(%7) {to=dtype f64}
          return(%8)
        }
        """);
  }

  @Test
  void aThrowEndsItsBranch() {
    assertLowers(
        """
        @Compute double f(double x) {
          if (x < 0) throw new IllegalArgumentException("x is " + x);
          return Math.sqrt(x);
        }
        """,
        """
        function "f"(%0.x: f64) -> (f64) {
          %1: i32 = apply constant() {value=bits i32 0}
          %2: f64 = apply constant() {value=bits f64 0 /* 0.0 */}
          %3: bool = apply less(%0.x, %2)
          if %3 {
            throw "java.lang.IllegalArgumentException" ["x is ", ""](%0.x)
          } else {
            yield()
          }
          %4: f64 = apply math_sqrt_f64(%0.x)
          return(%4)
        }
        """);
  }
}
