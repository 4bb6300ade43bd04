package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.spi.CompiledModel;
import org.junit.jupiter.api.Test;

/** Who asks for compiled code gets it, or is told how to get it. */
class CompiledModelTest {
  @Test
  void aCompiledModelIsGivenBack() throws Exception {
    Object same =
        new Sources()
            .demo("Line", "@Model public class Line { @Compute int f(int x) { return x; } }")
            .run(
                """
                Line model = new CompiledLine();
                return dev.kiln.spi.CompiledModel.require(model) == model;
                """);
    assertEquals(true, same);
  }

  @Test
  void aPlainModelFailsWithTheLinesThatTheBuildNeeds() {
    String message =
        assertThrows(IllegalStateException.class, () -> CompiledModel.require(new Plain()))
            .getMessage();
    assertTrue(message.startsWith("Plain runs eagerly: it is not compiled code."), message);
    assertTrue(message.contains("Create a CompiledPlain instead."), message);
    assertTrue(message.contains("    <artifactId>kiln-processor</artifactId>\n"), message);
    assertTrue(
        message.contains("  annotationProcessor(\"dev.kiln:kiln-processor:$kilnVersion\")\n"),
        message);
    assertTrue(message.contains("-proc:full"), message);
  }

  /** Compiled without the processor. */
  private static final class Plain {}
}
