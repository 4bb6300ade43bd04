package dev.kiln.op.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Operations and their derivatives agree with PyTorch's, at random operands. Where there is no
 * Python with PyTorch it is skipped; {@code -Dkiln.python=..} or KILN_PYTHON names one. {@code
 * -Dkiln.cases=..} says how many cases each operation has, and {@code -Dkiln.seed=..} which ones.
 */
class PyTorchComparisonTest {
  private static final int CASES = Integer.getInteger("kiln.cases", 20);
  private static final long SEED = Long.getLong("kiln.seed", 1);

  private static final List<Comparison> COMPARISONS =
      Stream.of(
              ElementwiseComparisons.all(),
              ReductionComparisons.all(),
              ArrangementComparisons.all(),
              IndexingComparisons.all(),
              MatrixComparisons.all(),
              NetworkComparisons.all())
          .flatMap(List::stream)
          .toList();

  @TestFactory
  Stream<DynamicTest> agreesWithPyTorch(@TempDir Path folder)
      throws IOException, InterruptedException {
    Optional<PyTorch> pytorch = PyTorch.find();
    assumeTrue(
        pytorch.isPresent(),
        "python3 has no PyTorch and NumPy: -Dkiln.python=.. or KILN_PYTHON names one that has");
    Map<Comparison, List<Case.Outcome>> outcomes = new LinkedHashMap<>();
    List<PyTorch.Request> requests = new ArrayList<>();
    for (Comparison comparison : COMPARISONS) {
      List<Case.Outcome> own = outcomes(comparison);
      outcomes.put(comparison, own);
      for (Case.Outcome each : own) {
        boolean isNative = comparison.tolerance().isNative();
        requests.add(new PyTorch.Request(each.of(), isNative, each.cotangents()));
      }
    }
    List<PyTorch.Answer> answers = pytorch.get().answers(folder, requests);
    assertEquals(requests.size(), answers.size());
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        dynamicTest(
            "thousands of cases",
            () -> assertTrue(requests.size() >= 3000 || CASES < 20, requests.size() + " cases")));
    int at = 0;
    for (Comparison comparison : COMPARISONS) {
      List<Case.Outcome> own = outcomes.get(comparison);
      List<PyTorch.Answer> reference = answers.subList(at, at + own.size());
      at += own.size();
      tests.add(
          dynamicTest(
              comparison.name(),
              () -> assertEquals(List.of(), differences(comparison, own, reference))));
    }
    return tests.stream();
  }

  @Test
  void differencesOfMoreThanTheToleranceAreReported() {
    Tensor exact = Tensor.of(new double[] {1, -4});
    Tensor near = Tensor.of(new double[] {1, Math.nextDown(-4.0)});
    assertEquals(Optional.empty(), Tolerance.ulps(1).difference(exact, near, false));
    assertTrue(Tolerance.EXACT.difference(exact, near, true).isPresent());
    assertTrue(Tolerance.ulps(0.5).difference(exact, near, false).isPresent());
    Tensor wrong = Tensor.of(new double[] {1, Double.NaN});
    assertTrue(Tolerance.normwise(64).difference(exact, wrong, false).isPresent());
    assertTrue(Tolerance.normwise(64).difference(wrong, exact, false).isPresent());
    assertTrue(Tolerance.EXACT.difference(exact, exact.unsqueeze(0), true).isPresent());
    assertTrue(Tolerance.EXACT.difference(exact, exact.cast(DType.FLOAT32), true).isPresent());
  }

  private static List<Case.Outcome> outcomes(Comparison comparison) {
    SplittableRandom random = new SplittableRandom(SEED * 31 + comparison.name().hashCode());
    List<Case.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      DType dtype = comparison.dtypes().get(i % comparison.dtypes().size());
      Draw draw = new Draw(random.split(), dtype);
      Case drawn = comparison.draw().apply(draw);
      try {
        outcomes.add(drawn.run(draw, comparison.differentiable()));
      } catch (RuntimeException e) {
        throw new AssertionError(comparison.name() + ": " + drawn, e);
      }
    }
    return outcomes;
  }

  private static List<String> differences(
      Comparison comparison, List<Case.Outcome> outcomes, List<PyTorch.Answer> answers) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Case.Outcome outcome = outcomes.get(i);
      PyTorch.Answer answer = answers.get(i);
      String where = comparison.name() + ", case " + i + ", " + outcome.of() + ": ";
      if (answer.error() != null) {
        differences.add(where + "PyTorch fails with " + answer.error());
        continue;
      }
      for (int j = 0; j < Math.min(outcome.answers().size(), answer.tensors().size()); j++) {
        boolean isResult = j < outcome.results();
        String which = isResult ? "result " + j : "derivative " + (j - outcome.results());
        Tolerance tolerance = isResult ? comparison.tolerance() : comparison.slopes();
        tolerance
            .difference(
                answer.tensors().get(j),
                outcome.answers().get(j),
                comparison.tolerance().isNative())
            .ifPresent(difference -> differences.add(where + which + ": " + difference));
      }
      if (outcome.answers().size() != answer.tensors().size()) {
        differences.add(where + "PyTorch has " + answer.tensors().size() + " results");
      }
    }
    return differences;
  }
}
