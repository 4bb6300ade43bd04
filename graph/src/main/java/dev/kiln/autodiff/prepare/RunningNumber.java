package dev.kiln.autodiff.prepare;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Effect;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.type.ScalarType;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A number that a counting loop carries, and that an iteration leaves as it is or replaces by
 * another one, as in {@code if (x[i] > max) max = x[i]} or {@code max = Math.max(max, x[i])}. What
 * it is in the end, it was made in one iteration, or before the loop. Nothing in the loop depends
 * on it but decisions.
 *
 * @param loop the loop
 * @param slot its index among the carried values
 * @param taken the number that replaces it, which the counter and what does not change determine
 * @param branches the branches that lead to it, with the index among their results
 * @param extremum the function that takes the greater or the less of the two; empty where only a
 *     branch decides
 */
record RunningNumber(
    CountedLoop loop,
    int slot,
    Value taken,
    Map<Operation.If, Integer> branches,
    Optional<Extremum> extremum) {

  /** The number before an iteration. */
  Value before() {
    return loop.loop().body().parameters().get(slot);
  }

  /** The number after an iteration. */
  Value after() {
    return loop.loop().body().terminator().operands().get(slot);
  }

  /** What it is in the end. */
  Value result() {
    return loop.loop().results().get(slot);
  }

  static Optional<RunningNumber> of(CountedLoop counted, int slot, LoopSlice slice) {
    return new Finder(counted, slot, slice).find();
  }

  /** Looks at one number. */
  private static final class Finder {
    private final CountedLoop counted;
    private final int slot;
    private final LoopSlice slice;
    private final Value before;
    private final Map<Operation.If, Integer> branches = new IdentityHashMap<>();
    private final Set<Value> taken = new HashSet<>();
    private final Map<Operation, Extremum> extrema = new IdentityHashMap<>();

    Finder(CountedLoop counted, int slot, LoopSlice slice) {
      this.counted = counted;
      this.slot = slot;
      this.slice = slice;
      this.before = counted.loop().body().parameters().get(slot);
    }

    Optional<RunningNumber> find() {
      Operation.Loop loop = counted.loop();
      Value after = loop.body().terminator().operands().get(slot);
      boolean looksRight =
          before.type() instanceof ScalarType
              && before.type().isFloating()
              && CountedLoop.isPlain(loop, slot)
              && visit(after)
              && taken.size() == 1
              && extrema.size() <= 1;
      if (!looksRight) {
        return Optional.empty();
      }
      RunningNumber number =
          new RunningNumber(
              counted,
              slot,
              taken.iterator().next(),
              branches,
              extrema.values().stream().findFirst());
      Set<Value> ways = new HashSet<>(List.of(before, loop.condition().parameters().get(slot)));
      branches.forEach((branch, index) -> ways.add(branch.results().get(index)));
      extrema.values().stream()
          .flatMap(each -> each.parts().stream())
          .forEach(each -> ways.addAll(each.results()));
      return slice.determines(number.taken())
              && (extrema.isEmpty() || isSeparate(number))
              && onlyDecides(loop.condition(), ways)
              && onlyDecides(loop.body(), ways)
          ? Optional.of(number)
          : Optional.empty();
    }

    /** Whether the number so far, or the greater of it and another one, may come out of a value. */
    private boolean visit(Value value) {
      if (value.equals(before)) {
        return true;
      }
      Operation made = slice.structure().definition(value).orElse(null);
      if (made instanceof Operation.Apply apply) {
        Optional<Extremum> extremum = Extremum.of(apply, before, slice.structure());
        extremum.ifPresent(
            each -> {
              taken.add(each.other());
              extrema.put(apply, each);
            });
        return extremum.isPresent();
      }
      if (!(made instanceof Operation.If branch) || !slice.isInside(value)) {
        return false;
      }
      int index = branch.results().indexOf(value);
      boolean any = false;
      Set<Value> others = new HashSet<>();
      for (Block block : branch.blocks()) {
        if (block.terminator() instanceof Terminator.Yield end) {
          Value each = end.operands().get(index);
          boolean leads = visit(each);
          any |= leads;
          if (!leads) {
            others.add(each);
          }
        }
      }
      if (any) {
        taken.addAll(others);
        branches.put(branch, index);
      }
      return any;
    }

    /**
     * Whether the greater number can be found again, with little effort, in the iterations in which
     * it was looked for.
     */
    private boolean isSeparate(RunningNumber number) {
      if (!slice.isStraight(number.taken())) {
        return false;
      }
      Block block = slice.structure().home(number.extremum().orElseThrow().made().result());
      while (block != counted.loop().body()) {
        Operation owner = slice.structure().owner(block);
        if (!(owner instanceof Operation.If branch)
            || !branches.containsKey(branch)
            || !slice.determines(branch.condition())
            || !slice.isStraight(branch.condition())) {
          return false;
        }
        block = slice.structure().parent(block);
      }
      return true;
    }

    /** Whether the values only go where they have to, and into decisions. */
    private boolean onlyDecides(Block block, Set<Value> ways) {
      for (Operation operation : block.operations()) {
        boolean used = operation.operands().stream().anyMatch(ways::contains);
        boolean decides =
            operation instanceof Operation.Apply apply
                && (isPart(apply)
                    || apply.definition().effect() == Effect.PURE
                        && apply.results().stream().noneMatch(each -> each.type().isFloating()));
        if (used && !decides) {
          return false;
        }
        for (Block nested : operation.blocks()) {
          if (!onlyDecides(nested, ways)) {
            return false;
          }
        }
      }
      List<Value> end = block.terminator().operands();
      Set<Integer> places = places(block);
      for (int i = 0; i < end.size(); i++) {
        if (ways.contains(end.get(i)) && !places.contains(i)) {
          return false;
        }
      }
      return true;
    }

    private boolean isPart(Operation.Apply apply) {
      return extrema.values().stream()
          .anyMatch(each -> each.parts().stream().anyMatch(part -> part == apply));
    }

    /** The operands of the block's end through which the number may go. */
    private Set<Integer> places(Block block) {
      if (block == counted.loop().body()) {
        return Set.of(slot);
      }
      if (block == counted.loop().condition()) {
        return Set.of(slot + 1); // after the condition itself
      }
      return slice.structure().owner(block) instanceof Operation.If branch
              && branches.containsKey(branch)
          ? Set.of(branches.get(branch))
          : Set.of();
    }
  }
}
