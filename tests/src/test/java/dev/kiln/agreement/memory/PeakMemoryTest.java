package dev.kiln.agreement.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.kiln.processor.KilnProcessor;
import dev.kiln.processor.Sources;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes that {@code -Akiln.explain} says tensors take are those that a first call allocates.
 */
class PeakMemoryTest {
  /** What kernels need beside their results, and the objects around arrays. */
  private static final double SLACK = 0.02;

  private static final int BATCH = 400;
  private static final Pattern TAKEN = Pattern.compile("tensors take (\\S+) bytes");

  private record Model(String name, String methods) {
    String source() {
      return """
      @Model public class Net {
        @Parameter @Shape("300, 200") Tensor w1 = Tensor.full(0.01, 300, 200);
        @Parameter @Shape("200") Tensor b1 = Tensor.full(0.01, 200);
        @Parameter @Shape("200, 100") Tensor w2 = Tensor.full(0.01, 200, 100);
        %s
      }
      """
          .formatted(methods);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Model> models() {
    return Stream.of(
        new Model(
            "perceptron",
            """
            @Compute @Differentiable(wrt = {"w1", "b1", "w2"}) Tensor f(
                @Shape("batch, 300") Tensor x) {
              return x.matmul(w1).add(b1).tanh().matmul(w2).square().mean();
            }
            """),
        new Model(
            "elementwise chain",
            """
            @Compute @Differentiable Tensor f(@Shape("batch, 300") Tensor x) {
              Tensor y = x.exp().add(1).sqrt();
              return y.multiply(x.tanh()).subtract(y.sigmoid()).sum();
            }
            """),
        new Model(
            "views",
            """
            @Compute @Differentiable Tensor f(@Shape("batch, 300") Tensor x) {
              Tensor y = x.matmul(w1).reshape(x.dim(0) * 2, 100);
              return y.matmul(y.transpose()).square().mean();
            }
            """));
  }

  @ParameterizedTest
  @MethodSource("models")
  void theFirstCallAllocatesWhatIsSaid(Model model) throws Exception {
    long said = said(model);
    long allocated = allocated(model);
    assertTrue(said <= allocated, said + " said, " + allocated + " allocated");
    assertEquals((double) said, (double) allocated, SLACK * said);
  }

  private static long said(Model model) {
    String imports = "package demo; import dev.kiln.annotation.*; import dev.kiln.tensor.*;\n";
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .withOptions("-Akiln.explain")
            .compile(JavaFileObjects.forSourceString("demo.Net", imports + model.source()));
    Matcher taken =
        TAKEN.matcher(
            compilation.notes().stream()
                .map(note -> note.getMessage(Locale.ROOT))
                .reduce("", String::concat));
    assertTrue(taken.find(), "nothing is said");
    return Stream.of(taken.group(1).split("\\+"))
        .mapToLong(
            term ->
                Stream.of(term.split("\\*"))
                    .mapToLong(each -> each.equals("batch") ? BATCH : Long.parseLong(each))
                    .reduce(1, Math::multiplyExact))
        .sum();
  }

  /** After a call with another batch, which has loaded classes and left arrays of other sizes. */
  private static long allocated(Model model) throws Exception {
    Object measured =
        new Sources()
            .demo("Net", model.source())
            .run(
                """
                CompiledNet net = new CompiledNet();
                net.fGradient(Tensor.full(0.5, 8, 300));
                Tensor x = Tensor.full(0.5, %d, 300);
                com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean)
                    java.lang.management.ManagementFactory.getThreadMXBean();
                long before = threads.getCurrentThreadAllocatedBytes();
                net.fGradient(x);
                return threads.getCurrentThreadAllocatedBytes() - before;
                """
                    .formatted(BATCH));
    return (Long) measured;
  }
}
