package dev.kiln.pass.nest;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.nest.IndexSpace.Access;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In which order a nest computes a block of elements: loops of arithmetic and calls of kernels take
 * turns. What one of them makes and another one needs is kept in a block, or in the result that it
 * is; what only one loop needs is a local variable or part of an expression. HotSpot turns a loop
 * into vector instructions only where it has the same index in all arrays; so what a loop of a nest
 * with kernels reads or writes is in blocks, too: operands are copied to them, and results from
 * them.
 */
public final class NestSchedule {
  /** A part of the work on a block. */
  public sealed interface Step {}

  /** A loop over arithmetic, in order. */
  public record Loop(List<Operation.Apply> operations) implements Step {}

  /** A call of a kernel. */
  public record KernelCall(Operation.Apply operation) implements Step {}

  private final ElementNest nest;
  private final Set<Value> results;
  private final Map<Value, Integer> levels = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Value, Integer> made = new HashMap<>();
  private final Map<Value, Integer> lastUses = new HashMap<>();
  private final Set<Value> stored = new HashSet<>();
  private final Map<Value, Integer> blocks = new HashMap<>();
  private final List<DType> blockTypes = new ArrayList<>();

  public NestSchedule(ElementNest nest) {
    this.nest = nest;
    this.results = new HashSet<>(nest.results());
    assignLevels();
    sink();
    addSteps();
    findStored();
    assignBlocks();
  }

  /** The loops and calls for each block; a single loop where there are no kernels. */
  public List<Step> steps() {
    return steps;
  }

  /** The dtypes of the blocks. */
  public List<DType> blocks() {
    return blockTypes;
  }

  /** The block that has a value; empty where it is not stored, or only in an operand or result. */
  public Optional<Integer> block(Value value) {
    return Optional.ofNullable(blocks.get(value));
  }

  /** The operands at an access that are copied to blocks. */
  public List<Value> copied(Access access) {
    return nest.parameters().keySet().stream()
        .filter(each -> nest.parameters().get(each) == access && blocks.containsKey(each))
        .toList();
  }

  /** The results that are copied from blocks. */
  public List<Value> copiedResults() {
    return nest.results().stream().filter(blocks::containsKey).toList();
  }

  /** Whether a value is needed outside of the loop that computes it. */
  public boolean isStored(Value value) {
    return stored.contains(value);
  }

  static boolean isKernel(Operation.Apply apply) {
    return ElementCode.of(apply).orElseThrow() instanceof ElementCode.Kernel;
  }

  /** An operation runs as soon as its operands are there. */
  private void assignLevels() {
    for (Operation.Apply apply : nest.operations()) {
      int level = 0;
      for (Value operand : apply.operands()) {
        level = Math.max(level, levels.getOrDefault(operand, 0));
      }
      levels.put(apply.result(), isKernel(apply) ? level + 1 : level);
    }
  }

  /** What is cheap to keep until then moves to the loop that needs it. */
  private void sink() {
    List<Operation.Apply> all = nest.operations();
    for (int i = all.size() - 1; i >= 0; i--) {
      Operation.Apply apply = all.get(i);
      long fromBlocks = apply.operands().stream().distinct().filter(levels::containsKey).count();
      if (isKernel(apply) || fromBlocks > 1 || results.contains(apply.result())) {
        continue;
      }
      int earliest = Integer.MAX_VALUE;
      for (Operation.Apply user : all) {
        if (user.operands().contains(apply.result())) {
          int level = levels.get(user.result());
          earliest = Math.min(earliest, isKernel(user) ? level - 1 : level);
        }
      }
      if (earliest < Integer.MAX_VALUE) {
        levels.put(apply.result(), Math.max(levels.get(apply.result()), earliest));
      }
    }
  }

  private void addSteps() {
    int last = levels.values().stream().mapToInt(each -> each).max().orElse(0);
    for (int level = 0; level <= last; level++) {
      int here = level;
      List<Operation.Apply> loop =
          nest.operations().stream()
              .filter(each -> !isKernel(each) && levels.get(each.result()) == here)
              .toList();
      if (!loop.isEmpty()) {
        steps.add(new Loop(loop));
      }
      nest.operations().stream()
          .filter(each -> isKernel(each) && levels.get(each.result()) == here + 1)
          .forEach(each -> steps.add(new KernelCall(each)));
    }
  }

  private void findStored() {
    stored.addAll(results);
    for (int i = 0; i < steps.size(); i++) {
      for (Operation.Apply apply : operations(steps.get(i))) {
        for (Value operand : apply.operands()) {
          boolean isElsewhere = made.containsKey(operand) && made.get(operand) != i;
          if (isElsewhere) {
            stored.add(operand);
          }
          lastUses.put(operand, i);
        }
        if (!apply.results().isEmpty()) {
          made.put(apply.result(), i);
        }
      }
    }
  }

  private static List<Operation.Apply> operations(Step step) {
    return step instanceof Loop loop ? loop.operations() : List.of(((KernelCall) step).operation());
  }

  private void assignBlocks() {
    List<Integer> free = new ArrayList<>();
    if (nest.hasKernels()) {
      Set<Value> inLoops = inLoops();
      nest.parameters().keySet().stream()
          .filter(each -> isArray(nest.parameters().get(each)) && inLoops.contains(each))
          .forEach(each -> blocks.put(each, take(dtype(each), free)));
      nest.results().stream()
          .filter(inLoops::contains)
          .forEach(each -> blocks.put(each, take(dtype(each), free)));
    }
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      for (Operation.Apply apply : operations(step)) {
        Value value = apply.result();
        if (stored.contains(value) && !results.contains(value)) {
          blocks.put(value, take(dtype(value), free));
        }
      }
      release(i, free); // not before: a kernel reads its operand again after it wrote
    }
  }

  private void release(int step, List<Integer> free) {
    blocks.forEach(
        (value, block) -> {
          boolean isKept = results.contains(value) || nest.parameters().get(value) == Access.ROW;
          if (lastUses.getOrDefault(value, -1) == step && !isKept) {
            free.add(block);
          }
        });
  }

  private static boolean isArray(Access access) {
    return access == Access.WHOLE || access == Access.ROW;
  }

  /** What the loops read and compute. */
  private Set<Value> inLoops() {
    Set<Value> values = new HashSet<>();
    for (Step step : steps) {
      if (step instanceof Loop loop) {
        for (Operation.Apply apply : loop.operations()) {
          values.addAll(apply.operands());
          values.add(apply.result());
        }
      }
    }
    return values;
  }

  private static DType dtype(Value value) {
    return ((TensorType) value.type()).dtype();
  }

  private int take(DType dtype, List<Integer> free) {
    for (int i = 0; i < free.size(); i++) {
      if (blockTypes.get(free.get(i)) == dtype) {
        return free.remove(i);
      }
    }
    blockTypes.add(dtype);
    return blockTypes.size() - 1;
  }
}
