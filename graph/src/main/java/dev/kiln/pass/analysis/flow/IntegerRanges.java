package dev.kiln.pass.analysis.flow;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountingLoop;
import dev.kiln.type.ScalarType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Between which numbers an {@code int} lies that is made of constants, counters of loops with
 * constant bounds, and lengths of arrays of constant length.
 */
public final class IntegerRanges {

  /** All integers from {@code least} to {@code greatest}. */
  public record Range(long least, long greatest) {
    public boolean isSingle() {
      return least == greatest;
    }

    public boolean isWithin(long first, long last) {
      return least >= first && greatest <= last;
    }

    private static Optional<Range> of(long least, long greatest) {
      boolean fits = least >= Integer.MIN_VALUE && greatest <= Integer.MAX_VALUE;
      return fits && least <= greatest ? Optional.of(new Range(least, greatest)) : Optional.empty();
    }
  }

  private final Map<Value, Operation.Apply> definitions = new HashMap<>();
  private final Map<Value, CountingLoop> counters = new HashMap<>();
  private final Map<Value, Optional<Range>> known = new HashMap<>();
  private final Set<Value> pending = new HashSet<>();

  public IntegerRanges(Function function) {
    collect(function.body());
  }

  private void collect(Block block) {
    for (Operation operation : block.operations()) {
      operation.blocks().forEach(this::collect);
      if (operation instanceof Operation.Apply apply && !apply.results().isEmpty()) {
        definitions.put(apply.result(), apply);
      } else if (operation instanceof Operation.Loop loop) {
        CountingLoop.of(loop, definitions)
            .ifPresent(counting -> counters.put(counting.variable(), counting));
      }
    }
  }

  /** The application that makes the value, where one does. */
  public Optional<Operation.Apply> definition(Value value) {
    return Optional.ofNullable(definitions.get(value));
  }

  /** The range of the value, where it is known. */
  public Optional<Range> of(Value value) {
    Optional<Range> range = known.get(value);
    if (range == null) {
      if (!pending.add(value)) {
        return Optional.empty(); // a bound that depends on the counter itself
      }
      range = find(value);
      pending.remove(value);
      known.put(value, range);
    }
    return range;
  }

  private Optional<Range> find(Value value) {
    if (!value.type().equals(ScalarType.INT32)) {
      return Optional.empty();
    }
    CountingLoop counting = counters.get(value);
    if (counting != null) {
      return ofCounter(counting);
    }
    Operation.Apply made = definitions.get(value);
    if (made == null) {
      return Optional.empty();
    }
    Optional<Attribute.Number> literal = made.number();
    if (literal.isPresent()) {
      return Range.of(literal.get().bits(), literal.get().bits());
    }
    if (made.is(Trait.LENGTH)) {
      Operation.Apply array = definitions.get(made.operands().get(0));
      return array != null && array.is(Trait.SIZED)
          ? of(array.operands().get(0))
          : Optional.empty();
    }
    return made.operands().size() == 2 ? ofArithmetic(made) : Optional.empty();
  }

  private Optional<Range> ofArithmetic(Operation.Apply made) {
    Optional<Range> first = of(made.operands().get(0));
    Optional<Range> second = of(made.operands().get(1));
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    Range a = first.get();
    Range b = second.get();
    if (made.is(Trait.SUM)) {
      return Range.of(a.least() + b.least(), a.greatest() + b.greatest());
    }
    if (made.is(Trait.DIFFERENCE)) {
      return Range.of(a.least() - b.greatest(), a.greatest() - b.least());
    }
    boolean positive = a.least() >= 0 && b.least() >= 0;
    return made.is(Trait.PRODUCT) && positive
        ? Range.of(a.least() * b.least(), a.greatest() * b.greatest())
        : Optional.empty();
  }

  /** The counter as the body sees it. */
  private Optional<Range> ofCounter(CountingLoop counting) {
    Optional<Range> start = of(counting.start());
    Optional<Range> bound = of(counting.bound());
    if (start.isEmpty() || bound.isEmpty()) {
      return Optional.empty();
    }
    long beyond = counting.includesBound() ? 0 : 1;
    long after =
        counting.step() + (counting.goesUp() ? bound.get().greatest() : bound.get().least());
    if (after != (int) after) {
      return Optional.empty(); // the counter may wrap around
    }
    return counting.goesUp()
        ? Range.of(start.get().least(), bound.get().greatest() - beyond)
        : Range.of(bound.get().least() + beyond, start.get().greatest());
  }

  /** The loops whose counters the value is made of, and those that these loops' bounds need. */
  public void collectLoops(Value value, Set<Operation.Loop> loops) {
    CountingLoop counting = counters.get(value);
    if (counting != null) {
      if (loops.add(counting.loop())) {
        collectLoops(counting.start(), loops);
        collectLoops(counting.bound(), loops);
      }
      return;
    }
    definition(value).map(Operation.Apply::operands).orElse(List.of()).stream()
        .filter(operand -> operand.type().equals(ScalarType.INT32))
        .forEach(operand -> collectLoops(operand, loops));
  }

  /** The loop as one that counts; only for loops that {@link #collectLoops} gave. */
  public CountingLoop counting(Operation.Loop loop) {
    return loop.body().parameters().stream()
        .filter(counters::containsKey)
        .map(counters::get)
        .findFirst()
        .orElseThrow();
  }

  /** How many iterations the loop has at most, where its counter has a range. */
  public Optional<Long> mostIterations(CountingLoop counting) {
    return of(counting.variable())
        .map(range -> (range.greatest() - range.least()) / Math.abs(counting.step()) + 1);
  }
}
