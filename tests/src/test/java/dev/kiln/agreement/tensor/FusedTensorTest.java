package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.floats;
import static dev.kiln.agreement.Tensors.ints;
import static dev.kiln.agreement.Tensors.sample;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Chains of elementwise operations, which compiled code runs as one loop or in blocks. */
final class FusedTensorTest extends AgreementTable {
  private static final float INFINITE = Float.POSITIVE_INFINITY;

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "FusedWave",
                """
                @Compute Tensor f(
                    @Shape("n") Tensor x, @Shape("") Tensor a, @Shape("1") Tensor b) {
                  Tensor bell = x.square().negate().exp();
                  return a.multiply(x).add(b).tanh().multiply(bell).add(x.sigmoid());
                }
                """)
            .on(sample(0), floats(shape(), 2f), sample(1))
            .on(sample(1), floats(shape(), 2f), sample(1))
            .on(sample(1023), floats(shape(), 2f), sample(1))
            .on(sample(2051), floats(shape(), -0f), sample(1))
            .on(
                floats(shape(5), Float.NaN, INFINITE, -INFINITE, -0f, 1e-40f),
                floats(shape(), 1f),
                floats(shape(1), -0f)),
        model(
                "FusedTruth",
                """
                @Compute Tensor f(@Shape("n") Tensor x, @Shape("n") Tensor y) {
                  Tensor a = x.greater(0.5);
                  Tensor b = y.multiply(1.5).lessEqual(x);
                  Tensor c = a.and(b).greaterEqual(b.or(a).equalTo(a));
                  Tensor d = c.less(a.xor(b)).or(a.lessEqual(b).and(b.greater(c)));
                  return d.where(x.negate(), y.multiply(x));
                }
                """)
            .on(sample(0), sample(0))
            .on(sample(1023), sample(1023)),
        model(
                "FusedRowsAndColumns",
                """
                @Compute Tensor f(
                    @Shape("n, m") Tensor x, @Shape("m") Tensor row, @Shape("n, 1") Tensor column) {
                  Tensor centred = x.subtract(column);
                  return centred.divide(row).multiply(x).maximum(centred.abs()).subtract(row);
                }
                """)
            .on(sample(3, 5), sample(5), sample(3, 1))
            .on(sample(0, 5), sample(5), sample(0, 1))
            .on(sample(3, 0), sample(0), sample(3, 1))
            .on(sample(1, 1), sample(1), sample(1, 1)),
        model(
                "FusedRowsInBlocks",
                """
                @Compute Tensor f(
                    @Shape("n, m") Tensor x, @Shape("m") Tensor row, @Shape("n, 1") Tensor column) {
                  Tensor inner = x.add(row).tanh();
                  return inner.multiply(column).exp().subtract(inner.log1p().multiply(row));
                }
                """)
            .on(sample(130, 17), sample(17), sample(130, 1))
            .on(sample(2, 1500), sample(1500), sample(2, 1))
            .on(sample(0, 4), sample(4), sample(0, 1))
            .on(sample(4, 0), sample(0), sample(4, 1)),
        model(
                "FusedColumnsOnly",
                """
                @Compute Tensor f(@Shape("n, m, 2") Tensor x, @Shape("n, m, 1") Tensor column) {
                  return x.multiply(column).erf().add(column).sin();
                }
                """)
            .on(sample(3, 5, 2), sample(3, 5, 1))
            .on(sample(0, 5, 2), sample(0, 5, 1)),
        model(
                "FusedDoubles",
                """
                @Compute Tensor f(
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "n", dtype = DType.FLOAT64) Tensor y) {
                  Tensor root = x.square().add(y.square()).sqrt();
                  return x.less(y).where(root.log(), root.exp().negate()).multiply(x.sign());
                }
                """)
            .on(wideSample(2050), wideSample(2050))
            .on(doubles(shape(3), Double.NaN, -0.0, 1e300), doubles(shape(3), 1, 0.0, 1e300)),
        model(
                "FusedDTypes",
                """
                @Compute Tensor f(
                    @Shape(value = "n", dtype = DType.INT32) Tensor x, @Shape("n") Tensor y) {
                  Tensor whole = x.multiply(x).subtract(7).negate();
                  Tensor odd = whole.greater(x).and(y.lessEqual(0).not());
                  return odd.where(whole.cast(DType.FLOAT32).divide(y), y.multiply(2)).exp();
                }
                """)
            .on(ints(shape(4), 3, -5, Integer.MAX_VALUE, 0), sample(4)),
        model(
                "FusedAroundASum",
                """
                @Compute Tensor f(@Shape("n, m") Tensor x) {
                  Tensor powers = x.subtract(x.max(true, -1)).exp();
                  return powers.divide(powers.sum(true, -1)).log().multiply(x).add(powers);
                }
                """)
            .on(sample(7, 9)),
        model(
                "FusedInALoop",
                """
                @Compute Tensor f(@Shape("n") Tensor x, int steps) {
                  Tensor y = x;
                  for (int i = 0; i < steps; i++) {
                    y = y.add(x.multiply(0.25f)).tanh().add(y);
                    if (y.sum().toFloat() > 3) {
                      y = y.multiply(0.5f).subtract(x);
                    }
                  }
                  return y;
                }
                """)
            .on(sample(37), 4)
            .on(sample(37), 0));
  }
}
