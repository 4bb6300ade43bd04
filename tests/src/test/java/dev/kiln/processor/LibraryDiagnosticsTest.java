package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be compiled of the models and records of a library, and how that is said. */
class LibraryDiagnosticsTest {
  private static final String HEADER =
      "package library; import dev.kiln.annotation.*; import dev.kiln.tensor.*;\n";

  @TempDir private static Path library;

  @BeforeAll
  static void compileLibrary() throws IOException {
    JavaFileObject dense =
        JavaFileObjects.forSourceString(
            "library.Dense",
            HEADER
                + """
                @Model
                public class Dense {
                  public record Pair(@Shape("k") Tensor first, @Shape("k") Tensor second) {}
                  @Parameter @Shape("in, out") Tensor w;
                  @Compute public Tensor apply(@Shape("n, in") Tensor x) { return x.matmul(w); }
                  @Compute public Tensor dot(Pair pair) {
                    return pair.first().matmul(pair.second());
                  }
                  @Compute public double twice(double x) { return scaled(x, 2); }
                  public double scaled(double x, double by) { return x * by; }
                  public static double applied(java.util.function.DoubleUnaryOperator f, double x) {
                    return f.applyAsDouble(x);
                  }
                  public static Tensor shapeless(Tensor x) { return x.square(); }
                  public static double printed(double x) {
                    System.out.println(x);
                    return x;
                  }
                }
                """);
    JavaFileObject checked =
        JavaFileObjects.forSourceString(
            "library.Checked",
            HEADER
                + """
                public record Checked(double x) {
                  public Checked {
                    if (x < 0) {
                      throw new IllegalArgumentException();
                    }
                  }
                }
                """);
    JavaFileObject hidden =
        JavaFileObjects.forSourceString(
            "library.Hidden",
            HEADER
                + """
                class Hidden extends IllegalStateException {
                  public Hidden(String message) { super(message); }
                }
                """);
    JavaFileObject guarded =
        JavaFileObjects.forSourceString(
            "library.Guarded",
            HEADER
                + """
                @Model
                public class Guarded {
                  static class OfPublic extends RuntimeException {}
                  public static class OwnConstructor extends RuntimeException {
                    OwnConstructor(String message) { super(message); }
                  }
                  double scale = 2;
                  @Compute public double scaled(double x) { return x * scale; }
                  @Compute @Differentiable public double root(double x) {
                    if (x < 0) throw new Hidden("x is " + x);
                    return Math.sqrt(x);
                  }
                  @Compute public double first(double[] x) {
                    if (x.length == 0) throw new OfPublic();
                    return x[0];
                  }
                  @Compute public double last(double[] x) {
                    if (x.length == 0) throw new OwnConstructor("none");
                    return x[x.length - 1];
                  }
                }
                """);
    JavaFileObject holder =
        JavaFileObjects.forSourceString(
            "library.Holder",
            HEADER
                + """
                @Model
                public class Holder {
                  @Model static class Held {
                    @Parameter double k = 2;
                    @Compute double scaled(double x) { return k * x; }
                  }
                  final Held held = new Held();
                  @Compute public double scaled(double x) { return held.scaled(x); }
                }
                """);
    JavaFileObject future =
        JavaFileObjects.forSourceString(
            "library.Future",
            HEADER + "@Model public class Future { public double f(double x) { return x; } }");
    JavaFileObject futureGraphs =
        JavaFileObjects.forSourceString(
            "library.FutureSerializedGraphs",
            HEADER
                + """
                @SerializedGraph(method = "f(double)", text = {"graph \\"f\\" ", "of tomorrow"})
                class FutureSerializedGraphs {}
                """);
    write(
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .withOptions("-parameters")
            .compile(dense, checked, hidden, guarded, holder));
    JavaFileObject early =
        JavaFileObjects.forSourceString(
            "library.Early",
            HEADER + "@Model public class Early { public double f(double x) { return x; } }");
    JavaFileObject earlyGraphs =
        JavaFileObjects.forSourceString(
            "library.EarlySerializedGraphs",
            HEADER
                + """
                @SerializedGraph(method = "f(double)", text = "graph \\"f\\" { input \\"x\\" argument \
                outputs (\\"result\\") function \\"f\\"(%0.x: f64) -> (f64) { return(%0) } }")
                class EarlySerializedGraphs {}
                """);
    write(
        Compiler.javac()
            .withOptions("-proc:none")
            .compile(future, futureGraphs, early, earlyGraphs));
  }

  private static void write(Compilation compilation) throws IOException {
    assertThat(compilation).succeeded();
    for (JavaFileObject each : compilation.generatedFiles()) {
      if (each.getKind() == JavaFileObject.Kind.CLASS) {
        String name = each.getName().replaceFirst("^/?CLASS_OUTPUT/", "");
        Path file = library.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream bytes = each.openInputStream()) {
          Files.write(file, bytes.readAllBytes());
        }
      }
    }
  }

  private static void assertMistakes(String source) {
    String classPath = library + File.pathSeparator + System.getProperty("java.class.path");
    DiagnosticAssertions.assertMistakes(source, "-cp", classPath);
  }

  @Test
  void theComponentsOfAnArgumentContradictEachOther() {
    assertMistakes(
        """
          @Model
          public class Net {
            library.Dense dense;
            @Compute
            Tensor apply(@Shape("3") Tensor x, @Shape("4") Tensor y) {
              return dense.dot(new library.Dense.Pair(x, y));
        //                     ^ [KILN-303] 'second' of Pair is declared as f32[3] but is f32[4].
            }
          }
        """);
  }

  @Test
  void oneInstanceIsUsedAtTwoSizes() {
    assertMistakes(
        """
          @Model
          public class Net {
            library.Dense dense;
            @Compute
            Tensor apply(@Shape("1, 3") Tensor x, @Shape("1, 4") Tensor y) {
              return dense.apply(x).add(dense.apply(y));
        //                                          ^ [KILN-304] argument 'x' of dense.apply is
        // declared as f32[n, in], which is f32[1, 3] here, but is f32[1, 4]; dense.in is 3 by
        // Net.java:6.
            }
          }
        """);
  }

  @Test
  void aHelperMethodHasNoGraphOfItsOwn() {
    assertMistakes(
        """
          @Model
          public class Net {
            library.Dense dense;
            @Compute
            double apply(double x) {
              return dense.scaled(x, 3);
        //                ^ [KILN-203] Dense.scaled is a call of code that Kiln cannot see.
            }
          }
        """);
  }

  @Test
  void aModelWhoseClassCannotBeNamedIsRefused() {
    assertMistakes(
        """
          @Model
          public class Net {
        //       ^ [KILN-133] the class library.Holder.Held of the model in holder.held cannot be named
        // in package demo.
            final library.Holder holder = new library.Holder();
          }
        """);
  }

  @Test
  void aStaticMethodHasNoGraph() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            double apply(double x, @Shape("3") Tensor t) {
              double sum = library.Dense.applied(y -> y * y, x);
        //                              ^ [KILN-203] Dense.applied is a call of code that Kiln cannot
        // see. Instead: give it arguments and code that a compute method may have, with @Shape on its
        // tensors, and compile the library with this version of Kiln; or write the method in the
        // model.
              sum += library.Dense.shapeless(t).sum().toDouble();
        //                        ^ [KILN-203] Dense.shapeless is a call of code that Kiln cannot
        // see. Instead: give it arguments and code that a compute method may have, with @Shape on its
        // tensors, and compile the library with this version of Kiln; or write the method in the
        // model.
              return sum + library.Dense.printed(x);
        //                              ^ [KILN-203] Dense.printed is a call of code that Kiln cannot
        // see. Instead: give it arguments and code that a compute method may have, with @Shape on its
        // tensors, and compile the library with this version of Kiln; or write the method in the
        // model.
            }
          }
        """);
  }

  @Test
  void anOverriddenMethodIsCalledByAnInheritedOne() {
    assertMistakes(
        """
          @Model
          public class Net extends library.Dense {
        //       ^ [KILN-121] the source of the inherited @Compute method twice is not in this
        // compilation.
            @Override public double scaled(double x, double by) { return 0; }
          }
        """);
  }

  @Test
  void aRecordWithoutSourceMayCheckItsComponents() {
    assertMistakes(
        """
          @Model
          public class Net {
            @Compute
            double apply(double x) {
              return new library.Checked(x).x();
        //           ^ [KILN-120] the source of the record Checked is not in this compilation, so
        // its constructor may contain code.
            }
          }
        """);
  }

  @Test
  void aGraphOfAnotherVersionIsNotUnderstood() {
    assertMistakes(
        """
          @Model
          public class Net {
            library.Future future;
            @Compute
            double apply(double x) {
              return future.f(x);
        //                 ^ [KILN-214] the graph of Future.f in its library cannot be read: line 1,
        // column 11: expected '{', not 'of'.
            }
          }
        """);
  }

  @Test
  void aGraphOfAnEarlyVersionCannotBeCompared() {
    assertMistakes(
        """
          @Model
          public class Net {
            library.Early early;
            @Compute
            double apply(double x) {
              return early.f(x);
        //                ^ [KILN-214] the graph of Early.f in its library cannot be read: it has
        // no fingerprint, since an early version of Kiln wrote it; compile the library again.
            }
          }
        """);
  }

  @Test
  void aLibraryDoesNotKnowOfConstants() {
    assertMistakes(
        """
          @Model
          public class Line {
            library.Dense dense;
            @Compute @Differentiable double f(double x) { return frozen(x) * x; }
            @NoGradient double frozen(double x) { return dense.twice(x); }
        //                                                    ^ [KILN-409] Dense.twice
        // is in a library, so it cannot take a @NoGradient value.
          }
        """);
  }

  @Test
  void generatedCodeCannotMakeTheExceptionOfALibrary() {
    assertMistakes(
        """
          @Model
          public class Net {
            library.Guarded guarded;
            @Compute double f(double x) {
              return guarded.root(x);
        //                  ^ [KILN-208] the exception library.Hidden of Guarded.root cannot be thrown
        // from a compute method. Instead: make the class static, and it and a constructor that takes
        // nothing or a String visible in the package of the model, or throw an
        // IllegalStateException.
            }
            @Compute double g(double[] x) {
              return guarded.first(x) + guarded.last(x);
        //                  ^ [KILN-208] the exception library.Guarded.OfPublic of Guarded.first cannot be thrown
        // from a compute method. Instead: make the class static, and it and a constructor that takes
        // nothing or a String visible in the package of the model, or throw an
        // IllegalStateException.
        //                                     ^ [KILN-208] the exception
        // library.Guarded.OwnConstructor of Guarded.last cannot be thrown
        // from a compute method. Instead: make the class static, and it and a constructor that takes
        // nothing or a String visible in the package of the model, or throw an
        // IllegalStateException.
            }
            @Compute double h(double x) {
              return library.CompiledGuarded.rootGradient(guarded, x).x();
        //                                  ^ [KILN-208] the exception library.Hidden of Guarded.root cannot be thrown
        // from a compute method. Instead: make the class static, and it and a constructor that takes
        // nothing or a String visible in the package of the model, or throw an
        // IllegalStateException.
            }
          }
        """);
  }

  @Test
  void aMethodIsInheritedWithAnExceptionThatGeneratedCodeCannotMake() {
    assertMistakes(
        """
          @Model
          public class Net extends library.Guarded {
        //       ^ [KILN-208] the exception library.Hidden of Guarded.root cannot be thrown
        // from a compute method. Instead: make the class static, and it and a constructor that takes
        // nothing or a String visible in the package of the model, or throw an
        // IllegalStateException.
          }
        """);
  }
}
