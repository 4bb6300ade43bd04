package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Tensors.wideSample;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** {@code @Shape} on local variables and on components of records, whose checks pass. */
final class ShapeAssertionsTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "CheckedLocals",
                """
                static final String ROWS = "n, ";
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, 4", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "m", dtype = DType.FLOAT64) Tensor y, int times) {
                  @Shape(value = ROWS + "m", dtype = DType.FLOAT64) Tensor h = x.sin();
                  h = h.multiply(y);
                  for (int i = 0; i < times; i++) {
                    h = h.multiply(y).add(i);
                    if (i == 1) { h = x; }
                  }
                  @Shape(value = "rows, 2*columns", dtype = DType.FLOAT64) final Tensor wide =
                      Tensor.concatenate(1, x, x.multiply(2));
                  @Shape(value = "rows, columns", dtype = DType.FLOAT64) var left =
                      wide.slice(1, 0, y.dim(0));
                  Tensor total = wide.square().sum().add(left.sum()).add(h.exp().sum());
                  for (@Shape(value = "n, 2", dtype = DType.FLOAT64) Tensor part : x.chunk(2, 1)) {
                    total = total.multiply(part.exp().sum());
                  }
                  return total;
                }
                """)
            .on(wideSample(2, 4), wideSample(4), 3),
        model(
                "CheckedInMethods",
                """
                @Parameter @Shape(value = "k, 2", dtype = DType.FLOAT64) Tensor w =
                    Tensor.arange(DType.FLOAT64, 6).multiply(0.2).subtract(0.5).reshape(3, 2);
                static Tensor half(@Shape(value = "r, c", dtype = DType.FLOAT64) Tensor x) {
                  @Shape(value = "c, r", dtype = DType.FLOAT64) Tensor back = x.transpose();
                  return back.multiply(0.5);
                }
                private Tensor known(Tensor x) {
                  @Shape(value = "n, k", dtype = DType.FLOAT64) Tensor checked = x;
                  return checked.multiply(checked);
                }
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x) {
                  UnaryOperator<Tensor> taken = t -> {
                    @Shape(value = "n, k", dtype = DType.FLOAT64) Tensor same = t.tanh();
                    return same.add(1);
                  };
                  { @Shape(value = "q", dtype = DType.FLOAT64) Tensor row = x.get(0); x = x.add(row); }
                  { @Shape(value = "q", dtype = DType.FLOAT64) Tensor column = x.sum(1); x = x.add(column.sum()); }
                  return known(x).sum().add(taken.apply(half(x).transpose()).sum());
                }
                """)
            .on(wideSample(2, 3)),
        model(
                "AnyLeadingDimensions",
                """
                record Rows(@Shape(value = "..., d", dtype = DType.FLOAT64) Tensor rows,
                    @Shape(value = "d", dtype = DType.FLOAT64) Tensor scale) {}
                static Tensor scaled(Tensor x, Tensor y) {
                  @Shape(value = "..., d", dtype = DType.FLOAT64) Tensor rows = x;
                  @Shape(value = "d", dtype = DType.FLOAT64) Tensor scale = y;
                  @Shape(value = "...", dtype = DType.FLOAT64) Tensor all = rows.multiply(scale);
                  return new Rows(all, scale).rows().tanh();
                }
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m, k", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "d", dtype = DType.FLOAT64) Tensor y) {
                  return scaled(x, y).sum().add(scaled(x.get(0), y).exp().sum()).add(scaled(y, y).sum());
                }
                """)
            .on(wideSample(2, 3, 4), wideSample(4)),
        model(
                "CheckedRecords",
                """
                record Step(@Shape(value = "2, s", dtype = DType.FLOAT64) Tensor state,
                    @Shape(value = "s+1", dtype = DType.FLOAT64) Tensor bias, int count) {}
                record Kept(@Shape(value = "a, a", dtype = DType.FLOAT64) Tensor square) {
                  Kept { if (square.dim(0) > 5) { throw new IllegalStateException(); } }
                }
                @Compute @Differentiable Tensor f(
                    @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x,
                    @Shape(value = "p", dtype = DType.FLOAT64) Tensor y, int times) {
                  Step step = new Step(x, y, 1);
                  for (int i = 0; i < times; i++) {
                    step = new Step(step.state().multiply(y.get(0)), y.sin(), step.count() + i);
                  }
                  record Local(@Shape(value = "n", dtype = DType.FLOAT64) Tensor one, double other) {}
                  Local local = new Local(step.state().sum(0), 2.5);
                  Step smaller = new Step(x.slice(1, 0, 1), y.slice(0, 0, 2), 0);
                  return step.state().sum().add(step.bias().sum()).multiply(local.one().sum())
                      .add(smaller.state().exp().sum())
                      .add(new Kept(x.transpose().matmul(x)).square().sum());
                }
                """)
            .on(wideSample(2, 3), wideSample(4), 3));
  }
}
