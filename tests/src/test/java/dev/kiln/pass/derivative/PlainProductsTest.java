package dev.kiln.pass.derivative;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.Jvp;
import dev.kiln.graph.Block;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.scalar.MathOps;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/** Which products of the chain rule stay: those in which a factor may be infinite. */
class PlainProductsTest {
  private static Term call(String method, Term x) {
    return x.apply(MathOps.operation(method, x.dtype()), Attributes.NONE, List.of(x));
  }

  private static void assertStay(int inReverse, int forward, BinaryOperator<Term> function) {
    GraphBuilder builder = new GraphBuilder("f");
    Term x = builder.input("x", ScalarType.FLOAT64);
    Term y = builder.input("y", ScalarType.FLOAT64);
    Graph graph = builder.output("result", function.apply(x, y)).build();
    List<String> wrt = List.of("x", "y");
    assertEquals(inReverse, count(Gradients.of(graph, wrt).entry().body()), "in reverse");
    assertEquals(forward, count(Jvp.of(graph, wrt).entry().body()), "forward");
  }

  private static long count(Block block) {
    return block.operations().stream()
        .filter(each -> each instanceof Operation.Apply apply && isOfChainRule(apply))
        .count();
  }

  private static boolean isOfChainRule(Operation.Apply apply) {
    return apply.is(Trait.CHAIN_PRODUCT) || apply.is(Trait.CHAIN_QUOTIENT);
  }

  @Test
  void polynomialsAndSinesArePlain() {
    assertStay(0, 0, (x, y) -> x.multiply(y).add(call("sin", x.multiply(x))).multiply(3));
  }

  @Test
  void aDivisorThatIsNotZeroIsPlain() {
    assertStay(0, 0, (x, y) -> y.divide(x.multiply(x).add(1)));
    assertStay(0, 0, (x, y) -> call("sqrt", x.multiply(x).add(y.multiply(y)).add(2)));
    assertStay(0, 0, (x, y) -> call("log", call("abs", x).add(0.5)).multiply(y));
  }

  @Test
  void rootsKeepTheirInfiniteSlopesFromZeros() {
    assertStay(1, 3, (x, y) -> call("sqrt", x).multiply(call("sin", y)).subtract(x));
    assertStay(3, 1, (x, y) -> call("sqrt", x.multiply(y)));
  }

  @Test
  void whatMayBeInfiniteIsKeptFromZeros() {
    assertStay(1, 3, (x, y) -> call("exp", x).multiply(y));
  }
}
