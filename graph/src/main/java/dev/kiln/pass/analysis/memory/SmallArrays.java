package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.flow.IntegerRanges;
import dev.kiln.pass.analysis.flow.IntegerRanges.Range;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the arrays that numbers can stand for: new ones of a small constant length, of which only
 * elements are read and written, at indices that are constants, or would be if loops of a few
 * iterations were unrolled. The reference itself goes nowhere.
 */
public final class SmallArrays {
  private static final int MOST_ELEMENTS = 16;

  /** An element at an index known only when the program runs is chosen among so many. */
  private static final int MOST_CHOICES = 4;

  private static final int MOST_ITERATIONS = 16;

  /** How many operations a loop may become. */
  private static final int MOST_OPERATIONS = 256;

  /** How an array is used: a load or a store, and whether that is in a loop that it is not in. */
  private record Access(Operation.Apply apply, boolean isRepeated) {}

  private final IntegerRanges ranges;
  private final Map<Value, List<Access>> accesses = new LinkedHashMap<>();
  private final Map<Value, Integer> depths = new LinkedHashMap<>();
  private final Map<Value, Integer> lengths = new LinkedHashMap<>();
  private final Set<Operation.Loop> loops = Collections.newSetFromMap(new IdentityHashMap<>());

  private SmallArrays(Function function) {
    ranges = new IntegerRanges(function);
    collect(function.body(), 0);
    accesses.forEach(this::choose);
  }

  public static SmallArrays of(Function function) {
    return new SmallArrays(function);
  }

  /** The lengths of the arrays whose indices are constants already. */
  public Map<Value, Integer> lengths() {
    return Collections.unmodifiableMap(lengths);
  }

  /** The loops to unroll, so that the indices of more arrays are. */
  public Set<Operation.Loop> loops() {
    return Collections.unmodifiableSet(loops);
  }

  public IntegerRanges ranges() {
    return ranges;
  }

  private void collect(Block block, int depth) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && isSmall(apply)) {
        accesses.put(apply.result(), new ArrayList<>());
        depths.put(apply.result(), depth);
      } else {
        collectUses(operation, depth);
      }
      int inside = operation instanceof Operation.Loop ? depth + 1 : depth;
      operation.blocks().forEach(nested -> collect(nested, inside));
    }
    block.terminator().operands().forEach(accesses::remove);
  }

  private void collectUses(Operation operation, int depth) {
    for (int i = 0; i < operation.operands().size(); i++) {
      Value operand = operation.operands().get(i);
      List<Access> uses = accesses.get(operand);
      if (uses == null) {
        continue;
      }
      if (operation instanceof Operation.Apply apply && i == 0 && isAccess(apply)) {
        uses.add(new Access(apply, depth > depths.get(operand)));
      } else {
        accesses.remove(operand);
      }
    }
  }

  private static boolean isAccess(Operation.Apply apply) {
    return apply.is(Trait.LOAD) || apply.is(Trait.STORE) || apply.is(Trait.LENGTH);
  }

  private boolean isSmall(Operation.Apply apply) {
    return apply.is(Trait.SIZED)
        && apply.result().type() instanceof ArrayType type
        && type.rank() == 1
        && type.element() instanceof ScalarType
        && ranges
            .of(apply.operands().get(0))
            .filter(range -> range.isSingle() && range.isWithin(0, MOST_ELEMENTS))
            .isPresent();
  }

  private void choose(Value array, List<Access> uses) {
    Operation.Apply made = ranges.definition(array).orElseThrow();
    int length = (int) ranges.of(made.operands().get(0)).orElseThrow().least();
    Set<Operation.Loop> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Access access : uses) {
      if (access.apply().is(Trait.LENGTH)) {
        continue;
      }
      Value index = access.apply().operands().get(1);
      Optional<Range> range = ranges.of(index);
      if (range.isPresent() && !range.get().isWithin(0, length - 1)) {
        return;
      }
      if (range.isPresent()) {
        ranges.collectLoops(index, needed);
      } else if (!isChoice(access, length)) {
        return;
      }
    }
    if (needed.isEmpty()) {
      lengths.put(array, length);
    } else if (needed.stream().allMatch(loop -> isShort(loop, needed))) {
      loops.addAll(needed);
    }
  }

  /** Comparing costs less than an array, if it is not done again and again. */
  private static boolean isChoice(Access access, int length) {
    return access.apply().is(Trait.LOAD)
        && length > 0
        && length <= MOST_CHOICES
        && !access.isRepeated();
  }

  private boolean isShort(Operation.Loop loop, Set<Operation.Loop> needed) {
    return operations(loop, needed) <= MOST_OPERATIONS;
  }

  /** How many operations the loop becomes; very many where another loop is left in it. */
  private long operations(Operation.Loop loop, Set<Operation.Loop> needed) {
    long iterations = ranges.mostIterations(ranges.counting(loop)).orElse(Long.MAX_VALUE);
    return iterations > MOST_ITERATIONS
        ? Long.MAX_VALUE
        : product(iterations, size(loop.body(), needed));
  }

  private static long product(long iterations, long size) {
    return size > MOST_OPERATIONS ? Long.MAX_VALUE : iterations * size;
  }

  private long size(Block block, Set<Operation.Loop> needed) {
    long size = 0;
    for (Operation operation : block.operations()) {
      long own = 1;
      if (operation instanceof Operation.Loop loop) {
        own = needed.contains(loop) ? operations(loop, needed) : Long.MAX_VALUE;
      } else {
        for (Block nested : operation.blocks()) {
          own = sum(own, size(nested, needed));
        }
      }
      size = sum(size, own);
    }
    return size;
  }

  private static long sum(long first, long second) {
    return Math.min(first, MOST_OPERATIONS + 1) + Math.min(second, MOST_OPERATIONS + 1);
  }
}
