package dev.kiln.gradbench.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.gradbench.baseline.BaselineEvals;
import dev.kiln.gradbench.report.RandomInputs;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jacobians of small instances against finite differences of the objectives. */
class JacobianTest {
  private static final double TOLERANCE = 1e-6;

  @Test
  void htOfVertices() {
    HtInput in = new RandomInputs(3).ht(4, false);

    assertColumns(in, jacobian(in), 0);
  }

  /** The first two columns are by the places on the triangles, each point's by its own. */
  @Test
  void htOfTriangles() {
    HtInput in = new RandomInputs(3).ht(4, true);
    double[][] jacobian = jacobian(in);

    assertColumns(in, jacobian, 2);
    for (int point = 0; point < 4; point++) {
      for (int i = 0; i < 2; i++) {
        double[] expected = FiniteDifferences.column(() -> objective(in), in.us()[point], i);
        for (int row = 0; row < 12; row++) {
          double actual = row / 3 == point ? jacobian[row][i] : 0;
          assertEquals(expected[row], actual, TOLERANCE);
        }
      }
    }
  }

  private static double[][] jacobian(HtInput in) {
    Evaluation evaluation = HtEval.create().prepare("jacobian", in);
    evaluation.run();
    return (double[][]) evaluation.output();
  }

  private static double[] objective(HtInput in) {
    Evaluation evaluation = HtEval.create().prepare("objective", in);
    evaluation.run();
    return (double[]) evaluation.output();
  }

  /** The columns by the pose, from {@code first} on. */
  private static void assertColumns(HtInput in, double[][] jacobian, int first) {
    for (int i = 0; i < in.theta().length; i++) {
      int column = first + i;
      assertArrayEquals(
          FiniteDifferences.column(() -> objective(in), in.theta(), i),
          Stream.of(jacobian).mapToDouble(row -> row[column]).toArray(),
          TOLERANCE);
    }
  }

  static Stream<Eval<BaInput>> ba() {
    return Stream.of(BaEval.create(), BaselineEvals.ba());
  }

  @ParameterizedTest
  @MethodSource
  void ba(Eval<BaInput> eval) {
    BaInput in = new BaInput(2, 3, 4, camera(), new double[] {0.5, 0.7, 4}, 0.8, new double[2]);
    Evaluation jacobian = eval.prepare("jacobian", in);
    jacobian.run();
    SparseJacobian.Sample sample = (SparseJacobian.Sample) jacobian.output();

    for (int i = 0; i < 11; i++) {
      int column = i;
      double[] expected = FiniteDifferences.column(() -> errors(in), in.cam(), column);
      assertEquals(expected[0], sample.vals()[i], TOLERANCE);
      assertEquals(expected[1], sample.vals()[15 + i], TOLERANCE);
    }
    for (int i = 0; i < 3; i++) {
      double[] expected = FiniteDifferences.column(() -> errors(in), in.x(), i);
      assertEquals(expected[0], sample.vals()[11 + i], TOLERANCE);
      assertEquals(expected[1], sample.vals()[26 + i], TOLERANCE);
    }
    assertEquals(-2 * in.w(), sample.vals()[30], TOLERANCE);
    assertEquals(4 * 30 + 4, sample.rows()[30], "how many numbers there are");
    assertEquals(2 * 11 + 3 * 3 + 3, sample.cols()[30], "the last weight is the last column");
    assertEquals(2 * 11, sample.cols()[11], "points come behind the cameras");
  }

  private static double[] camera() {
    return new double[] {0.1, -0.3, 0.4, 1, -2, -6, 3, 0.2, -0.4, 0.02, 0.003};
  }

  private static double[] errors(BaInput in) {
    Evaluation objective = BaEval.create().prepare("objective", in);
    objective.run();
    return ((BaEval.Residuals) objective.output()).reprojError().elements();
  }
}
