package dev.kiln.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generated code runs with the runtime that it was compiled for, and says so elsewhere. */
class RuntimeVersionTest {
  /** Fields and methods are called as generated ones would be. */
  private static final String MODEL =
      """
      package demo;

      import dev.kiln.annotation.*;
      import dev.kiln.tensor.Tensor;

      @Model
      public class Line {
        static final int RUNTIME = 7;

        @Compute
        public double runtime(double x) {
          return RUNTIME * x;
        }

        @Compute @Differentiable
        public Tensor workspaces(@Shape("n") Tensor x) {
          return x.multiply(2.5).sum();
        }

        @Compute
        public Tensor constant_1(@Shape("n") Tensor x) {
          return x.multiply(1.5);
        }
      }
      """;

  private static Map<String, String> compiled() throws Exception {
    ThinCompiler.Result result =
        ThinCompiler.compile(Map.of("demo.Line", MODEL), ThinCompiler.RUNTIME, NO_GRAPHS);
    assertEquals(List.of(), result.errors());
    return result.generated();
  }

  private static final String NO_GRAPHS = "-Akiln.graphs=none";

  /** An instance of the compiled model, from generated sources that are compiled again. */
  private static Object create(Map<String, String> generated) throws Throwable {
    Map<String, String> sources = new LinkedHashMap<>(generated);
    sources.put("demo.Line", MODEL);
    ThinCompiler.Result result =
        ThinCompiler.compile(sources, ThinCompiler.RUNTIME, NO_GRAPHS, "-proc:none");
    assertEquals(List.of(), result.errors());
    ClassLoader loader =
        new ClassLoader(RuntimeVersionTest.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] file = result.classes().get(name);
            if (file == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, file, 0, file.length);
          }
        };
    try {
      return loader.loadClass("demo.CompiledLine").getConstructor().newInstance();
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void theRuntimeOfTheProcessorIsRight() throws Throwable {
    assertNotNull(create(compiled()));
  }

  @ParameterizedTest
  @CsvSource({"0, newer", "2, older", "99, older"})
  void anotherRuntimeIsRefusedAtInitialisation(int version, String how) throws Throwable {
    Map<String, String> generated = new LinkedHashMap<>(compiled());
    String source = generated.get("demo.CompiledLine");
    assertTrue(source.contains("RuntimeVersion.require(1, \"demo.Line\")"), source);
    generated.put(
        "demo.CompiledLine",
        source.replace("RuntimeVersion.require(1", "RuntimeVersion.require(" + version));
    Error refusal = assertThrows(IncompatibleClassChangeError.class, () -> create(generated));
    assertEquals(
        "demo.Line was compiled for version "
            + version
            + " of what kiln-runtime offers to generated code, but this kiln-runtime is "
            + how
            + " and has version 1: use the kiln-runtime that belongs to the processor, or compile"
            + " demo.Line again",
        refusal.getMessage());
  }

  /** Else it would be a constant that first calls what is not there. */
  @Test
  void theCheckIsTheFirstOfAll() throws Exception {
    String source = compiled().get("demo.CompiledLine");
    int check = source.indexOf("RuntimeVersion.require");
    int firstField = source.indexOf(" static final ");
    assertTrue(check > firstField, source);
    assertEquals(-1, source.substring(firstField + 1, check).indexOf(" static final "), source);
  }
}
