package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.pass.copy.GraphCopier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces calls by the bodies of the functions they call. Recursive functions stay, and so do
 * large ones that are called more than once, and those with a derivative rule of their own. A body
 * with an early return becomes a scope that the return leaves.
 */
public final class Inline {
  /** Functions with more operations than this are only inlined into their single call. */
  private static final int LARGE = 400;

  private final Map<String, Function> functions = new LinkedHashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final Set<String> recursive = new HashSet<>();
  private final Map<String, Function> finished = new LinkedHashMap<>();
  private final boolean alsoLarge;
  private int inlined;

  private Inline(Graph graph, boolean alsoLarge) {
    this.alsoLarge = alsoLarge;
    graph.functions().forEach(function -> functions.put(function.name(), function));
    countCalls(graph.entry().body());
    functions.values().forEach(function -> countCalls(function.body()));
    for (String name : functions.keySet()) {
      if (reaches(name, name, new HashSet<>())) {
        recursive.add(name);
      }
    }
  }

  /** Inlines small functions, and large ones with a single call. */
  public static Graph run(Graph graph) {
    return graph.functions().isEmpty() ? graph : new Inline(graph, false).inlineAll(graph);
  }

  /** Inlines every function that is not recursive and has no derivative rule. */
  public static Graph everything(Graph graph) {
    return graph.functions().isEmpty() ? graph : new Inline(graph, true).inlineAll(graph);
  }

  private Graph inlineAll(Graph graph) {
    Function entry = new Inliner("", argumentNames(graph.entry())).copy(graph.entry());
    Set<String> used = new HashSet<>();
    collectCalls(entry.body(), used);
    List<String> pending = new java.util.ArrayList<>(used);
    while (!pending.isEmpty()) {
      String name = pending.remove(pending.size() - 1);
      Set<String> more = new HashSet<>();
      collectCalls(finish(name).body(), more);
      functions.get(name).rule().ifPresent(rule -> more.addAll(rule.functions()));
      for (String called : more) {
        if (used.add(called)) {
          pending.add(called);
        }
      }
    }
    List<Function> kept =
        functions.keySet().stream().filter(used::contains).map(this::finish).toList();
    return graph.withEntry(entry).withFunctions(kept);
  }

  /** The function with the calls in its own body inlined. */
  private Function finish(String name) {
    Function done = finished.get(name);
    if (done == null) {
      Function function = functions.get(name);
      done = new Inliner("", argumentNames(function)).copy(function);
      finished.put(name, done);
    }
    return done;
  }

  private boolean shouldInline(String name) {
    if (recursive.contains(name) || functions.get(name).rule().isPresent()) {
      return false;
    }
    return alsoLarge || calls.get(name) == 1 || size(finish(name).body()) <= LARGE;
  }

  private boolean reaches(String from, String goal, Set<String> seen) {
    Set<String> called = new HashSet<>();
    Function function = functions.get(from);
    if (function == null) {
      throw new IllegalArgumentException("the graph has no function '" + from + "'");
    }
    collectCalls(function.body(), called);
    for (String name : called) {
      if (name.equals(goal) || seen.add(name) && reaches(name, goal, seen)) {
        return true;
      }
    }
    return false;
  }

  private void countCalls(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Call call) {
        calls.merge(call.function(), 1, Integer::sum);
      }
      operation.blocks().forEach(this::countCalls);
    }
  }

  private static void collectCalls(Block block, Set<String> called) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Call call) {
        called.add(call.function());
      }
      operation.blocks().forEach(nested -> collectCalls(nested, called));
    }
  }

  /**
   * Values that the user gave no name, and the names of the parameters that they become where calls
   * are inlined: of {@code scale(x[i])}, the number is called as {@code scale} calls it.
   */
  private Map<Value, String> argumentNames(Function function) {
    Map<Value, String> names = new HashMap<>();
    collectArgumentNames(function.body(), names);
    return names;
  }

  private void collectArgumentNames(Block block, Map<Value, String> names) {
    Set<Value> constants = new HashSet<>();
    for (Operation operation : block.operations()) {
      operation.blocks().forEach(nested -> collectArgumentNames(nested, names));
      if (operation instanceof Operation.Call call && shouldInline(call.function())) {
        List<Value> parameters = functions.get(call.function()).parameters();
        for (int i = 0; i < parameters.size(); i++) {
          Value argument = call.operands().get(i);
          if (argument.name().isEmpty()
              && !parameters.get(i).name().isEmpty()
              && !constants.contains(argument)) {
            names.putIfAbsent(argument, parameters.get(i).name());
          }
        }
      } else if (operation.operands().isEmpty()) {
        constants.addAll(operation.results());
      }
    }
  }

  private static int size(Block block) {
    int size = block.operations().size();
    for (Operation operation : block.operations()) {
      for (Block nested : operation.blocks()) {
        size += size(nested);
      }
    }
    return size;
  }

  /** Copies a body; {@code suffix} keeps the labels of an inlined body apart from its caller's. */
  private class Inliner extends GraphCopier {
    private final String suffix;

    /** Names for values that have none, since they are arguments of inlined functions. */
    private final Map<Value, String> names;

    Inliner(String suffix, Map<Value, String> names) {
      this.suffix = suffix;
      this.names = names;
    }

    @Override
    protected List<Slot> slots(Value old) {
      String name = names.get(old);
      return name == null ? super.slots(old) : List.of(new Slot(name, old.type()));
    }

    @Override
    protected String label(String old) {
      return old + suffix;
    }

    @Override
    protected void copyCall(Operation.Call call, BlockBuilder target) {
      if (!shouldInline(call.function())) {
        super.copyCall(call, target);
        return;
      }
      Function callee = finish(call.function());
      String own = "_" + ++inlined;
      List<Value> operands = lookup(call.operands());
      if (returnsOnlyAtItsEnd(callee.body())) {
        BodyCopier body = new BodyCopier(own, null);
        body.defineAll(callee.parameters(), operands);
        Terminator end = body.copyInto(callee.body(), target);
        defineAll(call.results(), end.operands());
        return;
      }
      String scope = "return" + own;
      BodyCopier body = new BodyCopier(own, scope);
      body.defineAll(callee.parameters(), operands);
      List<Value> results =
          target.scope(
              scope,
              slots(call.results()),
              (block, none) -> {
                Terminator end = body.copyInto(callee.body(), block);
                return end instanceof Terminator.Break last && last.label().equals(scope)
                    ? new Terminator.Yield(last.operands())
                    : end;
              });
      defineAll(call.results(), results);
    }
  }

  /** Copies an inlined body; its returns leave the scope {@code target}, where there is one. */
  private final class BodyCopier extends Inliner {
    private final String scope;

    BodyCopier(String suffix, String scope) {
      super(suffix, Map.of());
      this.scope = scope;
    }

    @Override
    protected Terminator copyTerminator(Terminator terminator, BlockBuilder target) {
      Terminator copy = super.copyTerminator(terminator, target);
      return copy instanceof Terminator.Return end && scope != null
          ? new Terminator.Break(scope, end.operands())
          : copy;
    }
  }

  private static boolean returnsOnlyAtItsEnd(Block body) {
    return body.terminator() instanceof Terminator.Return
        && body.operations().stream()
            .flatMap(operation -> operation.blocks().stream())
            .noneMatch(Inline::returns);
  }

  private static boolean returns(Block block) {
    return block.terminator() instanceof Terminator.Return
        || block.operations().stream()
            .flatMap(operation -> operation.blocks().stream())
            .anyMatch(Inline::returns);
  }
}
