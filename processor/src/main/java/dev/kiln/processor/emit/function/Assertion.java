package dev.kiln.processor.emit.function;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import java.util.List;
import java.util.Optional;

/**
 * A conditional that stands for {@code assert condition : detail}.
 *
 * @param condition yields the condition
 * @param detail yields what the message is made of
 * @param error the error that is thrown where the condition does not hold
 */
record Assertion(Block condition, Block detail, Terminator.Throw error) {

  /**
   * The assertion in {@code checks}, which is run where assertions are enabled; empty where it does
   * something else as well.
   */
  static Optional<Assertion> in(Block checks) {
    int last = checks.operations().size() - 1;
    if (last < 0 || !(checks.operations().get(last) instanceof Operation.If test)) {
      return Optional.empty();
    }
    boolean onlyTests =
        test.results().isEmpty()
            && checks.terminator().operands().isEmpty()
            && test.thenBlock().operations().isEmpty()
            && test.thenBlock().terminator() instanceof Terminator.Yield;
    if (!onlyTests || !(test.elseBlock().terminator() instanceof Terminator.Throw error)) {
      return Optional.empty();
    }
    List<Operation> before = checks.operations().subList(0, last);
    return Optional.of(
        new Assertion(
            new Block(List.of(), before, new Terminator.Yield(List.of(test.condition()))),
            new Block(
                List.of(), test.elseBlock().operations(), new Terminator.Yield(error.operands())),
            error));
  }
}
