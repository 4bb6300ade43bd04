package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** Models that javac sees as stubs of another compiler. */
class OtherLanguagesTest {
  private static final JavaFileObject METADATA =
      JavaFileObjects.forSourceString(
          "kotlin.Metadata",
          "package kotlin; public @interface Metadata { int[] mv() default {}; }");
  private static final JavaFileObject GROOVY_OBJECT =
      JavaFileObjects.forSourceString(
          "groovy.lang.GroovyObject", "package groovy.lang; public interface GroovyObject {}");

  private static Compilation compile(JavaFileObject library, String model) {
    return Compiler.javac()
        .withProcessors(new KilnProcessor())
        .compile(
            library,
            JavaFileObjects.forSourceString("demo.Line", model),
            JavaFileObjects.forSourceString(
                "demo.Use", "package demo; class Use { CompiledLine line; LineGraphs graphs; }"));
  }

  @Test
  void aKotlinModelIsRefused() {
    Compilation compilation =
        compile(
            METADATA,
            """
            package demo;
            @kotlin.Metadata(mv = {2, 0, 0})
            @dev.kiln.annotation.Model
            public final class Line {
              private double slope;
              public Line() { super(); }
              @dev.kiln.annotation.Compute @dev.kiln.annotation.Differentiable
              public final double value(double x) { return 0.0; }
            }
            """);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining(
            "[KILN-128] the model Line is written in Kotlin, and Kiln compiles only Java. Instead:"
                + " write the model in Java: Kotlin code can create and call the compiled model as"
                + " Java code does.");
  }

  @Test
  void aGroovyModelIsRefused() {
    Compilation compilation =
        compile(
            GROOVY_OBJECT,
            """
            package demo;
            @dev.kiln.annotation.Model
            public class Line implements groovy.lang.GroovyObject {
              @dev.kiln.annotation.Compute public double value(double x) { return (double) 0; }
            }
            """);
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining(
            "[KILN-128] the model Line is written in Groovy, and Kiln compiles only Java.");
  }
}
