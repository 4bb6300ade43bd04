package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Every form of switch on an int. */
public final class SwitchTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "FallThrough",
                """
            @SuppressWarnings("fallthrough")
            @Compute int f(int x) {
              int y = 0;
              switch (x) {
                case 1:
                  y += 1;
                case 2:
                  y += 10;
                  break;
                case 3:
                case 4:
                  y += 100;
                default:
                  y += 1000;
                case -7:
                  y += 10000;
              }
              return y;
            }
            """)
            .on(1)
            .on(2)
            .on(3)
            .on(4)
            .on(5)
            .on(-7),
        model(
                "DefaultInTheMiddle",
                """
            @SuppressWarnings("fallthrough")
            @Compute int f(int x) {
              int y = x;
              switch (x) {
                case 0:
                  return 7;
                default:
                  y *= 2;
                case 1:
                  y += 3;
                  break;
                case 2:
                  y = 99;
              }
              return y;
            }
            """)
            .on(0)
            .on(1)
            .on(2)
            .on(3)
            .on(-1),
        model(
                "NoDefault",
                """
            @Compute int f(int x) {
              int y = 5;
              switch (x) {
                case 1:
                  y = 6;
                  break;
              }
              switch (x + 1) {
              }
              return y;
            }
            """)
            .on(1)
            .on(2),
        model(
                "ArrowStatement",
                """
            @Compute int f(int x) {
              int y = 0;
              switch (x) {
                case 1, 2, 3 -> y = x;
                case 4 -> {
                  int z = x * x;
                  y = z + 1;
                }
                case 5 -> throw new IllegalArgumentException("five");
                default -> {
                }
              }
              return y;
            }
            """)
            .on(2)
            .on(4)
            .on(5)
            .on(6),
        model(
                "ArrowExpression",
                """
            @Compute double f(int x) {
              return switch (x) {
                case 0 -> 1;
                case 1, 2 -> 2.5f;
                case 3 -> {
                  double y = x;
                  y /= 7;
                  yield y;
                }
                default -> x < 0 ? -1L : 4;
              };
            }
            """)
            .on(0)
            .on(1)
            .on(2)
            .on(3)
            .on(4)
            .on(-4),
        model(
                "ColonExpression",
                """
            @SuppressWarnings("fallthrough")
            @Compute int f(int x) {
              int n = 1;
              int y = switch (x) {
                case 0:
                  yield 10;
                case 1:
                  n++;
                case 2:
                  n *= 5;
                  yield n;
                default:
                  if (x > 100) {
                    yield 100;
                  }
                  yield x + n;
              };
              return y * 100 + n;
            }
            """)
            .on(0)
            .on(1)
            .on(2)
            .on(3)
            .on(101),
        model(
                "SelectorWithEffect",
                """
            @Compute int f(int x) {
              int y = switch (x++ % 3) {
                case 0 -> x;
                case 1 -> -x;
                default -> x * x;
              };
              return y + x;
            }
            """)
            .on(3)
            .on(4)
            .on(5)
            .on(-1),
        model(
                "SwitchInLoop",
                """
            @Compute int f(int[] program) {
              int x = 0;
              loop:
              for (int i = 0; i < program.length; i++) {
                switch (program[i]) {
                  case 0:
                    continue;
                  case 1:
                    x++;
                    break;
                  case 2:
                    x *= 3;
                    break;
                  case 3:
                    i++;
                    continue loop;
                  case 4:
                    break loop;
                  case 5:
                    return -x;
                  default:
                    x -= program[i];
                }
                x += 100;
              }
              return x;
            }
            """)
            .on(new int[] {1, 2, 0, 1})
            .on(new int[] {1, 3, 1, 2, 4, 9})
            .on(new int[] {1, 5, 1})
            .on(new int[] {7, 3})
            .on(new int[0]),
        model(
                "NestedSwitch",
                """
            @Compute int f(int x, int y) {
              switch (x) {
                case 1:
                  switch (y) {
                    case 1:
                      return 11;
                    case 2:
                      break;
                    default:
                      return 19;
                  }
                  return 12;
                case 2:
                  return switch (y) {
                    case 1 -> 21;
                    default -> switch (x + y) {
                      case 4 -> 22;
                      default -> 29;
                    };
                  };
                default:
                  break;
              }
              return 0;
            }
            """)
            .on(1, 1)
            .on(1, 2)
            .on(1, 3)
            .on(2, 1)
            .on(2, 2)
            .on(2, 3)
            .on(3, 1),
        model(
                "ConstantLabels",
                """
            static final int LOW = 2;
            static final int HIGH = LOW * 5 + 1;

            @Compute int f(int x) {
              return switch (x) {
                case LOW -> 1;
                case HIGH -> 2;
                case LOW + HIGH -> 3;
                case Integer.MAX_VALUE -> 4;
                default -> 0;
              };
            }
            """)
            .on(2)
            .on(11)
            .on(13)
            .on(Integer.MAX_VALUE)
            .on(0),
        model(
                "ScopeOfSwitch",
                """
            @Compute int f(int x) {
              int result = 0;
              switch (x) {
                case 0:
                  int shared = 5;
                  result = shared;
                  break;
                case 1:
                  shared = 8;
                  result = shared + x;
                  break;
                default:
                  result = -1;
              }
              return result;
            }
            """)
            .on(0)
            .on(1)
            .on(2),
        model(
                "SwitchAsOperand",
                """
            @Compute int f(int x, int y) {
              int z = 10;
              return z + switch (x) { case 0 -> z = 3; default -> { z++; yield y; } } * z;
            }
            """)
            .on(0, 5)
            .on(1, 5),
        model(
                "ResultsConvertedToTheTarget",
                """
            @Compute double f(int k, int i, float x, long n) {
              double direct = switch (k) { case 0 -> i; case 1 -> x; default -> n; };
              double nested;
              nested = (switch (k) { case 0 -> i; default -> switch (i) { case 5 -> n; default -> x; }; });
              double[] stored = {switch (k) { case 0 -> i; default -> x; }};
              double operand = 1 + switch (k) { case 0 -> i; default -> x; };
              double taken = twice(switch (k) { case 0 -> i; default -> x; }, k);
              return direct + nested * 3 + stored[0] * 5 + operand * 7 + returned(k, i, x) + taken * 9;
            }
            private static double twice(double x, int times) {
              return times <= 0
                  ? x
                  : twice((switch (times) { case 1 -> 16777217; default -> 0.5f; }), times - 1) + x;
            }
            private static double returned(int k, int i, float x) {
              return switch (k) { case 0: yield i; default: yield x; };
            }
            """)
            .on(0, 16777217, 0.1f, 9007199254740993L)
            .on(1, 16777217, 0.1f, 9007199254740993L)
            .on(2, 5, 0.1f, 16777217L));
  }
}
