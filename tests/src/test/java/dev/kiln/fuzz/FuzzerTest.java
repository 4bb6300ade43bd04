package dev.kiln.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.fuzz.generate.Profile;
import dev.kiln.fuzz.program.ProgramText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short run of the fuzzer, always on the same programs. */
class FuzzerTest {
  private static final long SEED = 5;

  private static Fuzzer fuzzer(long seed, List<Finding> findings) {
    return new Fuzzer(seed, Arrays.asList(Profile.values()), 24, false, findings::add);
  }

  @Test
  void randomProgramsAgreeInAllModes() {
    List<Finding> findings = new ArrayList<>();
    Summary summary = fuzzer(SEED, findings).run(0, 24, 1, () -> true);
    StringBuilder text = new StringBuilder();
    for (Finding each : findings) {
      text.append(each.disagreement()).append('\n');
      ProgramText.files(each.program()).values().forEach(text::append);
    }
    assertEquals("", text.toString());
    assertEquals(0, summary.invalid());
    assertTrue(summary.calls() > 24, "calls: " + summary.calls());
    assertTrue(summary.operationsCovered() > 50, "operations: " + summary.operationsCovered());
  }

  @Test
  void aSeedDeterminesThePrograms() {
    for (int i = 0; i < 10; i++) {
      var program = fuzzer(SEED, new ArrayList<>()).program(i);
      assertEquals(program, fuzzer(SEED, new ArrayList<>()).program(i));
      assertNotEquals(program, fuzzer(SEED + 1, new ArrayList<>()).program(i));
    }
  }
}
