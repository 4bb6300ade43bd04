package dev.kiln.autodiff;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.Catalogue;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.StackOps;
import dev.kiln.pass.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies the primal function and adds what the backward pass needs: trip counts, shadows of active
 * array references (an active reference is copied to two values, itself and its shadow), and saved
 * values.
 */
final class ForwardSweep extends GraphCopier {
  private static final OpDefinition ADD = Catalogue.named("add");

  private final Residuals residuals;
  private final Activity activity;

  /** The stacks of values saved in loops. */
  private final Map<Value, Value> stacks = new HashMap<>();

  /** Saved values outside loops, as seen at the end of the enclosing block. */
  private final Map<Value, Value> visible = new HashMap<>();

  /** What earlier attempts found to be needed. */
  private final Set<Value> saved;

  ForwardSweep(Residuals residuals, Activity activity) {
    this.residuals = residuals;
    this.activity = activity;
    this.saved = new LinkedHashSet<>(residuals.saved());
  }

  /** The values that this sweep keeps. */
  Set<Value> saved() {
    return saved;
  }

  /** Makes the stacks; the first thing in the function. */
  void makeStacks(BlockBuilder target) {
    for (Value value : saved) {
      if (residuals.isInLoop(value)) {
        String name = value.name().isEmpty() ? "saved" : "saved" + capitalised(value.name());
        stacks.put(
            value,
            target.apply(
                name,
                StackOps.STACK_NEW,
                Attributes.of("element", new Attribute.Type(value.type())),
                List.of()));
      }
    }
  }

  /** Makes the shadow of a parameter of the function: zeros with the structure of the array. */
  void defineParameter(Value parameter, Value copy, BlockBuilder target) {
    if (!isActiveReference(parameter)) {
      defined(parameter, List.of(copy), target);
      return;
    }
    Value shadow =
        target.apply(
            Residuals.shadowName(parameter),
            ArrayOps.ARRAY_ZEROS_LIKE,
            Attributes.NONE,
            List.of(copy));
    defined(parameter, List.of(copy, shadow), target);
  }

  /** The stack on which a value in a loop was saved. */
  Value stack(Value value) {
    Value stack = stacks.get(value);
    if (stack == null) {
      throw new IllegalStateException("nothing was saved for " + value);
    }
    return stack;
  }

  /** A saved value that is defined outside all loops. */
  Value outsideLoops(Value value) {
    Value seen = visible.get(value);
    if (seen == null) {
      throw new IllegalStateException("nothing was kept for " + value);
    }
    return seen;
  }

  private boolean isActiveReference(Value value) {
    return value.type() instanceof ArrayType && activity.isActive(value);
  }

  @Override
  protected List<Slot> slots(Value old) {
    return isActiveReference(old)
        ? List.of(Slot.like(old), new Slot(Residuals.shadowName(old), old.type()))
        : super.slots(old);
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    List<Value> primals = apply.operands().stream().map(this::primal).toList();
    if (apply.results().isEmpty()) {
      target.perform(apply.definition(), apply.attributes(), primals);
      mirrorStore(apply, target);
      return;
    }
    Value result = apply.result();
    Value copy = target.values().create(result.name(), result.type());
    target.add(
        new Operation.Apply(
            apply.definition(), apply.attributes(), primals, List.of(copy), apply.position()));
    if (!isActiveReference(result)) {
      defined(result, List.of(copy), target);
      return;
    }
    Value shadow =
        target.apply(
            Residuals.shadowName(result),
            apply.definition(),
            apply.attributes(),
            apply.operands().stream().map(this::shadowOrPrimal).toList());
    defined(result, List.of(copy, shadow), target);
  }

  /** A store of a reference is repeated on the shadows, so that they alias as the primals do. */
  private void mirrorStore(Operation.Apply apply, BlockBuilder target) {
    if (!(apply.definition().derivative() instanceof Derivative.OnShadows)) {
      return;
    }
    Value stored = apply.operands().get(apply.operands().size() - 1);
    if (isActiveReference(stored)) {
      target.perform(
          apply.definition(),
          apply.attributes(),
          apply.operands().stream().map(this::shadowOrPrimal).toList());
    }
  }

  private Value primal(Value old) {
    return lookup(old).get(0);
  }

  private Value shadowOrPrimal(Value old) {
    List<Value> copies = lookup(old);
    return copies.get(copies.size() - 1);
  }

  @Override
  protected void copyIf(Operation.If branch, BlockBuilder target) {
    List<Value> kept = new ArrayList<>();
    keptOutsideLoops(branch.thenBlock(), kept);
    keptOutsideLoops(branch.elseBlock(), kept);
    List<Slot> slots = new ArrayList<>(slots(branch.results()));
    slots.addAll(Slot.like(kept));
    List<Value> results =
        target.ifElse(
            single(branch.condition()),
            slots,
            (block, none) -> copyBranch(branch.thenBlock(), kept, block),
            (block, none) -> copyBranch(branch.elseBlock(), kept, block));
    int own = slots.size() - kept.size();
    defineAll(branch.results(), results.subList(0, own));
    for (int i = 0; i < kept.size(); i++) {
      visible.put(kept.get(i), results.get(own + i));
    }
    branch.results().forEach(result -> defined(result, lookup(result), target));
  }

  private Terminator copyBranch(Block branch, List<Value> kept, BlockBuilder target) {
    kept.forEach(visible::remove);
    Terminator end = copyInto(branch, target);
    if (!(end instanceof Terminator.Yield yield)) {
      return end;
    }
    List<Value> all = new ArrayList<>(yield.operands());
    for (Value value : kept) {
      Value seen = visible.get(value);
      all.add(seen != null ? seen : undefined(value, target));
    }
    return new Terminator.Yield(all);
  }

  private static Value undefined(Value like, BlockBuilder target) {
    return target.apply(
        "",
        ConstantOps.UNDEFINED,
        Attributes.of("type", new Attribute.Type(like.type())),
        List.of());
  }

  /** The saved values outside loops that are defined in {@code block} or nested in it. */
  private void keptOutsideLoops(Block block, List<Value> kept) {
    for (Value value : saved) {
      if (residuals.home(value) == block && !residuals.isInLoop(value)) {
        kept.add(value);
      }
    }
    for (Operation operation : block.operations()) {
      operation.blocks().forEach(nested -> keptOutsideLoops(nested, kept));
    }
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    Value trips = residuals.trips(loop);
    boolean counted = saved.contains(trips);
    List<Slot> slots = new ArrayList<>(slots(loop.results()));
    List<Value> initial = new ArrayList<>(lookup(loop.operands()));
    if (counted) {
      slots.add(Slot.like(trips));
      initial.add(target.constant(ScalarType.INT32, 0));
    }
    List<Value> results =
        target.loop(
            loop.label(),
            slots,
            initial,
            (block, parameters) -> copyCondition(loop, parameters, counted, block),
            (block, parameters) -> copyBody(loop, parameters, counted, block));
    int own = results.size() - (counted ? 1 : 0);
    defineAll(loop.results(), results.subList(0, own));
    loop.results().forEach(result -> defined(result, lookup(result), target));
    if (counted) {
      defined(trips, List.of(results.get(own)), target);
    }
  }

  private Terminator copyCondition(
      Operation.Loop loop, List<Value> parameters, boolean counted, BlockBuilder block) {
    defineParameters(loop.condition(), parameters, counted, block);
    Terminator end = copyInto(loop.condition(), block);
    if (!counted || !(end instanceof Terminator.Condition condition)) {
      return end;
    }
    List<Value> carried = new ArrayList<>(condition.carried());
    carried.add(parameters.get(parameters.size() - 1));
    return new Terminator.Condition(condition.condition(), carried);
  }

  private Terminator copyBody(
      Operation.Loop loop, List<Value> parameters, boolean counted, BlockBuilder block) {
    defineParameters(loop.body(), parameters, counted, block);
    Terminator end = copyInto(loop.body(), block);
    if (!counted || !(end instanceof Terminator.Yield yield)) {
      return end;
    }
    List<Value> next = new ArrayList<>(yield.operands());
    Value one = block.constant(ScalarType.INT32, 1);
    Value trips = parameters.get(parameters.size() - 1);
    next.add(block.apply("trips", ADD, Attributes.NONE, List.of(trips, one)));
    return new Terminator.Yield(next);
  }

  private void defineParameters(
      Block old, List<Value> parameters, boolean counted, BlockBuilder block) {
    int own = parameters.size() - (counted ? 1 : 0);
    defineAll(old.parameters(), parameters.subList(0, own));
    old.parameters().forEach(parameter -> defined(parameter, lookup(parameter), block));
  }

  @Override
  protected void copyCall(Operation.Call call, BlockBuilder target) {
    super.copyCall(call, target);
    call.results().forEach(result -> defined(result, lookup(result), target));
  }

  /** Maps a value to its copies and keeps those that the backward pass needs. */
  private void defined(Value old, List<Value> copies, BlockBuilder target) {
    if (residuals.home(old) != null && old.id() >= 0) {
      define(old, copies);
    }
    keep(old, copies.get(0), target);
    if (copies.size() == 2) {
      keep(residuals.shadow(old), copies.get(1), target);
    }
  }

  private void keep(Value value, Value copy, BlockBuilder target) {
    if (!saved.contains(value)) {
      return;
    }
    if (residuals.isInLoop(value)) {
      target.perform(StackOps.STACK_PUSH, Attributes.NONE, List.of(stack(value), copy));
    } else {
      visible.put(value, copy);
    }
  }

  private static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
