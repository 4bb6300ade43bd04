package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives through lambdas, method references and functional interfaces. */
public final class FunctionGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "LambdaLocals",
                """
                  double gain = 1.5;
                  @Compute @Differentiable(wrt = {"x", "gain"}) double f(double x, int n) {
                    final double shift = x * x;
                DoubleUnaryOperator shifted = t -> { double s = shift; s += t; return s * shift; };
                    DoubleUnaryOperator wave = t -> Math.sin(t + shift) * gain;
                    DoubleBinaryOperator blend = (a, b) -> {
                      if (a > b) { return a * b; }
                      double sum = a + n;
                      return sum * b;
                    };
                    IntToDoubleFunction term = i -> x / (i + 1);
                    DoublePredicate positive = t -> t > 0;
                    double sum = 0;
                    for (int i = 0; i < n; i++) { sum += blend.applyAsDouble(term.applyAsDouble(i), wave.applyAsDouble(i)); }
                    sum += shifted.applyAsDouble(x);
                return positive.test(sum) ? sum : wave.applyAsDouble(sum);
                  }
                """)
            .on(0.7, 4)
            .on(-1.3, 3),
        model(
                "NewtonOfALambda",
                """
                static double newton(DoubleUnaryOperator f, DoubleUnaryOperator slope, double x, int steps) {
                  for (int i = 0; i < steps; i++) { x -= f.applyAsDouble(x) / slope.applyAsDouble(x); }
                  return x;
                }
                @Compute @Differentiable double f(double a, double start) {
                  return newton(x -> x * x * x - a, x -> 3 * x * x, start, 8)
                      + newton(x -> Math.exp(x) - a, Math::exp, 0.5, 6);
                }
                """)
            .on(2.0, 1.0)
            .on(0.8, 1.3),
        model(
                "RungeKutta",
                """
                interface Dynamics { State slope(State s, double t); }
                record State(double x, double v) {}
                double stiffness = 2;
                static State plus(State a, State b, double h) { return new State(a.x() + h * b.x(), a.v() + h * b.v()); }
                static State rk4(Dynamics f, State s, double t, double dt) {
                  State a = f.slope(s, t);
                  State b = f.slope(plus(s, a, dt / 2), t + dt / 2);
                  State c = f.slope(plus(s, b, dt / 2), t + dt / 2);
                  State d = f.slope(plus(s, c, dt), t + dt);
                  return plus(plus(plus(plus(s, a, dt / 6), b, dt / 3), c, dt / 3), d, dt / 6);
                }
                State spring(State s, double t) { return new State(s.v(), -stiffness * Math.sin(s.x()) + 0.1 * t); }
                @Compute @Differentiable(wrt = {"x", "damping", "stiffness"})
                double f(double x, double damping, int steps) {
                  State s = new State(x, 0);
                  Dynamics damped = (p, t) -> new State(p.v(), -stiffness * p.x() - damping * p.v());
                  for (int i = 0; i < steps; i++) { s = rk4(damped, s, 0.1 * i, 0.1); }
                  for (int i = 0; i < steps; i++) { s = rk4(this::spring, s, 0.1 * i, 0.1); }
                  return s.x() * s.v();
                }
                """)
            .on(0.9, 0.3, 5),
        model(
                "FunctionsOfArrays",
                """
                static double[] map(double[] x, DoubleUnaryOperator f) {
                  double[] y = new double[x.length];
                  for (int i = 0; i < x.length; i++) { y[i] = f.applyAsDouble(x[i]); }
                  return y;
                }
                static void update(double[] x, ObjIntConsumer<double[]> change) {
                  for (int i = 0; i < x.length; i++) { change.accept(x, i); }
                }
                static double[] iterate(UnaryOperator<double[]> f, double[] x, int n) {
                  double[] y = x;
                  for (int i = 0; i < n; i++) { y = f.apply(y); }
                  return y;
                }
                @Compute @Differentiable double f(double[] x, double k) {
                  double[] y = iterate(v -> map(v, t -> Math.sin(k * t)), x, 3);
                  update(y, (v, i) -> { if (i > 0) { v[i] += v[i - 1] * k; } });
                  update(y, (v, i) -> v[i] *= v[i]);
                  ToDoubleFunction<double[]> last = v -> v[v.length - 1];
                  Supplier<double[]> copy = y::clone;
                  IntFunction<double[]> zeros = double[]::new;
                  return last.applyAsDouble(y) * copy.get()[0] + zeros.apply(2)[1];
                }
                """)
            .on(new double[] {0.3, -0.8, 1.2}, 1.4),
        model(
                "FunctionsOfFunctions",
                """
                static DoubleUnaryOperator scaled(DoubleUnaryOperator f, double k) { return t -> k * f.applyAsDouble(t); }
                static DoubleUnaryOperator twice(DoubleUnaryOperator f) {
                  return t -> f.applyAsDouble(f.applyAsDouble(t));
                }
                static double slope(DoubleUnaryOperator f, double x) {
                  return (f.applyAsDouble(x + 0.5) - f.applyAsDouble(x - 0.5));
                }
                static double through(DoubleUnaryOperator f, double x, int n) {
                  return n == 0 ? x : f.applyAsDouble(through(f, x, n - 1));
                }
                @Compute @Differentiable double f(double x, double k) {
                  DoubleUnaryOperator g = scaled(Math::sin, k);
                  DoubleFunction<DoubleUnaryOperator> power = a -> t -> Math.pow(t, a);
                  DoubleUnaryOperator slopes = t -> slope(twice(g), t) * t;
                  return twice(twice(g)).applyAsDouble(x)
                      + slope(slopes, x)
                      + power.apply(2.5).applyAsDouble(k)
                      + through(t -> g.applyAsDouble(t) + x, x, 3);
                }
                """)
            .on(0.6, 1.7),
        model(
                "ComposedFunctions",
                """
                double k = 0.75;
                double bend(double t) { return t * t * k; }
                @Compute @Differentiable(wrt = {"x", "k"}) double f(double x) {
                  DoubleUnaryOperator bend = this::bend;
                  DoubleUnaryOperator wave = bend.andThen(Math::sin).compose(t -> t + x);
                  Function<Double, Double> half = t -> t / 2;
                  BiFunction<Double, Double, Double> product = (a, b) -> a * b;
                  return wave.applyAsDouble(x)
                      + product.andThen(half).apply(x, k)
                      + half.compose(Function.<Double>identity()).apply(x)
                      + DoubleUnaryOperator.identity().applyAsDouble(k);
                }
                """)
            .on(0.6)
            .on(-1.1),
        model(
                "CheckpointedFunctions",
                """
                static double integrate(DoubleBinaryOperator slope, double y, int steps) {
                  for (@Checkpoint int i = 0; i < steps; i++) { y += 0.1 * slope.applyAsDouble(0.1 * i, y); }
                  return y;
                }
                @Compute @Differentiable double f(double y, double rate, int steps) {
                  return integrate((t, v) -> -rate * v * v + Math.sin(t), y, steps);
                }
                """)
            .on(0.6, 0.3, 40),
        model(
                "DerivativesOfFunctions",
                """
                @Compute @Differentiable double energy(double x, double k) { return k * x * x * x * x - Math.cos(x); }
                static double newton(DoubleUnaryOperator f, DoubleUnaryOperator slope, double x, int steps) {
                  for (int i = 0; i < steps; i++) { x -= f.applyAsDouble(x) / slope.applyAsDouble(x); }
                  return x;
                }
                @Compute @Differentiable double f(double level, double k, int steps) {
                  DoubleUnaryOperator error = t -> energy(t, k) - level;
                  return newton(error, t -> CompiledDerivativesOfFunctions.energyGradient(this, t, k).x(), 1.5, steps);
                }
                """)
            .on(2.0, 0.5, 6),
        types(
                "FunctionFields",
                """
                @Model
                class FunctionFields {
                  static final DoubleUnaryOperator SQUARE = t -> t * t;
                  private static final DoubleBinaryOperator LARGER = Math::max;
                  final Law law = new Law();
                  double k = 0.5;
                  final DoubleUnaryOperator scale = t -> k * t;
                  private final DoubleUnaryOperator tilted = this::tilt;
                  private final DoubleUnaryOperator force = law::force;
                  double tilt(double t) { return t + k * k; }
                  @Compute @Differentiable(wrt = {"x", "k", "law.stiffness"}) double f(double x) {
                    return LARGER.applyAsDouble(SQUARE.applyAsDouble(x), scale.applyAsDouble(x))
                        + tilted.applyAsDouble(x) * force.applyAsDouble(x) * law.bend(x)
                        + Functions.HALF.applyAsDouble(law.curve.applyAsDouble(x));
                  }
                }

                @Model
                class Law {
                  double stiffness = 3;
                  final DoubleUnaryOperator curve = t -> Math.tanh(stiffness * t);
                  double force(double x) { return -stiffness * x; }
                  double bend(double x) { return curve.applyAsDouble(x) * x; }
                }

                interface Functions {
                  DoubleUnaryOperator HALF = t -> t / 2;
                }
                """)
            .on(0.7)
            .on(1.3),
        model(
                "FunctionsOfTensors",
                """
                @Parameter @Shape(value = "3", dtype = DType.FLOAT64) Tensor w = Tensor.of(new double[] {0.5, -1, 2});
                static Tensor twice(UnaryOperator<Tensor> f, Tensor x) { return f.apply(f.apply(x)); }
                @Compute @Differentiable Tensor f(@Shape(value = "3", dtype = DType.FLOAT64) Tensor x) {
                  UnaryOperator<Tensor> layer = v -> v.multiply(w).tanh();
                  BinaryOperator<Tensor> add = Tensor::add;
                  return twice(Tensor::sigmoid, add.apply(twice(layer, x), w)).sum();
                }
                """)
            .on(doubles(shape(3), 0.5, -1.25, 0.75)));
  }
}
