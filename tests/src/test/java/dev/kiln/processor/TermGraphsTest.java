package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.testkit.run.Build;
import dev.kiln.testkit.run.InMemoryClasses;
import dev.kiln.testkit.run.ModelCompiler;
import dev.kiln.testkit.run.Problem;
import dev.kiln.testkit.run.SourceFile;
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

  @Test
  void codeAndTextAreTheSameGraphs() throws Exception {
    InMemoryClasses asCode = compile("-Akiln.graphs=code");
    InMemoryClasses asText = compile("-Akiln.graphs=text");
    String source = asCode.generatedSources().get("demo.TermsGraphs");
    assertTrue(source.contains("Term curved ="), source);
    assertTrue(source.contains(".add(1.0)"), source);
    assertFalse(source.contains("FunctionBuilder"), source);
    for (String method : List.of("f", "fGradient")) {
      Graph expected = graph(asText, method);
      Graph built = graph(asCode, method);
      assertEquals(GraphPrinter.printBare(expected), GraphPrinter.printBare(built), method);
      assertEquals(places(expected), places(built), method);
    }
  }

  /** Names and places of all but constants, which cannot fail. */
  private static List<String> places(Graph graph) {
    return graph.entry().body().operations().stream()
        .filter(each -> !each.operands().isEmpty())
        .map(each -> each.results().get(0).name() + " " + each.position())
        .toList();
  }

  private static InMemoryClasses compile(String option) throws Exception {
    List<String> options =
        List.of("-Xlint:all,-processing", "-Werror", "-Akiln.warnings=off", option);
    Build build =
        new ModelCompiler(options, "").compile(List.of(new SourceFile("demo.Terms", "", MODEL)));
    assertTrue(build.succeeded(), () -> Problem.list(build.problems()));
    return build.classes();
  }

  private static Graph graph(InMemoryClasses classes, String method) throws Exception {
    return (Graph) classes.loadClass("demo.TermsGraphs").getMethod(method).invoke(null);
  }
}
