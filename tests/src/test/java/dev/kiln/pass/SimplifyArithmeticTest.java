package dev.kiln.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Verifier;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimplifyArithmeticTest {
  /** What is left of an expression of {@code x}. */
  private static long operations(ScalarType type, Function<Term, Term> expression) {
    return simplified(type, expression).entry().body().operations().stream()
        .filter(operation -> !operation.operands().isEmpty())
        .count();
  }

  private static Graph simplified(ValueType type, Function<Term, Term> expression) {
    Graph graph = EliminateDeadCode.run(SimplifyArithmetic.run(graph(type, expression)));
    Verifier.verify(graph);
    return graph;
  }

  private static Graph graph(ValueType type, Function<Term, Term> expression) {
    GraphBuilder graph = new GraphBuilder("f");
    Term x = graph.input("x", type);
    return graph.output("y", expression.apply(x)).build();
  }

  @Test
  void neutralOperandsGo() {
    for (ScalarType type : new ScalarType[] {ScalarType.FLOAT64, ScalarType.FLOAT32}) {
      assertEquals(0, operations(type, x -> x.multiply(x.number(1))));
      assertEquals(0, operations(type, x -> x.number(1).multiply(x)));
      assertEquals(0, operations(type, x -> x.divide(x.number(1))));
      assertEquals(0, operations(type, x -> x.subtract(x.number(0))));
      assertEquals(0, operations(type, x -> x.negate().negate()));
      assertEquals(1, operations(type, x -> x.negate().negate().negate()));
    }
    assertEquals(0, operations(ScalarType.INT32, x -> x.add(x.number(0))));
    assertEquals(0, operations(ScalarType.INT64, x -> x.number(0).add(x)));
    assertEquals(
        0, operations(ScalarType.INT32, x -> x.multiply(x.number(1)).subtract(x.number(0))));
  }

  @Test
  void aChoiceOfOneValueGoes() {
    ScalarType number = ScalarType.FLOAT64;
    assertEquals(0, operations(number, x -> x.less(x.number(2)).where(x, x)));
    assertEquals(0, operations(number, x -> x.less(x.number(2)).where(x.number(3), x.number(3))));
    assertEquals(
        2, operations(number, x -> x.less(x.number(2)).where(x.number(0), x.number(-0.0))));
    assertEquals(2, operations(number, x -> x.less(x.number(2)).where(x, x.number(3))));
  }

  @Test
  void whatIsNotExactStays() {
    ScalarType number = ScalarType.FLOAT64;
    assertEquals(1, operations(number, x -> x.add(x.number(0))));
    assertEquals(1, operations(number, x -> x.number(0).subtract(x)));
    assertEquals(1, operations(number, x -> x.multiply(x.number(0))));
    assertEquals(1, operations(number, x -> x.number(1).divide(x)));
    assertEquals(2, operations(number, x -> x.subtract(x.number(0).negate())));
    assertEquals(1, operations(number, x -> x.subtract(x)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE})
  void theBitsAreTheSame(double number) {
    Function<Term, Term> expression =
        x -> {
          BinaryOperator<Term> sum =
              (a, b) -> a.apply(ElementwiseOps.ADD, Attributes.NONE, List.of(a, b));
          Term one = x.number(1);
          Term zero = x.number(0);
          return sum.apply(
              x.multiply(one).divide(one).subtract(zero), one.multiply(x).negate().negate());
        };
    double plain = run(graph(ScalarType.FLOAT64, expression), number);
    double simplified = run(simplified(ScalarType.FLOAT64, expression), number);
    assertEquals(Double.doubleToRawLongBits(plain), Double.doubleToRawLongBits(simplified));
  }

  private static double run(Graph graph, double x) {
    try (Session session = new Session(graph)) {
      return session.run(Feeds.of("x", x)).getDouble("y");
    }
  }

  @Test
  void aConstantIsPutIntoItsShapeAtOnce() {
    Graph graph =
        simplified(
            TensorType.of(DType.FLOAT64, Dim.named("n")),
            x -> x.add(x.number(3).reshape(1, 1).reshape(1)));
    assertEquals(
        List.of("tensor_constant", "add"),
        graph.entry().body().operations().stream()
            .map(each -> ((Operation.Apply) each).definition().name())
            .toList());
    Tensor x = Tensor.of(NdArray.of(TensorShape.of(2), new double[] {0.5, -3}));
    try (Session session = new Session(graph)) {
      Tensor y = session.run(Feeds.of("x", x)).tensor("y");
      assertArrayEquals(new double[] {3.5, 0}, y.array().doubles());
    }
  }
}
