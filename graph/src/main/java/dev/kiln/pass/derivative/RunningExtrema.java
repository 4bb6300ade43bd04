package dev.kiln.pass.derivative;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.GradientOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.copy.GraphCopier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes truth values of which number was the greatest so far, as in {@code max = Math.max(max,
 * x[i])}, and which the least one. The reverse then takes these three, and not what the greatest
 * number was in each iteration.
 */
public final class RunningExtrema extends GraphCopier {
  private final FunctionStructure structure;

  /** The numbers so far that the functions around the current point are applied to. */
  private final Set<Value> running = new HashSet<>();

  private RunningExtrema(Function function) {
    this.structure = new FunctionStructure(function);
    function.body().operations().forEach(this::collect);
  }

  /** The graph with booleans for running extrema. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(new RunningExtrema(graph.entry()).copy(graph.entry()))
        .withFunctions(
            graph.functions().stream().map(each -> new RunningExtrema(each).copy(each)).toList());
  }

  /**
   * Collects what loops carry that is only compared with one number in each iteration. Loops in
   * loops are left out: what they save is little, and the decisions take more time than the
   * function.
   */
  private void collect(Operation operation) {
    if (operation instanceof Operation.If) {
      operation.blocks().forEach(block -> block.operations().forEach(this::collect));
    }
    if (operation instanceof Operation.Loop loop
        && loop.body().terminator() instanceof Terminator.Yield end) {
      for (int slot = 0; slot < loop.results().size(); slot++) {
        Value before = loop.body().parameters().get(slot);
        Value after = end.operands().get(slot);
        boolean alone =
            structure.uses(before) == 1
                && structure.uses(after) == 1
                && structure.home(after) == loop.body();
        structure
            .application(after)
            .filter(made -> alone && isExtremum(made) && made.operands().contains(before))
            .ifPresent(made -> running.add(made.result()));
      }
    }
  }

  /**
   * Whether it is {@code Math.max} or {@code Math.min} of floating-point numbers, strict or not.
   */
  public static boolean isExtremum(Operation.Apply apply) {
    return apply.is(Trait.MAXIMUM) || apply.is(Trait.MINIMUM);
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    if (apply.results().isEmpty() || !running.contains(apply.result())) {
      super.copyApply(apply, target);
      return;
    }
    Value first = single(apply.operands().get(0));
    Value second = single(apply.operands().get(1));
    boolean greatest = apply.is(Trait.MAXIMUM);
    OpDefinition wins = greatest ? ElementwiseOps.GREATER : ElementwiseOps.LESS;
    OpDefinition loses = greatest ? ElementwiseOps.LESS : ElementwiseOps.GREATER;
    Value extremum =
        target.apply("", apply.definition(), apply.attributes(), List.of(first, second));
    Value chosen =
        target.apply(
            apply.result().name(),
            GradientOps.CHOSEN,
            Attributes.NONE,
            List.of(
                target.apply(GradientOps.STOP_GRADIENT, extremum),
                first,
                second,
                target.apply(wins, first, second),
                target.apply(loses, first, second),
                target.apply(ElementwiseOps.EQUAL, first, second)));
    define(apply.result(), List.of(chosen));
  }
}
