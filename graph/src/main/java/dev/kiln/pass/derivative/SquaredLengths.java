package dev.kiln.pass.derivative;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.Term;
import dev.kiln.op.control.SurrogateOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.copy.GraphCopier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Differentiates the square of a length as the sum of squares that it is. The length itself has a
 * kink at the origin, where its slopes say nothing of the second derivative of the square.
 *
 * <pre>
 * h = hypot(x, y)                   h = hypot(x, y)
 * p = h * h                  =>     p = surrogate(h * h, x * x + y * y)
 * </pre>
 *
 * <p>A multiple {@code a h} of a length times another one, {@code b h}, is a function of {@code a}
 * and {@code b} for a constant {@code h}, plus {@code a b} times what is zero and has the
 * derivative of the sum of squares. Branches and loops that give lengths give their squares too.
 */
public final class SquaredLengths extends GraphCopier {
  private final Lengths lengths;

  /** The squares that branches and loops give, by the lengths, with values of the copy. */
  private final Map<Value, Value> squares = new HashMap<>();

  private SquaredLengths(Lengths lengths) {
    this.lengths = lengths;
  }

  /** The graph with squares of lengths that are differentiated as sums of squares. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(run(graph.entry()))
        .withFunctions(graph.functions().stream().map(SquaredLengths::run).toList());
  }

  private static Function run(Function function) {
    Lengths lengths = new Lengths(function);
    return lengths.areNotSquared() ? function : new SquaredLengths(lengths).copy(function);
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    Optional<Lengths.Product> found = lengths.productOf(apply);
    if (found.isEmpty()) {
      super.copyApply(apply, target);
      return;
    }
    Lengths.Product product = found.get();
    Value exact =
        target.apply("", apply.definition(), apply.attributes(), lookup(apply.operands()));
    Term smooth = product(product.first(), product.second(), product.length(), target);
    Term whole =
        product.addend() == null ? smooth : smooth.add(term(single(product.addend()), target));
    Value constant = value(Term.constant(term(exact, target)));
    Value surrogate =
        target.apply(
            apply.result().name(),
            SurrogateOps.SURROGATE,
            Attributes.NONE,
            List.of(constant, value(whole)));
    define(apply.result(), List.of(surrogate));
  }

  @Override
  protected void copyIf(Operation.If branch, BlockBuilder target) {
    List<Integer> squared = lengths.squared(branch);
    List<Value> results =
        target.ifElse(
            single(branch.condition()),
            withSquares(slots(branch.results()), branch.results(), squared),
            (block, none) -> copyBranch(branch.thenBlock(), block, squared),
            (block, none) -> copyBranch(branch.elseBlock(), block, squared));
    defineWithSquares(branch.results(), results, squared);
  }

  private Terminator copyBranch(Block branch, BlockBuilder block, List<Integer> squared) {
    Terminator end = copyInto(branch, block);
    return end instanceof Terminator.Yield yield
        ? new Terminator.Yield(
            withSquares(yield.operands(), branch.terminator().operands(), squared, block))
        : end;
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    List<Integer> squared = lengths.squared(loop);
    if (squared.isEmpty()) {
      super.copyLoop(loop, target);
      return;
    }
    List<Value> results =
        target.loop(
            label(loop.label()),
            withSquares(slots(loop.results()), loop.results(), squared),
            withSquares(lookup(loop.operands()), loop.operands(), squared, target),
            (block, parameters) -> {
              defineWithSquares(loop.condition().parameters(), parameters, squared);
              Terminator.Condition end = (Terminator.Condition) copyInto(loop.condition(), block);
              List<Value> carried =
                  ((Terminator.Condition) loop.condition().terminator()).carried();
              return new Terminator.Condition(
                  end.condition(), withSquares(end.carried(), carried, squared, block));
            },
            (block, parameters) -> {
              defineWithSquares(loop.body().parameters(), parameters, squared);
              return copyBranch(loop.body(), block, squared);
            });
    defineWithSquares(loop.results(), results, squared);
  }

  private static List<Slot> withSquares(List<Slot> slots, List<Value> olds, List<Integer> squared) {
    List<Slot> all = new ArrayList<>(slots);
    squared.forEach(each -> all.add(new Slot("", olds.get(each).type())));
    return all;
  }

  private List<Value> withSquares(
      List<Value> copies, List<Value> olds, List<Integer> squared, BlockBuilder target) {
    List<Value> all = new ArrayList<>(copies);
    squared.forEach(each -> all.add(value(square(olds.get(each), target))));
    return all;
  }

  private void defineWithSquares(List<Value> olds, List<Value> all, List<Integer> squared) {
    defineAll(olds, all.subList(0, olds.size()));
    for (int i = 0; i < squared.size(); i++) {
      squares.put(olds.get(squared.get(i)), all.get(olds.size() + i));
    }
  }

  /** What has the derivative of the square of {@code old}. */
  private Term square(Value old, BlockBuilder target) {
    Term copy = term(single(old), target);
    return lengths
        .first(old)
        .map(length -> product(old, old, length, target))
        .orElseGet(() -> copy.multiply(copy));
  }

  /** What has the derivative of the square of a length. */
  private Term squareOfLength(Value length, BlockBuilder target) {
    if (squares.containsKey(length)) {
      return term(squares.get(length), target);
    }
    Operation.Apply apply = lengths.made(length);
    List<Value> operands = apply.operands();
    if (apply.is(Trait.SELECTION)) {
      return selection(
          apply, square(operands.get(1), target), square(operands.get(2), target), target);
    }
    return square(operands.get(0), target).add(square(operands.get(1), target));
  }

  /** What has the derivative of the product of two multiples of a length. */
  private Term product(Value first, Value second, Value length, BlockBuilder target) {
    DType dtype = term(single(first), target).dtype();
    Term square = as(dtype, squareOfLength(length, target));
    Optional<Term> a = factor(first, length, target);
    Optional<Term> b = factor(second, length, target);
    if (a.isEmpty() && b.isEmpty()) {
      return square;
    }
    Term constant = Term.constant(as(dtype, term(single(length), target)));
    Term zero = square.equalTo(square).where(square.number(0), square.number(0));
    Term change = zero.apply(SurrogateOps.SURROGATE, Attributes.NONE, List.of(zero, square));
    Term both = a.isEmpty() ? b.get() : b.map(a.get()::multiply).orElse(a.get());
    return times(a, constant).multiply(times(b, constant)).add(both.multiply(change));
  }

  private static Term times(Optional<Term> factor, Term constant) {
    return factor.map(each -> each.multiply(constant)).orElse(constant);
  }

  /** What {@code old} is {@code length} times; empty where it is the length itself. */
  private Optional<Term> factor(Value old, Value length, BlockBuilder target) {
    Operation.Apply apply = lengths.made(old);
    if (old.equals(length) || apply.is(Trait.DISTANCE)) {
      return Optional.empty();
    }
    if (lengths.isZero(old)) {
      return Optional.of(term(single(old), target));
    }
    List<Value> operands = apply.operands();
    Value first = operands.get(0);
    if (apply.is(Trait.KEEPS_NUMBER)) {
      return factor(first, length, target).map(each -> as(term(single(old), target).dtype(), each));
    }
    if (apply.definition() == ElementwiseOps.NEGATE) {
      return Optional.of(factorOrOne(first, length, target).negate());
    }
    if (apply.is(Trait.PRODUCT)) {
      boolean isFirst = lengths.of(first).contains(length);
      Value other = operands.get(isFirst ? 1 : 0);
      Term copy = term(single(other), target);
      return factor(isFirst ? first : operands.get(1), length, target)
          .map(each -> each.multiply(copy))
          .or(() -> Optional.of(copy));
    }
    if (apply.definition() == ElementwiseOps.DIVIDE) {
      Term divisor = term(single(operands.get(1)), target);
      return Optional.of(factorOrOne(first, length, target).divide(divisor));
    }
    Term second = factorOrOne(operands.get(1), length, target);
    if (apply.is(Trait.SELECTION)) {
      Term other = factorOrOne(operands.get(2), length, target);
      return Optional.of(selection(apply, second, other, target));
    }
    Term factor = factorOrOne(first, length, target);
    return Optional.of(apply.is(Trait.SUM) ? factor.add(second) : factor.subtract(second));
  }

  private Term factorOrOne(Value old, Value length, BlockBuilder target) {
    return factor(old, length, target).orElseGet(() -> term(single(old), target).number(1));
  }

  private Term selection(Operation.Apply apply, Term chosen, Term other, BlockBuilder target) {
    Term condition = term(single(apply.operands().get(0)), target);
    return condition.apply(
        apply.definition(), apply.attributes(), List.of(condition, chosen, other));
  }

  private static Term as(DType dtype, Term term) {
    return term.dtype() == dtype ? term : term.cast(dtype);
  }

  private static Term term(Value value, BlockBuilder target) {
    return new BlockTerm(() -> target, value);
  }

  private static Value value(Term term) {
    return ((BlockTerm) term).value();
  }
}
