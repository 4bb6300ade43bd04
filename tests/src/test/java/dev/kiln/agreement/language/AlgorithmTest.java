package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Whole algorithms, in which the constructs meet. */
public final class AlgorithmTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "SieveOfEratosthenes",
                """
            @Compute int f(int n) {
              boolean[] composite = new boolean[n + 1];
              int count = 0;
              for (int i = 2; i <= n; i++) {
                if (composite[i]) continue;
                count++;
                for (long j = (long) i * i; j <= n; j += i) {
                  composite[(int) j] = true;
                }
              }
              return count;
            }
            """)
            .on(1)
            .on(2)
            .on(100)
            .on(1000),
        model(
                "Newton",
                """
            @Compute double f(double a) {
              double x = a > 1 ? a : 1;
              for (int i = 0; ; i++) {
                double next = 0.5 * (x + a / x);
                if (Math.abs(next - x) <= 1e-15 * next || i == 100) return next;
                x = next;
              }
            }
            """)
            .on(2.0)
            .on(1e-8)
            .on(1e20)
            .on(Double.NaN)
            .on(0.0),
        model(
                "BinarySearch",
                """
            @Compute int f(long[] a, long wanted) {
              int low = 0;
              int high = a.length - 1;
              while (low <= high) {
                int middle = (low + high) >>> 1;
                if (a[middle] < wanted) {
                  low = middle + 1;
                } else if (a[middle] > wanted) {
                  high = middle - 1;
                } else {
                  return middle;
                }
              }
              return ~low;
            }
            """)
            .on(new long[] {1, 3, 5, 7, 9}, 7L)
            .on(new long[] {1, 3, 5}, 4L)
            .on(new long[0], 1L),
        model(
                "EditDistance",
                """
            @Compute int f(int[] a, int[] b) {
              int[] previous = new int[b.length + 1];
              int[] current = new int[b.length + 1];
              for (int j = 0; j <= b.length; j++) previous[j] = j;
              for (int i = 1; i <= a.length; i++) {
                current[0] = i;
                for (int j = 1; j <= b.length; j++) {
                  int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                  current[j] = Math.min(
                      Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                }
                int[] t = previous;
                previous = current;
                current = t;
              }
              return previous[b.length];
            }
            """)
            .on(new int[] {11, 9, 20, 20, 5, 14}, new int[] {19, 9, 20, 20, 9, 14, 7})
            .on(new int[0], new int[] {1, 2}),
        model(
                "RandomNumbers",
                """
            @Compute long f(long seed, int n) {
              long state = seed ^ 0x5DEECE66DL;
              long sum = 0;
              while (n-- > 0) {
                state = state * 0x5DEECE66DL + 0xBL & (1L << 48) - 1;
                sum = sum * 31 + (int) (state >>> 16);
              }
              return sum;
            }
            """)
            .on(42L, 10)
            .on(-1L, 1000),
        model(
                "GameOfLife",
                """
            @Compute int f(boolean[][] cells, int generations) {
              int height = cells.length;
              int width = cells[0].length;
              boolean[][] next = new boolean[height][width];
              for (int g = 0; g < generations; g++) {
                for (int y = 0; y < height; y++) {
                  for (int x = 0; x < width; x++) {
                    int alive = 0;
                    for (int dy = -1; dy <= 1; dy++) {
                      for (int dx = -1; dx <= 1; dx++) {
                        if ((dx != 0 || dy != 0)
                            && cells[(y + dy + height) % height][(x + dx + width) % width]) {
                          alive++;
                        }
                      }
                    }
                    next[y][x] = alive == 3 || cells[y][x] && alive == 2;
                  }
                }
                boolean[][] t = cells;
                cells = next;
                next = t;
              }
              int code = 0;
              for (boolean[] row : cells) for (boolean cell : row) code = code * 2 + (cell ? 1 : 0);
              return code;
            }
            """)
            .on(glider(), 1)
            .on(glider(), 4)
            .on(glider(), 7),
        model(
                "GaussianElimination",
                """
            @Compute double[] f(double[][] a, double[] b) {
              int n = b.length;
              for (int k = 0; k < n; k++) {
                int pivot = k;
                for (int i = k + 1; i < n; i++) {
                  if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) pivot = i;
                }
                if (a[pivot][k] == 0) throw new ArithmeticException("singular in column " + k);
                double[] row = a[k];
                a[k] = a[pivot];
                a[pivot] = row;
                double t = b[k];
                b[k] = b[pivot];
                b[pivot] = t;
                for (int i = k + 1; i < n; i++) {
                  double factor = a[i][k] / a[k][k];
                  for (int j = k; j < n; j++) a[i][j] -= factor * a[k][j];
                  b[i] -= factor * b[k];
                }
              }
              for (int i = n - 1; i >= 0; i--) {
                for (int j = i + 1; j < n; j++) b[i] -= a[i][j] * b[j];
                b[i] /= a[i][i];
              }
              return b;
            }
            """)
            .on(new double[][] {{0, 2, 1}, {1, -2, -3}, {-1, 1, 2}}, new double[] {-8, 0, 3})
            .on(new double[][] {{1, 2}, {2, 4}}, new double[] {1, 2}),
        model(
                "BubbleSort",
                """
            @Compute int f(double[] a) {
              int swaps = 0;
              boolean sorted;
              do {
                sorted = true;
                for (int i = 1; i < a.length; i++) {
                  if (a[i - 1] > a[i]) {
                    double t = a[i];
                    a[i] = a[i - 1];
                    a[i - 1] = t;
                    sorted = false;
                    swaps++;
                  }
                }
              } while (!sorted);
              return swaps;
            }
            """)
            .on(new double[] {3, 1, 2})
            .on(new double[] {0.0, -0.0, Double.NaN, -5}),
        model(
                "Collatz",
                """
            @Compute int f(int limit) {
              int best = 0;
              int longest = 0;
              next:
              for (int start = 1; start < limit; start++) {
                long n = start;
                int length = 0;
                while (n != 1) {
                  if (n < start && length > longest + 50) continue next;
                  n = (n & 1) == 0 ? n >> 1 : 3 * n + 1;
                  length++;
                }
                if (length > longest) {
                  longest = length;
                  best = start;
                }
              }
              return best * 1000 + longest;
            }
            """)
            .on(2)
            .on(30)
            .on(500),
        model(
                "KnapsackTable",
                """
            @Compute int f(int[] weight, int[] value, int capacity) {
              int[][] best = new int[weight.length + 1][capacity + 1];
              for (int i = 1; i <= weight.length; i++) {
                for (int c = 0; c <= capacity; c++) {
                  best[i][c] = best[i - 1][c];
                  if (c >= weight[i - 1]) {
                    best[i][c] =
                        Math.max(best[i][c], best[i - 1][c - weight[i - 1]] + value[i - 1]);
                  }
                }
              }
              return best[weight.length][capacity];
            }
            """)
            .on(new int[] {1, 3, 4, 5}, new int[] {1, 4, 5, 7}, 7),
        model(
                "StackMachine",
                """
            @Compute double f(int[] code, double[] data) {
              double[] stack = new double[8];
              int top = -1;
              int next = 0;
              for (int pc = 0; pc < code.length; pc++) {
                switch (code[pc]) {
                  case 0 -> stack[++top] = data[next++];
                  case 1 -> {
                    double y = stack[top--];
                    stack[top] += y;
                  }
                  case 2 -> {
                    double y = stack[top--];
                    stack[top] *= y;
                  }
                  case 3 -> stack[top] = -stack[top];
                  case 4 -> {
                    if (stack[top--] > 0) pc++;
                  }
                  case 5 -> {
                    return stack[top];
                  }
                  default -> throw new IllegalArgumentException("opcode " + code[pc] + " at " + pc);
                }
              }
              return top;
            }
            """)
            .on(new int[] {0, 0, 1, 0, 2, 5}, new double[] {2, 3, 4})
            .on(new int[] {0, 0, 4, 3, 5}, new double[] {2, 3})
            .on(new int[] {9}, new double[] {1})
            .on(new int[] {1}, new double[] {1})
            .on(new int[] {0}, new double[0]));
  }

  private static boolean[][] glider() {
    return new boolean[][] {
      {false, true, false, false, false},
      {false, false, true, false, false},
      {true, true, true, false, false},
      {false, false, false, false, false},
      {false, false, false, false, false}
    };
  }
}
