package dev.kiln.pass.analysis.loop;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.GradientOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an inner loop on {@code double} arrays does, where it is one that a kernel can run: {@code
 * y[i] += x[j] * factor}, {@code sum += x[j] * z[k]} or both, while a counter goes up by one to a
 * bound and all indices with it. The sum is one whose order is free.
 *
 * @param counter the slot of the counter among the carried values
 * @param bound what the counter stays below; it does not change
 * @param axpy the elements that are added to
 * @param dot the elements that are summed
 */
public record InnerLoop(int counter, Value bound, Optional<Axpy> axpy, Optional<Dot> dot) {
  /** {@code y += x * factor}. */
  public record Axpy(Element y, Element x, Value factor) {}

  /** {@code sum += x * z}; the sum is in slot {@code sum} of the carried values. */
  public record Dot(Element x, Element z, int sum) {}

  /** The element of an array at an index that goes up with the counter. */
  public record Element(Value array, Index index) {}

  /** The counter; or what an operation makes of it and of a value that does not change. */
  public record Index(
      Optional<OpDefinition> operation, Optional<Value> offset, boolean offsetFirst) {}

  /**
   * What the loop does, if that is one of these.
   *
   * @param ones the values from outside the loop that are the constant 1
   */
  public static Optional<InnerLoop> of(Operation.Loop loop, Set<Value> ones) {
    return new Matcher(loop, ones).match();
  }

  /** Whether the operation makes the {@code int} 1. */
  public static boolean isOne(Operation.Apply apply) {
    return apply
        .number()
        .filter(number -> number.dtype() == DType.INT32 && number.bits() == 1)
        .isPresent();
  }

  /** Looks at one loop. */
  private static final class Matcher {
    private final Operation.Loop loop;
    private final Map<Value, Operation.Apply> made = new HashMap<>();
    private final Set<Value> inside = new HashSet<>();
    private final Set<Operation> understood = new HashSet<>();
    private final Set<Value> ones;
    private Value counter;

    Matcher(Operation.Loop loop, Set<Value> ones) {
      this.loop = loop;
      this.ones = ones;
      for (Block block : loop.blocks()) {
        inside.addAll(block.parameters());
        for (Operation operation : block.operations()) {
          inside.addAll(operation.results());
          if (operation instanceof Operation.Apply apply && !apply.results().isEmpty()) {
            made.put(apply.result(), apply);
          }
        }
      }
    }

    Optional<InnerLoop> match() {
      int slots = loop.operands().size();
      boolean plain =
          slots <= 2
              && loop.body().operations().stream().allMatch(Operation.Apply.class::isInstance)
              && loop.body().terminator() instanceof Terminator.Yield
              && loop.condition().terminator() instanceof Terminator.Condition end
              && end.carried().equals(loop.condition().parameters());
      if (!plain) {
        return Optional.empty();
      }
      Value condition = ((Terminator.Condition) loop.condition().terminator()).condition();
      Operation.Apply less = made.get(condition);
      if (less == null || !less.is(Trait.LESS) || less.is(Trait.OR_EQUAL)) {
        return Optional.empty();
      }
      int slot = loop.condition().parameters().indexOf(less.operands().get(0));
      Value bound = less.operands().get(1);
      if (slot < 0 || !goesUpByOne(slot) || !isBound(bound)) {
        return Optional.empty();
      }
      counter = loop.body().parameters().get(slot);
      Optional<Axpy> axpy = axpy();
      Optional<Dot> dot = slots == 2 ? dot(1 - slot, axpy) : Optional.empty();
      boolean complete = dot.isPresent() == (slots == 2) && (slots == 2 || axpy.isPresent());
      return complete && understandsAll()
          ? Optional.of(new InnerLoop(slot, bound, axpy, dot))
          : Optional.empty();
    }

    private boolean goesUpByOne(int slot) {
      Operation.Apply next = made.get(loop.body().terminator().operands().get(slot));
      if (next == null
          || !next.is(Trait.SUM)
          || !next.operands().get(0).equals(loop.body().parameters().get(slot))) {
        return false;
      }
      Value step = next.operands().get(1);
      return ones.contains(step) || made.containsKey(step) && isOne(made.get(step));
    }

    /** From outside, or the length of an array from outside, and nothing else is checked. */
    private boolean isBound(Value bound) {
      Operation.Apply apply = made.get(bound);
      boolean length =
          apply != null && apply.is(Trait.LENGTH) && isOutside(apply.operands().get(0));
      return loop.condition().operations().size() == (length ? 2 : 1)
          && (length || isOutside(bound));
    }

    private boolean isOutside(Value value) {
      return !inside.contains(value);
    }

    private Optional<Axpy> axpy() {
      for (Operation operation : loop.body().operations()) {
        Operation.Apply apply = (Operation.Apply) operation;
        boolean stores = apply.is(Trait.STORE);
        if (stores || apply.definition() == ArrayOps.ARRAY_ACCUMULATE) {
          Optional<Element> y = element(apply.operands().get(0), apply.operands().get(1));
          Optional<Value> addend =
              stores
                  ? y.flatMap(each -> addedTo(each, apply.operands().get(2)))
                  : y.map(each -> apply.operands().get(2));
          Optional<Axpy> axpy = addend.flatMap(each -> axpy(y.orElseThrow(), each));
          axpy.ifPresent(each -> understood.add(apply));
          return axpy;
        }
      }
      return Optional.empty();
    }

    private Optional<Axpy> axpy(Element y, Value addend) {
      Operation.Apply product = made.get(addend);
      if (product == null || !product.is(Trait.PRODUCT)) {
        return Optional.empty();
      }
      List<Value> factors = product.operands();
      int constant = isOutside(factors.get(0)) ? 0 : 1;
      return isOutside(factors.get(constant))
          ? loaded(factors.get(1 - constant)).map(x -> new Axpy(y, x, factors.get(constant)))
          : Optional.empty();
    }

    /** What {@code stored} is more than the element. */
    private Optional<Value> addedTo(Element element, Value stored) {
      Operation.Apply sum = made.get(stored);
      return sum != null
              && sum.is(Trait.SUM)
              && loaded(sum.operands().get(0)).filter(element::equals).isPresent()
          ? Optional.of(sum.operands().get(1))
          : Optional.empty();
    }

    private Optional<Dot> dot(int slot, Optional<Axpy> axpy) {
      Operation.Apply next = made.get(loop.body().terminator().operands().get(slot));
      boolean adds =
          next != null
              && next.definition() == GradientOps.ACCUMULATE
              && next.operands().get(0).equals(loop.body().parameters().get(slot));
      Operation.Apply product = adds ? made.get(next.operands().get(1)) : null;
      if (product == null || !product.is(Trait.PRODUCT)) {
        return Optional.empty();
      }
      Optional<Element> first = loaded(product.operands().get(0));
      Optional<Element> second = loaded(product.operands().get(1));
      if (first.isEmpty() || second.isEmpty()) {
        return Optional.empty();
      }
      boolean swapped = axpy.isPresent() && axpy.get().x().equals(second.get());
      Dot dot =
          swapped
              ? new Dot(second.get(), first.get(), slot)
              : new Dot(first.get(), second.get(), slot);
      return axpy.isEmpty() || axpy.get().x().equals(dot.x()) ? Optional.of(dot) : Optional.empty();
    }

    private Optional<Element> loaded(Value value) {
      Operation.Apply load = made.get(value);
      if (load == null || !load.is(Trait.LOAD)) {
        return Optional.empty();
      }
      understood.add(load);
      return element(load.operands().get(0), load.operands().get(1));
    }

    private Optional<Element> element(Value array, Value at) {
      return isOutside(array) && array.type().equals(new ArrayType(ScalarType.FLOAT64, 1))
          ? index(at).map(index -> new Element(array, index))
          : Optional.empty();
    }

    private Optional<Index> index(Value at) {
      if (at.equals(counter)) {
        return Optional.of(new Index(Optional.empty(), Optional.empty(), false));
      }
      Operation.Apply apply = made.get(at);
      if (apply == null) {
        return Optional.empty();
      }
      List<Value> operands = apply.operands();
      boolean adds = apply.is(Trait.SUM);
      if (adds && operands.get(1).equals(counter) && isOutside(operands.get(0))) {
        return Optional.of(index(apply, operands.get(0), true));
      }
      boolean fits = adds || apply.is(Trait.DIFFERENCE);
      return fits && operands.get(0).equals(counter) && isOutside(operands.get(1))
          ? Optional.of(index(apply, operands.get(1), false))
          : Optional.empty();
    }

    private static Index index(Operation.Apply apply, Value offset, boolean first) {
      return new Index(Optional.of(apply.definition()), Optional.of(offset), first);
    }

    /** Whether all that the body does, other than to compute numbers, is what the kernel does. */
    private boolean understandsAll() {
      return loop.body().operations().stream()
          .allMatch(
              each ->
                  ((Operation.Apply) each).definition().effect() == Effect.PURE
                      || understood.contains(each));
    }
  }
}
