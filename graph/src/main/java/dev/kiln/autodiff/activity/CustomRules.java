package dev.kiln.autodiff.activity;

import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.definition.Effect;
import dev.kiln.pass.Inline;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.WrittenArguments;
import dev.kiln.type.SourcePosition;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The derivative rules of the functions of a graph. A function with a rule, and the functions of
 * its rule, are pure: they do not write arrays that they are given, and return arrays of their own.
 */
public final class CustomRules {
  private final Graph graph;
  private final WrittenArguments written;
  private final Set<String> checked = new HashSet<>();

  public CustomRules(Graph graph) {
    this.graph = graph;
    this.written = new WrittenArguments(graph);
  }

  /** What the functions of the graph write. */
  public WrittenArguments written() {
    return written;
  }

  /** The rule of the function that is called; empty where it is differentiated like any other. */
  public Optional<DerivativeRule> of(Operation.Call call) {
    return graph.function(call.function()).flatMap(Function::rule);
  }

  public Graph graph() {
    return graph;
  }

  /** The function {@code name}, which is there since the graph is legal. */
  public Function function(String name) {
    return graph
        .function(name)
        .orElseThrow(() -> new IllegalArgumentException("no function '" + name + "'"));
  }

  /**
   * Refuses a rule that would give wrong derivatives.
   *
   * @throws NotDifferentiableException if a function that it concerns is not pure
   */
  public void requirePure(Operation.Call call, String rule) {
    requirePure(call.function(), call.position());
    requirePure(rule, call.position());
  }

  private void requirePure(String name, SourcePosition position) {
    if (!checked.add(name)) {
      return;
    }
    Function whole = Inline.everything(asEntry(function(name))).entry();
    AliasClasses classes = new AliasClasses(whole, false);
    if (writes(whole.body(), classes)) {
      throw new NotDifferentiableException(
          name
              + " writes an array that it is given, but it has a @CustomGradient: return a new"
              + " array instead",
          position);
    }
    if (returnsForeign(whole.body(), classes)) {
      throw new NotDifferentiableException(
          name
              + " returns an array that it did not create, but it has a @CustomGradient: return a"
              + " new array instead",
          position);
    }
  }

  /** The function as a graph of its own, to apply passes to it. */
  public Graph asEntry(Function function) {
    List<Graph.Input> inputs =
        Collections.nCopies(function.parameters().size(), new Graph.Input("", Graph.Kind.ARGUMENT));
    List<String> outputs = Collections.nCopies(function.resultTypes().size(), "");
    return new Graph(function.name(), inputs, outputs, function, graph.functions());
  }

  private boolean writes(Block block, AliasClasses classes) {
    for (Operation operation : block.operations()) {
      boolean takesForeign =
          operation.operands().stream()
              .anyMatch(v -> AliasClasses.isReference(v) && isForeign(v, classes));
      boolean mayWrite =
          operation instanceof Operation.Apply apply
                  && apply.definition().effect() == Effect.WRITE
                  && AliasClasses.isReference(apply.operands().get(0))
                  && isForeign(apply.operands().get(0), classes)
              || operation instanceof Operation.Call call && takesForeign && of(call).isEmpty();
      if (mayWrite || operation.blocks().stream().anyMatch(b -> writes(b, classes))) {
        return true;
      }
    }
    return false;
  }

  private static boolean returnsForeign(Block block, AliasClasses classes) {
    boolean here =
        block.terminator() instanceof Terminator.Return end
            && end.operands().stream()
                .anyMatch(v -> AliasClasses.isReference(v) && isForeign(v, classes));
    return here
        || block.operations().stream()
            .flatMap(operation -> operation.blocks().stream())
            .anyMatch(nested -> returnsForeign(nested, classes));
  }

  private static boolean isForeign(Value reference, AliasClasses classes) {
    return classes.isFromOutside(classes.root(reference));
  }

  /** Whether the body of the function uses the parameter at all. */
  public static boolean uses(Function function, int parameter) {
    return uses(function.body(), function.parameters().get(parameter));
  }

  private static boolean uses(Block block, Value value) {
    return block.terminator().operands().contains(value)
        || block.operations().stream()
            .anyMatch(
                operation ->
                    operation.operands().contains(value)
                        || operation.blocks().stream().anyMatch(nested -> uses(nested, value)));
  }
}
