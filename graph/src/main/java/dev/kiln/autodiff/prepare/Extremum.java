package dev.kiln.autodiff.prepare;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.GradientOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.pass.derivative.RunningExtrema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The greater, or the less, of a number so far and another one: {@code math_max}, {@code math_min},
 * or what {@link RunningExtrema} makes of it.
 *
 * @param made makes it
 * @param function {@code math_max} or {@code math_min}
 * @param own which operand of the function is the number so far
 * @param parts what it takes to make it
 */
record Extremum(
    Operation.Apply made, Operation.Apply function, int own, List<Operation.Apply> parts) {

  static Optional<Extremum> of(Operation.Apply made, Value before, FunctionStructure structure) {
    List<Operation.Apply> parts = new ArrayList<>(List.of(made));
    Operation.Apply function = made;
    if (made.definition() == GradientOps.CHOSEN) {
      Operation.Apply constant = structure.application(made.operands().get(0)).orElse(made);
      function = structure.application(constant.operands().get(0)).orElse(made);
      parts.addAll(List.of(constant, function));
    }
    return RunningExtrema.isExtremum(function) && function.operands().contains(before)
        ? Optional.of(new Extremum(made, function, function.operands().indexOf(before), parts))
        : Optional.empty();
  }

  /** The other number. */
  Value other() {
    return function.operands().get(1 - own);
  }

  /** How the other number compares to the one so far where it wins. */
  OpDefinition relation() {
    return function.is(Trait.MAXIMUM) ? ElementwiseOps.GREATER : ElementwiseOps.LESS;
  }

  /** Whether the other number wins, where that is computed anyway. */
  Optional<Value> wins(GraphCopier copies) {
    return operand(own == 0 ? 4 : 3, copies);
  }

  /** Whether the numbers are equal, where that is computed anyway. */
  Optional<Value> equal(GraphCopier copies) {
    return operand(5, copies);
  }

  private Optional<Value> operand(int index, GraphCopier copies) {
    return made == function
        ? Optional.empty()
        : Optional.of(copies.single(made.operands().get(index)));
  }
}
