package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.CompilationSubject;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model that is compiled alone, with only class files of the models that it uses, becomes byte
 * for byte what it becomes when all are compiled together.
 */
class IncrementalCompilationTest {
  private static final String HEADER =
      """
      package demo;

      import dev.kiln.annotation.*;
      import dev.kiln.annotation.Differentiable.Mode;
      import dev.kiln.tensor.StopGradient;
      import dev.kiln.tensor.Tensor;

      @Model
      """;

  @TempDir private Path folder;

  private static Map<String, String> project() {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("demo.Whole", HEADER + WHOLE);
    sources.put("demo.Dense", HEADER + DENSE);
    sources.put("demo.Curve", HEADER + CURVE);
    sources.put("demo.Scale", HEADER + SCALE);
    sources.put("demo.Net", HEADER + NET);
    sources.put("demo.Powers", HEADER + POWERS);
    sources.put("demo.Line", HEADER + LINE);
    return sources;
  }

  private static final String DENSE =
      """
      public class Dense {
        public record Range(double low, double high) {}

        @Parameter @Shape("in, out") Tensor w;
        @Parameter @Shape("out") Tensor b;
        protected final float slope = 0.125f;

        @Compute @Shape("batch, out")
        public Tensor apply(@Shape("batch, in") Tensor x) {
          Tensor y = x.matmul(w).add(b);
          return y.max().toFloat() > 0 ? y : y.multiply(slope).reshape(x.dim(0), b.dim(0));
        }

        @Compute
        public Range widen(Range range, double by) {
          if (!(by >= 0)) {
            throw new IllegalArgumentException("widen by " + by);
          }
          return new Range(range.low() - by, range.high() + leaky(by));
        }

        private double leaky(double value) {
          if (value < 0) {
            return value * 0.25;
          }
          return value;
        }
      }
      """;

  private static final String POWERS =
      """
      public class Powers {
        double floor = 1e-9;

        static double power(double x, int n) {
          return n == 0 ? 1 : x * power(x, n - 1);
        }

        @Compute @Differentiable
        public double sum(double[] x, int n) {
          double sum = 0;
          search:
          for (int i = 0; i < x.length; i++) {
            for (int j = n; ; j--) {
              if (j < 0) {
                continue search;
              }
              if (Math.abs(x[i]) < floor) {
                break search;
              }
              sum += power(x[i], j) / (j + 1);
            }
          }
          return sum;
        }

        @Compute
        public void fill(double[] target, double value) {
          for (int i = 0; i < target.length; i++) {
            target[i] = even(i) ? power(value, i) : Math.log1p(power(value, 2));
          }
        }

        private boolean even(int i) {
          return i == 0 || !odd(i);
        }

        private boolean odd(int i) {
          return i != 0 && even(i - 1);
        }
      }
      """;

  private static final String CURVE =
      """
      public class Curve {
        static final double HALF = 0.5;
        double stiffness = 2;

        static double softly(double x) {
          return Math.log1p(Math.exp(x));
        }

        @Compute @CustomGradient(vjp = "bendVjp")
        public double bend(double x, @NoGradient double by) {
          return x * Math.round(by) * stiffness;
        }

        double bendVjp(double x, double by, double cotangent) {
          return cotangent * by * stiffness;
        }

        @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.JVP})
        public double settle(double start, @NoGradient int steps) {
          double x = start;
          for (@Checkpoint int i = 0; i < steps; i++) {
            x = HALF * (x + start / x) + softly(x) * StopGradient.of(x);
          }
          return x;
        }
      }
      """;

  private static final String SCALE =
      """
      public class Scale {
        @Parameter double factor = 2;
        @Parameter @Shape("n") Tensor each;
        Powers powers = new Powers();

        @Compute @Differentiable(wrt = {"value", "factor"})
        public double scale(double value, @NoGradient double hidden) {
          double result = value * factor + hidden;
          while (result > 10) {
            result = shrink(result);
          }
          return result;
        }

        double shrink(double x) {
          return x / 3;
        }

        @Compute @Differentiable
        public Tensor stretch(@Shape("n") Tensor rows) {
          return rows.multiply(each).sum();
        }

        @Compute
        public int index(int each) {
          return each % 7;
        }

        @Compute
        public int ways(int steps) {
          return steps < 2 ? 1 : ways(steps - 1) + ways(steps - 2);
        }

        @Compute @Differentiable
        public double total(double[] data) {
          return powers.sum(data, 2) * factor;
        }
      }
      """;

  private static final String LINE =
      """
      public class Line extends Scale {
        @Parameter double offset = 1;
        Curve curve = new Curve();

        @Compute @Differentiable
        public double at(double x, double y) {
          return scale(x, y) + offset * super.scale(y, x) + curve.bend(x, y);
        }

        @Override @Compute
        public int index(int each) {
          return super.index(each + 1) + each;
        }

        double shrinking(double x) {
          return x;
        }
      }
      """;

  private static final String NET =
      """
      public class Net {
        Dense first = new Dense();
        Dense second = new Dense();
        Line line = new Line();
        Powers powers = new Powers();
        @Parameter @Shape("2") Tensor last;

        @Compute @Shape("rows")
        public Tensor apply(@Shape("rows, 3") Tensor input) {
          return second.apply(first.apply(input).tanh()).matmul(last);
        }

        @Compute
        public Dense.Range both(Dense.Range range, double by) {
          Dense.Range wide = first.widen(range, by);
          return second.widen(new Dense.Range(wide.high(), wide.low()), 1);
        }

        @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP})
        public double nested(double[] x, int depth) {
          return descend(x, depth, line.scale(x[0], 1));
        }

        double descend(double[] x, int depth, double carried) {
          if (depth == 0) {
            return carried;
          }
          double here = powers.sum(x, depth) + line.powers.sum(x, 1);
          return here + descend(x, depth - 1, line.at(here, carried));
        }
      }
      """;

  private static final String WHOLE =
      """
      public class Whole extends Line {
        Net net = new Net();
        double[] kept = {1, 2, 3};

        @Compute @Differentiable
        public Tensor loss(@Shape("rows, 3") Tensor input) {
          return net.apply(input).square().mean();
        }

        @Compute @Differentiable
        public double deep(double x) {
          double[] values = new double[3];
          net.powers.fill(values, x);
          return net.nested(values, 3) + at(x, x) + total(kept) + net.line.curve.settle(x, 4);
        }
      }
      """;

  /** All that a compilation writes, by file. */
  private static Map<String, byte[]> compile(Map<String, String> sources, List<String> options)
      throws IOException {
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(JavaFileObjects.forSourceString(name, text)));
    Compilation compilation =
        Compiler.javac().withProcessors(new KilnProcessor()).withOptions(options).compile(files);
    CompilationSubject.assertThat(compilation).succeeded();
    Map<String, byte[]> written = new TreeMap<>();
    for (JavaFileObject each : compilation.generatedFiles()) {
      String name = each.getName().replaceFirst("^/?(CLASS|SOURCE)_OUTPUT/", "");
      try (InputStream bytes = each.openInputStream()) {
        written.put(name, bytes.readAllBytes());
      }
    }
    return written;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-parameters", "-g", "-g:none -Akiln.graphs=text"})
  void aModelCompiledAloneIsTheSameByteForByte(String options) throws IOException {
    List<String> base = Stream.of(options.split(" ")).filter(each -> !each.isEmpty()).toList();
    Map<String, byte[]> together = compile(project(), base);
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> model : project().entrySet()) {
      Path others = Files.createDirectory(folder.resolve(model.getKey()));
      write(others, model.getKey(), together);
      List<String> alone = new ArrayList<>(base);
      alone.add("-cp");
      alone.add(others + File.pathSeparator + System.getProperty("java.class.path"));
      Map<String, byte[]> again = compile(Map.of(model.getKey(), model.getValue()), alone);
      assertTrue(again.size() >= 6, again.keySet().toString());
      again.forEach(
          (file, bytes) -> {
            if (!Arrays.equals(together.get(file), bytes)) {
              differences.add(difference(file, together.get(file), bytes));
            }
          });
      assertEquals(filesOf(model.getKey(), together), List.copyOf(again.keySet()));
    }
    assertEquals("", String.join("\n", differences));
  }

  /** Writes the class files that do not come from the model. */
  private static void write(Path folder, String model, Map<String, byte[]> files)
      throws IOException {
    List<String> own = filesOf(model, files);
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      if (each.getKey().endsWith(".class") && !own.contains(each.getKey())) {
        Path file = folder.resolve(each.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, each.getValue());
      }
    }
  }

  private static List<String> filesOf(String model, Map<String, byte[]> files) {
    String path = model.replace('.', '/');
    String owner = path.substring(0, path.lastIndexOf('/') + 1);
    String name = path.substring(owner.length());
    String own =
        owner
            + "(Compiled)?"
            + name
            + "(Fingerprints|Graphs|Parameters|SerializedGraphs)?(\\$.*)?\\.(java|class)";
    return files.keySet().stream().filter(file -> file.matches(own)).toList();
  }

  /** The first line that differs. */
  private static String difference(String file, byte[] expected, byte[] actual) {
    if (!file.endsWith(".java")) {
      return file;
    }
    String[] lines = new String(expected, StandardCharsets.UTF_8).split("\n", -1);
    String[] others = new String(actual, StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < Math.min(lines.length, others.length); i++) {
      if (!lines[i].equals(others[i])) {
        return file + ":" + (i + 1) + "\n  " + lines[i] + "\n  " + others[i];
      }
    }
    return file + ": of another length";
  }
}
