package dev.kiln.autodiff.reverse;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.callee.CalleeDerivative;
import dev.kiln.autodiff.reverse.callee.CalleeTransform;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.callee.PrimalProgram;
import dev.kiln.autodiff.reverse.residual.SharedStacks;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.analysis.memory.AliasClasses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The derivatives of the functions that a graph calls, made as they are asked for. */
final class ReverseProgram implements Callees {
  private record Request(String function, CalleeDerivative.Choice choice) {}

  private final Graph graph;
  private final PrimalProgram primal;
  private final CustomRules rules;
  private final Map<Request, CalleeTransform> derived = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>();
  private final SharedStacks stacks = new SharedStacks();
  private boolean changed;

  ReverseProgram(PrimalProgram primal) {
    this.primal = primal;
    this.graph = primal.graph();
    this.rules = new CustomRules(graph);
    graph.functions().forEach(function -> names.add(function.name()));
  }

  @Override
  public CustomRules rules() {
    return rules;
  }

  /** The derivative without functions of the primal program that it does not need. */
  Graph withoutUncalled(Graph derivative) {
    return primal.withoutUncalled(derivative);
  }

  @Override
  public SharedStacks stacks() {
    return stacks;
  }

  @Override
  public Optional<CalleeDerivative> derived(FunctionDerivation caller, Operation.Call call) {
    List<Boolean> arguments = active(caller, call.operands());
    List<Boolean> results = active(caller, call.results());
    if (call.operands().stream().anyMatch(caller::isActiveStack)) {
      throw new NotDifferentiableException(
          "what "
              + call.function()
              + " saves for its derivative cannot be differentiated again in reverse mode",
          call.position());
    }
    boolean references = call.operands().stream().anyMatch(AliasClasses::isReference);
    if (!references && !results.contains(true)) {
      return Optional.empty();
    }
    Request request =
        new Request(
            call.function(),
            new CalleeDerivative.Choice(arguments, results, caller.areDistinct(call.operands())));
    CalleeTransform callee = derived.get(request);
    if (callee == null) {
      callee = derivative(request);
      derived.put(request, callee);
      changed = true;
    }
    return Optional.of(callee);
  }

  private CalleeTransform derivative(Request request) {
    String name = request.function();
    CalleeDerivative.Choice choice = request.choice();
    CalleeTransform.Maker own = primal.ownDerivatives().get(name);
    if (own != null) {
      return own.make(this::unusedName, choice, rules);
    }
    Function function = rules.function(name);
    return new DerivedFunction(
        function,
        unusedName(name),
        choice.arguments(),
        choice.results(),
        new AliasClasses(function, choice.distinct()),
        primal.threaded().getOrDefault(name, 0),
        rules);
  }

  /** Builds all derived functions; those found on the way are built too. */
  List<Function> build() {
    List<Function> functions = new ArrayList<>();
    Set<CalleeTransform> done = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (CalleeTransform each : List.copyOf(derived.values())) {
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
    boolean revised = changed | stacks.revise();
    changed = false;
    for (CalleeTransform each : derived.values()) {
      revised |= each.revise();
    }
    return revised;
  }

  /** What is known of each derived function. */
  List<FunctionDerivation> derivations() {
    return derived.values().stream().flatMap(each -> each.derivations().stream()).toList();
  }

  /** What is said of the preparation, and what derivatives say of themselves. */
  List<ReverseReport.Item> reports() {
    List<ReverseReport.Item> all = new ArrayList<>(primal.notes());
    derived.values().forEach(each -> each.report().ifPresent(all::add));
    return all;
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
