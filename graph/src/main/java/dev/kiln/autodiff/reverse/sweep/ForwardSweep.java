package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.plan.SavedElements;
import dev.kiln.autodiff.reverse.callee.CalleeDerivative;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.residual.PrimalValues;
import dev.kiln.autodiff.reverse.residual.ResidualStorage;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Key;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Kind;
import dev.kiln.autodiff.reverse.residual.ValuesAtHand;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.loop.CheckpointMark;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Copies a primal function and adds what its backward pass needs: shadows of active references (an
 * active reference is copied to two values, itself and its shadow), trip counts, saved values, and
 * what stores overwrite.
 */
public final class ForwardSweep extends GraphCopier implements ValuesAtHand {
  private final FunctionDerivation derivation;
  private final Callees callees;
  private final ResidualStorage storage;

  private final Fusion fusion;
  private final boolean saves;

  private final Map<Operation.Loop, Value> trips = new IdentityHashMap<>();

  private final IterationArrays arrays;
  private final BranchCopies branches;

  /** What loops have left that is the same in all their iterations. */
  private final Map<Value, Value> last = new HashMap<>();

  public ForwardSweep(
      FunctionDerivation derivation,
      Callees callees,
      ResidualStorage storage,
      Fusion.ResultCotangents cotangents) {
    this(derivation, callees, storage, cotangents, true);
  }

  private ForwardSweep(
      FunctionDerivation derivation,
      Callees callees,
      ResidualStorage storage,
      Fusion.ResultCotangents cotangents,
      boolean saves) {
    this.derivation = derivation;
    this.callees = callees;
    this.storage = storage;
    this.saves = saves;
    this.fusion = new Fusion(derivation, this, this::backward, cotangents);
    this.arrays = new IterationArrays(derivation, storage, this);
    this.branches = new BranchCopies(derivation, this, fusion);
  }

  /** A sweep over a called function that only adds shadows: nothing is kept for a reverse. */
  public static ForwardSweep replay(FunctionDerivation derivation, Callees callees) {
    return new ForwardSweep(
        derivation,
        callees,
        null,
        (result, block) -> {
          throw new IllegalStateException("only loops of the entry are fused");
        },
        false);
  }

  /** The backward sweep of a block whose copy is made by this sweep. */
  public BackwardSweep backward() {
    return new BackwardSweep(
        derivation, callees, storage, new PrimalValues(derivation, storage, this));
  }

  /** The copy of a value that is defined, or passed on, outside all branches and loops. */
  @Override
  public Value primal(Value old) {
    return lookup(old).get(0);
  }

  /** The shadow of a reference; null where it is not kept, or only from the next attempt on. */
  @Override
  public Value shadow(Value old) {
    List<Value> copies = lookup(old);
    return copies.size() == 2 ? copies.get(1) : null;
  }

  /** The number of iterations of a loop in the body of the entry function. */
  @Override
  public Value trips(Operation.Loop loop) {
    return trips.get(loop);
  }

  @Override
  public Value last(Value saved) {
    return last.get(saved);
  }

  @Override
  public Value array(Value saved) {
    return arrays.of(saved);
  }

  /** What a fused loop has added to the adjoints of numbers from outside it. */
  @Override
  public Map<Value, Value> contributions(Operation.Loop loop) {
    return fusion.contributions(loop);
  }

  @Override
  protected List<Slot> slots(Value old) {
    return derivation.isShadowed(old)
        ? List.of(Slot.like(old), new Slot(AdjointNames.of(old), old.type()))
        : super.slots(old);
  }

  @Override
  public Terminator copyInto(Block block, BlockBuilder target) {
    for (Operation operation : block.operations()) {
      target.at(operation.position());
      copyOperation(operation, target);
    }
    boolean completes =
        block.terminator() instanceof Terminator.Yield
            || block.terminator() instanceof Terminator.Condition
            || block.terminator() instanceof Terminator.Return;
    if (completes && saves && !derivation.isExported(block)) {
      derivation.plan().savedIn(block).forEach(value -> push(value, target));
    }
    return copyTerminator(block.terminator(), target);
  }

  private void push(Value value, BlockBuilder target) {
    if (derivation.isSavedOnce(value)) {
      return;
    }
    List<Value> copies = lookup(value);
    if (arrays.contains(value)) {
      arrays.store(value, target);
      return;
    }
    perform(
        target,
        storage.stack(new Key(Kind.PRIMAL, value), value.name(), value.type()),
        copies.get(0));
    if (derivation.isShadowSaved(value)) {
      Key key = new Key(Kind.SHADOW, value);
      perform(target, storage.stack(key, AdjointNames.of(value), value.type()), copies.get(1));
    }
  }

  private static void perform(BlockBuilder target, Value stack, Value value) {
    target.perform(StackOps.STACK_PUSH, Attributes.NONE, List.of(stack, value));
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    if (CheckpointMark.isMark(apply)) {
      return;
    }
    List<Value> primals = apply.operands().stream().map(v -> lookup(v).get(0)).toList();
    if (apply.results().isEmpty()) {
      keepOverwritten(apply, primals, target);
      target.perform(apply.definition(), apply.attributes(), primals);
      if (mirrors(apply)) {
        target.perform(apply.definition(), apply.attributes(), shadows(apply));
      }
      return;
    }
    Value result = apply.result();
    Optional<Value> ahead = fusion.ahead(result);
    if (ahead.isPresent()) {
      define(result, List.of(ahead.get()));
      return;
    }
    Value copy = target.values().create(result.name(), result.type());
    target.add(
        new Operation.Apply(
            apply.definition(), apply.attributes(), primals, List.of(copy), apply.position()));
    if (!derivation.isShadowed(result)) {
      define(result, List.of(copy));
      return;
    }
    // a shadow that the caller gave may hold numbers already: those of the copy start from zero
    Value shadow =
        AliasClasses.isCopyOfNumbers(apply)
            ? target.apply(
                AdjointNames.of(result), ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(copy))
            : target.apply(
                AdjointNames.of(result), apply.definition(), apply.attributes(), shadows(apply));
    define(result, List.of(copy, shadow));
  }

  /** Whether a store of a reference is repeated on the shadows, so that they alias as well. */
  private boolean mirrors(Operation.Apply apply) {
    return MemoryEffects.isStore(apply)
        && AliasClasses.isReference(apply.operands().get(2))
        && derivation.isShadowed(apply.operands().get(0));
  }

  /** The operands, references replaced by their shadows where they have one. */
  private List<Value> shadows(Operation.Apply apply) {
    return apply.operands().stream()
        .map(
            operand -> {
              List<Value> copies = lookup(operand);
              return copies.get(copies.size() - 1);
            })
        .toList();
  }

  private void keepOverwritten(Operation.Apply store, List<Value> primals, BlockBuilder target) {
    if (!saves || !derivation.plan().overwriting().isUndone(store)) {
      return;
    }
    if (MemoryEffects.changedAsWhole(store).isPresent()) {
      pushAll(store, MemoryEffects.changedAsWhole(store).get(), target);
      return;
    }
    Value array = store.operands().get(0);
    Value before = target.apply("", ArrayOps.ARRAY_LOAD, Attributes.NONE, primals.subList(0, 2));
    perform(
        target, storage.stack(new Key(Kind.PRIMAL, store), array.name(), before.type()), before);
    if (mirrors(store)) {
      Value shadowBefore =
          target.apply("", ArrayOps.ARRAY_LOAD, Attributes.NONE, shadows(store).subList(0, 2));
      Key key = new Key(Kind.SHADOW, store);
      perform(target, storage.stack(key, AdjointNames.of(array), before.type()), shadowBefore);
    }
  }

  @Override
  protected void copyIf(Operation.If branch, BlockBuilder target) {
    branches.copy(branch, target);
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    if (derivation.fused().isFused(loop)) {
      fusion.copy(loop, target);
      return;
    }
    derivation
        .plan()
        .overwriting()
        .restoredAround(loop)
        .filter(array -> saves)
        .ifPresent(array -> pushAll(loop, array, target));
    arrays.make(loop, target);
    boolean counted = saves && derivation.areTripsCounted(loop);
    List<Value> once = saves ? derivation.savedOnce(loop) : List.of();
    List<Slot> slots = new ArrayList<>(slots(loop.results()));
    int own = slots.size();
    List<Value> initial = new ArrayList<>(lookup(loop.operands()));
    if (counted) {
      slots.add(new Slot("trips", ScalarType.INT32));
      initial.add(target.constant(ScalarType.INT32, 0));
    }
    for (Value value : once) {
      slots.add(Slot.like(value));
      initial.add(target.constantBits((ScalarType) value.type(), 0));
    }
    List<Value> results =
        target.loop(
            loop.label(),
            slots,
            initial,
            (block, parameters) -> copyCondition(loop, parameters, own, block),
            (block, parameters) -> copyBody(loop, parameters, counted, block));
    defineAll(loop.results(), results.subList(0, own));
    if (counted) {
      keepTrips(loop, results.get(own), target);
    }
    for (int i = 0; i < once.size(); i++) {
      last.put(once.get(i), results.get(results.size() - once.size() + i));
    }
  }

  private void pushAll(Operation operation, Value array, BlockBuilder target) {
    ValueType element = SavedElements.of((ArrayType) array.type(), operation.position());
    Value stack = storage.stack(new Key(Kind.PRIMAL, operation), array.name(), element);
    target.perform(StackOps.STACK_PUSH_ALL, Attributes.NONE, List.of(stack, lookup(array).get(0)));
  }

  private void keepTrips(Operation.Loop loop, Value count, BlockBuilder target) {
    if (derivation.isStraight(loop)) {
      trips.put(loop, count);
    } else {
      Key key = new Key(Kind.TRIPS, loop);
      perform(target, storage.stack(key, "trips", ScalarType.INT32), count);
    }
  }

  private Terminator copyCondition(
      Operation.Loop loop, List<Value> parameters, int own, BlockBuilder block) {
    defineAll(loop.condition().parameters(), parameters.subList(0, own));
    Terminator end = copyInto(loop.condition(), block);
    if (!(end instanceof Terminator.Condition condition)) {
      return end;
    }
    List<Value> carried = new ArrayList<>(condition.carried());
    carried.addAll(parameters.subList(own, parameters.size()));
    return new Terminator.Condition(condition.condition(), carried);
  }

  private Terminator copyBody(
      Operation.Loop loop, List<Value> parameters, boolean counted, BlockBuilder block) {
    int own = slots(loop.results()).size();
    defineAll(loop.body().parameters(), parameters.subList(0, own));
    Terminator end = copyInto(loop.body(), block);
    if (!(end instanceof Terminator.Yield yield)) {
      return end;
    }
    List<Value> next = new ArrayList<>(yield.operands());
    if (counted) {
      Value one = block.constant(ScalarType.INT32, 1);
      Value trips = parameters.get(own);
      next.add(block.apply("trips", ElementwiseOps.ADD, Attributes.NONE, List.of(trips, one)));
    }
    if (saves) {
      derivation.savedOnce(loop).forEach(value -> next.add(lookup(value).get(0)));
    }
    return new Terminator.Yield(next);
  }

  @Override
  protected void copyCall(Operation.Call call, BlockBuilder target) {
    boolean needsShadows = call.results().stream().anyMatch(derivation::isShadowed);
    if (callees.rules().of(call).isPresent() || !saves && !needsShadows) {
      copyPlainCall(call, target);
      return;
    }
    callees
        .derived(derivation, call)
        .ifPresentOrElse(
            callee -> callForward(callee, call, target), () -> copyPlainCall(call, target));
  }

  private void copyPlainCall(Operation.Call call, BlockBuilder target) {
    List<Value> operands = call.operands().stream().map(v -> lookup(v).get(0)).toList();
    List<Value> results = target.call(call.function(), Slot.like(call.results()), operands);
    for (int i = 0; i < results.size(); i++) {
      Value result = call.results().get(i);
      Value copy = results.get(i);
      // only a function with a rule of its own returns an array that needs a shadow
      define(
          result,
          derivation.isShadowed(result)
              ? List.of(copy, target.apply(ArrayOps.ARRAY_ZEROS_LIKE, copy))
              : List.of(copy));
    }
  }

  private void callForward(CalleeDerivative callee, Operation.Call call, BlockBuilder target) {
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < call.operands().size(); i++) {
      List<Value> copies = lookup(call.operands().get(i));
      operands.add(copies.get(0));
      if (callee.isShadowed(i)) {
        operands.add(copies.get(1));
      }
    }
    if (saves) {
      callees.stacks().types().forEach(type -> operands.add(storage.shared(type)));
    }
    String name = saves ? callee.forwardName() : callee.replayName();
    List<Value> results = target.call(name, slots(call.results()), operands);
    defineAll(call.results(), results);
  }
}
