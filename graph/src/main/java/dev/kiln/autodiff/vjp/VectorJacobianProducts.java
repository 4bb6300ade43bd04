package dev.kiln.autodiff.vjp;

import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.checkpoint.LoopOutlining;
import dev.kiln.autodiff.entry.EntryChecks;
import dev.kiln.autodiff.prepare.LastTaken;
import dev.kiln.autodiff.prepare.RowsPerIteration;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.Reverse;
import dev.kiln.autodiff.reverse.Seeding;
import dev.kiln.autodiff.reverse.callee.PrimalProgram;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.pass.analysis.loop.CheckpointMark;
import dev.kiln.type.ArrayType;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reverse mode with given cotangents, as a graph transformation: pulls cotangents of the results,
 * and of what is written into array arguments, back to the inputs.
 */
public final class VectorJacobianProducts {
  private VectorJacobianProducts() {}

  /**
   * The graph of the vector-Jacobian product.
   *
   * <p>Its inputs are those of {@code graph}; then for each active array input {@code x} an array
   * {@code dX} of its structure, which holds the cotangent of what {@code x} holds in the end, and
   * into which the cotangent of what it held at first is written; then for each floating-point
   * output {@code y} its cotangent {@code dY}. Its outputs are those of {@code graph}, then one for
   * each name in {@code wrt}.
   *
   * @param graph records are flattened
   * @param wrt names of floating-point inputs: scalars, tensors or arrays
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph of(Graph graph, List<String> wrt) {
    Derived derived = derive(graph, wrt, PassRunner.unobserved());
    return derived.checks(graph, "cotangent", Set.of()).before(derived.graph());
  }

  /** The graph without checks of what it is given. */
  public static Graph unchecked(Graph graph, List<String> wrt) {
    return derive(graph, wrt, PassRunner.unobserved()).graph();
  }

  public static Derived derive(Graph graph, List<String> wrt, PassRunner passes) {
    return derive(graph, wrt, graph.name() + "Vjp", Seeding.GIVEN, passes);
  }

  /** As {@link #of}, but the arrays among the first outputs may hold something else in the end. */
  public static Derived cotangents(Graph graph, List<String> wrt, PassRunner passes) {
    return derive(graph, wrt, graph.name() + "Vjp", Seeding.GIVEN_WITHOUT_RESULTS, passes);
  }

  public static Derived derive(
      Graph graph, List<String> wrt, String name, Seeding seeding, PassRunner passes) {
    Reverse reverse = reverse(graph, wrt, seeding, passes);
    return new Derived(passes.run(Stage.AFTER_REVERSE, reverse.build(name, wrt)), reverse);
  }

  /** A derivative without checks, and what checks it needs. */
  public record Derived(Graph graph, Reverse reverse) {

    /**
     * The checks of what the method and the derivative are given.
     *
     * @param what the arrays are called that belong to arrays of the method
     * @param made the inputs of the derivative that callers do not give
     */
    public EntryChecks checks(Graph primal, String what, Set<String> made) {
      EntryChecks checks = EntryChecks.reverse(primal, reverse::isShadowed);
      AddedNames names = new AddedNames(primal);
      Set<String> own = new HashSet<>(made);
      for (int i = 0; i < primal.inputs().size(); i++) {
        own.add(primal.inputs().get(i).name());
        String shadow = names.ofInput(primal.inputs().get(i).name());
        boolean isGiven =
            graph.inputs().stream().anyMatch(input -> input.name().equals(shadow))
                && own.add(shadow);
        if (isGiven) {
          checks.written(shadow);
          if (reverse.isReplaced(i)) {
            checks.asLongAs(shadow, i, what);
          } else {
            checks.like(shadow, i, what);
          }
        }
      }
      graph.inputs().stream()
          .map(Graph.Input::name)
          .filter(name -> !own.contains(name))
          .forEach(checks::read);
      return checks;
    }
  }

  public static Reverse reverse(Graph graph, List<String> wrt, Seeding seeding, PassRunner passes) {
    List<ReverseReport.Item> notes = new ArrayList<>();
    Graph plain = LastTaken.run(passes.run(Stage.BEFORE_REVERSE, graph), wrt, notes);
    PrimalProgram primal = PrimalProgram.of(plain, notes);
    Reverse reverse = new Reverse(primal, sources(plain, wrt), seeding);
    if (!CheckpointMark.isIn(plain)) {
      return withRows(plain, wrt, seeding, notes).orElse(reverse);
    }
    reverse.build(graph.name(), wrt); // finds out which loops keep something
    Set<Operation.Loop> loops = reverse.loopsThatSave();
    loops.removeIf(loop -> CheckpointMark.of(loop).isEmpty() || !LoopOutlining.fits(loop));
    if (loops.isEmpty()) {
      return reverse;
    }
    PrimalProgram outlined = LoopOutlining.run(primal, loops);
    return new Reverse(outlined, sources(outlined.graph(), wrt), seeding);
  }

  /** Where stores need not be undone, once each iteration of a loop has a row of its own. */
  private static Optional<Reverse> withRows(
      Graph graph, List<String> wrt, Seeding seeding, List<ReverseReport.Item> notes) {
    Set<Value> scratch = new HashSet<>(RowsPerIteration.candidates(graph));
    if (scratch.isEmpty()) {
      return Optional.empty();
    }
    Reverse reverse = new Reverse(PrimalProgram.of(graph, notes), sources(graph, wrt), seeding);
    reverse.build(graph.name(), wrt); // finds out which stores are undone
    scratch.removeIf(array -> !reverse.undoesStoresInto(array));
    if (scratch.isEmpty()) {
      return Optional.empty();
    }
    RowsPerIteration.Result result = RowsPerIteration.run(graph, scratch);
    PrimalProgram program = PrimalProgram.of(result.graph(), notes);
    Reverse withRows = new Reverse(program, sources(result.graph(), wrt), seeding);
    withRows.build(graph.name(), wrt);
    boolean undoes = result.rows().stream().anyMatch(withRows::undoesStoresInto);
    return undoes ? Optional.empty() : Optional.of(withRows);
  }

  private static List<Value> sources(Graph graph, List<String> wrt) {
    return wrt.stream().map(name -> source(graph, name)).toList();
  }

  private static Value source(Graph graph, String name) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (graph.inputs().get(i).name().equals(name)) {
        Value value = graph.entry().parameters().get(i);
        boolean floating =
            value.type().isFloating()
                || value.type() instanceof ArrayType array && array.element().isFloating();
        if (!floating) {
          throw new NotDifferentiableException(
              "cannot differentiate with respect to '" + name + "' of type " + value.type(),
              SourcePosition.UNKNOWN);
        }
        return value;
      }
    }
    throw new NotDifferentiableException(
        graph.name() + " has no input '" + name + "' to differentiate with respect to",
        SourcePosition.UNKNOWN);
  }
}
