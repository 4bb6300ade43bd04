package dev.kiln.pass.nest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Verifier;
import dev.kiln.op.Term;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FuseElementwiseTest {
  private static final Tensor X = Tensor.of(new double[] {1, -2, 0.5, 3, -0.0, 7}, 2, 3);
  private static final Tensor ROW = Tensor.of(new double[] {0.5, -1, 4}, 3);

  /** The functions of a graph after the pass, whose result has the same bits as before. */
  private static String fused(BinaryOperator<Term> computed) {
    GraphBuilder builder = new GraphBuilder("f");
    Term x = builder.input("x", TensorType.of(DType.FLOAT64, Dim.named("n"), Dim.of(3)));
    Term row = builder.input("row", TensorType.of(DType.FLOAT64, Dim.of(3)));
    Graph graph = builder.output("y", computed.apply(x, row)).build();
    Graph fused = FuseElementwise.run(graph);
    Verifier.verify(fused);
    assertTrue(run(graph).array().sameBits(run(fused).array()));
    return text(fused.entry())
        + fused.functions().stream().map(each -> "; " + text(each)).collect(Collectors.joining());
  }

  private static Tensor run(Graph graph) {
    try (Session session = new Session(graph)) {
      return session.run(Feeds.of("x", X).and("row", ROW)).tensor("y");
    }
  }

  private static String text(Function function) {
    List<String> names =
        function.body().operations().stream().map(FuseElementwiseTest::text).toList();
    return function.name() + ": " + String.join(" ", names);
  }

  private static String text(Operation operation) {
    return operation instanceof Operation.Call call
        ? call.function() + "()"
        : ((Operation.Apply) operation).definition().name();
  }

  @Test
  void aChainIsOneNest() {
    assertEquals(
        "f: fusedTanh(); fusedTanh: add multiply tanh",
        fused((x, row) -> x.add(row).multiply(x).tanh()));
  }

  @Test
  void aSingleOperationStays() {
    assertEquals("f: add", fused((x, row) -> x.add(row)));
  }

  @Test
  void aValueThatIsUsedTwiceIsComputedOnce() {
    assertEquals(
        "f: fusedSubtract(); fusedSubtract: add exp tanh subtract",
        fused(
            (x, row) -> {
              Term sum = x.add(row);
              return sum.exp().subtract(sum.tanh());
            }));
  }

  /** As where the pass that removes dead code is left out: a loop has no place for such values. */
  @Test
  void whatNothingUsesIsInNoNest() {
    assertEquals(
        "f: fusedTanh() sum; fusedTanh: add tanh",
        fused(
            (x, row) -> {
              Term chain = x.add(row).tanh();
              chain.cos().ceil().square();
              return chain.sum(true, -1);
            }));
  }

  @Test
  void whatAnotherOperationNeedsIsAResultOfTheNest() {
    assertEquals(
        "f: fusedExp() sum divide; fusedExp: multiply exp",
        fused(
            (x, row) -> {
              Term powers = x.multiply(row).exp();
              return powers.divide(powers.sum(true, -1));
            }));
  }

  /** The comparison is in the loop that chooses, not in the one that makes what is compared. */
  @Test
  void whatIsCheapIsComputedWhereItIsUsed() {
    assertEquals(
        "f: fusedRelu() transpose matmul transpose transpose matmul tensor_constant"
            + " tensor_constant fusedWhere(); fusedRelu: add relu; fusedWhere: tensor_constant"
            + " tensor_constant greater where",
        fused(
            (x, row) -> {
              Term hidden = x.add(row).relu();
              Term other = hidden.matmul(hidden.transpose()).matmul(x.transpose().transpose());
              return hidden.greater(hidden.number(0)).where(other, hidden.number(0));
            }));
  }

  @Test
  void operandsOfOtherShapesThatNoRowIsMadeOfStayApart() {
    assertEquals(
        "f: reshape add tanh",
        fused((x, row) -> x.reshape(-1, 1, 3).add(x).tanh()).replaceAll("; .*", ""));
  }
}
