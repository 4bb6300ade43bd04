package dev.kiln.autodiff;

import dev.kiln.autodiff.jacobian.JacobianBuilder;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.Graph;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.SelectOutputs;
import dev.kiln.pass.Stage;
import java.util.List;

/**
 * Whole Jacobians and Hessians as graph transformations. There is a row for each element of the
 * results and a column for each element of the inputs. Elements of an array are in row-major order;
 * results and inputs are in the order of the graph.
 *
 * <p>Forward mode computes up to 8 columns per run; reverse mode computes one row per run. At run
 * time the graph counts rows and columns, and uses the cheaper mode. It leaves its arguments as the
 * original graph leaves them. If there are no rows or no columns, the original graph is run once.
 */
public final class Jacobians {
  private Jacobians() {}

  /**
   * The graph of the Jacobian. Its inputs are those of {@code graph}; its output {@code jacobian}
   * is an array of rank 2.
   *
   * @param graph returns scalars and arrays. If it returns nothing, the results are the final
   *     contents of the arrays that it writes: of those that are not in {@code wrt} or, if there
   *     are none, of those that are
   * @param wrt names of floating-point inputs: scalars or arrays
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph of(Graph graph, List<String> wrt) {
    return of(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #of(Graph, List)}, with passes as the runner runs them. */
  public static Graph of(Graph graph, List<String> wrt, PassRunner passes) {
    return passes.run(
        Stage.AFTER_JACOBIAN,
        new JacobianBuilder(graph, wrt, graph.name() + "Jacobian", passes).jacobian());
  }

  /** As {@link #of}, but writes the result into an additional input {@code jacobian}. */
  public static Graph into(Graph graph, List<String> wrt) {
    return into(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #into(Graph, List)}, with passes as the runner runs them. */
  public static Graph into(Graph graph, List<String> wrt, PassRunner passes) {
    return passes.run(
        Stage.AFTER_JACOBIAN,
        new JacobianBuilder(graph, wrt, graph.name() + "JacobianInto", passes).jacobianInto());
  }

  /**
   * The graph of the Hessian, by forward over reverse mode. Its inputs are those of {@code graph};
   * its output {@code hessian} is an array of rank 2.
   *
   * @param graph has one output, a floating-point scalar
   * @param wrt names of floating-point inputs: scalars or arrays
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph hessian(Graph graph, List<String> wrt) {
    return hessian(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #hessian(Graph, List)}, with passes as the runner runs them. */
  public static Graph hessian(Graph graph, List<String> wrt, PassRunner passes) {
    return passes.run(Stage.AFTER_JACOBIAN, ofGradient(graph, wrt, "Hessian", passes).hessian());
  }

  /** As {@link #hessian}, but writes the result into an additional input {@code hessian}. */
  public static Graph hessianInto(Graph graph, List<String> wrt) {
    return hessianInto(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #hessianInto(Graph, List)}, with passes as the runner runs them. */
  public static Graph hessianInto(Graph graph, List<String> wrt, PassRunner passes) {
    return passes.run(
        Stage.AFTER_JACOBIAN, ofGradient(graph, wrt, "HessianInto", passes).hessianInto());
  }

  /** As {@link #hessian}, but only its diagonal: the output {@code diagonal} has rank 1. */
  public static Graph hessianDiagonal(Graph graph, List<String> wrt) {
    return hessianDiagonal(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #hessianDiagonal(Graph, List)}, with passes as the runner runs them. */
  public static Graph hessianDiagonal(Graph graph, List<String> wrt, PassRunner passes) {
    return passes.run(
        Stage.AFTER_JACOBIAN, ofGradient(graph, wrt, "HessianDiagonal", passes).diagonal());
  }

  /** As {@link #hessianDiagonal}, but writes into an additional input {@code diagonal}. */
  public static Graph hessianDiagonalInto(Graph graph, List<String> wrt) {
    return hessianDiagonalInto(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #hessianDiagonalInto(Graph, List)}, with passes as the runner runs them. */
  public static Graph hessianDiagonalInto(Graph graph, List<String> wrt, PassRunner passes) {
    return passes.run(
        Stage.AFTER_JACOBIAN, ofGradient(graph, wrt, "HessianDiagonalInto", passes).diagonalInto());
  }

  private static JacobianBuilder ofGradient(
      Graph graph, List<String> wrt, String suffix, PassRunner passes) {
    VectorJacobianProducts.Derived derived = Gradients.derive(graph, wrt, passes);
    Graph whole = derived.graph();
    // by place: the value of the graph comes first, and an input may be called "value" as well
    Graph gradient = SelectOutputs.run(whole, whole.outputs().subList(1, whole.outputs().size()));
    return new JacobianBuilder(
        graph, derived.reverse(), gradient, wrt, graph.name() + suffix, passes);
  }
}
