package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Verifier;
import dev.kiln.op.MatrixOps;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadTransposedTest {
  private final SplittableRandom random = new SplittableRandom(3);

  private Tensor tensor(int... sizes) {
    int count = Arrays.stream(sizes).reduce(1, (i, j) -> i * j);
    return Tensor.of(random.doubles(count, -1, 1).toArray(), sizes);
  }

  private static TensorType type(Tensor tensor) {
    List<Dim> dims = Arrays.stream(tensor.shape().toArray()).mapToObj(Dim::of).toList();
    return new TensorType(DType.FLOAT64, dims);
  }

  /** What is left of a product, whose result has the same bits as before. */
  private static String left(Tensor x, Tensor y, BinaryOperator<Term> product) {
    GraphBuilder builder = new GraphBuilder("f");
    Term first = builder.input("x", type(x));
    Term second = builder.input("y", type(y));
    Graph graph = builder.output("z", product.apply(first, second)).build();
    Graph read = EliminateDeadCode.run(ReadTransposed.run(graph));
    Verifier.verify(read);
    assertTrue(run(graph, x, y).array().sameBits(run(read, x, y).array()));
    return read.entry().body().operations().stream()
        .map(Operation.Apply.class::cast)
        .map(apply -> apply.definition().name() + apply.attributes())
        .collect(Collectors.joining("; "));
  }

  private static Tensor run(Graph graph, Tensor x, Tensor y) {
    try (Session session = new Session(graph)) {
      return session.run(Feeds.of("x", x).and("y", y)).tensor("z");
    }
  }

  private static String transposing(boolean left, boolean right) {
    return "matmul_transposed" + MatrixOps.transposing(left, right);
  }

  @Test
  void productsOfTransposesReadTheMatrices() {
    assertEquals(
        transposing(false, true),
        left(tensor(30, 40), tensor(50, 40), (x, y) -> x.matmul(y.transpose())));
    assertEquals(
        transposing(true, false),
        left(tensor(40, 30), tensor(40, 50), (x, y) -> x.transpose().matmul(y)));
    assertEquals(
        transposing(true, true),
        left(tensor(40, 30), tensor(50, 40), (x, y) -> x.transpose().matmul(y.transpose())));
    assertEquals(
        transposing(false, true),
        left(tensor(2, 3, 4), tensor(3, 1, 5, 4), (x, y) -> x.matmul(y.transpose())));
  }

  @Test
  void aTransposeOfATransposeIsTheMatrix() {
    assertEquals(
        "matmul" + Attributes.NONE,
        left(
            tensor(3, 4),
            tensor(4, 5),
            (x, y) ->
                x.apply(
                    MatrixOps.MATMUL_TRANSPOSED,
                    MatrixOps.transposing(true, false),
                    List.of(x.transpose(), y))));
  }

  @Test
  void vectorsAndOtherUsesOfATransposeKeepIt() {
    String transpose = "transpose" + Attributes.NONE;
    assertEquals(
        transpose + "; matmul" + Attributes.NONE,
        left(tensor(4, 3), tensor(4), (x, y) -> x.transpose().matmul(y)));
    assertEquals(
        transpose + "; " + transposing(true, false) + "; add" + Attributes.NONE,
        left(
            tensor(4, 4),
            tensor(4, 4),
            (x, y) -> {
              Term other = x.transpose();
              return other.matmul(y).add(other);
            }));
  }
}
