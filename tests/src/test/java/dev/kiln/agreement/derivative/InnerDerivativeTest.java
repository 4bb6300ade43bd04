package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Tensors;
import java.util.List;

/** Derivatives of methods that call derivatives of other methods. */
final class InnerDerivativeTest extends GradientTable {
  private static final double[] LONG = {0.5, -1.25, 2.0, 0.75, -0.3};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ForceOfAPotential",
                """
                double stiffness = 1.5;
                @Compute @Differentiable double potential(double x) {
                  return stiffness * x * x * x * x + Math.cos(x);
                }
                @Compute @Differentiable double f(double x, double v) {
                  double force = -CompiledForceOfAPotential.potentialGradient(this, x).x();
                  return force * v + force * force;
                }
                """)
            .on(0.7, 1.25)
            .on(-1.5, 0.5),
        model(
                "ForceInALoop",
                """
                @Compute @Differentiable double energy(double x) { return x * x * x / 3 - Math.sin(2 * x); }
                @Compute @Differentiable double f(double x, double v, int steps) {
                  for (int i = 0; i < steps; i++) {
                    var slope = CompiledForceInALoop.energyGradient(this, x);
                    v -= 0.1 * slope.x();
                    x += 0.1 * v;
                    if (slope.value() > 100) { break; }
                  }
                  return x * v;
                }
                """)
            .on(0.4, -0.2, 7)
            .on(1.0, 0.5, 0),
        model(
                "DeclaredRecordInAWhile",
                """
                @Compute @Differentiable double energy(double x) { return Math.exp(0.3 * x) + x * x; }
                double step(double x, double rate) {
                  CompiledDeclaredRecordInAWhile.EnergyGradient slope =
                      CompiledDeclaredRecordInAWhile.energyGradient(this, x);
                  return x - rate * slope.x();
                }
                @Compute @Differentiable double f(double x, double rate) {
                  double time = 0;
                  while (time < 1) {
                    x = step(x, rate);
                    time += 0.15;
                  }
                  return x + time;
                }
                """)
            .on(2.0, 0.2)
            .on(-1.0, 0.4),
        model(
                "GradientOfAnArray",
                """
                @Compute @Differentiable double energy(double[] x, double c) {
                  double sum = 0;
                  for (int i = 1; i < x.length; i++) {
                    double d = x[i] - x[i - 1];
                    sum += c * d * d * d * d + Math.sin(x[i] * x[i - 1]);
                  }
                  return sum;
                }
                @Compute @Differentiable double f(double[] x, double c) {
                  var g = CompiledGradientOfAnArray.energyGradient(this, x, c);
                  double sum = g.value() + g.c();
                  for (int i = 0; i < x.length; i++) { sum += g.x()[i] * g.x()[i] * (i + 1); }
                  return sum;
                }
                """)
            .on(LONG, 0.4)
            .on(new double[] {2, 1}, -1.5),
        model(
                "GradientWrittenIntoAnArray",
                """
                @Compute @Differentiable double energy(double[] x) {
                  double product = 1;
                  for (double each : x) { product *= 1 + each * each; }
                  return product;
                }
                @Compute @Differentiable double f(double[] x, double rate, int steps) {
                  double[] at = x.clone();
                  double[] slope = new double[x.length];
                  double sum = 0;
                  for (int step = 0; step < steps; step++) {
                    sum += CompiledGradientWrittenIntoAnArray.energyGradientInto(this, at, slope);
                    for (int i = 0; i < at.length; i++) { at[i] -= rate * slope[i]; }
                  }
                  return sum + at[0] * at[1];
                }
                """)
            .on(new double[] {0.5, -0.25, 0.75}, 0.1, 3),
        model(
                "OverParametersAndRecords",
                """
                record Point(double x, double y) {}
                @Parameter double weight = 0.75;
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.JVP}) double energy(Point p, double scale) {
                  return weight * p.x() * p.x() * p.y() + scale * Math.exp(p.y() * weight);
                }
                @Compute @Differentiable double f(Point p, double scale) {
                  var g = CompiledOverParametersAndRecords.energyGradient(this, p, scale);
                  Point moved = new Point(p.x() - g.pX(), p.y() - g.pY());
                  var h = CompiledOverParametersAndRecords.energyGradient(this, moved, g.scale());
                  var t = CompiledOverParametersAndRecords.energyJvp(this, p, scale, 1, 0.5, 0, 0.25);
                  return h.value() + g.weight() * h.weight() + t.tangent();
                }
                """)
            .on(instance("Point", 0.5, -0.75), 1.25),
        model(
                "VjpAndJvp",
                """
                record Pair(double first, double second) {}
                @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) Pair turn(double a, double r) {
                  return new Pair(r * Math.cos(a), r * Math.sin(a) * a);
                }
                @Compute @Differentiable double f(double a, double r) {
                  var v = CompiledVjpAndJvp.turnVjp(this, a, r, 1.5, r);
                  var t = CompiledVjpAndJvp.turnJvp(this, a, r, v.a(), a);
                  return v.first() * v.r() + t.dFirst() * t.dSecond() + t.second();
                }
                """)
            .on(0.6, 1.75),
        model(
                "HessianVectorProducts",
                """
                @Compute
                @Differentiable(modes = {Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL, Mode.JACOBIAN})
                double energy(double x, double y) { return x * x * y + Math.sin(x * y) * y; }
                @Compute @Differentiable double f(double x, double y) {
                  var h = CompiledHessianVectorProducts.energyHvp(this, x, y, 1, -0.5);
                  double[][] all = CompiledHessianVectorProducts.energyHessian(this, x, y);
                  double[] diagonal = CompiledHessianVectorProducts.energyHessianDiagonal(this, x, y);
                  double[][] row = CompiledHessianVectorProducts.energyJacobian(this, x, y);
                  return h.xProduct() * h.y() + h.yProduct() + all[0][1] * all[1][1]
                      + diagonal[0] + row[0][1] * row[0][0];
                }
                """)
            .on(0.4, 1.3),
        model(
                "NestedThrice",
                """
                @Compute @Differentiable double a(double x) { return Math.sin(x) * x * x; }
                @Compute @Differentiable double b(double x, double y) {
                  return y * CompiledNestedThrice.aGradient(this, x).x() + y * y;
                }
                @Compute @Differentiable double c(double x, double y) {
                  var g = CompiledNestedThrice.bGradient(this, x, y);
                  return g.x() * x - g.y() + g.value();
                }
                @Compute @Differentiable double f(double x, double y) {
                  var g = CompiledNestedThrice.cGradient(this, x, y);
                  return g.x() + y * g.y();
                }
                """)
            .on(0.7, 1.2),
        types(
                "OfANestedModel",
                """
                @Model
                class Law {
                  double mass = 2;
                  @Parameter double k = 1.5;
                  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN_VECTOR_PRODUCT})
                  double energy(double x, double p) { return p * p / (2 * mass) + k * Math.cosh(x); }
                  @Compute @Differentiable double force(double x, double p) {
                    return -CompiledLaw.energyGradient(this, x, p).x();
                  }
                }

                @Model
                class OfANestedModel {
                  Law law = new Law();
                  @Compute @Differentiable double f(double x, double p) {
                    for (int i = 0; i < 3; i++) {
                      var g = CompiledLaw.energyGradient(law, x, p);
                      x += 0.2 * g.p();
                      p -= 0.1 * g.x();
                    }
                    var h = CompiledLaw.energyHvp(this.law, x, p, 1, 1, 0.5);
                    return h.xProduct() * p + CompiledLaw.forceGradient(law, x, p).x();
                  }
                }
                """)
            .on(0.3, -0.4),
        model(
                "InnerLoopsWithBranches",
                """
                @Compute @Differentiable double energy(double x, int n) {
                  double sum = 0;
                  double power = 1;
                  for (int i = 0; i < n; i++) {
                    power *= x;
                    if (power > 2) { break; }
                    sum += i % 2 == 0 ? Math.sin(power) : power * power;
                  }
                  return sum;
                }
                @Compute @Differentiable double f(double x, int n) {
                  double sum = 0;
                  for (int i = 0; i < n; i++) {
                    double y = x + 0.1 * i;
                    sum += CompiledInnerLoopsWithBranches.energyGradient(this, y, i + 1).x() * sum + y;
                  }
                  return sum;
                }
                """)
            .on(0.8, 4)
            .on(1.2, 3),
        model(
                "OverloadsWithDerivatives",
                """
                @Compute @Differentiable double e(double x) { return x * x * x; }
                @Compute @Differentiable double e(double x, double y) { return x * y * y; }
                @Compute @Differentiable double f(double x, double y) {
                  return CompiledOverloadsWithDerivatives.eGradient(this, x).x()
                      * CompiledOverloadsWithDerivatives.eGradient(this, x, y).y();
                }
                """)
            .on(0.8, 0.5),
        model(
                "OfAMethodThatWritesAnArray",
                """
                @Compute @Differentiable double energy(double[] x, double[] scratch) {
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) {
                    scratch[i] = x[i] * x[i];
                    sum += scratch[i] * (i == 0 ? 1 : scratch[i - 1]);
                  }
                  return sum;
                }
                @Compute @Differentiable double f(double[] x) {
                  double[] scratch = new double[x.length];
                  double[] g = CompiledOfAMethodThatWritesAnArray.energyGradient(this, x, scratch).x();
                  double sum = scratch[0];
                  for (double each : g) { sum += each * each; }
                  return sum;
                }
                """)
            .on(LONG),
        model(
                "OfMatrices",
                """
                @Compute @Differentiable double energy(double[][] a, double[] x) {
                  double sum = 0;
                  for (int i = 0; i < a.length; i++) {
                    double row = 0;
                    for (int j = 0; j < x.length; j++) { row += a[i][j] * x[j]; }
                    sum += row * row * row;
                  }
                  return sum;
                }
                @Compute @Differentiable double f(double[][] a, double[] x) {
                  var g = CompiledOfMatrices.energyGradient(this, a, x);
                  double sum = 0;
                  for (int i = 0; i < a.length; i++) {
                    for (int j = 0; j < x.length; j++) { sum += g.a()[i][j] * g.x()[j] * a[i][j]; }
                  }
                  return sum;
                }
                """)
            .on(new double[][] {{0.5, -0.25}, {1.5, 0.75}, {-1, 0.3}}, new double[] {0.6, -1.2}),
        model(
                "NewtonOnAGradient",
                """
                @Compute @Differentiable double energy(double x, double p) {
                  return x * x * x * x / 4 + p * x * x / 2 - x;
                }
                @Compute @Differentiable double slope(double x, double p) {
                  return CompiledNewtonOnAGradient.energyGradient(this, x, p).x();
                }
                @Compute @Differentiable double f(double p) {
                  double x = 1;
                  for (int i = 0; i < 8; i++) {
                    var s = CompiledNewtonOnAGradient.slopeGradient(this, x, p);
                    x -= s.value() / s.x();
                  }
                  return x;
                }
                """)
            .on(0.5),
        model(
                "InHelpersAndLambdas",
                """
                interface Field { double at(double x); }
                double stiffness = 0.75;
                @Compute @Differentiable double energy(double x) { return stiffness * x * x * x; }
                double slope(double x) { return CompiledInHelpersAndLambdas.energyGradient(this, x).x(); }
                static double twice(Field field, double x) { return field.at(field.at(x)); }
                @Compute @Differentiable double f(double x) {
                  Field field = at -> 0.5 * slope(at) - CompiledInHelpersAndLambdas.energyGradient(this, 2 * at).x();
                  return twice(field, x) * slope(x);
                }
                """)
            .on(0.4),
        model(
                "OfConditionsAndExits",
                """
                @Compute @Differentiable double energy(double x, int n) {
                  for (int i = 0; i < n; i++) {
                    if (x > 3) { return x * x; }
                    x = x * x + 0.25;
                  }
                  return switch (n) { case 0 -> x; case 1 -> Math.sin(x); default -> Math.exp(-x); };
                }
                @Compute @Differentiable double f(double x, int n) {
                  double sum = 0;
                  for (int i = 0; ; i++) {
                    if (i > n) { return sum * x; }
                    if (i == 2) { continue; }
                    sum += CompiledOfConditionsAndExits.energyGradient(this, x, i).x();
                  }
                }
                """)
            .on(0.6, 4)
            .on(1.7, 3),
        model(
                "OfAMaximum",
                """
                @Compute @Differentiable double energy(double[] x, double scale) {
                  double max = 0;
                  for (double each : x) { max = Math.max(max, each * scale); }
                  double sum = 0;
                  for (double each : x) { sum += Math.exp(each - max); }
                  return max * Math.log(sum);
                }
                @Compute @Differentiable double f(double[] x, double scale) {
                  double sum = 0;
                  for (double each : CompiledOfAMaximum.energyGradient(this, x, scale).x()) {
                    sum += each * each * scale;
                  }
                  return sum;
                }
                """)
            .on(LONG, 1.5),
        model(
                "NamedDerivatives",
                """
                @Compute
                @Differentiable(wrt = {"x", "k"})
                @Differentiable(name = "forces", wrt = "x", modes = {Mode.GRADIENT, Mode.JACOBIAN})
                @Differentiable(name = "strain", wrt = "k", modes = {Mode.GRADIENT, Mode.HESSIAN_VECTOR_PRODUCT})
                double energy(double[] x, double k) {
                  double sum = 0;
                  for (double each : x) { sum += Math.exp(k * each) * each; }
                  return sum;
                }
                @Compute double energy(int n) { return n; }
                @Compute @Differentiable double f(double[] x, double k) {
                  CompiledNamedDerivatives.ForcesGradient forces =
                      CompiledNamedDerivatives.forcesGradient(this, x, k);
                  double[] into = new double[x.length];
                  double sum = CompiledNamedDerivatives.forcesGradientInto(this, x, k, into);
                  sum += forces.value() * CompiledNamedDerivatives.forcesJacobian(this, x, k)[0][1];
                  for (int i = 0; i < x.length; i++) { sum += forces.x()[i] * into[i]; }
                  var strain = CompiledNamedDerivatives.strainHvp(this, x, k, 2);
                  return sum + strain.k() * strain.kProduct()
                      - CompiledNamedDerivatives.strainGradient(this, x, k).k()
                      + CompiledNamedDerivatives.energyGradient(this, x, k).k();
                }
                """)
            .on(new double[] {0.5, -0.75, 0.3}, 0.8),
        model(
                "OnTensors",
                """
                @Compute @Differentiable Tensor energy(
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor w) {
                  return x.multiply(w).tanh().square().sum();
                }
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor w) {
                  Tensor at = x;
                  for (int i = 0; i < 3; i++) {
                    at = at.subtract(CompiledOnTensors.energyGradient(this, at, w).x().multiply(0.1));
                  }
                  return at.square().multiply(w).sum();
                }
                """)
            .on(Tensors.wideSample(4), Tensors.wideSample(4)));
  }
}
