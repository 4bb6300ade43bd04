package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.autodiff.Jvp;
import dev.kiln.autodiff.forward.Pushforward;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.Graph;
import dev.kiln.graph.GraphBuilder;
import dev.kiln.graph.Verifier;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What forward mode makes of the derivative rule of each operation, against finite differences and
 * against the rule itself: {@code <u, J v> = <J^T u, v>}.
 */
class ForwardDerivativesTest {
  private static final double STEP = 1e-4;
  private static final double TOLERANCE = 1e-8;
  private static final double EXACT = 1e-13;

  static Stream<TensorCase> tensorCases() {
    return TensorCase.differentiable();
  }

  static Stream<ScalarDerivativesTest.Overload> overloads() {
    return ScalarDerivativesTest.overloads();
  }

  @ParameterizedTest
  @MethodSource("tensorCases")
  void tangentsAreLimitsOfDifferences(TensorCase tested) {
    OneOperation graph = new OneOperation(tested);
    List<Tensor> wide = graph.moved(2 * STEP);
    List<Tensor> narrow = graph.moved(STEP);
    double[] far = differences(wide, 2 * STEP);
    double[] near = differences(narrow, STEP);
    double[] expected = new double[near.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = near[i] + (near[i] - far[i]) / 3; // Richardson
    }
    assertArrayEquals(expected, graph.tangent(graph.wrt()).toDoubleArray(), TOLERANCE);
  }

  private static double[] differences(List<Tensor> aboveAndBelow, double step) {
    return aboveAndBelow.get(0).subtract(aboveAndBelow.get(1)).divide(2 * step).toDoubleArray();
  }

  @ParameterizedTest
  @MethodSource("tensorCases")
  void tensorRulesAgreeWithTheirTransposes(TensorCase tested) {
    OneOperation graph = new OneOperation(tested);
    for (String input : graph.wrt()) {
      Tensor tangent = graph.tangent(List.of(input));
      Tensor cotangent = TensorCase.values(77, tangent.shape().toArray());
      double pushed = dot(tangent, cotangent);
      double pulled = dot(graph.direction(input), graph.cotangent(input, cotangent));
      assertEquals(pulled, pushed, EXACT * Math.max(1, Math.abs(pulled)), input);
    }
  }

  @ParameterizedTest
  @MethodSource("overloads")
  void scalarRulesAgreeWithTheirTransposes(ScalarDerivativesTest.Overload overload) {
    List<Term> operands = new ArrayList<>();
    for (DType dtype : overload.operands()) {
      operands.add(NumberTerm.of(dtype, dtype.isFloating() ? 0.3 + 0.2 * operands.size() : 1));
    }
    NumberTerm.Application call = NumberTerm.Application.of(overload.operation(), operands);
    for (int i = 0; i < operands.size(); i++) {
      DType dtype = overload.operands().get(i);
      if (!dtype.isFloating()) {
        continue;
      }
      List<Optional<Term>> tangents = new ArrayList<>();
      operands.forEach(operand -> tangents.add(Optional.empty()));
      tangents.set(i, Optional.of(NumberTerm.of(dtype, 1)));
      Term one = NumberTerm.of(call.result().dtype(), 1);
      double pulled = number(Pullback.of(overload.operation(), one, call, i));
      Optional<Term> pushed = Pushforward.of(overload.operation(), tangents, call);
      pushed.ifPresent(term -> assertEquals(call.result().dtype(), term.dtype()));
      assertEquals(pulled, number(pushed), 1e-6 * Math.max(1, Math.abs(pulled)), "operand " + i);
    }
  }

  private static double number(Optional<Term> term) {
    return term.map(each -> ((NumberTerm) each).value()).orElse(0.0);
  }

  @TestFactory
  Stream<DynamicTest> everyOperationHasRulesOrAReason() {
    return Catalogue.all().stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> checkRules(each)));
  }

  private static void checkRules(OpDefinition operation) {
    Derivative derivative = operation.derivative();
    if (derivative instanceof Derivative.None none) {
      assertFalse(none.reason().isBlank(), "no reason");
    } else if (derivative instanceof Derivative.Vjp vjp) {
      assertEquals(operation.arity(), vjp.rules().size());
    } else {
      assertFalse(derivative == null, "nothing is said of derivatives");
    }
  }

  @Test
  void aRuleThatIsNotLinearInTheCotangentIsFound() {
    OpDefinition twisted =
        new OpDefinition(
            "twisted",
            1,
            List.of(),
            Effect.PURE,
            ElementwiseOps.EXP.typeRule(),
            ElementwiseOps.EXP.evaluation(),
            ElementwiseOps.EXP.emission(),
            Derivative.vjp((g, c) -> g.multiply(g)),
            List.of());
    TensorCase tested = new TensorCase(twisted, Attributes.NONE, List.of(TensorCase.values(1, 2)));
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class, () -> new OneOperation(tested).tangent(List.of("x0")));
    assertEquals(
        "a derivative rule is not linear in the cotangent: it applies multiply",
        thrown.getMessage());
  }

  private static double dot(Tensor first, Tensor second) {
    return first.multiply(second).sum().toDouble();
  }

  /** A graph that applies one operation to its inputs {@code x0}, {@code x1}, .. */
  private static final class OneOperation {
    private final TensorCase tested;
    private final Graph graph;
    private final List<String> wrt = new ArrayList<>();

    OneOperation(TensorCase tested) {
      this.tested = tested;
      GraphBuilder builder = new GraphBuilder("one");
      List<Term> inputs = new ArrayList<>();
      for (Tensor operand : tested.operands()) {
        String name = "x" + inputs.size();
        if (operand.dtype().isFloating()) {
          wrt.add(name);
        }
        inputs.add(builder.input(name, new TensorType(operand.dtype(), operand.dims())));
      }
      builder.output("y", inputs.get(0).apply(tested.operation(), tested.attributes(), inputs));
      graph = builder.build();
    }

    List<String> wrt() {
      return wrt;
    }

    Tensor direction(String input) {
      int index = Integer.parseInt(input.substring(1));
      return TensorCase.values(50 + index, tested.operands().get(index).shape().toArray());
    }

    Tensor tangent(List<String> inputs) {
      Feeds feeds = feeds();
      for (String input : inputs) {
        feeds = feeds.and("dX" + input.substring(1), direction(input));
      }
      return run(Jvp.of(graph, inputs), feeds, "dY");
    }

    Tensor cotangent(String input, Tensor ofResult) {
      return run(
          VectorJacobianProducts.of(graph, List.of(input)), feeds().and("dY", ofResult), input);
    }

    /** The results a step ahead in the direction, and a step back. */
    List<Tensor> moved(double step) {
      List<Tensor> results = new ArrayList<>();
      for (double by : new double[] {step, -step}) {
        List<Tensor> operands = new ArrayList<>();
        for (Tensor operand : tested.operands()) {
          String name = "x" + operands.size();
          operands.add(wrt.contains(name) ? operand.add(direction(name).multiply(by)) : operand);
        }
        results.add(tested.apply(operands));
      }
      return results;
    }

    private Feeds feeds() {
      Feeds feeds = Feeds.none();
      for (int i = 0; i < tested.operands().size(); i++) {
        feeds = feeds.and("x" + i, tested.operands().get(i));
      }
      return feeds;
    }

    private static Tensor run(Graph derived, Feeds feeds, String output) {
      Verifier.verify(derived);
      try (Session session = new Session(derived)) {
        return session.run(feeds).tensor(output);
      }
    }
  }
}
