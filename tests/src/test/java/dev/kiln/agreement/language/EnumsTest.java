package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.constant;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import dev.kiln.testkit.run.RecordArgument;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.util.List;

/** Enums: as fields, arguments, locals and constants, compared and switched on. */
final class EnumsTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Arguments",
                """
                enum Act { RELU, TANH, SQUARE { @Override public String toString() { return "x"; } } }
                @Compute @Differentiable double f(double x, Act act) {
                  if (act == Act.RELU) { return x > 0 ? x : 0; }
                  return act != Act.TANH ? x * x + act.ordinal() : Math.tanh(x);
                }
                """)
            .on(0.5, constant("Act", "RELU"))
            .on(0.5, constant("Act", "TANH"))
            .on(-0.75, constant("Act", "SQUARE")),
        model(
                "Switches",
                """
                enum Act { RELU, TANH, SQUARE, CUBE }
                @Compute @Differentiable double f(double x, Act act) {
                  return switch (act) {
                    case RELU -> x > 0 ? x : 0;
                    case TANH -> Math.tanh(x);
                    case SQUARE, CUBE -> { double y = x * x; yield act == Act.CUBE ? y * x : y; }
                  };
                }
                @SuppressWarnings("fallthrough")
                @Compute @Differentiable double g(double x, Act act) {
                  double y = x;
                  switch (act) {
                    case CUBE: y *= x;
                    case SQUARE: y *= x; break;
                    default: y = -y;
                    case TANH: y = Math.tanh(y);
                  }
                  return y;
                }
                @Compute @Differentiable double h(double x, Act act) {
                  switch (act) {
                    case RELU -> { return 3 * x; }
                    case CUBE -> x = x * x * x;
                  }
                  return x * switch (act) { case TANH -> 2; default -> x; };
                }
                @SuppressWarnings("fallthrough")
                @Compute @Differentiable double old(double x, Act act) {
                  return switch (act) {
                    case RELU: case SQUARE: yield x * x;
                    case TANH: x = x + 1;
                    case CUBE: yield x * 3;
                  };
                }
                """)
            .on(0.5, constant("Act", "RELU"))
            .on(0.5, constant("Act", "TANH"))
            .on(0.5, constant("Act", "SQUARE"))
            .on(0.5, constant("Act", "CUBE"))
            .calling("g", 0.7, constant("Act", "RELU"))
            .calling("g", 0.7, constant("Act", "TANH"))
            .calling("g", 0.7, constant("Act", "SQUARE"))
            .calling("g", 0.7, constant("Act", "CUBE"))
            .calling("h", 0.7, constant("Act", "RELU"))
            .calling("h", 0.7, constant("Act", "TANH"))
            .calling("h", 0.7, constant("Act", "CUBE"))
            .calling("old", 0.7, constant("Act", "RELU"))
            .calling("old", 0.7, constant("Act", "TANH"))
            .calling("old", 0.7, constant("Act", "SQUARE"))
            .calling("old", 0.7, constant("Act", "CUBE")),
        types(
                "Fields",
                """
                enum Step {
                  HALF, FULL
                }

                @Model
                class Fields {
                  private enum Hidden { ON, OFF }
                  static final Step DEFAULT = Step.FULL;
                  final Step step = Step.HALF;
                  final Inner inner = new Inner();
                  double w = 1.5;
                  static Step other(Step s) { return s == Step.HALF ? Step.FULL : Step.HALF; }
                  static Hidden hidden(double x) { return x > 0 ? Hidden.ON : Hidden.OFF; }
                  double scaled(double x, Step s) { return s == step ? w * x : x * x; }
                  @Compute @Differentiable(wrt = {"x", "w"}) double f(double x) {
                    Step chosen = x > 0 ? DEFAULT : step;
                    double y = scaled(x, chosen) + scaled(x, other(chosen)) + inner.g(x, step);
                    Hidden state = hidden(x);
                    for (int i = 0; i < 4; i++) {
                      chosen = other(chosen);
                      y += scaled(y, chosen) * 0.1;
                      if (i == 2) { state = Hidden.OFF; }
                    }
                    Step last;
                    if (state == Hidden.OFF) { last = chosen; } else { last = Step.FULL; }
                    return y * (1 + last.ordinal()) + Step.FULL.ordinal();
                  }
                }

                @Model
                class Inner {
                  enum Kind { A, B }
                  Kind kind = Kind.B;
                  @Compute @Differentiable double g(double x, Step s) {
                    return switch (kind) { case A -> x; case B -> x * x * s.ordinal() + x; };
                  }
                }
                """)
            .on(0.5)
            .on(-0.25),
        model(
                "Overloads",
                """
                enum A { X, Y }
                enum B { X, Y }
                static int k(A a) { return 10 + a.ordinal(); }
                static int k(B b) { return 20 + b.ordinal(); }
                static int k(int i) { return i; }
                record Both(A a, double x) {}
                static double of(Both both) { return both.a() == A.X ? both.x() : -both.x(); }
                @Compute @Differentiable double f(double x, A a, B b) {
                  return x * (k(a) + k(b) + k(3) + k(A.Y)) + of(new Both(a, x * x));
                }
                """)
            .on(0.5, constant("A", "X"), constant("B", "Y"))
            .on(0.5, constant("A", "Y"), constant("B", "X")),
        model(
                "OtherClasses",
                """
                @Compute @Differentiable double f(double x, java.time.DayOfWeek day, java.math.RoundingMode mode) {
                  double y = switch (day) { case SATURDAY, SUNDAY -> x * x; default -> x * day.ordinal(); };
                  return mode == java.math.RoundingMode.HALF_EVEN ? y * y : y;
                }
                """)
            .on(0.5, DayOfWeek.FRIDAY, RoundingMode.UP)
            .on(0.5, DayOfWeek.SUNDAY, RoundingMode.HALF_EVEN),
        model(
                "Carried",
                """
                enum Phase { UP, DOWN }
                interface Law { double of(double x, Phase phase); }
                static double bend(double x, Phase phase) { return phase == Phase.UP ? x * x : Math.sin(x); }
                static double apply(Law law, double x, Phase phase) { return law.of(x, phase); }
                static int depth(Phase phase, int n) { return n == 0 ? phase.ordinal() : depth(phase == Phase.UP ? Phase.DOWN : Phase.UP, n - 1); }
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.JVP, Mode.HESSIAN})
                double f(double x, Phase start, int n) {
                  Phase phase = start;
                  double y = x;
                  for (@Checkpoint int i = 0; i < n; i++) {
                    y = 0.5 * apply((t, p) -> bend(t, p) + t, y, phase);
                    if (y > 0.3) {
                      phase = phase == Phase.UP ? Phase.DOWN : Phase.UP;
                    }
                  }
                  return y * (2 + depth(phase, 3)) + apply(Carried::bend, x, phase);
                }
                @Compute @Differentiable double g(double x, Phase phase) { return bend(x, phase); }
                @Compute @Differentiable double g(double x, int phase) { return phase * x * x; }
                @CustomGradient(vjp = "roughVjp") static double rough(double x, Phase phase) { return phase == Phase.UP ? 3 * x : x; }
                static double roughVjp(double x, Phase phase, double result, double by) { return phase == Phase.UP ? 3 * by : by; }
                @Compute @Differentiable double h(double x, Phase phase) { return rough(x * x, phase); }
                """)
            .on(0.7, constant("Phase", "UP"), 5)
            .on(0.9, constant("Phase", "DOWN"), 4)
            .calling("h", 0.6, constant("Phase", "UP")),
        model(
                "Inside",
                """
                enum Law { LINEAR, SQUARE }
                Law law = Law.SQUARE;
                @Compute @Differentiable double energy(double x, Law of) {
                  return of == law ? x * x * x : 2 * x;
                }
                @Compute @Differentiable double f(double x, Law of) {
                  return CompiledInside.energyGradient(this, x, of).x() * x;
                }
                """)
            .on(0.5, constant("Law", "LINEAR"))
            .on(0.5, constant("Law", "SQUARE")),
        model(
                "Parts",
                """
                enum Side { LEFT, RIGHT }
                record Step(double by, Side side) { double signed() { return side == Side.LEFT ? -by : by * by; } }
                record Walk(Step first, Step second, Side last) {}
                static double of(Walk walk) { return walk.last() == null ? 1 : switch (walk.last()) { case LEFT -> walk.second().by(); case RIGHT -> 3; }; }
                @Compute @Differentiable double f(double x, Step step) { return x * step.signed() + step.side().ordinal() * x * x; }
                @Compute @Differentiable double g(double x, Walk walk) { return x * walk.first().signed() * walk.second().signed() * of(walk); }
                """)
            .on(0.5, instance("Step", 0.75, constant("Side", "LEFT")))
            .on(0.5, instance("Step", 0.75, constant("Side", "RIGHT")))
            .calling("g", 0.5, walk("LEFT", constant("Side", "RIGHT")))
            .calling("g", 0.5, walk("RIGHT", constant("Side", "LEFT")))
            .calling("g", 0.5, walk("RIGHT", null)));
  }

  private static RecordArgument walk(String first, Object last) {
    return instance(
        "Walk",
        instance("Step", 0.75, constant("Side", first)),
        instance("Step", -1.25, constant("Side", "RIGHT")),
        last);
  }
}
