package dev.kiln.pass.derivative;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the products of two multiples of one length in a function, as {@code 0.5 * h * h}. A length
 * is a distance from an origin, or what a branch, a selection or a loop takes one from.
 */
final class Lengths {
  /**
   * A product of two multiples of a length.
   *
   * @param addend what is added to the product; null where nothing is
   */
  record Product(Value first, Value second, Value length, Value addend) {}

  /** What one result of a branch, or one carried value of a loop, is taken from. */
  private record Choice(Operation operation, int slot, List<Value> sources) {}

  private record Expression(OpDefinition definition, List<Value> operands) {}

  /** The lengths that each value is a multiple of. */
  private final Map<Value, Set<Value>> multiples = new HashMap<>();

  private final Map<Value, Operation.Apply> made = new HashMap<>();
  private final Map<Value, Choice> choices = new HashMap<>();

  /** Of each distance the first one of the same point. */
  private final Map<Value, Value> distances = new HashMap<>();

  private final Set<Value> lengths = new HashSet<>();
  private final Map<Operation, Set<Integer>> squared = new IdentityHashMap<>();
  private final Set<Value> demanded = new HashSet<>();
  private final Map<Operation, Product> products = new IdentityHashMap<>();

  Lengths(Function function) {
    List<Operation.Apply> applications = new ArrayList<>();
    collect(function.body(), applications, !jumps(function.body()), new HashMap<>());
    if (distances.isEmpty()) {
      return;
    }
    int known;
    do { // a loop carries what it makes later
      known = lengths.size();
      multiples.clear();
      applications.forEach(each -> multiples.put(each.result(), multiples(each)));
      choices.forEach(
          (value, choice) -> {
            if (choice.sources().stream().anyMatch(each -> !of(each).isEmpty())) {
              lengths.add(value);
            }
          });
    } while (lengths.size() > known);
    for (Operation.Apply each : applications) {
      product(each)
          .ifPresent(
              product -> {
                products.put(each, product);
                demand(product.length());
              });
    }
  }

  /** Whether there is nothing to find. */
  boolean areNotSquared() {
    return products.isEmpty();
  }

  /** The product that the operation is. */
  Optional<Product> productOf(Operation.Apply apply) {
    return Optional.ofNullable(products.get(apply));
  }

  /** What made the value; null where it was not an operation of the catalogue. */
  Operation.Apply made(Value value) {
    return made.get(value);
  }

  boolean isZero(Value value) {
    OptionalDouble number = number(value);
    return number.isPresent() && number.getAsDouble() == 0;
  }

  /** The lengths that the value is a multiple of. */
  Set<Value> of(Value value) {
    return lengths.contains(value) ? Set.of(value) : multiples.getOrDefault(value, Set.of());
  }

  /** The length as a multiple of which the value is squared. */
  Optional<Value> first(Value value) {
    return of(value).stream().findFirst();
  }

  /** The results of a branch, or the carried values of a loop, whose squares are needed. */
  List<Integer> squared(Operation operation) {
    return List.copyOf(squared.getOrDefault(operation, Set.of()));
  }

  private void collect(
      Block block,
      List<Operation.Apply> applications,
      boolean withLoops,
      Map<Expression, Value> outer) {
    Map<Expression, Value> known = new HashMap<>(outer);
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && !apply.results().isEmpty()) {
        made.put(apply.result(), apply);
        if (apply.is(Trait.DISTANCE)) {
          Expression expression = new Expression(apply.definition(), apply.operands());
          known.putIfAbsent(expression, apply.result());
          distances.put(apply.result(), known.get(expression));
        }
        if (apply.result().type().isFloating()) {
          applications.add(apply);
        }
      }
      if (operation instanceof Operation.Loop loop && withLoops) {
        collectCarried(loop);
      }
      operation.blocks().forEach(each -> collect(each, applications, withLoops, known));
      if (operation instanceof Operation.If branch) {
        for (int i = 0; i < branch.results().size(); i++) {
          List<Value> sources = new ArrayList<>();
          for (Block each : branch.blocks()) {
            if (each.terminator() instanceof Terminator.Yield end) {
              sources.add(end.operands().get(i));
            }
          }
          choose(branch.results().get(i), new Choice(branch, i, sources));
        }
      }
    }
  }

  private void collectCarried(Operation.Loop loop) {
    if (loop.condition().terminator() instanceof Terminator.Condition condition
        && loop.body().terminator() instanceof Terminator.Yield end) {
      for (int i = 0; i < loop.results().size(); i++) {
        List<Value> sources =
            List.of(loop.operands().get(i), condition.carried().get(i), end.operands().get(i));
        Choice choice = new Choice(loop, i, sources);
        choose(loop.condition().parameters().get(i), choice);
        choose(loop.body().parameters().get(i), choice);
        choose(loop.results().get(i), choice);
      }
    }
  }

  private void choose(Value value, Choice choice) {
    if (value.type() instanceof ScalarType && value.type().isFloating()) {
      choices.put(value, choice);
    }
  }

  private static boolean jumps(Block block) {
    return block.terminator() instanceof Terminator.Break
        || block.terminator() instanceof Terminator.Continue
        || block.operations().stream()
            .anyMatch(each -> each.blocks().stream().anyMatch(Lengths::jumps));
  }

  private Set<Value> multiples(Operation.Apply apply) {
    if (apply.is(Trait.FOR_DERIVATIVES)) {
      return Set.of();
    }
    if (apply.is(Trait.DISTANCE)) {
      return Set.of(distances.get(apply.result()));
    }
    List<Value> operands = apply.operands();
    if (apply.is(Trait.KEEPS_NUMBER) || apply.definition() == ElementwiseOps.NEGATE) {
      return of(operands.get(0));
    }
    if (apply.is(Trait.PRODUCT)) {
      return both(operands.get(0), operands.get(1));
    }
    if (apply.definition() == ElementwiseOps.DIVIDE) {
      return of(operands.get(0));
    }
    if (apply.is(Trait.SUM) || apply.is(Trait.DIFFERENCE)) {
      return common(operands.get(0), operands.get(1));
    }
    if (apply.is(Trait.SELECTION) && !both(operands.get(1), operands.get(2)).isEmpty()) {
      Set<Value> all = new LinkedHashSet<>(Set.of(apply.result()));
      all.addAll(common(operands.get(1), operands.get(2)));
      return all;
    }
    return Set.of();
  }

  private Set<Value> both(Value first, Value second) {
    Set<Value> both = new LinkedHashSet<>(of(first));
    both.addAll(of(second));
    return both;
  }

  /** What both are multiples of; zero is a multiple of everything. */
  private Set<Value> common(Value first, Value second) {
    if (isZero(first) || isZero(second)) {
      return both(first, second);
    }
    Set<Value> common = new LinkedHashSet<>(of(first));
    common.retainAll(of(second));
    return common;
  }

  private Optional<Product> product(Operation.Apply apply) {
    List<Value> operands = apply.operands();
    if (apply.is(Trait.PRODUCT)) {
      return product(operands.get(0), operands.get(1), null);
    }
    if (apply.is(Trait.MULTIPLY_ADD)) {
      return product(operands.get(0), operands.get(1), operands.get(2));
    }
    boolean isSquare =
        apply.definition() == ElementwiseOps.SQUARE
            || apply.is(Trait.POWER) && number(operands.get(1)).equals(OptionalDouble.of(2));
    return isSquare ? product(operands.get(0), operands.get(0), null) : Optional.empty();
  }

  private Optional<Product> product(Value first, Value second, Value addend) {
    return of(first).stream()
        .filter(of(second)::contains)
        .findFirst()
        .map(length -> new Product(first, second, length, addend));
  }

  /** The number that the value is, where it is a constant. */
  private OptionalDouble number(Value value) {
    Operation.Apply apply = made.get(value);
    if (apply == null) {
      return OptionalDouble.empty();
    }
    if (apply.is(Trait.KEEPS_NUMBER)) {
      return number(apply.operands().get(0));
    }
    Optional<Attribute.Number> literal = apply.number().or(apply::tensorNumber);
    return literal.isPresent()
            && Bits.unbox(literal.get().bits(), literal.get().dtype()) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  private void demand(Value length) {
    if (!demanded.add(length)) {
      return;
    }
    Choice choice = choices.get(length);
    List<Value> sources;
    if (choice != null) {
      squared.computeIfAbsent(choice.operation(), each -> new TreeSet<>()).add(choice.slot());
      sources = choice.sources();
    } else {
      Operation.Apply apply = made.get(length);
      List<Value> operands = apply.operands();
      sources = apply.is(Trait.SELECTION) ? operands.subList(1, 3) : operands;
    }
    sources.forEach(each -> first(each).ifPresent(this::demand));
  }
}
