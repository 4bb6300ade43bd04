package dev.kiln.robustness;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.kiln.processor.KilnProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose names or surroundings are legal and rare. */
class UnusualModelsTest {
  private static final String IMPORTS = "import dev.kiln.annotation.*;\n";

  @Test
  void namesMayBeOfAnyScript() {
    assertCompiles(
        "größe.Größe",
        """
        package größe;
        @Model class Größe {
          record Paar(double α, double βήτα) {}
          @Parameter double 重み = 0.5;
          @Compute @Differentiable double λ(double α, double[] ряд) {
            Paar p = new Paar(α * 重み, α - 重み);
            äußere:
            for (double élan : ряд) {
              for (int ı = 0; ı < 3; ı++) {
                if (p.α() > élan) { continue äußere; }
                p = new Paar(p.βήτα() + élan, p.α() * 2);
              }
            }
            return p.α() + p.βήτα();
          }
        }
        """);
  }

  @Test
  void namesMayHaveDollarsAndUnderscores() {
    assertCompiles(
        "$p._q.$Model$",
        """
        package $p._q;
        @Model class $Model$ {
          record $(double $$, double _$) {}
          @Parameter double __ = 2;
          @Compute @Differentiable double $f(double $, double _1, double[] $L) {
            $ both = new $($ * __, _1);
            $: for (int $T = 0; $T < $L.length; $T++) {
              if ($L[$T] > 1) { break $; }
              both = new $(both._$(), both.$$() * $L[$T]);
            }
            return both.$$() - both._$();
          }
        }
        """);
  }

  @Test
  void namesMayBeContextualKeywords() {
    assertCompiles(
        "demo.Words",
        """
        package demo;
        @Model class Words {
          record Keywords(double record, int var, long yield, float sealed, boolean permits) {}
          @Parameter double module = 1.5;
          @Compute @Differentiable double with(double open, int exports, double requires) {
            double record = open * module;
            int var = exports;
            Keywords when = new Keywords(record, var, var, (float) requires, var > 1);
            double opens = 0;
            for (int to = 0; to < when.var(); to++) {
              opens += when.permits() ? when.record() * to : when.sealed() + when.yield();
            }
            return opens;
          }
        }
        """);
  }

  /** Generated code has variables and helpers of its own, and they give way. */
  @Test
  void variablesMayBeCalledAsGeneratedOnes() {
    assertCompiles(
        "demo.Taken",
        """
        package demo;
        @Model class Taken {
          @Parameter double value = 1.5;
          @Compute @Differentiable double result(double dResult, double[] workspace, int session) {
            double gradient = dResult * value;
            double dValue = 0;
            double dWorkspace = 1;
            double stack = 0;
            double[] scratch = new double[session];
            for (int i = 0; i < session; i++) {
              double cotangent = workspace[i] * gradient;
              scratch[i] = Math.sin(cotangent) * dWorkspace;
              stack = stack * cotangent + scratch[i];
              dValue += stack;
            }
            return dValue * dWorkspace;
          }
          double resultGradient(double value) { return value; }
        }
        """);
  }

  /** Classes of the same package hide those of java.lang, unless they are named in full. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Object",
        "Override",
        "Integer",
        "Long",
        "Boolean",
        "System",
        "Arrays",
        "List",
        "Map",
        "Tensor",
        "Graph",
        "Session",
        "Generated",
        "IllegalArgumentException",
        "ArithmeticException",
        "AssertionError",
        "Workspace",
        "Tape",
        "JavaNumbers",
        "Model",
        "Compute",
        "SerializedGraph",
        "SuppressWarnings",
        "Deprecated"
      })
  void aModelMayBeCalledLikeALibraryClass(String name) {
    assertCompiles(
        "demo." + name,
        """
        package demo;
        @dev.kiln.annotation.Model public class NAME {
          @dev.kiln.annotation.Parameter double rate = 0.5;
          @dev.kiln.annotation.Compute @dev.kiln.annotation.Differentiable
          public double f(double[] x, float y, long n, int k) {
            double sum = 0;
            double[] copy = new double[x.length];
            for (int i = 0; i < x.length; i++) {
              if (n % 3 == i || x[i] < -100) {
                throw new java.lang.IllegalStateException("bad " + i + x[i] + y);
              }
              assert k > 0 : k;
              copy[i] = java.lang.Math.exp(x[i] * rate) + (int) x[i] + k / 3 + y % 2;
              sum += copy[i] * java.lang.Math.pow(x[i], 3) + java.lang.Math.max(x[i], y);
            }
            while (sum > 10) { sum /= 2; }
            return sum;
          }
        }
        """
            .replace("NAME", name));
  }

  @Test
  void aModelMayBeNestedDeeply() {
    assertCompiles(
        "demo.Outer",
        """
        package demo;
        class Outer {
          interface Middle {
            enum Inner {
              ONE;
              @Model static class Deep {
                @Compute @Differentiable double f(double x) { return x * x; }
              }
            }
          }
          static class Compiled { @Model static class Compiled2 {
            @Compute double f(double x) { return x; }
          } }
        }
        """);
  }

  /** A variable obscures a class of its name. */
  @Test
  void variablesMayBeCalledLikeClasses() {
    assertCompiles(
        "demo.Capitals",
        """
        package demo;
        @Model class Capitals {
          record Arrays(double Tensor, double Workspace) {}
          @Parameter double Weight = 0.5;
          @Compute @Differentiable double f(double[] Files, int Nodes, double W) {
            double Arrays = 0;
            double[] JavaArrays = new double[Nodes];
            for (int System = 0; System < Files.length; System++) {
              Arrays String = new Arrays(Files[System], W * Weight);
              JavaArrays[System % Nodes] += String.Workspace() * String.Tensor();
              Arrays += java.lang.Math.exp(JavaArrays[System % Nodes]);
            }
            return Arrays;
          }
        }
        """);
  }

  @Test
  void aModelMayBeInANamedModule(@TempDir Path folder) throws IOException {
    Path source = folder.resolve("demo/Newton.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        package demo;
        import dev.kiln.annotation.*;
        import dev.kiln.tensor.Tensor;
        @Model public class Newton {
          @Parameter @Shape("n") Tensor w = Tensor.ones(3);
          @Compute @Differentiable public double root(double x) {
            double guess = x;
            while (Math.abs(guess * guess - x) > 1e-9) { guess = (guess + x / guess) / 2; }
            return guess;
          }
          @Compute public @Shape("n") Tensor twice(@Shape("n") Tensor x) { return x.add(w); }
        }
        """);
    Path module = folder.resolve("module-info.java");
    Files.writeString(module, "module demo.models { requires dev.kiln.graph; }");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
      String path =
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
              .filter(entry -> entry.matches(".*(annotations|runtime|graph).*"))
              .collect(Collectors.joining(File.pathSeparator));
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              files,
              diagnostics,
              List.of(
                  "--module-path",
                  path,
                  "-d",
                  folder.toString(),
                  "-Xlint:all,-processing",
                  "-Werror"),
              null,
              files.getJavaFileObjects(source, module));
      task.setProcessors(List.of(new KilnProcessor()));
      assertTrue(task.call(), diagnostics.getDiagnostics().toString());
    }
    assertTrue(Files.exists(folder.resolve("demo/CompiledNewton.class")));
  }

  @Test
  void manyModelsMayBeInOneFile() {
    StringBuilder source = new StringBuilder("package demo;\n");
    for (int i = 0; i < 20; i++) {
      source.append(
          "@Model class M" + i + " { @Compute int f(int x) { return x + " + i + "; } }\n");
    }
    // javac warns of the use of such a class in any other file
    assertCompiles("demo.M0", source.toString(), "-Xlint:-auxiliaryclass");
  }

  private static void assertCompiles(String name, String source, String... options) {
    String text =
        source.startsWith("package")
            ? source.replaceFirst(";\n", ";\n" + IMPORTS)
            : IMPORTS + source;
    List<Object> all =
        new ArrayList<>(List.of("-Xlint:all,-processing", "-Werror", "-Akiln.warnings=off"));
    all.addAll(List.of(options));
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .withOptions(all)
            .compile(JavaFileObjects.forSourceString(name, text));
    assertThat(compilation).succeeded();
  }
}
