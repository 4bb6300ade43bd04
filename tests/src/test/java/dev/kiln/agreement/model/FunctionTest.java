package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Lambdas and method references of all kinds: which code runs, when, and on what. */
public final class FunctionTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "WhenReceiversAreEvaluated",
                """
                record Counter(int[] n) {}
                static int[] next(int[] log, int mark) { log[0] = log[0] * 10 + mark; return log; }
                static int call(IntUnaryOperator f, int[] log, int x) {
                  log[0] = log[0] * 10 + 3;
                  return f.applyAsInt(x) + f.applyAsInt(x + 1);
                }
                @Compute int f(int x) {
                  int[] log = {0};
                  Supplier<int[]> copy = next(log, 1)::clone;
                  next(log, 2);
                  int[] copied = copy.get();
                  int sum = call(t -> next(log, 4)[0] % 7 * t, log, x);
                  return sum * 100000 + copied[0] * 1000 + log[0] % 1000;
                }
                """)
            .on(3)
            .on(-2),
        model(
                "ReferencesOfAllKinds",
                """
                record Pair(double a, double b) {}
                int gain = 3;
                static double mean(double a, double b) { return (a + b) / 2; }
                static double mean(int a, int b) { return a - b; }
                int scaled(int x) { return gain * x; }
                @Compute double f(int x, double y) {
                  BinaryOperator<Double> mean = FunctionReferences.Means::mean;
                  DoubleBinaryOperator own = ReferencesOfAllKinds::mean;
                  IntUnaryOperator scaled = this::scaled;
                  BiFunction<Double, Double, Pair> pair = Pair::new;
                  IntFunction<int[]> array = int[]::new;
                  ToIntFunction<int[]> length = v -> v.length;
                  IntToLongFunction wide = Math::abs;
                  DoubleToIntFunction narrow = t -> (int) t;
                  Pair made = pair.apply(y, 2.0);
                  return mean.apply(y, 1.5) + own.applyAsDouble(x, y) + scaled.applyAsInt(x) * made.b() - made.a()
                      + length.applyAsInt(array.apply(4)) + wide.applyAsLong(x) + narrow.applyAsInt(y * 10);
                }
                interface FunctionReferences {
                  interface Means { static double mean(double a, double b) { return Math.sqrt(a * b); } }
                }
                """)
            .on(3, 0.75)
            .on(-7, 12.5),
        model(
                "ResultsConvert",
                """
                  static double d(DoubleSupplier f) { return f.getAsDouble(); }
                  static long l(LongUnaryOperator f, int x) { return f.applyAsLong(x); }
                  @Compute double f(int x, boolean b) {
                    DoubleUnaryOperator rounded = Math::round;
                    DoubleUnaryOperator early = t -> {
                      if (t > 2) { return x; }
                      for (int i = 0; ; i++) { if (i * t > x) { return i / 2; } }
                    };
                    BooleanSupplier not = () -> !b;
                    Function<Double, Float> boxed = t -> t.floatValue() / 3;
                Supplier<Integer> narrow = () -> boxed.apply(x / 7.0).intValue();
                return d(() -> x / 2) + narrow.get() + l(t -> t * t * 1_000_000, x) + rounded.applyAsDouble(x / 4.0)
                        + early.applyAsDouble(x + 0.5) + (not.getAsBoolean() ? 1 : 0);
                  }
                """)
            .on(7, true)
            .on(100_000, false)
            .on(1, true),
        model(
                "FunctionsThatThrow",
                """
                static int checked(IntPredicate valid, int x) {
                  if (!valid.test(x)) { throw new IllegalArgumentException("not valid: " + x); }
                  return x;
                }
                static void forEach(int[] a, IntConsumer action) { for (int v : a) { action.accept(v); } }
                @Compute int f(int[] a, int divisor) {
                  int[] sum = new int[1];
                  forEach(a, v -> sum[0] += checked(n -> n % divisor >= 0, v));
                  Runnable twice = () -> { sum[0] *= 2; };
                  twice.run();
                  return sum[0];
                }
                """)
            .on(new int[] {4, 9}, 3)
            .on(new int[] {4, -1}, 3)
            .on(new int[] {4, 9}, 0),
        model(
                "OverloadsByFunctions",
                """
                static double g(DoubleUnaryOperator f, double x) { return f.applyAsDouble(x); }
                static double g(DoubleBinaryOperator f, double x) { return f.applyAsDouble(x, 2); }
                static double g(IntSupplier f, int x) { return f.getAsInt() - x; }
                static double g(double f, double x) { return f - x; }
                @Compute double f(double x, int n) {
                  DoubleBinaryOperator power = Math::pow;
                  return g(t -> t + 1, x) + 10 * g((a, b) -> a * b, x) + 100 * g(() -> n, n) + g(power, x) + g(x, n);
                }
                """)
            .on(1.25, 4),
        types(
                "OwnInterfaces",
                """
                @Model
                class OwnInterfaces {
                  @FunctionalInterface
                  interface Rule<T> {
                    T next(T now, int step);
                    boolean equals(Object other);
                  }
                  record Walk(int x, int y) {}
                  interface Turn extends Rule<Walk> {}
                  static <T> int count(Rule<T> rule) { return 1; }
                  static Walk walk(Rule<Walk> rule, int steps) {
                    Walk at = new Walk(0, 0);
                    for (int i = 0; i < steps; i++) { at = rule.next(at, i); }
                    return at;
                  }
                  @Compute int f(int steps, int stride) {
                    Turn turn = (w, i) -> i % 2 == 0 ? new Walk(w.x() + stride, w.y()) : new Walk(w.x(), w.y() - i);
                    Walk end = walk(turn, steps);
                    Walk other = walk((w, i) -> new Walk(w.y(), w.x() + i), steps);
                    return end.x() * 31 + end.y() + other.x() * 7 - other.y() + count(turn);
                  }
                }
                """)
            .on(5, 3));
  }
}
