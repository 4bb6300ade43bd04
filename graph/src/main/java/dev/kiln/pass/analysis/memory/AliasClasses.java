package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ArrayType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the array references of a function into classes, so that references which may lead to the
 * same array are in one class. A row belongs to the class of its array.
 *
 * <p>The entry of a derivative rejects arguments that are the same array where one of them is
 * written, so that its parameters are in distinct classes; those of a called function are not.
 */
public final class AliasClasses {

  /**
   * Memory that one store may change: arrays of one class and rank.
   *
   * @param root stands for the class
   * @param rank of the array that is stored into
   */
  public record Memory(Value root, int rank) {}

  private final Map<Value, Value> parents = new HashMap<>();
  private final Map<Value, List<Operation.Apply>> allocations = new HashMap<>();
  private final Set<Value> fromOutside = new HashSet<>();
  private final Set<Value> carried = new HashSet<>();
  private final Optional<CalleeResults> callees;

  /**
   * @param distinctParameters whether the parameters are known to be different arrays
   */
  public AliasClasses(Function function, boolean distinctParameters) {
    this(function, distinctParameters ? List.of() : List.of(references(function.parameters())));
  }

  /**
   * @param similar parameters that may be the same array, or rows of it, in lists
   */
  public AliasClasses(Function function, List<List<Value>> similar) {
    this(function, similar, Optional.empty());
  }

  /**
   * The parameters are known to be different arrays, and the functions that are called are known.
   */
  public AliasClasses(Function function, CalleeResults callees) {
    this(function, List.of(), Optional.of(callees));
  }

  private AliasClasses(
      Function function, List<List<Value>> similar, Optional<CalleeResults> callees) {
    this.callees = callees;
    List<Operation.Apply> made = new ArrayList<>();
    List<Value> foreign = new ArrayList<>();
    List<Value> passed = new ArrayList<>();
    foreign.addAll(references(function.parameters()));
    collect(function.body(), List.of(), made, foreign, passed);
    similar.forEach(this::uniteSimilar);
    for (Operation.Apply allocation : made) {
      allocations
          .computeIfAbsent(root(allocation.result()), r -> new ArrayList<>())
          .add(allocation);
    }
    foreign.forEach(value -> fromOutside.add(root(value)));
    passed.forEach(value -> carried.add(root(value)));
  }

  public static boolean isReference(Value value) {
    return value.type() instanceof ArrayType;
  }

  private static List<Value> references(List<Value> values) {
    return values.stream().filter(AliasClasses::isReference).toList();
  }

  /** Whether the operation copies an array that holds numbers, rather than rows. */
  public static boolean isCopyOfNumbers(Operation operation) {
    return operation instanceof Operation.Apply apply
        && apply.is(Trait.COPY)
        && ((ArrayType) apply.result().type()).rank() == 1;
  }

  /** Whether the result is a new array; it may have rows of others. */
  public static boolean makesArray(Operation operation) {
    return operation instanceof Operation.Apply apply
        && apply.definition().effect() == Effect.ALLOCATE
        && apply.result().type() instanceof ArrayType;
  }

  /** The value that stands for the class of {@code value}. */
  public Value root(Value value) {
    Value root = value;
    while (parents.containsKey(root)) {
      root = parents.get(root);
    }
    return root;
  }

  /** The memory that a load or store through {@code reference} touches. */
  public Memory memory(Value reference) {
    return new Memory(root(reference), ((ArrayType) reference.type()).rank());
  }

  /** Whether an array of the class may come from the caller or out of a call. */
  public boolean isFromOutside(Value root) {
    return fromOutside.contains(root);
  }

  /** The operations that make the arrays of the class. */
  public List<Operation.Apply> allocations(Value root) {
    return allocations.getOrDefault(root, List.of());
  }

  /** Whether references of the class are carried from one iteration of a loop to the next. */
  public boolean isCarried(Value root) {
    return carried.contains(root);
  }

  private void collect(
      Block block,
      List<Value> yieldsTo,
      List<Operation.Apply> made,
      List<Value> foreign,
      List<Value> passed) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        collectApply(apply, made);
      } else if (operation instanceof Operation.If branch) {
        collect(branch.thenBlock(), branch.results(), made, foreign, passed);
        collect(branch.elseBlock(), branch.results(), made, foreign, passed);
      } else if (operation instanceof Operation.Loop loop) {
        List<Value> checked = loop.condition().parameters();
        checked.stream().filter(AliasClasses::isReference).forEach(passed::add);
        unite(loop.operands(), checked);
        if (loop.condition().terminator() instanceof Terminator.Condition end) {
          unite(end.carried(), loop.body().parameters());
          unite(end.carried(), loop.results());
        }
        collect(loop.condition(), List.of(), made, foreign, passed);
        collect(loop.body(), checked, made, foreign, passed);
      } else if (operation instanceof Operation.Call call) {
        collectCall(call, foreign);
      }
    }
    if (block.terminator() instanceof Terminator.Yield end && !yieldsTo.isEmpty()) {
      unite(end.operands(), yieldsTo);
    }
  }

  private void collectApply(Operation.Apply apply, List<Operation.Apply> made) {
    if (apply.results().isEmpty()) {
      int last = apply.operands().size() - 1;
      if (last > 0 && isReference(apply.operands().get(last)) && !apply.is(Trait.CHECK)) {
        unite(apply.operands().get(last), apply.operands().get(0));
      }
      return;
    }
    Value result = apply.result();
    if (!isReference(result)) {
      return;
    }
    if (makesArray(apply)) {
      made.add(apply);
    }
    boolean isApart = apply.definition().derivative() instanceof Derivative.Zero;
    if (isApart || apply.is(Trait.ZERO) || isCopyOfNumbers(apply)) {
      return;
    }
    apply.operands().stream()
        .filter(AliasClasses::isReference)
        .forEach(operand -> unite(operand, result));
  }

  /** A callee may store a reference in any array of references, and return any of them. */
  private void collectCall(Operation.Call call, List<Value> foreign) {
    List<Value> references = references(call.operands());
    List<Value> results = references(call.results());
    Optional<Set<Integer>> given = callees.flatMap(each -> each.given(call.function()));
    if (given.isPresent()) {
      uniteSimilar(results);
      for (int operand : given.get()) {
        results.stream()
            .filter(result -> element(result).equals(element(call.operands().get(operand))))
            .forEach(result -> unite(call.operands().get(operand), result));
      }
      return;
    }
    foreign.addAll(results);
    boolean storesReferences =
        references.stream().anyMatch(value -> ((ArrayType) value.type()).rank() > 1);
    if (!storesReferences && results.isEmpty()) {
      return;
    }
    List<Value> all = new ArrayList<>(references);
    all.addAll(results);
    uniteSimilar(all);
  }

  private void uniteSimilar(List<Value> references) {
    for (Value first : references) {
      for (Value second : references) {
        if (element(first).equals(element(second))) {
          unite(first, second);
        }
      }
    }
  }

  private static Object element(Value reference) {
    return ((ArrayType) reference.type()).element();
  }

  private void unite(List<Value> from, List<Value> to) {
    for (int i = 0; i < to.size(); i++) {
      if (isReference(from.get(i)) && isReference(to.get(i))) {
        unite(from.get(i), to.get(i));
      }
    }
  }

  private void unite(Value first, Value second) {
    Value root = root(first);
    Value other = root(second);
    if (!root.equals(other)) {
      parents.put(other, root);
    }
  }
}
