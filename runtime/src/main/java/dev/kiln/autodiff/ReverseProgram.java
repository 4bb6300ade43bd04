package dev.kiln.autodiff;

import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The derivatives of the functions that a graph calls, made as they are asked for; and the types of
 * what they save, for each of which there is a stack that all of them share.
 */
final class ReverseProgram {
  private record Request(
      String function, List<Boolean> arguments, List<Boolean> results, boolean distinct) {}

  private final Graph graph;
  private final CustomRules rules;
  private final Map<Request, DerivedFunction> derived = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<ValueType> sharedTypes = new LinkedHashSet<>();
  private boolean changed;

  ReverseProgram(Graph graph) {
    this.graph = graph;
    this.rules = new CustomRules(graph);
    graph.functions().forEach(function -> names.add(function.name()));
  }

  /** The functions that are differentiated by rules of their own. */
  CustomRules rules() {
    return rules;
  }

  /** The element types of the stacks that called functions share, in the order of parameters. */
  List<ValueType> sharedTypes() {
    return List.copyOf(sharedTypes);
  }

  /** Adds a type to the shared stacks. */
  void share(ValueType type) {
    changed |= sharedTypes.add(type);
  }

  /** The derivative of a callee; empty where a call has neither active values nor references. */
  Optional<DerivedFunction> derived(FunctionDerivation caller, Operation.Call call) {
    List<Boolean> arguments = active(caller, call.operands());
    List<Boolean> results = active(caller, call.results());
    boolean references = call.operands().stream().anyMatch(AliasClasses::isReference);
    if (!references && !results.contains(true)) {
      return Optional.empty();
    }
    Request request =
        new Request(call.function(), arguments, results, caller.areDistinct(call.operands()));
    DerivedFunction callee = derived.get(request);
    if (callee == null) {
      Function primal =
          graph
              .function(call.function())
              .orElseThrow(
                  () -> new IllegalArgumentException("no function '" + call.function() + "'"));
      callee =
          new DerivedFunction(
              primal, unusedName(call.function()), arguments, results, request.distinct(), rules);
      derived.put(request, callee);
      changed = true;
    }
    return Optional.of(callee);
  }

  /** Builds all derived functions; those found on the way are built too. */
  List<Function> build() {
    List<Function> functions = new ArrayList<>();
    Set<DerivedFunction> done = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (DerivedFunction each : List.copyOf(derived.values())) {
        if (done.add(each)) {
          functions.addAll(each.build(this));
          more = true;
        }
      }
    }
    return functions;
  }

  /** Takes in what the last attempt found out; returns whether there was anything new. */
  boolean revise() {
    boolean revised = changed;
    changed = false;
    for (DerivedFunction each : derived.values()) {
      revised |= each.revise();
    }
    return revised;
  }

  /** What is known of each derived function. */
  List<FunctionDerivation> derivations() {
    return derived.values().stream().map(DerivedFunction::derivation).toList();
  }

  private static List<Boolean> active(FunctionDerivation caller, List<Value> values) {
    return values.stream()
        .map(
            value ->
                AliasClasses.isReference(value)
                    ? caller.isShadowed(value)
                    : caller.activity().isActiveNumber(value))
        .toList();
  }

  private String unusedName(String base) {
    String name = base;
    for (int i = 2; !names.add(name + "Forward"); i++) {
      name = base + i;
    }
    return name;
  }
}
