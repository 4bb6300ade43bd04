package dev.kiln.pass.derivative;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.flow.FiniteNumbers;
import dev.kiln.pass.analysis.flow.NumberFact;
import dev.kiln.pass.analysis.flow.ValueFlow;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.List;

/**
 * Turns products and quotients of the chain rule, in which zero wins, into plain ones where that
 * cannot make a difference: where both factors are finite, or one of them is and is not zero. Sums
 * and products count as finite where their operands are.
 */
public final class PlainProducts extends GraphCopier {
  private final FiniteNumbers numbers;
  private final String function;

  private PlainProducts(FiniteNumbers numbers, String function) {
    this.numbers = numbers;
    this.function = function;
  }

  /**
   * The graph of a derivative in reverse mode. What comes in is infinite only where the result of
   * the function is, unless a slope is steep.
   */
  public static Graph inReverse(Graph graph) {
    return run(graph, FiniteNumbers.of(graph, false));
  }

  /**
   * The graph of a derivative in forward mode. What comes in is infinite where any value so far is,
   * such as {@code e} in {@code 1 / (1 + e)}, which is finite.
   */
  public static Graph forward(Graph graph) {
    return run(graph, FiniteNumbers.of(graph, true));
  }

  private static Graph run(Graph graph, FiniteNumbers numbers) {
    return graph
        .withEntry(new PlainProducts(numbers, ValueFlow.ENTRY).copy(graph.entry()))
        .withFunctions(graph.functions().stream().map(each -> copy(each, numbers)).toList());
  }

  private static Function copy(Function function, FiniteNumbers numbers) {
    return new PlainProducts(numbers, function.name()).copy(function);
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    OpDefinition plain = plain(apply);
    if (plain == apply.definition()) {
      super.copyApply(apply, target);
    } else {
      List<Value> operands = lookup(apply.operands());
      Value copy = target.apply(apply.result().name(), plain, apply.attributes(), operands);
      define(apply.result(), List.of(copy));
    }
  }

  private OpDefinition plain(Operation.Apply apply) {
    OpDefinition definition = apply.definition();
    boolean product = definition.is(Trait.CHAIN_PRODUCT);
    boolean quotient = definition.is(Trait.CHAIN_QUOTIENT);
    if (!product && !quotient || !(apply.result().type() instanceof ScalarType)) {
      return definition;
    }
    NumberFact factor = numbers.fact(function, apply.operands().get(0));
    NumberFact slope = numbers.fact(function, apply.operands().get(1));
    boolean ordinary = isOrdinary(factor) && product || isOrdinary(slope);
    boolean finite = factor.isFinite() && (product ? slope.isFinite() : slope.isPositive());
    if (!ordinary && !finite) {
      return definition;
    }
    return product ? ElementwiseOps.MULTIPLY : ElementwiseOps.DIVIDE;
  }

  /** Neither zero nor infinite. */
  private static boolean isOrdinary(NumberFact fact) {
    return fact.isFinite() && fact.isPositive();
  }
}
