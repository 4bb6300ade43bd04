package dev.kiln.gradbench.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.gradbench.baseline.BaselineEvals;
import dev.kiln.gradbench.model.Gmm;
import dev.kiln.gradbench.model.Lstm;
import dev.kiln.gradbench.report.RandomInputs;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of small instances, generated and by hand, against finite differences. */
class GradientTest {
  private static final double TOLERANCE = 1e-7;

  static Stream<Eval<GmmInput>> gmm() {
    return Stream.of(GmmEval.create(), BaselineEvals.gmm());
  }

  static Stream<Eval<LstmInput>> lstm() {
    return Stream.of(LstmEval.create(), BaselineEvals.lstm());
  }

  @ParameterizedTest
  @MethodSource
  void gmm(Eval<GmmInput> eval) {
    GmmInput random = new RandomInputs(5).gmm(3, 4, 6);
    GmmInput in =
        new GmmInput(random.alpha(), random.mu(), random.q(), random.l(), random.x(), 0.7, 2);
    Evaluation jacobian = eval.prepare("jacobian", in);
    jacobian.run();
    GmmEval.Gradient gradient = (GmmEval.Gradient) jacobian.output();

    Gmm model = new Gmm();
    for (Pair pair :
        List.of(
            new Pair(new double[][] {in.alpha()}, new double[][] {gradient.alpha()}),
            new Pair(in.mu(), gradient.mu()),
            new Pair(in.q(), gradient.q()),
            new Pair(in.l(), gradient.l()))) {
      double[][] expected =
          FiniteDifferences.gradient(
              () ->
                  model.objective(in.alpha(), in.mu(), in.q(), in.l(), in.x(), in.gamma(), in.m()),
              pair.argument());
      assertClose(expected, pair.gradient());
    }
  }

  @ParameterizedTest
  @MethodSource
  void lstm(Eval<LstmInput> eval) {
    LstmInput in = new RandomInputs(5).lstm(3, 4, 6);
    Evaluation jacobian = eval.prepare("jacobian", in);
    jacobian.run();

    Lstm model = new Lstm();
    double[][] rows =
        Stream.concat(Stream.of(in.mainParams()), Stream.of(in.extraParams()))
            .toArray(double[][]::new);
    double[][] expected =
        FiniteDifferences.gradient(
            () -> model.objective(in.mainParams(), in.extraParams(), in.state(), in.sequence()),
            rows);
    assertClose(
        new double[][] {Rows.flatten(expected)}, new double[][] {(double[]) jacobian.output()});
  }

  /** An argument and the gradient with respect to it. */
  private record Pair(double[][] argument, double[][] gradient) {}

  private static void assertClose(double[][] expected, double[][] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i], TOLERANCE);
    }
  }
}
