package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.Block;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.testkit.run.Build;
import dev.kiln.testkit.run.InMemoryClasses;
import dev.kiln.testkit.run.ModelCompiler;
import dev.kiln.testkit.run.Problem;
import dev.kiln.testkit.run.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Generated code that builds graphs of terms gives the graphs that are kept as text otherwise. */
class TermGraphsTest {
  /** Every operation that terms have a method for, numbers, names, and operations with neither. */
  private static final String MODEL =
      Sources.HEADER
          + """
          @Model
          public class Terms {
            @Compute
            @Differentiable(wrt = "x")
            @Shape(value = "", dtype = DType.FLOAT64)
            Tensor f(@Shape(value = "2, 3", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "n, 3", dtype = DType.FLOAT64) Tensor y,
                @Shape(value = "k", dtype = DType.INT32) Tensor i) {
              Tensor curved = x.negate().abs().sign().square().sqrt().exp().log().tanh();
              Tensor squashed = curved.sigmoid().relu().add(1.0).subtract(x).multiply(0.1).divide(x);
              Tensor bounded = squashed.remainder(3.0).pow(2.0).maximum(-1.5).minimum(x);
              Tensor less = x.less(1.0).and(x.lessEqual(0.5)).or(x.greater(2.0).xor(x.greaterEqual(0.25)));
              Tensor chosen = less.not().where(bounded, x).add(x.equalTo(0.1).where(x, bounded));
              Tensor summed = y.sum(0).add(y.mean(true, 0).reshape(3)).add(y.max(0)).add(y.min(0));
              Tensor turned = x.transpose().permute(1, 0).slice(1, 0, 2).matmul(x.slice(0, 0, 2));
              Tensor soft = turned.softmax(1).add(turned.logSoftmax(-1)).add(x.mean()).broadcastTo(2, 3);
              Tensor taken = x.gather(1, i).argmax(1).cast(DType.FLOAT64).sum();
              Tensor hot = i.oneHot(3, DType.FLOAT64).sum(0);
              Tensor whole = i.divide(2).remainder(i).sum().cast(DType.FLOAT64);
              return chosen.add(summed).add(soft).add(hot).add(x.notEqualTo(x).where(x, x))
                  .sum().add(taken).add(whole).add(x.softmaxCrossEntropy(x.argmax(1)).sum());
            }
          }
          """;

  /** Blocks, jumps, a failure, calls, and operands that must be declared to keep their order. */
  private static final String STATEMENTS =
      Sources.HEADER
          + """
          @Model
          public class Terms {
            @Compute
            @Differentiable
            double f(double x, double[] weights) {
              if (weights.length == 0 || weights[0] > 1e9) {
                throw new IllegalArgumentException("no weights for " + x);
              }
              double sum = 0;
              for (int i = 0; i < weights.length; i++) {
                if (weights[i] < 0) {
                  continue;
                }
                double term = square(weights[i]) * x
                    - 0.5 * x;
                sum += term / (1.0 + term * term) + (i % 2 == 0 ? 1.0 : -1.0) * Math.sin(x);
                if (sum > 100) {
                  break;
                }
              }
              return sum - (x - weights[0]) * (weights[0] - 2 * x);
            }

            double square(double x) {
              return x * x * x / x;
            }
          }
          """;

  /** Numbers beside tensors are arguments of the methods of terms too. */
  private static final String SCALARS =
      Sources.HEADER
          + """
          @Model
          public class Terms {
            @Compute
            @Shape("n")
            Tensor f(@Shape("n") Tensor x, float scale, int power) {
              return x.multiply(Tensor.scalar(scale * 2f)).add(Tensor.scalar((float) (power + 1)));
            }
          }
          """;

  @Test
  void statementsAndTextAreTheSameGraphs() throws Exception {
    String source = assertSame(STATEMENTS, List.of("f", "fGradient"));
    assertTrue(source.contains("FunctionBuilder"), source);
    assertTrue(source.contains("code.float64(1.0)"), source);
  }

  @Test
  void scalarsBesideTensorsAreTermsToo() throws Exception {
    String source = assertSame(SCALARS, List.of("f"));
    assertFalse(source.contains("FunctionBuilder"), source);
    assertTrue(source.contains("scale.multiply(2.0)"), source);
    assertTrue(source.contains("power.add(1)"), source);
  }

  private static String assertSame(String model, List<String> methods) throws Exception {
    InMemoryClasses asCode = compile(model, "-Akiln.graphs=code");
    InMemoryClasses asText = compile(model, "-Akiln.graphs=text");
    for (String method : methods) {
      Graph expected = graph(asText, method);
      Graph built = graph(asCode, method);
      assertEquals(GraphPrinter.printBare(expected), GraphPrinter.printBare(built), method);
      assertEquals(places(expected), places(built), method);
    }
    return asCode.generatedSources().get("demo.TermsGraphs");
  }

  @Test
  void codeAndTextAreTheSameGraphs() throws Exception {
    String source = assertSame(MODEL, List.of("f", "fGradient"));
    assertTrue(source.contains("Term curved ="), source);
    assertTrue(source.contains(".add(1.0)"), source);
    assertFalse(source.contains("FunctionBuilder"), source);
  }

  /** Names and places of all but constants, which cannot fail. */
  private static List<String> places(Graph graph) {
    List<String> places = new ArrayList<>();
    addPlaces(graph.entry().body(), places);
    graph.functions().forEach(each -> addPlaces(each.body(), places));
    return places;
  }

  private static void addPlaces(Block block, List<String> places) {
    for (Operation each : block.operations()) {
      if (!each.operands().isEmpty()) {
        String names = each.results().stream().map(Value::name).toList().toString();
        places.add(names + " " + each.position());
      }
      each.blocks().forEach(nested -> addPlaces(nested, places));
    }
    if (block.terminator() instanceof Terminator.Throw exception) {
      places.add(exception.exception() + " " + exception.position());
    }
  }

  private static InMemoryClasses compile(String model, String option) throws Exception {
    List<String> options =
        List.of("-Xlint:all,-processing", "-Werror", "-Akiln.warnings=off", option);
    Build build =
        new ModelCompiler(options, "").compile(List.of(new SourceFile("demo.Terms", "", model)));
    assertTrue(build.succeeded(), () -> Problem.list(build.problems()));
    return build.classes();
  }

  private static Graph graph(InMemoryClasses classes, String method) throws Exception {
    return (Graph) classes.loadClass("demo.TermsGraphs").getMethod(method).invoke(null);
  }
}
