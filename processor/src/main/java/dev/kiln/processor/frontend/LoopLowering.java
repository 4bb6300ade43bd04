package dev.kiln.processor.frontend;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attributes;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.Body.Branch;
import dev.kiln.processor.frontend.Body.Outcome;
import dev.kiln.processor.frontend.Body.Target;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers loops. A loop carries the variables from outside that it assigns. A {@code continue} goes
 * straight to the next round where nothing follows the body, else to the end of a scope around it.
 */
final class LoopLowering {
  private final Body body;

  LoopLowering(Body body) {
    this.body = body;
  }

  /** The parts of a loop in the form {@code for (; condition; updates) statement}. */
  private record Parts(
      StatementTree tree,
      Optional<Attributes> mark,
      ExpressionTree condition,
      List<? extends ExpressionStatementTree> updates,
      StatementTree statement,
      String label) {}

  Terminator lower(StatementTree tree, String label) {
    Optional<Attributes> mark = body.checkpoints.of(tree);
    if (tree instanceof WhileLoopTree loop) {
      return loop(
          new Parts(tree, mark, loop.getCondition(), List.of(), loop.getStatement(), label),
          AssignedVariables.of(loop.getCondition(), loop.getStatement()));
    }
    if (tree instanceof DoWhileLoopTree loop) {
      return lowerDo(loop, mark, label);
    }
    if (tree instanceof ForLoopTree loop) {
      return lowerFor(loop, mark, label);
    }
    return lowerEnhancedFor((EnhancedForLoopTree) tree, mark, label);
  }

  private Terminator lowerFor(ForLoopTree loop, Optional<Attributes> mark, String label) {
    int size = body.environment.size();
    for (StatementTree initializer : loop.getInitializer()) {
      body.statements.lowerNext(initializer);
    }
    body.checkpoints.forget();
    Set<String> assigned = new LinkedHashSet<>(AssignedVariables.of(loop.getUpdate()));
    assigned.addAll(AssignedVariables.of(loop.getCondition(), loop.getStatement()));
    Terminator end =
        loop(
            new Parts(
                loop, mark, loop.getCondition(), loop.getUpdate(), loop.getStatement(), label),
            assigned);
    body.environment.leave(size);
    return end;
  }

  private Terminator loop(Parts parts, Set<String> assigned) {
    List<String> variables = body.environment.inScope(assigned);
    return emit(
        parts.tree(),
        parts.label(),
        variables,
        parts.updates().isEmpty(),
        target -> check(parts, target),
        target -> {
          body.checkpoints.put(parts.tree(), parts.mark());
          Terminator end = round(parts, target);
          if (end != null) {
            return end;
          }
          parts.updates().forEach(update -> body.expressions.effect(update.getExpression()));
          return new Terminator.Yield(body.statements.valuesFor(parts.tree(), target));
        });
  }

  private Terminator check(Parts parts, Target target) {
    Value condition =
        parts.condition() == null
            ? body.constant(parts.tree(), ScalarType.BOOL, true)
            : body.expressions.condition(parts.condition());
    return new Terminator.Condition(condition, body.statements.valuesFor(parts.tree(), target));
  }

  /** The statement of a loop, in a scope of its own where it continues and updates follow. */
  private Terminator round(Parts parts, Target target) {
    if (parts.updates().isEmpty() || !Jumps.continues(parts.statement(), parts.label())) {
      return body.statements.lowerAll(List.of(parts.statement()));
    }
    return continuable(parts.statement(), parts.label(), target);
  }

  private Terminator continuable(StatementTree statement, String label, Target target) {
    return body.statements
        .scope(
            statement,
            label,
            false,
            true,
            target.variables(),
            () -> body.statements.lowerAll(List.of(statement)),
            false,
            null)
        .end();
  }

  /** Builds a block of the loop; the loop's own target is on the stack. */
  private interface Part {
    Terminator lower(Target target);
  }

  private Terminator emit(
      Tree tree,
      String userLabel,
      List<String> variables,
      boolean continuesDirectly,
      Part condition,
      Part round) {
    List<Slot> slots = body.carried(tree, variables);
    List<ValueType> types = slots.stream().map(Slot::type).toList();
    String label = body.program.freshLabel(userLabel != null ? userLabel : "loop");
    Target target =
        new Target(
            userLabel,
            true,
            continuesDirectly,
            false,
            label,
            true,
            variables,
            types,
            false,
            new boolean[1]);
    List<Value> initial = body.environment.values(variables);
    Branch checked = part(slots, variables, target, condition);
    Branch repeated = part(slots, variables, target, round);
    body.at(tree);
    List<Value> results =
        slots.stream().map(slot -> body.block.values().create(slot.name(), slot.type())).toList();
    body.block.add(
        new Operation.Loop(
            label,
            initial,
            checked.block().build(checked.end()),
            repeated.block().build(repeated.end()),
            results,
            body.block.position()));
    for (int i = 0; i < results.size(); i++) {
      String name = variables.get(i);
      body.recovery.follow(
          results.get(i),
          initial.get(i),
          checked.environment().value(name),
          repeated.environment().value(name));
    }
    body.environment.assignAll(variables, results);
    boolean endless =
        !(checked.end() instanceof Terminator.Condition end)
            || body.constantBits(end.condition()).equals(Optional.of(1L));
    return endless && !target.used()[0] ? new Terminator.Unreachable() : null;
  }

  private Branch part(List<Slot> slots, List<String> variables, Target target, Part part) {
    List<Value> parameters =
        slots.stream().map(slot -> body.block.values().create(slot.name(), slot.type())).toList();
    return body.branch(
        parameters,
        () -> {
          body.environment.assignAll(variables, parameters);
          return Outcome.ends(body.statements.within(target, () -> part.lower(target)));
        });
  }

  /** Everything is in the condition block; the body yields its parameters. */
  private Terminator lowerDo(DoWhileLoopTree loop, Optional<Attributes> mark, String label) {
    List<String> variables =
        body.environment.inScope(AssignedVariables.of(loop.getCondition(), loop.getStatement()));
    boolean continues = Jumps.continues(loop.getStatement(), label);
    return emit(
        loop,
        label,
        variables,
        false,
        target -> {
          body.checkpoints.put(loop, mark);
          Terminator end =
              continues
                  ? continuable(loop.getStatement(), label, target)
                  : body.statements.lowerAll(List.of(loop.getStatement()));
          if (end != null) {
            return end;
          }
          Value condition = body.expressions.condition(loop.getCondition());
          return new Terminator.Condition(condition, body.statements.valuesFor(loop, target));
        },
        target -> new Terminator.Yield(body.environment.values(variables)));
  }

  private Terminator lowerEnhancedFor(
      EnhancedForLoopTree loop, Optional<Attributes> mark, String label) {
    Value array = body.expressions.lower(loop.getExpression());
    if (!(array.type() instanceof ArrayType type)) {
      return lowerRefused(loop, array);
    }
    Value length = body.apply(loop.getExpression(), ArrayOps.ARRAY_LENGTH, array);
    // "$index" is no Java identifier that the user's code could use here
    String index = body.program.freshLabel("index$");
    int size = body.environment.size();
    Value zero = body.constant(loop, ScalarType.INT32, 0);
    body.environment.declare(index, ScalarType.INT32, zero);
    List<String> variables = new ArrayList<>();
    for (String name : body.environment.inScope(AssignedVariables.of(loop.getStatement()))) {
      variables.add(name);
    }
    variables.add(index);
    Terminator end =
        emit(
            loop,
            label,
            variables,
            false,
            target -> {
              Value at = body.environment.value(index);
              return new Terminator.Condition(
                  body.apply(loop.getExpression(), ElementwiseOps.LESS, at, length),
                  body.statements.valuesFor(loop, target));
            },
            target -> {
              body.checkpoints.put(loop, mark);
              return eachElement(loop, label, array, type, index, target);
            });
    body.environment.leave(size);
    return end;
  }

  /** Goes on after a loop over what is no array: each element is unknown. */
  private Terminator lowerRefused(EnhancedForLoopTree loop, Value elements) {
    if (!body.recovery.isUnknown(elements)) {
      body.recovery.note(
          body.refuse(
              loop.getExpression(),
              Code.EXPRESSION,
              "a loop over " + TypeNames.of(elements.type()),
              "loop over an array, or over indices"));
    }
    body.branch(
        List.of(),
        () -> {
          body.statements.lowerNext(loop.getVariable());
          String name = loop.getVariable().getName().toString();
          body.recovery.forget(Set.of(name));
          return Outcome.ends(body.statements.lowerAll(List.of(loop.getStatement())));
        });
    body.recovery.forget(AssignedVariables.of(loop.getStatement()));
    return null;
  }

  private Terminator eachElement(
      EnhancedForLoopTree loop,
      String label,
      Value array,
      ArrayType type,
      String index,
      Target target) {
    int size = body.environment.size();
    String name = loop.getVariable().getName().toString();
    ValueType declared = body.program.types().local(loop.getVariable().getType(), body);
    Value at = body.environment.value(index);
    Value element = body.apply(loop.getVariable(), ArrayOps.ARRAY_LOAD, array, at);
    Value converted = body.expressions.convert(loop.getVariable(), element, declared);
    boolean constant = body.constancy.isAnnotated(loop.getVariable());
    if (constant) {
      converted = body.constancy.local(loop.getVariable(), name, converted);
    }
    body.environment.declare(
        name,
        declared == null ? type.component() : declared,
        body.named(converted, name),
        constant);
    Terminator end =
        Jumps.continues(loop.getStatement(), label)
            ? continuable(loop.getStatement(), label, target)
            : body.statements.lowerAll(List.of(loop.getStatement()));
    if (end != null) {
      return end;
    }
    body.environment.leave(size);
    Value one = body.constant(loop, ScalarType.INT32, 1);
    Value next = body.apply(loop, ElementwiseOps.ADD, body.environment.value(index), one);
    body.environment.assign(index, next);
    return new Terminator.Yield(body.statements.valuesFor(loop, target));
  }
}
