package dev.kiln.gradbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kiln.gradbench.eval.GmmInput;
import dev.kiln.gradbench.eval.HtInput;
import dev.kiln.gradbench.protocol.Json;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomInputsTest {
  @Test
  void aSeedAlwaysGivesTheSame() throws JsonProcessingException {
    assertEquals(text(new RandomInputs(1).ht(5, true)), text(new RandomInputs(1).ht(5, true)));
    assertNotEquals(text(new RandomInputs(1).ht(5, true)), text(new RandomInputs(2).ht(5, true)));
  }

  private static String text(Object input) throws JsonProcessingException {
    return Json.mapper().writeValueAsString(input);
  }

  @Test
  void gmmHasTheSizesAskedFor() {
    GmmInput in = new RandomInputs(1).gmm(4, 3, 7);

    assertEquals(3, in.alpha().length);
    assertEquals(3, in.l().length);
    assertEquals(6, in.l()[0].length);
    assertEquals(7, in.x().length);
    assertEquals(4, in.x()[0].length);
  }

  @Test
  void theWeightsOfAVertexAddUpToOne() {
    HtInput in = new RandomInputs(1).ht(1, false);

    for (double[] weights : in.data().model().weights()) {
      assertEquals(1, Arrays.stream(weights).sum(), 1e-12);
    }
  }

  @Test
  void aParentComesBeforeItsBones() {
    int[] parents = new RandomInputs(1).ht(1, false).data().model().parents();

    assertEquals(-1, parents[0]);
    for (int bone = 1; bone < parents.length; bone++) {
      assertTrue(parents[bone] >= 0 && parents[bone] < bone, Arrays.toString(parents));
    }
  }
}
