package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.kiln.annotation.DType;
import dev.kiln.autodiff.Gradients;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Derivatives of the operations whose operands are tensors and Java ints, which only graphs have,
 * against central differences in float64.
 */
class IndexingDerivativesTest {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-8;

  /** An operation on a tensor and as many of the ints 1, 2 as it is given. */
  record Case(OpDefinition operation, Attributes attributes, Tensor operand, int indices) {
    @Override
    public String toString() {
      return operation.name() + operand.array().typeText() + " with " + indices + " ints";
    }
  }

  static Stream<Case> cases() {
    Attributes dims = Attributes.of("dims", sizes(3, 4));
    Attributes axis = Attributes.of("axis", new Attribute.Integer(-1));
    return Stream.of(
        new Case(SelectionOps.GET, Attributes.NONE, TensorCase.values(1, 3, 4), 1),
        new Case(SelectionOps.GET, Attributes.NONE, TensorCase.values(2, 3, 4), 2),
        new Case(SelectionOps.GET, Attributes.NONE, TensorCase.values(3, 2, 3, 2), 2),
        new Case(SelectionOps.PLACE_AT, dims, TensorCase.values(4, 4), 1),
        new Case(SelectionOps.PLACE_AT, dims, TensorCase.values(5), 2),
        new Case(SelectionOps.NARROW, axis.with("size", sizes(2)), TensorCase.values(6, 2, 4), 1),
        new Case(
            SelectionOps.PLACE_NARROW,
            axis.with("dims", sizes(3, 4)),
            TensorCase.values(7, 3, 2),
            1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivativesAreLimitsOfDifferences(Case tested) {
    Graph loss = loss(tested);
    double[] elements = tested.operand().toDoubleArray();
    double[] differences = new double[elements.length];
    for (int i = 0; i < elements.length; i++) {
      double above = run(loss, "loss", tested, moved(elements, i, STEP))[0];
      double below = run(loss, "loss", tested, moved(elements, i, -STEP))[0];
      differences[i] = (above - below) / (2 * STEP);
    }
    Graph gradient = Gradients.of(loss, List.of("x"));
    assertArrayEquals(differences, run(gradient, "x", tested, elements), TOLERANCE);
  }

  /** The sum of the squares of the result, so that a wrong place gives a wrong number. */
  private static Graph loss(Case tested) {
    GraphBuilder g = new GraphBuilder("loss");
    List<Term> operands = new ArrayList<>();
    operands.add(g.input("x", new TensorType(DType.FLOAT64, tested.operand().dims())));
    for (int i = 1; i <= tested.indices(); i++) {
      operands.add(g.input("i" + i, ScalarType.INT32));
    }
    Term result = operands.get(0).apply(tested.operation(), tested.attributes(), operands);
    return g.output("loss", result.square().sum()).build();
  }

  private static double[] run(Graph graph, String output, Case tested, double... elements) {
    Feeds feeds = Feeds.of("x", Tensor.of(elements, tested.operand().shape().toArray()));
    for (int i = 1; i <= tested.indices(); i++) {
      feeds = feeds.and("i" + i, i);
    }
    try (Session session = new Session(graph)) {
      return session.run(feeds).tensor(output).toDoubleArray();
    }
  }

  private static double[] moved(double[] elements, int at, double step) {
    double[] moved = elements.clone();
    moved[at] += step;
    return moved;
  }

  private static Attribute.Dims sizes(int... sizes) {
    return new Attribute.Dims(Arrays.stream(sizes).mapToObj(Dim::of).toList());
  }
}
