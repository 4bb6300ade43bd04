package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.flow.IntegerRanges.Range;
import dev.kiln.pass.analysis.memory.SmallArrays;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Replaces {@linkplain SmallArrays small arrays} by their elements, each a value of its own. What
 * stores in a branch, a loop or a scope make of an element is one more result of it.
 *
 * <pre>
 * double[] rotated = new double[3];     rotated0 = cosine * x + along;
 * rotated[0] = cosine * x + along;  ⇒   rotated2 = z;
 * rotated[2] = z;                       return rotated0 / rotated2;
 * return rotated[0] / rotated[2];
 * </pre>
 *
 * <p>Exact: numbers go where they went through the array. It is worth most in derivatives, where an
 * array has a shadow, and stores are undone.
 */
public final class ScalarReplacement extends GraphCopier {
  private record Element(Value array, int index) {}

  private final SmallArrays arrays;

  /** What the elements are at this point of the copy. */
  private Map<Element, Value> current = new HashMap<>();

  /** The elements that end the blocks around this point: as further operands of their yields. */
  private final Deque<List<Element>> yielded = new ArrayDeque<>();

  /** The elements that an exit to a label carries. */
  private final Map<String, List<Element>> carried = new HashMap<>();

  private ScalarReplacement(Function function) {
    arrays = SmallArrays.of(function);
  }

  /** The graph without such arrays. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(replaced(graph.entry()))
        .withFunctions(graph.functions().stream().map(ScalarReplacement::replaced).toList());
  }

  private static Function replaced(Function function) {
    ScalarReplacement copier = new ScalarReplacement(function);
    return copier.arrays.lengths().isEmpty() ? function : copier.copy(function);
  }

  private boolean isReplaced(Value array) {
    return arrays.lengths().containsKey(array);
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    if (apply.is(Trait.SIZED) && isReplaced(apply.result())) {
      makeElements(apply.result(), target);
    } else if (apply.operands().isEmpty() || !isReplaced(apply.operands().get(0))) {
      super.copyApply(apply, target);
    } else if (apply.is(Trait.LENGTH)) {
      int length = arrays.lengths().get(apply.operands().get(0));
      define(apply.result(), List.of(target.constant(ScalarType.INT32, length)));
    } else if (apply.is(Trait.LOAD)) {
      define(apply.result(), List.of(load(apply, target)));
    } else {
      store(apply, target);
    }
  }

  private void makeElements(Value array, BlockBuilder target) {
    ScalarType type = (ScalarType) ((ArrayType) array.type()).element();
    Value zero = target.constantBits(type, 0);
    for (int i = 0; i < arrays.lengths().get(array); i++) {
      current.put(new Element(array, i), zero);
    }
  }

  private Optional<Integer> constantIndex(Operation.Apply access) {
    return arrays
        .ranges()
        .of(access.operands().get(1))
        .filter(Range::isSingle)
        .map(range -> (int) range.least());
  }

  private void store(Operation.Apply store, BlockBuilder target) {
    Element element = new Element(store.operands().get(0), constantIndex(store).orElseThrow());
    Value stored = single(store.operands().get(2));
    if (!current.containsValue(stored)) {
      stored = target.name(stored, name(element));
      define(store.operands().get(2), List.of(stored));
    }
    current.put(element, stored);
  }

  private static String name(Element element) {
    return element.array().name().isEmpty() ? "" : element.array().name() + element.index();
  }

  private Value load(Operation.Apply load, BlockBuilder target) {
    Value array = load.operands().get(0);
    Optional<Integer> constant = constantIndex(load);
    if (constant.isPresent()) {
      return current.get(new Element(array, constant.get()));
    }
    int length = arrays.lengths().get(array);
    Value index = single(load.operands().get(1));
    checkIndex(index, length, target);
    return choose(array, index, 0, length, target);
  }

  /** As Java does. JLS 15.10.4. */
  private static void checkIndex(Value index, int length, BlockBuilder target) {
    List<String> message = List.of("Index ", " out of bounds for length " + length);
    Value negative = compare(target, ElementwiseOps.LESS, index, 0);
    throwIf(negative, index, message, target);
    Value beyond = compare(target, ElementwiseOps.GREATER_EQUAL, index, length);
    throwIf(beyond, index, message, target);
  }

  private static Value compare(
      BlockBuilder target, OpDefinition relation, Value index, int number) {
    return target.apply(relation, index, target.constant(ScalarType.INT32, number));
  }

  private static void throwIf(
      Value condition, Value index, List<String> message, BlockBuilder target) {
    target.ifElse(
        condition,
        List.of(),
        (block, none) ->
            new Terminator.Throw(
                "java.lang.ArrayIndexOutOfBoundsException",
                message,
                List.of(index),
                target.position()),
        (block, none) -> new Terminator.Yield(List.of()));
  }

  /** The element at {@code index}, which is one of those from {@code first} on. */
  private Value choose(Value array, Value index, int first, int length, BlockBuilder target) {
    Value here = current.get(new Element(array, first));
    if (first == length - 1) {
      return here;
    }
    return target
        .ifElse(
            compare(target, ElementwiseOps.EQUAL, index, first),
            List.of(new Slot("", here.type())),
            (block, none) -> new Terminator.Yield(List.of(here)),
            (block, none) ->
                new Terminator.Yield(List.of(choose(array, index, first + 1, length, block))))
        .get(0);
  }

  @Override
  protected void copyIf(Operation.If branch, BlockBuilder target) {
    List<Element> stored = stored(branch);
    Map<Element, Value> before = current;
    List<Value> results =
        target.ifElse(
            single(branch.condition()),
            slots(branch.results(), stored),
            (block, none) -> within(stored, before, () -> copyInto(branch.thenBlock(), block)),
            (block, none) -> within(stored, before, () -> copyInto(branch.elseBlock(), block)));
    current = before;
    finish(branch.results(), stored, results);
  }

  @Override
  protected void copyScope(Operation.Scope scope, BlockBuilder target) {
    List<Element> stored = stored(scope);
    carried.put(scope.label(), stored);
    Map<Element, Value> before = current;
    List<Value> results =
        target.scope(
            scope.label(),
            slots(scope.results(), stored),
            (block, none) -> within(stored, before, () -> copyInto(scope.body(), block)));
    current = before;
    finish(scope.results(), stored, results);
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    List<Element> stored = stored(loop);
    carried.put(loop.label(), stored);
    Map<Element, Value> before = current;
    List<Value> initial = new ArrayList<>(lookup(loop.operands()));
    initial.addAll(values(stored));
    List<Value> results =
        target.loop(
            loop.label(),
            slots(loop.results(), stored),
            initial,
            (block, parameters) ->
                within(
                    stored,
                    before,
                    () -> {
                      finish(loop.condition().parameters(), stored, parameters);
                      return copyInto(loop.condition(), block);
                    }),
            (block, parameters) ->
                within(
                    stored,
                    before,
                    () -> {
                      finish(loop.body().parameters(), stored, parameters);
                      return copyInto(loop.body(), block);
                    }));
    current = before;
    finish(loop.results(), stored, results);
  }

  private Terminator within(
      List<Element> elements, Map<Element, Value> before, Supplier<Terminator> copy) {
    current = new HashMap<>(before);
    yielded.push(elements);
    Terminator end = copy.get();
    yielded.pop();
    return end;
  }

  /** Defines {@code olds} and the elements, in this order, as {@code copies}. */
  private void finish(List<Value> olds, List<Element> elements, List<Value> copies) {
    defineAll(olds, copies.subList(0, olds.size()));
    for (int i = 0; i < elements.size(); i++) {
      current.put(elements.get(i), copies.get(olds.size() + i));
    }
  }

  private List<Slot> slots(List<Value> olds, List<Element> elements) {
    List<Slot> slots = slots(olds);
    for (Element element : elements) {
      slots.add(new Slot(name(element), ((ArrayType) element.array().type()).component()));
    }
    return slots;
  }

  private List<Value> values(List<Element> elements) {
    return elements.stream().map(current::get).toList();
  }

  @Override
  protected Terminator copyTerminator(Terminator terminator, BlockBuilder target) {
    Terminator copy = super.copyTerminator(terminator, target);
    if (copy instanceof Terminator.Yield end) {
      return new Terminator.Yield(extended(end.operands(), yielded.element()));
    }
    if (copy instanceof Terminator.Condition end) {
      return new Terminator.Condition(end.condition(), extended(end.carried(), yielded.element()));
    }
    if (copy instanceof Terminator.Break end) {
      return new Terminator.Break(end.label(), extended(end.operands(), carried.get(end.label())));
    }
    if (copy instanceof Terminator.Continue end) {
      return new Terminator.Continue(
          end.label(), extended(end.operands(), carried.get(end.label())));
    }
    return copy;
  }

  private List<Value> extended(List<Value> values, List<Element> elements) {
    List<Value> all = new ArrayList<>(values);
    all.addAll(values(elements));
    return all;
  }

  /** The elements of arrays from around the operation that are stored in it, in program order. */
  private List<Element> stored(Operation operation) {
    Set<Element> stored = new LinkedHashSet<>();
    Set<Value> inside = new HashSet<>();
    operation.blocks().forEach(block -> collectStored(block, stored, inside));
    return stored.stream().filter(each -> !inside.contains(each.array())).toList();
  }

  private void collectStored(Block block, Set<Element> stored, Set<Value> inside) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        if (apply.is(Trait.SIZED)) {
          inside.add(apply.result());
        } else if (apply.is(Trait.STORE) && isReplaced(apply.operands().get(0))) {
          stored.add(new Element(apply.operands().get(0), constantIndex(apply).orElseThrow()));
        }
      }
      operation.blocks().forEach(nested -> collectStored(nested, stored, inside));
    }
  }
}
