package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.adjoint.AdjointZeros;
import dev.kiln.autodiff.adjoint.Adjoints;
import dev.kiln.autodiff.plan.AccumulatingStore;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.residual.PrimalValues;
import dev.kiln.autodiff.reverse.residual.ResidualStorage;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Key;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Kind;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.Pullback;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Emits the reverse of a function: the operations of each block from last to first, each adding to
 * the adjoints of its operands. A conditional is reversed by a conditional on the same condition, a
 * loop by a loop that runs as often as it did, a call by a call of the callee's backward function.
 */
public final class BackwardSweep {
  private final FunctionDerivation derivation;
  private final ResidualStorage storage;
  private final BackwardPoint point;
  private final Adjoints adjoints;
  private final PrimalValues primals;
  private final LoopReversal loops;
  private final CallReversal calls;
  private final StackReversal stacks;

  public BackwardSweep(
      FunctionDerivation derivation,
      Callees callees,
      ResidualStorage storage,
      PrimalValues primals) {
    this.derivation = derivation;
    this.storage = storage;
    this.primals = primals;
    this.point = new BackwardPoint(derivation.activity(), primals);
    this.adjoints = point.adjoints();
    this.loops = new LoopReversal(point, derivation, storage, this::reverseOperations);
    this.calls = new CallReversal(point, derivation, callees, storage);
    this.stacks = new StackReversal(point, derivation, storage);
  }

  /** Reverses the body of the function into {@code target}; the adjoints of results are seeded. */
  public void reverse(Block body, BlockBuilder target) {
    point.within(body, target, () -> reverseOperations(body));
  }

  /** Adds to the adjoint of a number. */
  public void seed(Value value, Value cotangent, BlockBuilder target) {
    point.continueIn(target, () -> point.accumulate(value, cotangent));
  }

  /** The adjoint of a number, or a zero made in {@code block}. */
  public Value adjointIn(Value value, BlockBuilder block) {
    return adjoints.get(value, block);
  }

  /**
   * Reverses one iteration of a loop into the block that has just run it.
   *
   * @param known the adjoints of numbers from outside the loop, as the iterations before left them
   * @param cotangents those of what the body yields, by the number of the carried value
   * @return the adjoints of the numbers from outside, in the order of {@code known}
   */
  List<Value> reverseIteration(
      Operation.Loop loop,
      BlockBuilder target,
      Map<Value, Value> known,
      Map<Integer, Value> cotangents) {
    Block body = loop.body();
    List<Value> left = new ArrayList<>();
    adjoints.restore(known);
    point.within(
        body,
        target,
        () -> {
          cotangents.forEach(
              (slot, cotangent) ->
                  point.accumulate(body.terminator().operands().get(slot), cotangent));
          reverseOperations(body);
          known.keySet().forEach(value -> left.add(point.adjoint(value)));
        });
    return left;
  }

  private void reverseOperations(Block block) {
    List<Operation> operations = block.operations();
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation operation = operations.get(i);
      primals.moveTo(i);
      point.out().at(operation.position());
      if (operation instanceof Operation.Apply apply) {
        reverseApply(apply);
      } else if (operation instanceof Operation.If branch) {
        reverseIf(branch);
      } else if (operation instanceof Operation.Loop loop) {
        if (derivation.fused().isFused(loop)) {
          addContributions(loop);
        } else if (isWanted(loop) || !derivation.recoveredSlots(loop).isEmpty()) {
          loops.reverse(loop);
        }
      } else if (operation instanceof Operation.Call call) {
        calls.reverse(call);
      }
      operation.results().forEach(adjoints::remove);
    }
  }

  /** The loop is reversed already; what its sums start with has the cotangent of the sums. */
  private void addContributions(Operation.Loop loop) {
    for (int sum : derivation.fused().sums(loop)) {
      Value cotangent = adjoints.remove(loop.results().get(sum));
      if (cotangent != null) {
        point.accumulate(loop.operands().get(sum), cotangent);
      }
    }
    primals.contributions(loop).forEach(point::accumulate);
  }

  private boolean isWanted(Operation operation) {
    return operation.results().stream().anyMatch(adjoints::has)
        || derivation.mustReverse(operation);
  }

  private void reverseApply(Operation.Apply apply) {
    if (apply.operands().stream().anyMatch(derivation::isActiveStack)) {
      stacks.reverse(apply);
    } else if (apply.definition().derivative() instanceof Derivative.OnShadows rule) {
      reverseOnShadows(apply, rule);
    } else if (!apply.results().isEmpty() && adjoints.has(apply.result())) {
      Term cotangent = point.term(adjoints.get(apply.result(), point.out()));
      for (int i = 0; i < apply.operands().size(); i++) {
        Value operand = apply.operands().get(i);
        if (derivation.activity().isActiveNumber(operand)) {
          pull(apply, cotangent, i)
              .ifPresent(pulled -> point.accumulate(operand, BackwardPoint.valueOf(pulled)));
        }
      }
    } else if (apply.results().isEmpty()
        && apply.definition().derivative() instanceof Derivative.None none
        && apply.operands().stream().anyMatch(derivation::isShadowed)) {
      throw new NotDifferentiableException(
          apply.definition().name() + " has no derivative: " + none.reason(), apply.position());
    }
    if (derivation.plan().overwriting().isUndone(apply)) {
      undo(apply);
    }
  }

  Optional<Term> pull(Operation.Apply apply, Term cotangent, int operand) {
    try {
      return Pullback.of(apply.definition(), cotangent, new PrimalCall(point, apply), operand);
    } catch (Pullback.NoDerivativeException e) {
      throw new NotDifferentiableException(e.getMessage(), apply.position());
    }
  }

  private void reverseOnShadows(Operation.Apply apply, Derivative.OnShadows rule) {
    if (apply.operands().isEmpty() || !derivation.isShadowed(apply.operands().get(0))) {
      return;
    }
    boolean concernsNumbers =
        apply.results().isEmpty()
            ? apply.operands().size() < 3 || !(apply.operands().get(2).type() instanceof ArrayType)
            : adjoints.has(apply.result()) || derivation.copiesShadow(apply);
    boolean takesPassive =
        apply.definition() == ArrayPairOps.ARRAY_ADD_ALL
            && !derivation.isShadowed(apply.operands().get(1));
    if (!concernsNumbers || takesPassive) {
      return;
    }
    Optional<AccumulatingStore> accumulating =
        apply.results().isEmpty() ? derivation.accumulating(apply) : Optional.empty();
    if (accumulating.isPresent()) {
      reverseAccumulation(apply, accumulating.get());
    } else {
      rule.rule().pull(new PrimalCall(point, apply));
    }
  }

  /** The adjoint of {@code a[i] += v} is {@code dv += da[i]}. */
  private void reverseAccumulation(Operation.Apply store, AccumulatingStore accumulating) {
    if (!derivation.activity().isActiveNumber(accumulating.addend())) {
      return;
    }
    Value shadow = primals.residualShadow(store.operands().get(0));
    Value index = primals.residual(store.operands().get(1));
    Value cotangent = point.out().apply(ArrayOps.ARRAY_LOAD, shadow, index);
    point.accumulate(
        accumulating.addend(),
        accumulating.isSubtracted()
            ? point.out().apply(ElementwiseOps.NEGATE, cotangent)
            : cotangent);
  }

  /** Gives the element its old value back; also in the shadow where references are stored. */
  private void undo(Operation.Apply store) {
    Optional<Value> whole = MemoryEffects.changedAsWhole(store);
    if (whole.isPresent()) {
      ValueType element = ((ArrayType) whole.get().type()).component();
      Value stack = storage.stack(new Key(Kind.PRIMAL, store), whole.get().name(), element);
      Value array = primals.residual(whole.get());
      point.out().perform(StackOps.STACK_POP_ALL, Attributes.NONE, List.of(stack, array));
      return;
    }
    Value array = store.operands().get(0);
    Value stored = store.operands().get(2);
    Value index = primals.residual(store.operands().get(1));
    boolean mirrored = stored.type() instanceof ArrayType && derivation.isShadowed(array);
    if (mirrored) {
      Key key = new Key(Kind.SHADOW, store);
      Value before = pop(storage.stack(key, AdjointNames.of(array), stored.type()));
      point
          .out()
          .perform(
              ArrayOps.ARRAY_STORE,
              Attributes.NONE,
              List.of(primals.residualShadow(array), index, before));
    }
    Key key = new Key(Kind.PRIMAL, store);
    Value before = pop(storage.stack(key, array.name(), stored.type()));
    point
        .out()
        .perform(
            ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(primals.residual(array), index, before));
  }

  private Value pop(Value stack) {
    return point.out().apply("", StackOps.STACK_POP, Attributes.NONE, List.of(stack));
  }

  private void reverseIf(Operation.If branch) {
    if (!isWanted(branch)) {
      return;
    }
    Value condition = primals.residual(branch.condition());
    Map<Value, Value> before = adjoints.snapshot();
    BlockBuilder parent = point.out();
    BlockBuilder thenBlock = nested(parent);
    Map<Value, Value> afterThen = reverseBranch(branch, branch.thenBlock(), thenBlock);
    adjoints.restore(before);
    BlockBuilder elseBlock = nested(parent);
    Map<Value, Value> afterElse = reverseBranch(branch, branch.elseBlock(), elseBlock);
    adjoints.restore(before);
    Set<Value> changed = new LinkedHashSet<>();
    collectChanged(before, afterThen, branch, changed);
    collectChanged(before, afterElse, branch, changed);
    List<Value> results = new ArrayList<>();
    for (Value value : changed) {
      results.add(point.out().values().create(AdjointNames.of(value), value.type()));
    }
    point
        .out()
        .add(
            new Operation.If(
                condition,
                thenBlock.build(yieldOf(changed, afterThen, thenBlock)),
                elseBlock.build(yieldOf(changed, afterElse, elseBlock)),
                results,
                branch.position()));
    int next = 0;
    for (Value value : changed) {
      adjoints.put(value, results.get(next++));
    }
  }

  private static BlockBuilder nested(BlockBuilder parent) {
    return new BlockBuilder(parent.values(), List.of()).at(parent.position());
  }

  private Map<Value, Value> reverseBranch(Operation.If branch, Block arm, BlockBuilder block) {
    Map<Value, Value> cotangents = adjoints.snapshot();
    point.within(
        arm,
        block,
        () -> {
          if (arm.terminator() instanceof Terminator.Yield end) {
            for (int i = 0; i < branch.results().size(); i++) {
              Value cotangent = cotangents.get(branch.results().get(i));
              if (cotangent != null) {
                point.accumulate(end.operands().get(i), cotangent);
              }
            }
            reverseOperations(arm);
          }
        });
    return adjoints.snapshot();
  }

  /** Adjoints of values from outside the branch that the branch changed. */
  private void collectChanged(
      Map<Value, Value> before, Map<Value, Value> after, Operation.If branch, Set<Value> changed) {
    Block around = derivation.structure().parent(branch.thenBlock());
    after.forEach(
        (value, adjoint) -> {
          boolean outside =
              derivation.structure().encloses(derivation.structure().home(value), around);
          if (outside && !branch.results().contains(value) && !adjoint.equals(before.get(value))) {
            changed.add(value);
          }
        });
  }

  private static Terminator yieldOf(
      Set<Value> changed, Map<Value, Value> after, BlockBuilder block) {
    List<Value> yielded = new ArrayList<>();
    for (Value value : changed) {
      Value adjoint = after.get(value);
      yielded.add(adjoint != null ? adjoint : AdjointZeros.of(value.type(), block));
    }
    return new Terminator.Yield(yielded);
  }
}
