package dev.kiln.agreement.corpus;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.checkpoint.CheckpointTest;
import dev.kiln.agreement.gradient.ArrayGradientTest;
import dev.kiln.agreement.gradient.ArrayReferenceGradientTest;
import dev.kiln.agreement.language.JumpTest;
import dev.kiln.agreement.language.SwitchTest;
import dev.kiln.agreement.model.CallTest;
import dev.kiln.pass.SplitLargeFunctions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs and their derivatives, cut into parts of a few operations, do what they do in one piece:
 * results, arrays afterwards, exceptions.
 */
class SplitFunctionsTest {
  /** Weights at which ordinary methods are long; an operation weighs some 9. */
  private static final List<Integer> LIMITS = List.of(40, 150);

  @TempDir Path folder;

  @Test
  void partsDoTogetherWhatTheWholeDoes() throws IOException {
    List<AgreementTable> tables =
        List.of(
            new JumpTest(),
            new SwitchTest(),
            new CallTest(),
            new ArrayGradientTest(),
            new ArrayReferenceGradientTest(),
            new CheckpointTest());
    Map<String, TransformationChecks> checks = TransformationChecks.of(folder, tables);
    List<String> differences = new ArrayList<>();
    int graphs = 0;
    for (int limit : LIMITS) {
      for (Map.Entry<String, TransformationChecks> each : checks.entrySet()) {
        TransformationChecks.Changed changed =
            each.getValue().change(graph -> SplitLargeFunctions.run(graph, limit));
        graphs += changed.graphs();
        changed.differences().forEach(what -> differences.add(each.getKey() + " " + what));
      }
    }
    assertTrue(differences.isEmpty(), () -> String.join("\n", differences));
    assertTrue(graphs > 300, "graphs that were cut: " + graphs);
  }
}
