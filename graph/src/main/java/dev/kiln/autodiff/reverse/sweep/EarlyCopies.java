package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.UndefinedValues;
import dev.kiln.autodiff.fusion.EarlyValues;
import dev.kiln.autodiff.reverse.residual.ValuesAtHand;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes values ahead of their place, where {@link EarlyValues} says that they are known.
 *
 * <p>What would throw at its own place must not throw here, before the effects that come first: the
 * length of null, an element that is not there and a division by zero are zero, which nobody sees,
 * since they do throw at their own place.
 */
public final class EarlyCopies {
  private final EarlyValues early;
  private final ValuesAtHand forward;
  private final BlockBuilder target;
  private final Map<Value, Value> copies = new HashMap<>();

  /** The copies that stand for another value where the computation of their own would throw. */
  private final Set<Value> guarded = new HashSet<>();

  /**
   * @param target where the copies go
   */
  EarlyCopies(EarlyValues early, ValuesAtHand forward, BlockBuilder target) {
    this.early = early;
    this.forward = forward;
    this.target = target;
  }

  /** The copy of a value that is known at the point. */
  Value of(Value value) {
    if (early.isThere(value)) {
      return forward.primal(value);
    }
    Value copy = copies.get(value);
    if (copy == null) {
      copy = compute(value);
      copies.put(value, copy);
    }
    return copy;
  }

  /** The copy of a value, where it may be used in place of computing the value again. */
  Optional<Value> inPlaceOf(Value value) {
    boolean reaches =
        copies.containsKey(value)
            && !guarded.contains(value)
            && early.structure().encloses(early.block(), early.structure().home(value));
    return reaches ? Optional.of(copies.get(value)) : Optional.empty();
  }

  private Value compute(Value value) {
    Operation made = early.structure().definition(value).orElseThrow();
    if (made instanceof Operation.If branch) {
      return choice(value, branch);
    }
    Operation.Apply apply = (Operation.Apply) made;
    List<Value> operands = apply.operands().stream().map(this::of).toList();
    if (apply.operands().stream().anyMatch(guarded::contains)) {
      guarded.add(value);
    }
    if (apply.is(Trait.LENGTH)) {
      return lengthOrZero(apply, operands.get(0));
    }
    if (apply.is(Trait.LOAD)) {
      return elementOrZero(value, operands.get(0), operands.get(1));
    }
    if (apply.is(Trait.INTEGER_DIVISION)) {
      return quotientOrZero(apply, operands);
    }
    return target.apply(value.name(), apply.definition(), apply.attributes(), operands);
  }

  private Value choice(Value value, Operation.If branch) {
    int result = branch.results().indexOf(value);
    List<Value> yielded = new ArrayList<>();
    for (Block block : branch.blocks()) {
      if (block.terminator() instanceof Terminator.Yield end) {
        yielded.add(end.operands().get(result));
      }
    }
    Value condition = of(branch.condition());
    List<Value> copies = yielded.stream().map(this::of).toList();
    if (copies.size() < 2
        || guarded.contains(branch.condition())
        || yielded.stream().anyMatch(guarded::contains)) {
      guarded.add(value);
    }
    if (copies.size() < 2) {
      return copies.isEmpty() ? zero(value, target) : copies.get(0);
    }
    return choose(condition, value, block -> copies.get(0), block -> copies.get(1), target);
  }

  private Value lengthOrZero(Operation.Apply apply, Value copy) {
    Value value = apply.result();
    if (early.isNonNull(apply.operands().get(0))) {
      return target.apply(value.name(), ArrayOps.ARRAY_LENGTH, Attributes.NONE, List.of(copy));
    }
    guarded.add(value);
    return choose(
        isThere(copy),
        value,
        block -> block.apply(ArrayOps.ARRAY_LENGTH, copy),
        block -> zero(value, block),
        target);
  }

  private Value elementOrZero(Value value, Value array, Value index) {
    guarded.add(value);
    return choose(
        isThere(array),
        value,
        block -> {
          Value zero = block.constant(ScalarType.INT32, 0);
          Value fromZero = block.apply(ElementwiseOps.GREATER_EQUAL, index, zero);
          Value length = block.apply(ArrayOps.ARRAY_LENGTH, array);
          Value toLength = block.apply(ElementwiseOps.LESS, index, length);
          return choose(
              block.apply(ElementwiseOps.AND, fromZero, toLength),
              value,
              inner -> inner.apply(ArrayOps.ARRAY_LOAD, array, index),
              inner -> zero(value, inner),
              block);
        },
        block -> zero(value, block),
        target);
  }

  private Value quotientOrZero(Operation.Apply apply, List<Value> operands) {
    Value value = apply.result();
    guarded.add(value);
    Value zero = zero(apply.operands().get(1), target);
    return choose(
        target.apply(ElementwiseOps.NOT_EQUAL, operands.get(1), zero),
        value,
        block -> block.apply("", apply.definition(), apply.attributes(), operands),
        block -> zero(value, block),
        target);
  }

  private Value isThere(Value array) {
    return target.apply(
        ArrayPairOps.ARRAY_DIFFERENT, array, UndefinedValues.like(array, target)); // which is null
  }

  private static Value zero(Value like, BlockBuilder block) {
    return like.type() instanceof ScalarType scalar
        ? block.constantBits(scalar, 0)
        : UndefinedValues.like(like, block);
  }

  private interface Side {
    Value in(BlockBuilder block);
  }

  private static Value choose(
      Value condition, Value like, Side first, Side second, BlockBuilder target) {
    return target
        .ifElse(
            condition,
            List.of(Slot.like(like)),
            (block, none) -> new Terminator.Yield(List.of(first.in(block))),
            (block, none) -> new Terminator.Yield(List.of(second.in(block))))
        .get(0);
  }
}
