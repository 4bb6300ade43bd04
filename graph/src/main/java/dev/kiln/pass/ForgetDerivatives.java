package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/**
 * Drops what only differentiation needs, from a graph that is run and not differentiated any more:
 * {@code stop_gradient}, {@code chosen}, {@code shared}, {@code surrogate}, and derivative rules of
 * functions, which are inlined then.
 */
public final class ForgetDerivatives {
  private ForgetDerivatives() {}

  public static Graph run(Graph graph) {
    boolean ruled = graph.functions().stream().anyMatch(function -> function.rule().isPresent());
    boolean mentions =
        mentions(graph.entry().body())
            || graph.functions().stream().anyMatch(function -> mentions(function.body()));
    Graph stopless = mentions ? forget(graph) : graph;
    Graph ruleless = ruled ? Inline.run(withoutRules(stopless)) : stopless;
    return mentions || ruled ? EliminateDeadCode.run(ruleless) : graph;
  }

  private static Graph withoutRules(Graph graph) {
    return graph.withFunctions(
        graph.functions().stream().map(each -> each.withRule(Optional.empty())).toList());
  }

  private static boolean mentions(Block block) {
    return block.operations().stream()
        .anyMatch(
            operation ->
                operation instanceof Operation.Apply apply && apply.is(Trait.FOR_DERIVATIVES)
                    || operation.blocks().stream().anyMatch(ForgetDerivatives::mentions));
  }

  private static Graph forget(Graph graph) {
    return graph
        .withEntry(new Forgetter().copy(graph.entry()))
        .withFunctions(graph.functions().stream().map(f -> new Forgetter().copy(f)).toList());
  }

  private static final class Forgetter extends GraphCopier {
    @Override
    protected void copyApply(Operation.Apply apply, BlockBuilder target) {
      if (isChoiceOfOne(apply)) {
        define(apply.result(), lookup(apply.operands().get(1)));
        return;
      }
      if (!apply.is(Trait.FOR_DERIVATIVES)) {
        super.copyApply(apply, target);
        return;
      }
      if (!apply.results().isEmpty()) {
        Value same = single(apply.operands().get(0));
        define(apply.result(), List.of(same));
      }
    }

    /** A value, or the same as a constant for differentiation. */
    private boolean isChoiceOfOne(Operation.Apply apply) {
      return apply.is(Trait.SELECTION)
          && apply.result().type() instanceof ScalarType
          && single(apply.operands().get(1)).equals(single(apply.operands().get(2)));
    }
  }
}
