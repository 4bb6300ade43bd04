package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Breaks, continues and returns out of nested constructs. */
public final class JumpTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "LabelledBreak",
                """
            @Compute int f(int n, int limit) {
              int sum = 0;
              outer:
              for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                  sum += i * j;
                  if (sum > limit) {
                    break outer;
                  }
                }
                sum += 1000;
              }
              return sum;
            }
            """)
            .on(5, 3)
            .on(5, 4000)
            .on(5, 1_000_000),
        model(
                "LabelledContinue",
                """
            @Compute int f(int n) {
              int sum = 0;
              outer:
              for (int i = 0; i < n; i++) {
                int j = 0;
                while (true) {
                  if (j > i) {
                    continue outer;
                  }
                  if ((i + j) % 3 == 2) {
                    break;
                  }
                  sum = sum * 3 + j++;
                }
                sum += 7;
              }
              return sum;
            }
            """)
            .on(0)
            .on(4)
            .on(9),
        model(
                "ThreeLevels",
                """
            @Compute int f(int n, int a, int b, int c) {
              int steps = 0;
              first:
              for (int i = 0; i < n; i++) {
                second:
                for (int j = 0; j < n; j++) {
                  for (int k = 0; k < n; k++) {
                    steps++;
                    if (k == a) break second;
                    if (j == b) continue first;
                    if (i == c) break first;
                    if (steps > 500) return -steps;
                  }
                  steps += 10;
                }
                steps += 100;
              }
              return steps;
            }
            """)
            .on(4, 2, 9, 9)
            .on(4, 9, 1, 9)
            .on(4, 9, 9, 2)
            .on(4, 3, 2, 1)
            .on(9, 99, 99, 99),
        model(
                "BreakAndContinue",
                """
            @Compute int f(int[] a) {
              int sum = 0;
              for (int x : a) {
                if (x < 0) continue;
                if (x == 0) break;
                sum += x;
              }
              return sum;
            }
            """)
            .on(new int[] {3, -4, 5, 0, 6})
            .on(new int[] {1, 2})
            .on(new int[] {0}),
        model(
                "ContinueRunsUpdate",
                """
            @Compute int f(int n) {
              int sum = 0;
              for (int i = 0, j = 1; i < n; i++, j = -j) {
                if (i % 4 == 2) continue;
                sum += i * j;
              }
              return sum;
            }
            """)
            .on(11)
            .on(3),
        model(
                "ReturnInNestedLoops",
                """
            @Compute int f(int[][] grid, int wanted) {
              for (int row = 0; row < grid.length; row++) {
                for (int column = 0; column < grid[row].length; column++) {
                  if (grid[row][column] == wanted) {
                    return row * 10 + column;
                  }
                }
              }
              return -1;
            }
            """)
            .on(new int[][] {{1, 2}, {3, 4, 5}}, 5)
            .on(new int[][] {{1, 2}, {}}, 2)
            .on(new int[][] {{1}}, 9),
        model(
                "ReturnInDoWhile",
                """
            @Compute double f(double x, int n) {
              do {
                x = x * 1.5 - 1;
                if (x > 100) {
                  return x;
                }
                if (x < -100) {
                  return -1;
                }
              } while (--n > 0);
              return 0;
            }
            """)
            .on(10.0, 20)
            .on(1.0, 20)
            .on(2.0, 5)
            .on(Double.NaN, 3),
        model(
                "LabelledBlock",
                """
            @Compute int f(int x) {
              int y = 0;
              block: {
                if (x < 0) {
                  break block;
                }
                y += 1;
                inner: {
                  if (x == 0) break inner;
                  if (x == 1) break block;
                  y += 10;
                }
                y += 100;
              }
              return y;
            }
            """)
            .on(-1)
            .on(0)
            .on(1)
            .on(2),
        model(
                "LabelledIf",
                """
            @Compute int f(int x) {
              int y = 1;
              choice:
              if (x > 0) {
                y = 2;
                if (x > 10) break choice;
                y = 3;
              } else {
                y = 4;
              }
              return y;
            }
            """)
            .on(20)
            .on(5)
            .on(0),
        model(
                "InfiniteLoopWithReturns",
                """
            @Compute int f(int x) {
              while (true) {
                if (x % 2 == 0) {
                  x /= 2;
                } else {
                  if (x == 1) return 1;
                  if (x > 1000) return x;
                  x = 3 * x + 1;
                }
              }
            }
            """)
            .on(8)
            .on(7)
            .on(27),
        model(
                "JumpsInBothBranches",
                """
            @Compute int f(int n) {
              int i = 0;
              int sum = 0;
              while (true) {
                i++;
                if (i % 2 == 0) {
                  sum += i;
                  continue;
                } else if (i > n) {
                  break;
                }
                if (sum > 30) return -sum;
                sum++;
              }
              return sum;
            }
            """)
            .on(3)
            .on(9)
            .on(40),
        model(
                "BreakFromSwitchInLoop",
                """
            @Compute int f(int n) {
              int sum = 0;
              rows:
              for (int i = 0; ; i++) {
                switch (i % 5) {
                  case 0 -> sum += 1;
                  case 1 -> {
                    if (sum > n) break rows;
                    sum *= 2;
                  }
                  case 2 -> {
                    continue rows;
                  }
                  default -> {
                    if (i > 1000) return -1;
                    break;
                  }
                }
                sum += 3;
              }
              return sum;
            }
            """)
            .on(10)
            .on(1000)
            .on(-1),
        model(
                "EarlyReturnOfVoid",
                """
            @Compute void f(int[] a, int limit) {
              for (int i = 0; i < a.length; i++) {
                if (a[i] > limit) {
                  a[0] = -1;
                  return;
                }
                a[i] *= 2;
              }
              a[a.length - 1]++;
            }
            """)
            .on(new int[] {1, 2, 3}, 2)
            .on(new int[] {1, 2, 3}, 9)
            .on(new int[0], 1),
        model(
                "ContinueOuterFromDoWhile",
                """
            @Compute int f(int n) {
              int sum = 0;
              int i = 0;
              outer:
              do {
                int j = i;
                do {
                  sum += j;
                  if (sum % 7 == 0) continue outer;
                  if (sum > 300) break outer;
                } while (j-- > 0);
                sum += 2;
              } while (++i < n);
              return sum * 100 + i;
            }
            """)
            .on(3)
            .on(8)
            .on(100),
        model(
                "DeadCodeAfterJump",
                """
            @Compute int f(int x) {
              if (x > 0) {
                if (x > 5) {
                  return 1;
                } else {
                  return 2;
                }
              }
              int y = x;
              while (y < 0) {
                y++;
                if (y == -3) {
                  break;
                } else {
                  continue;
                }
              }
              return y;
            }
            """)
            .on(9)
            .on(3)
            .on(0)
            .on(-2)
            .on(-8));
  }
}
