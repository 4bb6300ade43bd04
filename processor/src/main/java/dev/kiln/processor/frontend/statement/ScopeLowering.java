package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.Target;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs code in a scope, which jumps can leave. */
final class ScopeLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  ScopeLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /**
   * A scope that was added.
   *
   * @param end null where control goes on after it
   * @param body what it runs
   * @param value what it gives; null for statements
   */
  record Scoped(Terminator end, String label, Block body, Value value) {}

  /**
   * Runs code of a statement.
   *
   * @param variables those from outside that it assigns
   * @param code lowers it; null where control goes on at its end
   */
  Terminator statement(
      Tree tree,
      Target.Kind kind,
      String userLabel,
      List<String> variables,
      Function<Lowerer, Terminator> code) {
    List<Slot> slots = new Joining(block).carried(tree, variables);
    String label = context.program().labels().fresh(userLabel != null ? userLabel : "scope");
    Target target = Target.statement(kind, userLabel, label, variables, types(slots));
    return add(tree, target, slots, code).end();
  }

  /**
   * Runs code that gives a value.
   *
   * @param given the type of the scope's value
   * @param wanted the type that the code converts its results to; null where it does not
   */
  Scoped expression(
      Tree tree,
      List<String> variables,
      ValueType given,
      ValueType wanted,
      Function<Lowerer, Terminator> code) {
    List<Slot> slots = new ArrayList<>(new Joining(block).carried(tree, variables));
    slots.add(new Slot("", given));
    String label = context.program().labels().fresh("scope");
    Target target =
        new Target(Target.Kind.SWITCH_EXPRESSION, null, label, variables, types(slots), wanted);
    return add(tree, target, slots, code);
  }

  private static List<ValueType> types(List<Slot> slots) {
    return slots.stream().map(Slot::type).toList();
  }

  private Scoped add(
      Tree tree, Target target, List<Slot> slots, Function<Lowerer, Terminator> code) {
    Context inner = context.nested(List.of(), target);
    Terminator end = code.apply(lowerer.in(inner));
    Block body =
        inner
            .block()
            .build(
                end != null
                    ? end
                    : new Terminator.Yield(new Joining(inner.block()).valuesFor(tree, target)));
    SourcePosition position = block.at(tree);
    List<Value> results = block.create(slots);
    block.add(new Operation.Scope(target.label(), body, results, position));
    int carried = target.variables().size();
    block.environment().assignAll(target.variables(), results.subList(0, carried));
    boolean continues = end == null || new Exits(target.label()).areIn(body);
    return new Scoped(
        continues ? null : new Terminator.Unreachable(),
        target.label(),
        body,
        carried < results.size() ? results.get(carried) : null);
  }
}
