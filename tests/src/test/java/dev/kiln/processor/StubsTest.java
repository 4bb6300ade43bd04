package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.JavaFileObjects;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Name;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model with errors has its generated classes all the same, so that other files show no more. */
class StubsTest {
  /** Each method ends in a place for a mistake. */
  private static final String MODEL =
"""
      package demo;
      import dev.kiln.annotation.*;
      import dev.kiln.annotation.Differentiable.Mode;
      import dev.kiln.tensor.*;
      import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
      @Model
      public class Fit {
        public record Pair(double p, double[] q) {}
        @Model public static class Part {
          @Parameter @Shape("2") Tensor v = Tensor.zeros(2);
          double unit = 1;
        }
        @Parameter @Shape("3") Tensor w = Tensor.zeros(3);
        @Parameter double b;
        @Parameter float unused;
        double scale = 2;
        Part part = new Part();
        public Fit(int n, String... names) throws IOException {}
        protected Fit() {}
        private Fit(double secret) {}
        @Compute @Differentiable(modes = {
            Mode.GRADIENT, Mode.HESSIAN, Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN_DIAGONAL})
        public double number(double x, double[] y) {
          double a = b * x * scale + y[0];
          @
          return a;
        }
        @Compute @Differentiable(wrt = {"y", "scale"}, modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP})
        protected double chosen(double x, double[] y) {
          double a = b * x * scale + y[0];
          @
          return a;
        }
        @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
        double[] array(Pair p, int n, float... rest) {
          double[] r = new double[n];
          r[0] = p.p() * b + helper(p.q()) + rest[0];
          @
          return r;
        }
        double helper(double[] q) { return q[0] * scale; }
        @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP})
        Pair record(double b, @NoGradient double c) {
          Pair r = new Pair(this.b * b * c, new double[] {b});
          @
          return r;
        }
        @Compute @Differentiable
        public Tensor tensor(@Shape("3") Tensor x) {
          Tensor r = x.multiply(w).sum().add(part.v.sum());
          @
          return r;
        }
        @Compute @Differentiable(modes = {Mode.JVP, Mode.VJP}) @Shape("3")
        public Tensor vector(@Shape("3") Tensor x) {
          Tensor r = x.multiply(w);
          @
          return r;
        }
        @Compute public void plain(int[] x) {
          x[0] = 1;
          @
        }
        @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
        void written(double x, double[] y, double[] z) {
          y[0] = x * z[0];
          @
        }
        public double numberGradient() { return 0; }
      }
""";

  @TempDir private Path folder;

  private static final String USE =
      """
      package demo;
      import demo.CompiledFit.NumberGradient2;
      class Use {
        final CompiledFit fit = new CompiledFit();
        double use(dev.kiln.tensor.Tensor t) {
          NumberGradient2 g = fit.numberGradient2(1, new double[2]);
          fit.numberGradientInto(1, new double[2], new double[1], new double[2], new double[1]);
          double[][] h = fit.numberHessian(1, new double[2]);
          CompiledFit.NumberHvp hvp = fit.numberHvp(1, new double[2], 1, new double[2], 1);
          double d = fit.arrayVjp(new Fit.Pair(1, h[0]), 2, new float[1], new double[2]).b();
          FitGraphs.number();
          FitGraphs.stateOf(fit);
          FitGraphs.arrayJacobianInto();
          FitParameters.w(fit);
          return g.value() + g.x() + g.y()[0] + g.b() + hvp.xProduct() + d;
        }
      }
      """;

  /** What the compiler says, line by line, of sources that begin with a class each. */
  private List<String> compile(String... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<JavaFileObject> files = new ArrayList<>();
    for (String each : sources) {
      String name = each.replaceFirst("(?s).*?\\b(?:class|interface|enum) (\\w+).*", "$1");
      files.add(JavaFileObjects.forSourceString("demo." + name, each));
    }
    List<String> options = List.of("-Xlint:all,-processing", "-Akiln.warnings=off");
    Files.createDirectories(folder);
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(said, null, null)) {
      manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
      JavaCompiler.CompilationTask task =
          compiler.getTask(null, manager, said, options, null, files);
      task.setProcessors(List.of(new KilnProcessor()));
      task.call();
    }
    return said.getDiagnostics().stream()
        .filter(each -> each.getKind() != Diagnostic.Kind.NOTE)
        .map(each -> each.getLineNumber() + ": " + firstLine(each))
        .toList();
  }

  private static String firstLine(Diagnostic<?> diagnostic) {
    return diagnostic.getMessage(Locale.ROOT).lines().findFirst().orElseThrow();
  }

  private static String with(String mistake) {
    return MODEL.replace("@\n", mistake + "\n");
  }

  @Test
  void aTypoInOneMethodGivesOneError() throws IOException {
    String typo = MODEL.replaceFirst("@\n", "a = tpyo;\n").replace("@\n", "\n");
    assertEquals(List.of("27: cannot find symbol"), compile(typo, USE));
  }

  @Test
  void withoutItEverythingIsAccepted() throws IOException {
    assertEquals(List.of(), compile(with(""), USE));
  }

  @Test
  void aRefusalGivesOneError() throws IOException {
    String refused = MODEL.replaceFirst("@\n", "a += Double.hashCode(a);\n").replace("@\n", "\n");
    String signatures = "package demo; class Use { CompiledFit fit; CompiledFit.NumberHvp hvp; }";
    List<String> said = compile(refused, signatures);
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).startsWith("27: [KILN-203] Double.hashCode is a call"), said.get(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tpyo();", "int wrong = tpyo;", "int wrong = 1.5;", "System.gc();"})
  void stubsHaveTheSignaturesOfTheRealClasses(String mistake) throws IOException {
    assertEquals(List.of(), compile(with("")));
    List<String> classes =
        List.of("CompiledFit", "FitFingerprints", "FitGraphs", "FitParameters", "Fit_PartGraphs");
    List<Set<String>> real = new ArrayList<>();
    for (String name : classes) {
      real.add(signatures(name));
    }
    assertEquals(8, compile(with(mistake)).size());
    for (int i = 0; i < classes.size(); i++) {
      assertEquals(String.join("\n", real.get(i)), String.join("\n", signatures(classes.get(i))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "101,interface,@Compute default double f(double x) { return x; }",
    "101,enum,'A; @Compute double f(double x) { return x; }'",
    "102,final class,@Compute double f(double x) { return x; }",
    "103,class,'private Lost() {} @Compute double f(double x) { return x; }'",
    "117,class,'@Compute <T> double f(double x) { return x; }'",
    "118,abstract class,'@Compute double f(double x) { return x; } abstract int g();'",
    "108,class,'@Parameter int[] i; @Compute double f(double x) { return x; }'",
  })
  void stubsBringNoErrorsOfTheirOwn(String code, String kind, String members) throws IOException {
    String model =
        "package demo; import dev.kiln.annotation.*;\n@Model " + kind + " Lost { " + members + " }";
    String use = "package demo; class Use { CompiledLost a; LostGraphs b; LostParameters c; }";
    List<String> said = compile(model, use);
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains("[KILN-" + code + "]"), said.get(0));
  }

  @Test
  void aPrivateModelHasStubs() throws IOException {
    String model =
        """
        package demo; import dev.kiln.annotation.*;
        class Outer { @Model private static class Lost { @Compute double f(double x) { return x; } } }
        """;
    String use = "package demo; class Use { Outer_CompiledLost a; Outer_LostGraphs b; }";
    List<String> said = compile(model, use);
    assertEquals(1, said.size(), said.toString());
    assertTrue(said.get(0).contains("[KILN-101]"), said.get(0));
  }

  @Test
  void whatTwoModelsShareIsSaidOnce() throws IOException {
    String helper =
        "package demo; class Helper { static int h(double x) { return Double.hashCode(x); } }";
    String first =
        """
        package demo; import dev.kiln.annotation.*;
        @Model class First { @Compute double f(double x) { return Helper.h(x); } }
        """;
    String second =
        """
        package demo; import dev.kiln.annotation.*;
        @Model class Second {
          First first = new First();
          @Compute double f(double x) { return Helper.h(x); }
          @Compute double g(double x) { return first.f(x); }
        }
        """;
    List<String> said = compile(helper, first, second);
    assertEquals(1, said.size(), said.toString());
  }

  @Test
  void aTypeThatNeverComesIsTheOnlyError() throws IOException {
    String model =
        """
        package demo; import dev.kiln.annotation.*;
        @Model class Lost {
          @Parameter double a;
          @Compute @Differentiable double f(dobule x) { return a; }
          @Compute @Differentiable double g(double x) { return a * x; }
        }
        """;
    String use =
        "package demo; class Use { CompiledLost a; CompiledLost.GGradient b; LostGraphs c; }";
    assertEquals(List.of("4: cannot find symbol"), compile(model, use));
  }

  /** What other classes of the package can name, without the methods that are overridden. */
  private Set<String> signatures(String name) throws IOException {
    JavaFileObject file =
        JavaFileObjects.forSourceString(
            "demo." + name, Files.readString(folder.resolve("demo").resolve(name + ".java")));
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, List.of(file));
    Set<String> signatures = new TreeSet<>();
    for (CompilationUnitTree unit : task.parse()) {
      for (Tree each : unit.getTypeDecls()) {
        collect("", (ClassTree) each, signatures);
      }
    }
    return signatures;
  }

  private static void collect(String prefix, ClassTree type, Set<String> signatures) {
    String name = prefix + type.getModifiers().getFlags() + type.getSimpleName();
    signatures.add(name + " " + type.getExtendsClause() + type.getImplementsClause());
    for (Tree member : type.getMembers()) {
      if (member instanceof ClassTree inner && !isPrivate(inner.getModifiers().getFlags())) {
        collect(name + ".", inner, signatures);
      } else if (member instanceof VariableTree field
          && !isPrivate(field.getModifiers().getFlags())) {
        signatures.add(name + "." + field);
      } else if (member instanceof VariableTree component && type.getKind() == Tree.Kind.RECORD) {
        signatures.add(accessor(name, component.getType(), component.getName()));
      } else if (member instanceof MethodTree method
          && type.getKind() == Tree.Kind.RECORD
          && method.getParameters().isEmpty()) {
        signatures.add(accessor(name, method.getReturnType(), method.getName()));
      } else if (member instanceof MethodTree method
          && !isPrivate(method.getModifiers().getFlags())
          && !method.getName().contentEquals("check")
          && !(type.getKind() == Tree.Kind.RECORD && method.getName().contentEquals("<init>"))
          && !method.getModifiers().toString().contains("Override")) {
        signatures.add(name + "." + signature(method));
      }
    }
  }

  /** A component of a record, or the method that stands for it in the stub. */
  private static String accessor(String record, Tree type, Name name) {
    return record + "." + type + " " + name + "()";
  }

  private static boolean isPrivate(Set<Modifier> flags) {
    return flags.contains(Modifier.PRIVATE);
  }

  private static String signature(MethodTree method) {
    String parameters =
        method.getParameters().stream().map(Object::toString).collect(Collectors.joining(", "));
    return method.getModifiers().getFlags()
        + " "
        + method.getReturnType()
        + " "
        + method.getName()
        + "("
        + parameters
        + ") throws "
        + method.getThrows();
  }
}
