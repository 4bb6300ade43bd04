package dev.kiln.autodiff.reverse.residual;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.plan.Recoveries.Version;
import dev.kiln.autodiff.plan.ResidualPlan;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Key;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Kind;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.type.ScalarType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a backward pass the values of the forward pass: those at hand, those popped off their
 * stacks, those recovered, and those computed again. What is computed again goes into the reverse
 * of the block that defined it, in front of the construct that is being reversed.
 */
public final class PrimalValues {
  /** The reverse of one block, being built. */
  private static final class Reverse {
    final Block primal;
    final BlockBuilder block;
    final Map<Value, Value> values = new HashMap<>();
    final Map<Value, Value> shadows = new HashMap<>();
    int index;

    Reverse(Block primal, BlockBuilder block) {
      this.primal = primal;
      this.block = block;
      this.index = primal.operations().size();
    }
  }

  private final FunctionDerivation derivation;
  private final FunctionStructure structure;
  private final ResidualPlan plan;
  private final ResidualStorage storage;
  private final ValuesAtHand atHand;

  /** The reversed blocks around the current point, innermost first. */
  private final Deque<Reverse> around = new ArrayDeque<>();

  public PrimalValues(FunctionDerivation derivation, ResidualStorage storage, ValuesAtHand atHand) {
    this.derivation = derivation;
    this.structure = derivation.structure();
    this.plan = derivation.plan();
    this.storage = storage;
    this.atHand = atHand;
  }

  /** Enters the reverse of a block; pops everything that was saved there, used or not. */
  public void enter(Block primal, BlockBuilder block) {
    Reverse reverse = new Reverse(primal, block);
    around.push(reverse);
    if (derivation.isExported(primal)) {
      return;
    }
    List<Value> saved = new ArrayList<>(plan.savedIn(primal));
    for (int i = saved.size() - 1; i >= 0; i--) {
      Value value = saved.get(i);
      if (derivation.indexing(value).isPresent()) {
        continue; // loaded where it is used
      }
      if (derivation.isShadowSaved(value)) {
        Key key = new Key(Kind.SHADOW, value);
        reverse.shadows.put(value, pop(key, AdjointNames.of(value), value, block));
      }
      reverse.values.put(value, pop(new Key(Kind.PRIMAL, value), value.name(), value, block));
    }
  }

  private Value pop(Key key, String name, Value like, BlockBuilder block) {
    return block.apply(
        name, StackOps.STACK_POP, Attributes.NONE, List.of(storage.stack(key, name, like.type())));
  }

  public void leave() {
    around.pop();
  }

  /** Says that the operation at {@code index} of the innermost block is reversed next. */
  public void moveTo(int index) {
    around.element().index = index;
  }

  /** Says what the value of a recovered integer is in the innermost reversed block. */
  public void define(Value primal, Value copy) {
    around.element().values.put(primal, copy);
  }

  /** A recovered integer of the innermost block, which needs no plan. */
  public Value recoveredValue(Value value) {
    return find(value, around.element().block);
  }

  /** The value as the forward pass computed it, for an adjoint at the current point. */
  public Value residual(Value value) {
    return residual(value, around.element().block);
  }

  private Value residual(Value value, BlockBuilder user) {
    Reverse home = reverseOf(value);
    if (home != null) {
      plan.need(value, home.index);
    }
    return find(value, user);
  }

  /** The shadow of a reference, for an adjoint at the current point. */
  public Value residualShadow(Value reference) {
    residual(reference);
    return findShadow(reference);
  }

  /** The number of iterations that a loop ran, where the forward pass counted them. */
  public Value trips(Operation.Loop loop) {
    BlockBuilder block = around.element().block;
    if (!derivation.areTripsCounted(loop)) {
      derivation.countTrips(loop);
      return block.values().create("trips", ScalarType.INT32); // known from the next attempt on
    }
    if (derivation.isStraight(loop)) {
      return atHand.trips(loop);
    }
    Value stack = storage.stack(new Key(Kind.TRIPS, loop), "trips", ScalarType.INT32);
    return block.apply("trips", StackOps.STACK_POP, Attributes.NONE, List.of(stack));
  }

  /** What a loop that is reversed already has added to the adjoints of numbers from outside. */
  public Map<Value, Value> contributions(Operation.Loop loop) {
    return atHand.contributions(loop);
  }

  /** Whether the value needs no doing. */
  public boolean isAtHand(Value value) {
    return plan.isAtHand(value);
  }

  /** The bound of a counting loop. */
  public Value bound(CountedLoop counted) {
    return counted.bound(structure, around.element().block, this::residual);
  }

  /** As {@link #residual}, for what is not an adjoint; a constant is made in {@code user}. */
  private Value find(Value value, BlockBuilder user) {
    Operation.Apply made = structure.application(value).orElse(null);
    Reverse home = reverseOf(value);
    if (structure.isConstant(value)) {
      return user.apply("", made.definition(), made.attributes(), List.of());
    }
    if (home != null && home.values.containsKey(value)) {
      return home.values.get(value);
    }
    if (home == null && derivation.isEntry()) {
      return atHand.primal(value); // around a loop that is reversed where it is run
    }
    if (plan.isAtHand(value)) {
      return atHand.primal(plan.equalOutside(value));
    }
    if (plan.isSaved(value) && derivation.isExported(structure.home(value))) {
      return atHand.primal(value);
    }
    if (home != null && plan.isSaved(value) && derivation.isSavedOnce(value)) {
      return atHand.last(value);
    }
    if (home != null && plan.isSaved(value) && derivation.indexing(value).isPresent()) {
      return load(value, derivation.indexing(value).get(), home);
    }
    Optional<Value> recovered = home == null ? Optional.empty() : recover(value, home);
    if (recovered.isPresent()) {
      return recovered.get();
    }
    if (home != null && plan.isRepeated(value)) {
      List<Value> operands = made.operands().stream().map(v -> find(v, home.block)).toList();
      Value copy = home.block.apply(value.name(), made.definition(), made.attributes(), operands);
      home.values.put(value, copy);
      return copy;
    }
    // The next attempt will have it; this one only finds out what is needed.
    return around.element().block.values().create(value.name(), value.type());
  }

  private Value load(Value saved, CountedLoop loop, Reverse home) {
    Value variable = find(loop.variable(), home.block);
    Value start =
        structure.isConstantZero(loop.start()) ? null : residual(loop.start(), home.block);
    Value index = loop.iteration(variable, start, home.block);
    Value loaded =
        home.block.apply(
            saved.name(),
            ArrayOps.ARRAY_LOAD,
            Attributes.NONE,
            List.of(atHand.array(saved), index));
    home.values.put(saved, loaded);
    return loaded;
  }

  private Value findShadow(Value reference) {
    Reverse home = reverseOf(reference);
    if (home != null && home.shadows.containsKey(reference)) {
      return home.shadows.get(reference);
    }
    if (plan.isAtHand(reference) || home == null && derivation.isEntry()) {
      return atHand.shadow(reference);
    }
    if (plan.isSaved(reference)) {
      derivation.saveShadow(reference);
      if (derivation.isExported(structure.home(reference))) {
        Value kept = atHand.shadow(reference);
        return kept != null ? kept : placeholder(reference);
      }
    }
    Operation.Apply made = structure.application(reference).orElse(null);
    boolean row = made != null && made.is(Trait.LOAD);
    if (home != null && row && plan.isRepeated(reference)) {
      Value copy =
          home.block.apply(
              AdjointNames.of(reference),
              ArrayOps.ARRAY_LOAD,
              Attributes.NONE,
              List.of(
                  findShadow(made.operands().get(0)), find(made.operands().get(1), home.block)));
      home.shadows.put(reference, copy);
      return copy;
    }
    return placeholder(reference);
  }

  private Value placeholder(Value like) {
    return around.element().block.values().create(like.name(), like.type());
  }

  /** A recovered number: the next version with its update undone. */
  private Optional<Value> recover(Value value, Reverse home) {
    Optional<Version> version = derivation.recoveries().version(value);
    if (version.isEmpty() || !derivation.recoveries().isRecoverableAt(value, home.index)) {
      return Optional.empty();
    }
    derivation.recover(version.get().loop(), version.get().slot());
    if (version.get().next().isEmpty()) {
      return Optional.of(placeholder(value)); // known from the next attempt on
    }
    Value next = version.get().next().get();
    Operation update = version.get().update().orElseThrow();
    if (!(update instanceof Operation.Apply apply)) {
      Operation.Loop changing = (Operation.Loop) update;
      derivation.recover(changing, changing.results().indexOf(next));
      return Optional.of(placeholder(value)); // the reversed loop will define it
    }
    Value after = find(next, home.block);
    List<Value> operands = apply.operands();
    List<Value> inverse = new ArrayList<>(List.of(after));
    if (operands.size() == 2) {
      Value step = operands.get(operands.get(0).equals(value) ? 1 : 0);
      plan.need(step, reverseIndex(step));
      inverse.add(isTakenFrom(apply, value) ? 0 : 1, find(step, home.block));
    }
    Value copy = home.block.apply(value.name(), undo(apply, value), Attributes.NONE, inverse);
    home.values.put(value, copy);
    return Optional.of(copy);
  }

  /** Whether the update subtracts the value: what it was then is what is subtracted from again. */
  private static boolean isTakenFrom(Operation.Apply update, Value value) {
    return update.is(Trait.DIFFERENCE) && update.operands().get(1).equals(value);
  }

  /** The operation that undoes an update; all others than sums undo themselves. */
  private static OpDefinition undo(Operation.Apply update, Value value) {
    if (update.is(Trait.SUM)) {
      return ElementwiseOps.SUBTRACT;
    }
    boolean sum = update.is(Trait.DIFFERENCE) && !isTakenFrom(update, value);
    return sum ? ElementwiseOps.ADD : update.definition();
  }

  private int reverseIndex(Value value) {
    Reverse home = reverseOf(value);
    return home == null ? -1 : home.index;
  }

  private Reverse reverseOf(Value value) {
    Block home = structure.home(value);
    for (Reverse reverse : around) {
      if (reverse.primal == home) {
        return reverse;
      }
    }
    return null;
  }
}
