package dev.kiln.pass.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.StackOps;
import dev.kiln.pass.nest.ElementNest;
import dev.kiln.type.StackType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which loops and stacks are alone in having the elements of the tensors that they carry and save.
 *
 * <pre>
 * for (int i = 0; i &lt; n; i++) {
 *   sum = sum.add(x.matmul(w));  // nothing else has the sum before
 * }
 * </pre>
 */
final class Ownership implements TensorLifetimes.Surroundings {
  private final Set<String> nests;
  private final Map<Value, Integer> uses = new HashMap<>();

  /** The stacks on which each tensor was made for the stack alone. */
  private final Set<Value> stacks = new HashSet<>();

  /** The parameters of the bodies of loops that have elements of their own. */
  private final Map<Operation.Loop, Set<Value>> carried = new IdentityHashMap<>();

  /** The places of those that begin with a value which is not the loop's alone. */
  private final Map<Operation.Loop, Set<Integer>> copied = new IdentityHashMap<>();

  Ownership(Graph graph) {
    nests =
        graph.functions().stream()
            .filter(each -> ElementNest.of(each).isPresent())
            .map(Function::name)
            .collect(Collectors.toSet());
    Block body = graph.entry().body();
    countUses(body);
    Set<Value> owning = new HashSet<>();
    Set<Value> others = new HashSet<>();
    findStacks(body, owning, others);
    owning.removeAll(others);
    stacks.addAll(owning);
  }

  @Override
  public boolean isNest(String function) {
    return nests.contains(function);
  }

  @Override
  public boolean ownsElements(Value stack) {
    return stacks.contains(stack);
  }

  /** The parameters of the body that were found to have elements of their own. */
  Set<Value> carried(Operation.Loop loop) {
    return carried.getOrDefault(loop, Set.of());
  }

  /** Whether what a loop begins with has to be copied, since it is not the loop's alone. */
  boolean isCopied(Operation.Loop loop, int index) {
    return copied.getOrDefault(loop, Set.of()).contains(index);
  }

  @Override
  public Set<Value> carried(Operation.Loop loop, TensorLifetimes around) {
    Set<Value> owned = new HashSet<>();
    Set<Integer> others = new HashSet<>();
    boolean mayOwn =
        loop.operands().stream().anyMatch(TensorLifetimes::mayBeLong)
            && loop.body().terminator() instanceof Terminator.Yield
            && loop.condition().terminator() instanceof Terminator.Condition
            && !loop.body().leaves(loop.label());
    if (mayOwn) {
      TensorLifetimes inside = new TensorLifetimes(loop.body(), Set.of(), this);
      for (int i = 0; i < loop.operands().size(); i++) {
        Value given = loop.operands().get(i);
        boolean isOwned =
            TensorLifetimes.mayBeLong(given)
                && isPassedOn(loop.condition(), i)
                && inside.isOnlyYielded(loop.body().terminator().operands().get(i));
        if (isOwned) {
          owned.add(loop.body().parameters().get(i));
          if (!around.owns(given) || uses.get(given) > 1) {
            others.add(i);
          }
        }
      }
    }
    carried.put(loop, owned);
    copied.put(loop, others);
    return owned;
  }

  /** Whether a condition does nothing with a value but pass it to the body. */
  private boolean isPassedOn(Block condition, int index) {
    Value parameter = condition.parameters().get(index);
    List<Value> passed = ((Terminator.Condition) condition.terminator()).carried();
    return passed.get(index).equals(parameter) && uses.get(parameter) == 1;
  }

  private void countUses(Block block) {
    for (Operation operation : block.operations()) {
      operation.operands().forEach(each -> uses.merge(each, 1, Integer::sum));
      operation.blocks().forEach(this::countUses);
    }
    block.terminator().operands().forEach(each -> uses.merge(each, 1, Integer::sum));
  }

  private static boolean isPopped(Value stack, Block block) {
    return block.operations().stream()
        .anyMatch(
            operation ->
                isOn(operation, StackOps.STACK_POP) && operation.operands().contains(stack)
                    || operation.blocks().stream().anyMatch(inner -> isPopped(stack, inner)));
  }

  private static boolean isOn(Operation operation, OpDefinition definition) {
    return operation instanceof Operation.Apply apply && apply.definition() == definition;
  }

  private void findStacks(Block block, Set<Value> owning, Set<Value> others) {
    TensorLifetimes lifetimes = null;
    for (Operation operation : block.operations()) {
      for (Value operand : operation.operands()) {
        if (!(operand.type() instanceof StackType)) {
          continue;
        }
        boolean isPush = isOn(operation, StackOps.STACK_PUSH);
        if (isPush && lifetimes == null) {
          lifetimes = new TensorLifetimes(block, Set.of(), this);
        }
        if (isPush
            && lifetimes.isOnlyPushed(operation.operands().get(1))
            && !isPopped(operand, block)) { // else what was pushed may still be read
          owning.add(operand);
        } else if (!isOn(operation, StackOps.STACK_POP)) {
          others.add(operand);
        }
      }
      operation.blocks().forEach(inner -> findStacks(inner, owning, others));
    }
    block.terminator().operands().stream()
        .filter(each -> each.type() instanceof StackType)
        .forEach(others::add);
  }
}
