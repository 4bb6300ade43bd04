package com.example.counter;

import static dev.kiln.testkit.ModelAssertions.assertThatCall;
import static dev.kiln.testkit.ModelAssertions.assertThatModel;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The testing kit, as a user has it. */
class ModelsTest {
  private static final Path NEWTON = Path.of("src/main/java/com/example/counter/Newton.java");

  @Test
  void allModesAgree() {
    assertThatModel(Newton.class).agrees("root").on(2.0).on(1e9);
    assertThatModel(Newton.class).agrees("energy").onRandomInputs(7);
    assertThatModel(Newton.class).agrees("energyGradient").onRandomInputs(7);
  }

  @Test
  void theSourceCompiles() {
    assertThatModel(NEWTON).compilesWithoutWarnings().agrees("root").on(2.0);
    assertThatModel(NEWTON).generates("CompiledNewton").withLinesUpTo(100);
  }

  @Test
  void generatedCodeIsAsReviewed() {
    assertThatModel(
            """
            @Model public class Half {
              @Compute public double of(double x) { return 0.5 * x; }
            }
            """)
        .graph("of")
        .hasNoLoop()
        .asText()
        .asGolden();
  }

  @Test
  void aCallAllocatesNothing() {
    CompiledNewton compiled = new CompiledNewton();
    assertThatCall(() -> compiled.root(2)).allocatesNothing();
    assertThatModel(Newton.class).graph("root").doesNotContain("matmul").hasNoCall();
  }

  @Test
  void stringsAreRefused() {
    assertThatModel(
            """
            @Model public class Names {
              @Compute public int f(String s) { return 0; }
            }
            """)
        .refuses("KILN-113")
        .inFile("Names.java")
        .onLine(2)
        .alone();
  }
}
