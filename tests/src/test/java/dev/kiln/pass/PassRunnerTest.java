package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.op.Term;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassRunnerTest {
  private static final Graph TWICE = twice();

  private static Graph twice() {
    GraphBuilder builder = new GraphBuilder("twice");
    Term x = builder.input("x", ScalarType.FLOAT64);
    return builder.output("result", x.add(x)).build();
  }

  @Test
  void noTwoPassesHaveOneName() {
    List<String> names = Passes.all().stream().map(Pass::name).toList();
    assertEquals(names.size(), Set.copyOf(names).size(), names.toString());
  }

  @Test
  void theObserverSeesEachPassOfTheStageInOrder() {
    List<String> seen = new ArrayList<>();
    new PassRunner(Set.of(), (pass, graph, nanoseconds) -> seen.add(pass.name()))
        .run(Stage.BEFORE_REVERSE, TWICE);
    assertEquals(
        List.of(
            "reverse.inline",
            "reverse.lower-exits",
            "reverse.dead-code",
            "reverse.common-subexpressions",
            "reverse.squared-lengths",
            "reverse.alternating-updates",
            "reverse.running-extrema"),
        seen);
  }

  @Test
  void aPassThatIsLeftOutDoesNotRun() {
    List<String> seen = new ArrayList<>();
    new PassRunner(
            Set.of("reverse.dead-code", "simplify"),
            (pass, graph, nanoseconds) -> seen.add(pass.name()))
        .run(Stage.BEFORE_REVERSE, TWICE);
    assertEquals(
        List.of(
            "reverse.inline",
            "reverse.lower-exits",
            "reverse.common-subexpressions",
            "reverse.squared-lengths",
            "reverse.alternating-updates",
            "reverse.running-extrema"),
        seen);
  }

  @Test
  void whatIsNeededOrUnknownCannotBeLeftOut() {
    assertEquals(
        "no pass 'reverse.lower-exits' that can be left out",
        assertThrows(
                IllegalArgumentException.class,
                () -> new PassRunner(Set.of("reverse.lower-exits"), (pass, graph, time) -> {}))
            .getMessage());
    assertEquals(
        "no pass 'inlining' that can be left out",
        assertThrows(
                IllegalArgumentException.class,
                () -> new PassRunner(Set.of("inlining"), (pass, graph, time) -> {}))
            .getMessage());
  }
}
