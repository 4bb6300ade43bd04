package dev.kiln.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled models need the runtime alone, where they are compiled without graphs. */
class ThinDeploymentTest {
  private static final String NO_GRAPHS = "-Akiln.graphs=none";

  private static final String ADVICE =
      " cannot be generated, since kiln-graph is not on the class path. Instead: add the dependency"
          + " dev.kiln:kiln-graph, or, if models do not run in sessions, pass -Akiln.graphs=none"
          + " to javac.";

  @Test
  void aProgramIsCompiledAndRunsWithTheRuntimeAlone() throws Exception {
    ThinCompiler.Result result =
        ThinCompiler.compile(ThinModels.SOURCES, ThinCompiler.RUNTIME, NO_GRAPHS);
    assertEquals(List.of(), result.errors());
    try (RuntimeOnly loader = new RuntimeOnly(result.classes())) {
      var run = loader.loadClass("demo.Program").getMethod("run", boolean.class);
      Object plain = run.invoke(null, false);
      assertEquals(plain, run.invoke(null, true));
      assertTrue(plain.toString().endsWith("the angle is -1.0"), plain.toString());
      assertThrows(
          ClassNotFoundException.class, () -> loader.loadClass("dev.kiln.graph.Graph")); // as meant
    }
  }

  @Test
  void graphsAreLeftOutAndTheRestIsTheSame() throws Exception {
    Map<String, String> with =
        ThinCompiler.compile(ThinModels.SOURCES, ThinCompiler.GRAPH).generated();
    Map<String, String> without =
        ThinCompiler.compile(ThinModels.SOURCES, ThinCompiler.GRAPH, NO_GRAPHS).generated();
    Set<String> leftOut = new TreeSet<>(with.keySet());
    leftOut.removeAll(without.keySet());
    assertEquals(Set.of("demo.DenseGraphs", "demo.NetGraphs"), leftOut);
    assertTrue(with.entrySet().containsAll(without.entrySet()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Akiln.verify", "-Akiln.graphs=code", "-Akiln.graphs=text"})
  void aMissingModuleIsSaidOnce(String option) throws Exception {
    ThinCompiler.Result result =
        ThinCompiler.compile(ThinModels.SOURCES, ThinCompiler.RUNTIME, option);
    assertEquals(1, result.errors().size(), result.errors().toString());
    String error = result.errors().get(0);
    assertEquals(
        "[KILN-905] " + (error.contains("Net") ? "NetGraphs" : "DenseGraphs") + ADVICE, error);
    assertTrue(result.generated().containsKey("demo.CompiledNet"));
    assertFalse(result.generated().containsKey("demo.NetGraphs"));
  }

  @Test
  void modelsWithErrorsHaveNoGraphsEither() throws Exception {
    Map<String, String> sources = new TreeMap<>(ThinModels.SOURCES);
    sources.computeIfPresent(
        "demo.Net", (name, text) -> text.replace("sum += ", "hashCode(); sum += "));
    ThinCompiler.Result result = ThinCompiler.compile(sources, ThinCompiler.RUNTIME, NO_GRAPHS);
    assertEquals(1, result.errors().size(), result.errors().toString());
    assertTrue(result.errors().get(0).startsWith("[KILN-2"), result.errors().toString());
    assertFalse(result.generated().containsKey("demo.NetGraphs"));
  }

  /** Sees the runtime and the classes given, and nothing else of what the tests see. */
  private static final class RuntimeOnly extends URLClassLoader {
    private final Map<String, byte[]> classes;

    RuntimeOnly(Map<String, byte[]> classes) throws Exception {
      super(
          new URL[] {
            ThinCompiler.RUNTIME.get(0).toUri().toURL(), ThinCompiler.RUNTIME.get(1).toUri().toURL()
          },
          ClassLoader.getPlatformClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }
  }
}
