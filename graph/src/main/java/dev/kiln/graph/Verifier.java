package dev.kiln.graph;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a graph: values are defined once and before their use, types are those that the
 * operations' own rules give, terminators stand where they may and pass values of the right types,
 * calls match the functions they name.
 */
public final class Verifier {
  private record Target(String label, List<ValueType> types, boolean isLoop) {}

  private final Graph graph;
  private final String pass;
  private final Function function;
  private final Set<Value> visible = new HashSet<>();
  private final Set<Integer> ids = new HashSet<>();
  private final Deque<Target> targets = new ArrayDeque<>();

  private Verifier(Graph graph, String pass, Function function) {
    this.graph = graph;
    this.pass = pass;
    this.function = function;
  }

  /**
   * Checks a graph.
   *
   * @throws VerificationException if it breaks a rule
   */
  public static void verify(Graph graph) {
    verify(graph, "");
  }

  /** As {@link #verify(Graph)}; the message names the pass that made the graph. */
  public static void verify(Graph graph, String pass) {
    Verifier entry = new Verifier(graph, pass, graph.entry());
    entry.require(
        graph.inputs().size() == graph.entry().parameters().size(),
        graph.inputs().size()
            + " input names for "
            + graph.entry().parameters().size()
            + " parameters",
        null);
    entry.require(
        graph.outputs().size() == graph.entry().resultTypes().size(),
        graph.outputs().size()
            + " output names for "
            + graph.entry().resultTypes().size()
            + " results",
        null);
    entry.checkFunction();
    entry.requireDistinct(graph.inputs().stream().map(Graph.Input::name).toList(), "inputs");
    entry.requireDistinct(graph.outputs(), "outputs");
    Set<String> names = new HashSet<>();
    for (Function each : graph.functions()) {
      entry.require(names.add(each.name()), "two functions are called " + each.name(), null);
      new Verifier(graph, pass, each).checkFunction();
    }
  }

  private void checkRule(DerivativeRule rule) {
    List<ValueType> parameters = types(function.parameters());
    require(
        rule.roles().size() == parameters.size(),
        rule.roles().size() + " roles for " + parameters.size() + " parameters",
        null);
    List<ValueType> differentiated = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      if (rule.isDifferentiated(i)) {
        differentiated.add(parameters.get(i));
      }
    }
    List<ValueType> given = new ArrayList<>(parameters);
    given.addAll(function.resultTypes());
    rule.vjp().ifPresent(name -> checkRule(name, given, function.resultTypes(), differentiated));
    rule.jvp().ifPresent(name -> checkRule(name, given, differentiated, function.resultTypes()));
  }

  private void checkRule(
      String name, List<ValueType> given, List<ValueType> directions, List<ValueType> results) {
    Function called = graph.function(name).orElse(null);
    require(called != null, "there is no function '" + name + "' for a derivative", null);
    List<ValueType> taken = new ArrayList<>(given);
    taken.addAll(directions);
    require(
        types(called.parameters()).equals(taken) && called.resultTypes().equals(results),
        name + " does not fit the function whose derivative it is",
        null);
  }

  /** Feeds and fetches go by name. */
  private void requireDistinct(List<String> names, String what) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      require(seen.add(name), "two " + what + " are called " + name, null);
    }
  }

  private void checkFunction() {
    function.rule().ifPresent(this::checkRule);
    checkBlock(function.body(), Place.FUNCTION, List.of());
  }

  private enum Place {
    FUNCTION,
    BRANCH,
    CONDITION,
    BODY
  }

  private void checkBlock(Block block, Place place, List<ValueType> yields) {
    Set<Value> outside = new HashSet<>(visible);
    block.parameters().forEach(parameter -> define(parameter, null));
    for (int i = 0; i < block.operations().size(); i++) {
      Operation operation = block.operations().get(i);
      operation.operands().forEach(operand -> use(operand, operation));
      check(operation);
      operation.results().forEach(result -> define(result, operation));
    }
    block.terminator().operands().forEach(operand -> use(operand, null));
    checkTerminator(block, place, yields);
    visible.retainAll(outside);
  }

  private void check(Operation operation) {
    if (operation instanceof Operation.Apply apply) {
      checkApply(apply);
    } else if (operation instanceof Operation.If branch) {
      require(
          branch.condition().type().equals(ScalarType.BOOL),
          "the condition " + branch.condition() + " is not a bool",
          operation);
      for (Block block : branch.blocks()) {
        require(block.parameters().isEmpty(), "a branch has parameters", operation);
        checkBlock(block, Place.BRANCH, types(branch.results()));
      }
    } else if (operation instanceof Operation.Loop loop) {
      checkLoop(loop);
    } else if (operation instanceof Operation.Scope scope) {
      push(new Target(scope.label(), types(scope.results()), false), operation);
      checkBlock(scope.body(), Place.BRANCH, types(scope.results()));
      targets.pop();
    } else if (operation instanceof Operation.Call call) {
      checkCall(call);
    }
  }

  private void checkApply(Operation.Apply apply) {
    checkAttributes(apply);
    Optional<ValueType> expected;
    try {
      expected = apply.definition().resultType(apply.attributes(), types(apply.operands()));
    } catch (RuntimeException e) {
      throw failure(e.getMessage(), apply);
    }
    List<ValueType> results = expected.map(List::of).orElse(List.of());
    require(
        types(apply.results()).equals(results),
        "results are "
            + types(apply.results())
            + " but "
            + apply.definition()
            + " gives "
            + results,
        apply);
  }

  private void checkAttributes(Operation.Apply apply) {
    Map<String, Attribute> given = new HashMap<>(apply.attributes().asMap());
    for (OpDefinition.AttributeSpec spec : apply.definition().attributes()) {
      Attribute attribute = given.remove(spec.name());
      require(
          spec.kind().isInstance(attribute) || attribute == null && spec.isOptional(),
          apply.definition()
              + " needs an attribute '"
              + spec.name()
              + "' of kind "
              + spec.kind().getSimpleName(),
          apply);
    }
    require(given.isEmpty(), apply.definition() + " takes no attribute " + given.keySet(), apply);
  }

  private void checkLoop(Operation.Loop loop) {
    List<ValueType> carried = types(loop.operands());
    require(
        types(loop.condition().parameters()).equals(carried)
            && types(loop.body().parameters()).equals(carried)
            && types(loop.results()).equals(carried),
        "the carried values of the loop do not have the types " + carried,
        loop);
    push(new Target(loop.label(), carried, true), loop);
    checkBlock(loop.condition(), Place.CONDITION, carried);
    checkBlock(loop.body(), Place.BODY, carried);
    targets.pop();
  }

  private void checkCall(Operation.Call call) {
    Optional<Function> callee = graph.function(call.function());
    require(callee.isPresent(), "there is no function " + call.function(), call);
    require(
        types(call.operands()).equals(types(callee.get().parameters()))
            && types(call.results()).equals(callee.get().resultTypes()),
        "the call does not have the types of " + call.function(),
        call);
  }

  private void checkTerminator(Block block, Place place, List<ValueType> yields) {
    Terminator end = block.terminator();
    List<ValueType> types = types(end.operands());
    if (end instanceof Terminator.Yield) {
      require(place == Place.BRANCH || place == Place.BODY, "a yield cannot end this block", null);
      require(types.equals(yields), "yields " + types + " where " + yields + " go", null);
    } else if (end instanceof Terminator.Condition condition) {
      require(place == Place.CONDITION, "only a condition block ends in a condition", null);
      require(
          condition.condition().type().equals(ScalarType.BOOL)
              && types(condition.carried()).equals(yields),
          "the condition passes " + types + " where bool and " + yields + " go",
          null);
    } else if (end instanceof Terminator.Break exit) {
      checkExit(exit.label(), types, false);
    } else if (end instanceof Terminator.Continue exit) {
      checkExit(exit.label(), types, true);
    } else if (end instanceof Terminator.Return) {
      require(
          types.equals(function.resultTypes()),
          "returns " + types + " where " + function.resultTypes() + " go",
          null);
    } else if (end instanceof Terminator.Throw exception) {
      int parts = exception.message().size();
      require(
          parts == 0 ? types.isEmpty() : parts == types.size() + 1,
          "a message with " + parts + " parts for " + types.size() + " operands",
          null);
      int forms = exception.forms().size();
      require(
          forms == 0 || forms == types.size(),
          "a message with " + forms + " forms for " + types.size() + " operands",
          null);
    } else {
      require(
          !block.operations().isEmpty()
              && !mayComplete(block.operations().get(block.operations().size() - 1)),
          "the end of the block can be reached",
          null);
    }
  }

  private void checkExit(String label, List<ValueType> types, boolean continues) {
    for (Target target : targets) {
      if (target.label().equals(label)) {
        require(!continues || target.isLoop(), "continue of " + label + ", not a loop", null);
        require(
            types.equals(target.types()),
            "leaves " + label + " with " + types + " where " + target.types() + " go",
            null);
        return;
      }
    }
    throw failure("no construct " + label + " around its exit", null);
  }

  /** Whether control may go on after the operation, as far as its structure tells. */
  private static boolean mayComplete(Operation operation) {
    if (operation instanceof Operation.If branch) {
      return branch.blocks().stream()
          .anyMatch(block -> block.terminator() instanceof Terminator.Yield);
    }
    if (operation instanceof Operation.Scope scope) {
      return scope.body().terminator() instanceof Terminator.Yield;
    }
    return !(operation instanceof Operation.Loop);
  }

  private void push(Target target, Operation operation) {
    require(
        targets.stream().noneMatch(each -> each.label().equals(target.label())),
        "the label " + target.label() + " is used around itself",
        operation);
    targets.push(target);
  }

  private void define(Value value, Operation operation) {
    require(ids.add(value.id()), value + " is defined twice", operation);
    visible.add(value);
  }

  private void use(Value value, Operation operation) {
    require(visible.contains(value), value + " is used where it is not defined", operation);
  }

  private static List<ValueType> types(List<Value> values) {
    return values.stream().map(Value::type).toList();
  }

  private void require(boolean holds, String message, Operation operation) {
    if (!holds) {
      throw failure(message, operation);
    }
  }

  private VerificationException failure(String message, Operation operation) {
    StringBuilder text = new StringBuilder("graph " + graph.name());
    if (!pass.isEmpty()) {
      text.append(" after ").append(pass);
    }
    text.append(", function ").append(function.name()).append(": ").append(message);
    if (operation != null) {
      text.append(", at ").append(describe(operation));
      if (operation.position().isKnown()) {
        text.append(" (").append(operation.position()).append(')');
      }
    }
    return new VerificationException(text.toString());
  }

  private static String describe(Operation operation) {
    String name =
        operation instanceof Operation.Apply apply
            ? apply.definition().name()
            : operation.getClass().getSimpleName();
    return operation.results() + " = " + name + " " + operation.operands();
  }
}
