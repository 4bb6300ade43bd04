package dev.kiln.pass.nest;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Moves the nests of a graph's functions into functions of their own, which it collects. */
public final class Nests {
  private final List<Function> functions = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  public Nests(Graph graph) {
    names.add(graph.entry().name());
    graph.functions().forEach(each -> names.add(each.name()));
  }

  /** The nests so far. */
  public List<Function> functions() {
    return functions;
  }

  /** The function with calls in the places of its nests. */
  public Function outline(Function function) {
    Map<Value, Operation.Apply> numbers = new HashMap<>();
    collectNumbers(function.body(), numbers);
    return function.withBody(outline(function.body(), numbers));
  }

  private static void collectNumbers(Block block, Map<Value, Operation.Apply> numbers) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && apply.tensorNumber().isPresent()) {
        numbers.put(apply.result(), apply);
      }
      operation.blocks().forEach(nested -> collectNumbers(nested, numbers));
    }
  }

  private Block outline(Block block, Map<Value, Operation.Apply> numbers) {
    List<List<Operation>> ordered =
        NestGroups.mayJoin(block) ? new NestGroups(block).ordered() : List.of();
    boolean hasNests = ordered.stream().anyMatch(each -> each.size() > 1);
    List<Operation> operations = new ArrayList<>();
    if (!hasNests) {
      block.operations().forEach(each -> operations.add(outlineBlocks(each, numbers)));
      return new Block(block.parameters(), operations, block.terminator());
    }
    for (List<Operation> group : ordered) {
      if (group.size() == 1) {
        operations.add(outlineBlocks(group.get(0), numbers));
      } else {
        operations.addAll(nest(group, results(group, block, ordered), numbers));
      }
    }
    return new Block(block.parameters(), operations, block.terminator());
  }

  private Operation outlineBlocks(Operation operation, Map<Value, Operation.Apply> numbers) {
    if (operation instanceof Operation.If branch) {
      return new Operation.If(
          branch.condition(),
          outline(branch.thenBlock(), numbers),
          outline(branch.elseBlock(), numbers),
          branch.results(),
          branch.position());
    }
    if (operation instanceof Operation.Loop loop) {
      return new Operation.Loop(
          loop.label(),
          loop.operands(),
          outline(loop.condition(), numbers),
          outline(loop.body(), numbers),
          loop.results(),
          loop.position());
    }
    return operation instanceof Operation.Scope scope
        ? new Operation.Scope(
            scope.label(), outline(scope.body(), numbers), scope.results(), scope.position())
        : operation;
  }

  /** What the rest of a block uses of a group. */
  private static List<Value> results(
      List<Operation> group, Block block, List<List<Operation>> ordered) {
    Set<Value> used = new HashSet<>(block.terminator().operands());
    for (List<Operation> other : ordered) {
      if (other != group) {
        other.forEach(each -> each.addUses(used));
      }
    }
    return group.stream().flatMap(each -> each.results().stream()).filter(used::contains).toList();
  }

  /** Those that the results are computed from: the pass that removes the others may be left out. */
  private static List<Operation> needed(List<Operation> group, List<Value> results) {
    Set<Value> used = new HashSet<>(results);
    List<Operation> needed = new ArrayList<>();
    for (int i = group.size() - 1; i >= 0; i--) {
      Operation each = group.get(i);
      if (each.results().stream().anyMatch(used::contains)) {
        each.addUses(used);
        needed.add(0, each);
      }
    }
    return needed;
  }

  private List<Operation> nest(
      List<Operation> joined, List<Value> results, Map<Value, Operation.Apply> numbers) {
    List<Operation> group = needed(joined, results);
    if (group.size() < 2) {
      return group;
    }
    Set<Value> made = new HashSet<>();
    group.forEach(each -> made.addAll(each.results()));
    Set<Value> operands = new LinkedHashSet<>();
    Set<Value> constants = new LinkedHashSet<>();
    for (Operation each : group) {
      for (Value operand : each.operands()) {
        if (numbers.containsKey(operand)) {
          constants.add(operand);
        } else if (!made.contains(operand)) {
          operands.add(operand);
        }
      }
    }
    Optional<Function> nest = function(group, results, operands, constants, numbers);
    if (nest.isEmpty()) {
      return group;
    }
    functions.add(nest.get());
    Operation last = group.get(group.size() - 1);
    return List.of(
        new Operation.Call(nest.get().name(), List.copyOf(operands), results, last.position()));
  }

  /** The group as a function, if code can be written for it as a loop. */
  private Optional<Function> function(
      List<Operation> group,
      List<Value> results,
      Set<Value> operands,
      Set<Value> constants,
      Map<Value, Operation.Apply> numbers) {
    ValueSource source = new ValueSource();
    Map<Value, Value> copies = new HashMap<>();
    List<Value> parameters = new ArrayList<>();
    for (Value operand : operands) {
      Value parameter = source.create(operand.name(), operand.type());
      parameters.add(parameter);
      copies.put(operand, parameter);
    }
    BlockBuilder body = new BlockBuilder(source, parameters);
    for (Value constant : constants) {
      copies.put(constant, copy(numbers.get(constant), copies, body));
    }
    for (Operation each : group) {
      Operation.Apply apply = (Operation.Apply) each;
      copies.put(apply.result(), copy(apply, copies, body));
    }
    List<Value> returned = results.stream().map(copies::get).toList();
    List<ValueType> types = returned.stream().map(Value::type).toList();
    Function function =
        new Function(name(group, results), body.build(new Terminator.Return(returned)), types);
    return ElementNest.of(function).map(ElementNest::function);
  }

  private static Value copy(Operation.Apply apply, Map<Value, Value> copies, BlockBuilder body) {
    Value result = body.values().create(apply.result().name(), apply.result().type());
    body.add(
        new Operation.Apply(
            apply.definition(),
            apply.attributes(),
            apply.operands().stream().map(copies::get).toList(),
            List.of(result),
            apply.position()));
    return result;
  }

  /** A name after the last result: the user's, or what computes it. */
  private String name(List<Operation> group, List<Value> results) {
    StringBuilder preferred = new StringBuilder("fused");
    Value last = results.get(results.size() - 1);
    String what = last.name();
    for (Operation each : group) {
      if (what.isEmpty() && each instanceof Operation.Apply apply && apply.result().equals(last)) {
        what = apply.definition().name();
      }
    }
    for (String word : what.split("_")) {
      if (!word.isEmpty()) {
        preferred.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    String name = preferred.toString();
    for (int i = 2; !names.add(name); i++) {
      name = preferred.toString() + i;
    }
    return name;
  }
}
