package dev.kiln.pass.loop;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has backward loops step last, as {@code for} does: {@code while (i > 0) { i -= 1; .. }} becomes
 * {@code for (int i = n - 1; i >= 0; i--)}. Loops that users wrote stay as they are. In a backward
 * loop the test and the step have the position of the loop, which no step in a body of the user
 * has. Its counter was counted up from 0, so that the first step cannot overflow.
 */
public final class StepLast extends GraphCopier {
  private final Map<Value, Integer> uses = new HashMap<>();
  private final Map<Value, Operation.Apply> literals = new HashMap<>();

  private StepLast(Function function) {
    survey(function.body());
  }

  public static Graph run(Graph graph) {
    return graph
        .withEntry(new StepLast(graph.entry()).copy(graph.entry()))
        .withFunctions(graph.functions().stream().map(f -> new StepLast(f).copy(f)).toList());
  }

  private void survey(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && apply.number().isPresent()) {
        literals.put(apply.result(), apply);
      }
      operation.operands().forEach(each -> uses.merge(each, 1, Integer::sum));
      operation.blocks().forEach(this::survey);
    }
    block.terminator().operands().forEach(each -> uses.merge(each, 1, Integer::sum));
  }

  /**
   * A loop whose counter is compared, then stepped and not used any more as it was before.
   *
   * @param index of the counter among what the loop carries
   */
  private record Countdown(int index, Operation.Apply test, Operation.Apply step) {}

  private Optional<Countdown> countdown(Operation.Loop loop) {
    if (!loop.position().isKnown()
        || !(loop.condition().terminator() instanceof Terminator.Condition end)
        || !end.carried().equals(loop.condition().parameters())
        || !(loop.body().terminator() instanceof Terminator.Yield next)) {
      return Optional.empty();
    }
    Operation.Apply test = definition(loop.condition(), end.condition());
    if (test == null
        || !test.position().equals(loop.position())
        || !test.is(Trait.GREATER)
        || test.is(Trait.OR_EQUAL)) {
      return Optional.empty();
    }
    int index = loop.condition().parameters().indexOf(test.operands().get(0));
    if (index < 0 || !isLiteral(test.operands().get(1), 0)) {
      return Optional.empty();
    }
    Operation.Apply step = definition(loop.body(), next.operands().get(index));
    boolean isStep =
        step != null
            && step.position().equals(loop.position())
            && step.is(Trait.DIFFERENCE)
            && step.operands().get(0).equals(loop.body().parameters().get(index))
            && isLiteral(step.operands().get(1), 1);
    boolean isUsed = step != null && uses.getOrDefault(step.result(), 0) > 1; // else it is last
    boolean isAlone =
        uses.getOrDefault(loop.body().parameters().get(index), 0) == 1
            && uses.getOrDefault(loop.condition().parameters().get(index), 0) == 2
            && uses.getOrDefault(loop.results().get(index), 0) == 0;
    return isStep && isUsed && isAlone
        ? Optional.of(new Countdown(index, test, step))
        : Optional.empty();
  }

  private static Operation.Apply definition(Block block, Value value) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && apply.results().contains(value)) {
        return apply;
      }
    }
    return null;
  }

  private boolean isLiteral(Value value, int number) {
    return value.type().equals(ScalarType.INT32)
        && literals.containsKey(value)
        && literals
            .get(value)
            .number()
            .map(Attribute.Number::bits)
            .filter(b -> b == number)
            .isPresent();
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    Countdown countdown = countdown(loop).orElse(null);
    if (countdown == null) {
      super.copyLoop(loop, target);
      return;
    }
    int index = countdown.index();
    List<Value> initial = new ArrayList<>(lookup(loop.operands()));
    initial.set(index, stepped(initial.get(index), "", target));
    List<Value> results =
        target.loop(
            label(loop.label()),
            slots(loop.results()),
            initial,
            (block, parameters) -> {
              defineAll(loop.condition().parameters(), parameters);
              for (Operation each : without(loop.condition(), countdown.test()).operations()) {
                copyOperation(each, block);
              }
              Value zero = single(countdown.test().operands().get(1));
              block.at(loop.position());
              Value test = block.apply(ElementwiseOps.GREATER_EQUAL, parameters.get(index), zero);
              return new Terminator.Condition(test, parameters);
            },
            (block, parameters) -> {
              defineAll(loop.body().parameters(), parameters);
              define(countdown.step().result(), List.of(parameters.get(index)));
              Terminator.Yield end =
                  (Terminator.Yield) copyInto(without(loop.body(), countdown.step()), block);
              block.at(loop.position());
              List<Value> next = new ArrayList<>(end.operands());
              String name = countdown.step().result().name();
              next.set(index, stepped(parameters.get(index), name, block));
              return new Terminator.Yield(next);
            });
    defineAll(loop.results(), results);
  }

  private static Value stepped(Value counter, String name, BlockBuilder block) {
    Value one = block.constant(ScalarType.INT32, 1);
    return block.apply(name, ElementwiseOps.SUBTRACT, Attributes.NONE, List.of(counter, one));
  }

  private static Block without(Block block, Operation operation) {
    return new Block(
        block.parameters(),
        block.operations().stream().filter(each -> each != operation).toList(),
        block.terminator());
  }
}
