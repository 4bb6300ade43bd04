package dev.kiln.autodiff;

import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.Seeding;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.autodiff.vjp.VectorJacobianProducts.Derived;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.PassRunner;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reverse mode as a graph transformation: from a graph with one floating-point result to a graph
 * with the same inputs that computes the result and its derivatives.
 *
 * <p>The forward sweep computes the function and saves the values that the backward sweep needs.
 * The backward sweep follows in the same function. To find out which values to save, Kiln builds
 * the backward sweep, and then builds both again until no further values are needed.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * The gradient graph. Its outputs are {@code value}, then one for each name in {@code wrt}.
   *
   * @param graph has one output, a floating-point scalar or rank-0 tensor; records are flattened
   * @param wrt names of floating-point inputs: scalars, tensors or arrays
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph of(Graph graph, List<String> wrt) {
    return of(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #of(Graph, List)}, with passes as the runner runs them. */
  public static Graph of(Graph graph, List<String> wrt, PassRunner passes) {
    return checked(graph, derive(graph, wrt, passes));
  }

  private static Graph checked(Graph graph, Derived derived) {
    return derived.checks(graph, "derivative", Set.of()).before(derived.graph());
  }

  /**
   * As {@link #of}, but adds the derivatives to given arrays: for each array {@code x} in {@code
   * wrt} there is an additional input {@code dX} of the same structure.
   */
  public static Graph into(Graph graph, List<String> wrt) {
    return checked(graph, deriveInto(graph, wrt, PassRunner.unobserved()));
  }

  /**
   * Explains which values the gradient graph of {@link #of} saves, recovers and recomputes, and
   * why.
   *
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static ReverseReport explain(Graph graph, List<String> wrt) {
    return explained(graph, wrt, PassRunner.unobserved()).report().get();
  }

  /**
   * A gradient graph.
   *
   * @param report which values it saves, recovers and recomputes, and why
   */
  public record Explained(Graph gradient, Supplier<ReverseReport> report) {}

  /** What {@link #of} and {@link #explain} give, of one derivation. */
  public static Explained explained(Graph graph, List<String> wrt, PassRunner passes) {
    Derived derived = derive(graph, wrt, passes);
    return new Explained(checked(graph, derived), derived.reverse()::report);
  }

  /** The graph of {@link #of} without checks of its inputs. */
  static Derived derive(Graph graph, List<String> wrt, PassRunner passes) {
    checkResult(graph, graph.entry());
    String name = graph.name() + "Gradient";
    return VectorJacobianProducts.derive(graph, wrt, name, Seeding.UNIT, passes);
  }

  /** The graph of {@link #into} without checks of its inputs. */
  static Derived deriveInto(Graph graph, List<String> wrt, PassRunner passes) {
    checkResult(graph, graph.entry());
    String name = graph.name() + "GradientInto";
    return VectorJacobianProducts.derive(graph, wrt, name, Seeding.UNIT_INTO, passes);
  }

  private static void checkResult(Graph graph, Function entry) {
    List<ValueType> results = entry.resultTypes();
    boolean number =
        results.size() == 1
            && results.get(0).isFloating()
            && !(results.get(0) instanceof TensorType tensor && tensor.rank() > 0);
    if (!number) {
      throw new NotDifferentiableException(
          graph.name()
              + " has results "
              + results
              + "; a gradient needs one floating-point number (a scalar or a rank-0 tensor)",
          SourcePosition.UNKNOWN);
    }
  }
}
