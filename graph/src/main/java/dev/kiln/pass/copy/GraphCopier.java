package dev.kiln.pass.copy;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies a function, mapping each old value to any number of new ones. As it stands the copy is
 * exact but for the ids; a pass overrides what it changes.
 */
public class GraphCopier {
  private final Map<Value, List<Value>> mapping = new HashMap<>();

  /** A copy of {@code function} with new values. */
  public Function copy(Function function) {
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    for (Value parameter : function.parameters()) {
      List<Value> copies = create(values, slots(parameter));
      define(parameter, copies);
      parameters.addAll(copies);
    }
    BlockBuilder body = new BlockBuilder(values, parameters);
    Terminator terminator = copyInto(function.body(), body);
    return new Function(
        function.name(), body.build(terminator), function.resultTypes(), function.rule());
  }

  /** Copies the operations of {@code block} to {@code target} and returns how it ends. */
  public Terminator copyInto(Block block, BlockBuilder target) {
    for (Operation operation : block.operations()) {
      target.at(operation.position());
      copyOperation(operation, target);
    }
    return copyTerminator(block.terminator(), target);
  }

  /** Says that {@code old} is {@code copies} from here on. */
  public final void define(Value old, List<Value> copies) {
    mapping.put(old, copies);
  }

  /** The copies of {@code old}. */
  public final List<Value> lookup(Value old) {
    List<Value> copies = mapping.get(old);
    if (copies == null) {
      throw new IllegalStateException("no copy of " + old);
    }
    return copies;
  }

  /** The copies of all of {@code olds}, in order. */
  public final List<Value> lookup(List<Value> olds) {
    List<Value> copies = new ArrayList<>();
    for (Value old : olds) {
      copies.addAll(lookup(old));
    }
    return copies;
  }

  /** The one copy of {@code old}. */
  public final Value single(Value old) {
    List<Value> copies = lookup(old);
    if (copies.size() != 1) {
      throw new IllegalStateException(old + " has " + copies.size() + " copies");
    }
    return copies.get(0);
  }

  /** The names and types of the copies of a block parameter or of a result of a construct. */
  protected List<Slot> slots(Value old) {
    return List.of(Slot.like(old));
  }

  /** The slots of all of {@code olds}, in order. */
  public final List<Slot> slots(List<Value> olds) {
    List<Slot> slots = new ArrayList<>();
    olds.forEach(old -> slots.addAll(slots(old)));
    return slots;
  }

  /** Copies one operation of a block. */
  public final void copy(Operation operation, BlockBuilder target) {
    copyOperation(operation, target);
  }

  /** A copy of the end of a block. */
  public final Terminator copy(Terminator terminator, BlockBuilder target) {
    return copyTerminator(terminator, target);
  }

  /** Copies one operation. */
  protected void copyOperation(Operation operation, BlockBuilder target) {
    if (operation instanceof Operation.Apply apply) {
      copyApply(apply, target);
    } else if (operation instanceof Operation.If conditional) {
      copyIf(conditional, target);
    } else if (operation instanceof Operation.Loop loop) {
      copyLoop(loop, target);
    } else if (operation instanceof Operation.Scope scope) {
      copyScope(scope, target);
    } else if (operation instanceof Operation.Call call) {
      copyCall(call, target);
    } else {
      throw new IllegalStateException("unknown operation " + operation);
    }
  }

  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    List<Value> results = create(target.values(), slots(apply.results()));
    target.add(
        new Operation.Apply(
            apply.definition(),
            apply.attributes(),
            lookup(apply.operands()),
            results,
            apply.position()));
    defineAll(apply.results(), results);
  }

  protected void copyIf(Operation.If conditional, BlockBuilder target) {
    List<Value> results =
        target.ifElse(
            single(conditional.condition()),
            slots(conditional.results()),
            (block, none) -> copyInto(conditional.thenBlock(), block),
            (block, none) -> copyInto(conditional.elseBlock(), block));
    defineAll(conditional.results(), results);
  }

  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    copyLoop(loop, lookup(loop.operands()), target);
  }

  /** Copies a loop that starts with other values. */
  protected final void copyLoop(Operation.Loop loop, List<Value> initial, BlockBuilder target) {
    List<Value> results =
        target.loop(
            label(loop.label()),
            slots(loop.results()),
            initial,
            (block, parameters) -> {
              defineAll(loop.condition().parameters(), parameters);
              return copyInto(loop.condition(), block);
            },
            (block, parameters) -> {
              defineAll(loop.body().parameters(), parameters);
              return copyInto(loop.body(), block);
            });
    defineAll(loop.results(), results);
  }

  protected void copyScope(Operation.Scope scope, BlockBuilder target) {
    List<Value> results =
        target.scope(
            label(scope.label()),
            slots(scope.results()),
            (block, none) -> copyInto(scope.body(), block));
    defineAll(scope.results(), results);
  }

  protected void copyCall(Operation.Call call, BlockBuilder target) {
    List<Value> results =
        target.call(call.function(), slots(call.results()), lookup(call.operands()));
    defineAll(call.results(), results);
  }

  /** Copies how a block ends. */
  protected Terminator copyTerminator(Terminator terminator, BlockBuilder target) {
    if (terminator instanceof Terminator.Yield end) {
      return new Terminator.Yield(lookup(end.operands()));
    }
    if (terminator instanceof Terminator.Condition end) {
      return new Terminator.Condition(single(end.condition()), lookup(end.carried()));
    }
    if (terminator instanceof Terminator.Break end) {
      return new Terminator.Break(label(end.label()), lookup(end.operands()));
    }
    if (terminator instanceof Terminator.Continue end) {
      return new Terminator.Continue(label(end.label()), lookup(end.operands()));
    }
    if (terminator instanceof Terminator.Return end) {
      return new Terminator.Return(lookup(end.operands()));
    }
    if (terminator instanceof Terminator.Throw end) {
      return end.with(lookup(end.operands()));
    }
    return terminator;
  }

  /** The label of the copy of a construct. */
  protected String label(String old) {
    return old;
  }

  /** Maps {@code olds} to {@code copies}, which have as many values as {@code olds} have slots. */
  public final void defineAll(List<Value> olds, List<Value> copies) {
    int next = 0;
    for (Value old : olds) {
      int count = slots(old).size();
      define(old, copies.subList(next, next + count));
      next += count;
    }
  }

  private static List<Value> create(ValueSource values, List<Slot> slots) {
    return slots.stream().map(slot -> values.create(slot.name(), slot.type())).toList();
  }
}
