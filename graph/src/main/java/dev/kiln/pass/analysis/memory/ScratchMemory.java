package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.StackType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the arrays and stacks that a function makes for itself: they are neither results nor
 * reachable from one, and each time an operation makes one, the one that it made before is not used
 * any more. Generated code may make them of memory that earlier calls left.
 */
public final class ScratchMemory {
  private final AliasClasses classes;
  private final Set<Value> escaping = new HashSet<>();
  private final Set<Value> passedToCalls = new HashSet<>();
  private final Set<Value> pushed = new HashSet<>();
  private final Set<Value> popped = new HashSet<>();
  private final List<Operation.Apply> once = new ArrayList<>();
  private final List<Operation.Apply> repeated = new ArrayList<>();
  private final CalleeReferences callees;
  private boolean jumps;

  private ScratchMemory(Function function, CalleeReferences callees) {
    this.callees = callees;
    this.classes = new AliasClasses(function, callees);
    collect(function.body(), false);
  }

  /**
   * The operations that make scratch arrays and stacks, in their order.
   *
   * @param graph has the functions that {@code function} calls
   */
  public static List<Operation.Apply> of(Function function, Graph graph) {
    ScratchMemory memory = new ScratchMemory(function, new CalleeReferences(graph));
    if (memory.jumps) {
      return List.of(); // references that jumps carry are not followed
    }
    List<Operation.Apply> scratch = new ArrayList<>();
    memory.once.stream().filter(memory::isLocal).forEach(scratch::add);
    memory.repeated.stream().filter(memory::isUsedInOneIteration).forEach(scratch::add);
    return scratch;
  }

  private boolean isLocal(Operation.Apply made) {
    if (isStack(made)) {
      return true;
    }
    Value root = classes.root(made.result());
    boolean mayGetOtherRows =
        ((ArrayType) made.result().type()).rank() > 1 && passedToCalls.contains(root);
    if (mayGetOtherRows) {
      return false;
    }
    return isKept(root) && (!pushed.contains(root) || popped.stream().allMatch(this::isKept));
  }

  /** Whether no reference of the class leaves the function. */
  private boolean isKept(Value root) {
    return !classes.isFromOutside(root) && !escaping.contains(root);
  }

  private boolean isUsedInOneIteration(Operation.Apply made) {
    Value root = classes.root(made.result());
    return !isStack(made)
        && isLocal(made)
        && classes.allocations(root).size() == 1
        && !classes.isCarried(root)
        && !pushed.contains(root)
        && !passedToCalls.contains(root);
  }

  private void collect(Block block, boolean inLoop) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        collectApply(apply, inLoop);
      } else if (operation instanceof Operation.Call call && !callees.storesNone(call.function())) {
        references(call).forEach(value -> passedToCalls.add(classes.root(value)));
      }
      jumps |= operation instanceof Operation.Scope;
      for (Block nested : operation.blocks()) {
        collect(nested, inLoop || operation instanceof Operation.Loop);
      }
    }
    Terminator end = block.terminator();
    jumps |= end instanceof Terminator.Break || end instanceof Terminator.Continue;
    if (end instanceof Terminator.Return) {
      end.operands().forEach(this::escape);
    }
  }

  private void collectApply(Operation.Apply apply, boolean inLoop) {
    if (isAllocation(apply)) {
      (inLoop ? repeated : once).add(apply);
      return;
    }
    List<Value> references = references(apply);
    boolean storesReference = apply.is(Trait.STORE) && references.size() == 2;
    if (apply.definition() == StackOps.STACK_PUSH) {
      references.forEach(value -> pushed.add(classes.root(value)));
    } else if (apply.definition() == StackOps.STACK_POP) {
      apply.results().stream()
          .filter(AliasClasses::isReference)
          .forEach(value -> popped.add(classes.root(value)));
    }
    Optional<Value> result = apply.results().stream().findFirst();
    boolean wraps =
        result.isPresent()
            && !(result.get().type() instanceof ScalarType)
            && !(result.get().type() instanceof ArrayType);
    boolean shares = result.isPresent() && apply.is(Trait.COPY);
    if (storesReference || wraps || shares) {
      references.forEach(this::escape);
      result.ifPresent(this::escape);
    }
  }

  private static boolean isStack(Operation.Apply apply) {
    return apply.definition().effect() == Effect.ALLOCATE
        && apply.result().type() instanceof StackType;
  }

  /** Whether generated code can make what the operation makes of kept memory. */
  private static boolean isAllocation(Operation.Apply apply) {
    if (isStack(apply)) {
      return true;
    }
    boolean makes = apply.definition().effect() == Effect.ALLOCATE;
    if (!makes || !(apply.result().type() instanceof ArrayType type)) {
      return false; // null is no allocation
    }
    if (type.element() instanceof CodedType) {
      return false; // a workspace keeps no bytes, shorts or chars
    }
    return apply.is(Trait.ZERO) && type.rank() <= 2
        || apply.is(Trait.SIZED) && type.rank() <= 2 && apply.operands().size() == type.rank();
  }

  private void escape(Value value) {
    if (AliasClasses.isReference(value)) {
      escaping.add(classes.root(value));
    }
  }

  private static List<Value> references(Operation operation) {
    return operation.operands().stream().filter(AliasClasses::isReference).toList();
  }
}
