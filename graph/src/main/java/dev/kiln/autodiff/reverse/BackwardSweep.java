package dev.kiln.autodiff.reverse;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.adjoint.AdjointZeros;
import dev.kiln.autodiff.adjoint.Adjoints;
import dev.kiln.autodiff.plan.AccumulatingStore;
import dev.kiln.autodiff.reverse.ResidualStorage.Key;
import dev.kiln.autodiff.reverse.ResidualStorage.Kind;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.Pullback;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.MemoryEffects;
import dev.kiln.type.ArrayType;
import dev.kiln.type.StackType;
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
final class BackwardSweep {
  private final FunctionDerivation derivation;
  private final ReverseProgram program;
  private final ResidualStorage storage;
  private final PrimalValues primals;
  private final Adjoints adjoints = new Adjoints();
  private final LoopReversal loops;
  private BlockBuilder out;

  BackwardSweep(
      FunctionDerivation derivation,
      ReverseProgram program,
      ResidualStorage storage,
      PrimalValues primals) {
    this.derivation = derivation;
    this.program = program;
    this.storage = storage;
    this.primals = primals;
    this.loops = new LoopReversal(this, derivation, storage, primals, adjoints);
  }

  /** Reverses the body of the function into {@code target}; the adjoints of results are seeded. */
  void reverse(Block body, BlockBuilder target) {
    within(body, target, () -> reverseOperations(body));
  }

  /** Adds to the adjoint of a number. */
  void seed(Value value, Value cotangent, BlockBuilder target) {
    out = target;
    accumulate(value, cotangent);
  }

  /** Goes on from adjoints that are known already. */
  void startWith(Map<Value, Value> known) {
    adjoints.restore(known);
  }

  /** The adjoint of a number, or zero. */
  Value adjoint(Value value) {
    return adjoints.get(value, out);
  }

  boolean hasAdjoint(Value value) {
    return adjoints.has(value);
  }

  /** The adjoint of a number, or a zero made in {@code block}. */
  Value adjointIn(Value value, BlockBuilder block) {
    return adjoints.get(value, block);
  }

  BlockBuilder out() {
    return out;
  }

  /** Runs {@code code} with operations going to {@code target}, which reverses {@code primal}. */
  void within(Block primal, BlockBuilder target, Runnable code) {
    BlockBuilder before = out;
    out = target;
    primals.enter(primal, target);
    code.run();
    primals.leave();
    out = before;
  }

  /** Runs {@code code} with operations going to {@code target}. */
  void continueIn(BlockBuilder target, Runnable code) {
    BlockBuilder before = out;
    out = target;
    code.run();
    out = before;
  }

  void reverseOperations(Block block) {
    List<Operation> operations = block.operations();
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation operation = operations.get(i);
      primals.moveTo(i);
      out.at(operation.position());
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
        reverseCall(call);
      }
      operation.results().forEach(adjoints::remove);
    }
  }

  /** The loop is reversed already; what its sums start with has the cotangent of the sums. */
  private void addContributions(Operation.Loop loop) {
    for (int sum : derivation.fused().sums(loop)) {
      Value cotangent = adjoints.remove(loop.results().get(sum));
      if (cotangent != null) {
        accumulate(loop.operands().get(sum), cotangent);
      }
    }
    primals.contributions(loop).forEach(this::accumulate);
  }

  private boolean isWanted(Operation operation) {
    return operation.results().stream().anyMatch(adjoints::has)
        || derivation.mustReverse(operation);
  }

  private void reverseApply(Operation.Apply apply) {
    if (apply.operands().stream().anyMatch(derivation::isActiveStack)) {
      reverseStack(apply);
    } else if (apply.definition().derivative() instanceof Derivative.OnShadows rule) {
      reverseOnShadows(apply, rule);
    } else if (!apply.results().isEmpty() && adjoints.has(apply.result())) {
      Term cotangent = term(adjoints.get(apply.result(), out));
      for (int i = 0; i < apply.operands().size(); i++) {
        Value operand = apply.operands().get(i);
        if (derivation.activity().isActiveNumber(operand)) {
          pull(apply, cotangent, i).ifPresent(pulled -> accumulate(operand, valueOf(pulled)));
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
      return Pullback.of(apply.definition(), cotangent, new PrimalCall(this, apply), operand);
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
        apply.definition() == ArrayOps.ARRAY_ADD_ALL
            && !derivation.isShadowed(apply.operands().get(1));
    if (!concernsNumbers || takesPassive) {
      return;
    }
    Optional<AccumulatingStore> accumulating =
        apply.results().isEmpty() ? derivation.accumulating(apply) : Optional.empty();
    if (accumulating.isPresent()) {
      reverseAccumulation(apply, accumulating.get());
    } else {
      rule.rule().pull(new PrimalCall(this, apply));
    }
  }

  /**
   * What is popped off a stack is what was pushed: the adjoints go the same way back, on a stack of
   * their own.
   */
  private void reverseStack(Operation.Apply apply) {
    Value stack = apply.operands().get(0);
    if (!derivation.isEntry()) {
      throw new NotDifferentiableException(
          "stacks of a called function are not differentiated in reverse mode", apply.position());
    }
    Key key = new Key(Kind.SHADOW, stack);
    Value adjoints =
        storage.stack(key, AdjointNames.of(stack), ((StackType) stack.type()).element());
    if (apply.definition() == StackOps.STACK_POP) {
      out.perform(StackOps.STACK_PUSH, Attributes.NONE, List.of(adjoints, adjoint(apply.result())));
    } else if (apply.definition() == StackOps.STACK_PUSH) {
      accumulate(apply.operands().get(1), pop(adjoints));
    } else {
      Value array = apply.operands().get(1);
      boolean shadowed = derivation.isShadowed(array);
      boolean popped = apply.is(Trait.FILLS_SECOND);
      Value moved =
          popped && shadowed
              ? primals.residualShadow(array)
              : out.apply(ArrayOps.ARRAY_ZEROS_LIKE, primals.residual(array));
      out.perform(
          popped ? StackOps.STACK_PUSH_ALL : StackOps.STACK_POP_ALL,
          Attributes.NONE,
          List.of(adjoints, moved));
      if (popped && shadowed) {
        out.perform(ArrayOps.ARRAY_CLEAR, Attributes.NONE, List.of(moved));
      } else if (shadowed) {
        Value shadow = primals.residualShadow(array);
        out.perform(ArrayOps.ARRAY_ADD_ALL, Attributes.NONE, List.of(shadow, moved));
      }
    }
  }

  /** The adjoint of {@code a[i] += v} is {@code dv += da[i]}. */
  private void reverseAccumulation(Operation.Apply store, AccumulatingStore accumulating) {
    if (!derivation.activity().isActiveNumber(accumulating.addend())) {
      return;
    }
    Value shadow = primals.residualShadow(store.operands().get(0));
    Value index = primals.residual(store.operands().get(1));
    Value cotangent = out.apply(ArrayOps.ARRAY_LOAD, shadow, index);
    accumulate(
        accumulating.addend(),
        accumulating.isSubtracted() ? out.apply(ElementwiseOps.NEGATE, cotangent) : cotangent);
  }

  /** Gives the element its old value back; also in the shadow where references are stored. */
  private void undo(Operation.Apply store) {
    Optional<Value> whole = MemoryEffects.changedAsWhole(store);
    if (whole.isPresent()) {
      ValueType element = ((ArrayType) whole.get().type()).component();
      Value stack = storage.stack(new Key(Kind.PRIMAL, store), whole.get().name(), element);
      Value array = primals.residual(whole.get());
      out.perform(StackOps.STACK_POP_ALL, Attributes.NONE, List.of(stack, array));
      return;
    }
    Value array = store.operands().get(0);
    Value stored = store.operands().get(2);
    Value index = primals.residual(store.operands().get(1));
    boolean mirrored = stored.type() instanceof ArrayType && derivation.isShadowed(array);
    if (mirrored) {
      Key key = new Key(Kind.SHADOW, store);
      Value before = pop(storage.stack(key, AdjointNames.of(array), stored.type()));
      out.perform(
          ArrayOps.ARRAY_STORE,
          Attributes.NONE,
          List.of(primals.residualShadow(array), index, before));
    }
    Key key = new Key(Kind.PRIMAL, store);
    Value before = pop(storage.stack(key, array.name(), stored.type()));
    out.perform(
        ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(primals.residual(array), index, before));
  }

  private Value pop(Value stack) {
    return out.apply("", StackOps.STACK_POP, Attributes.NONE, List.of(stack));
  }

  private void reverseIf(Operation.If branch) {
    if (!isWanted(branch)) {
      return;
    }
    Value condition = primals.residual(branch.condition());
    Map<Value, Value> before = adjoints.snapshot();
    BlockBuilder parent = out;
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
      results.add(out.values().create(AdjointNames.of(value), value.type()));
    }
    out.add(
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
    within(
        arm,
        block,
        () -> {
          if (arm.terminator() instanceof Terminator.Yield end) {
            for (int i = 0; i < branch.results().size(); i++) {
              Value cotangent = cotangents.get(branch.results().get(i));
              if (cotangent != null) {
                accumulate(end.operands().get(i), cotangent);
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

  private void reverseCall(Operation.Call call) {
    program
        .rules()
        .of(call)
        .ifPresentOrElse(
            rule -> new CustomPullback(this, derivation, program.rules(), call, rule).reverse(),
            () -> program.derived(derivation, call).ifPresent(callee -> reverseCall(callee, call)));
  }

  private void reverseCall(CalleeDerivative callee, Operation.Call call) {
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < call.operands().size(); i++) {
      Value operand = call.operands().get(i);
      if (callee.isUsedBackward(i)) {
        arguments.add(primals.residual(operand));
      }
      if (callee.isShadowed(i)) {
        arguments.add(primals.residualShadow(operand));
      }
    }
    for (int i = 0; i < call.results().size(); i++) {
      if (callee.hasCotangent(i)) {
        arguments.add(adjoint(call.results().get(i)));
      }
    }
    for (int i = 0; i < call.operands().size(); i++) {
      if (callee.isThreaded(i)) {
        arguments.add(adjoint(call.operands().get(i)));
      }
    }
    program.sharedTypes().forEach(type -> arguments.add(storage.shared(type)));
    List<BlockBuilder.Slot> slots = new ArrayList<>();
    for (int i = 0; i < call.operands().size(); i++) {
      if (callee.hasAdjoint(i)) {
        Value operand = call.operands().get(i);
        slots.add(new BlockBuilder.Slot(AdjointNames.of(operand), operand.type()));
      }
    }
    List<Value> results = out.call(callee.backwardName(), slots, arguments);
    int next = 0;
    for (int i = 0; i < call.operands().size(); i++) {
      Value operand = call.operands().get(i);
      if (callee.isThreaded(i) && derivation.activity().isActiveNumber(operand)) {
        adjoints.put(operand, results.get(next++));
      } else if (callee.hasAdjoint(i)) {
        accumulate(operand, results.get(next++));
      }
    }
  }

  void accumulate(Value primal, Value cotangent) {
    if (derivation.activity().isActiveNumber(primal)) {
      adjoints.accumulate(primal, cotangent, out);
    }
  }

  PrimalValues primals() {
    return primals;
  }

  Term term(Value value) {
    return new BlockTerm(() -> out, value);
  }

  static Value valueOf(Term term) {
    return ((BlockTerm) term).value();
  }
}
