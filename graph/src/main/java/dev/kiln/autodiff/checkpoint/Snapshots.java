package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.plan.SavedElements;
import dev.kiln.autodiff.reverse.residual.StacksOfCallee;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Snapshots of what a checkpointed loop carries: its values, the shadows of its references, and the
 * contents of the arrays that it changes. They are on the stacks that called functions share.
 */
final class Snapshots {

  /**
   * A value that a loop captures or carries.
   *
   * @param shadow null where it has none
   */
  record Held(Value value, Value shadow) {
    List<Value> values() {
      return shadow == null ? List.of(value) : List.of(value, shadow);
    }

    static List<Value> all(List<Held> held) {
      return held.stream().flatMap(each -> each.values().stream()).toList();
    }
  }

  private final CheckpointedLoop loop;
  private final Set<Integer> shadowed;
  private final Set<Integer> written;

  /**
   * @param shadowed which parameters belong to the state and have shadows, in order
   * @param written which parameters are arrays that the loop may change, in order
   */
  Snapshots(CheckpointedLoop loop, Set<Integer> shadowed, Set<Integer> written) {
    this.loop = loop;
    this.shadowed = shadowed;
    this.written = written;
  }

  Set<Integer> shadowed() {
    return shadowed;
  }

  /** Whether a snapshot takes numbers and references only. */
  boolean isSmall() {
    return written.isEmpty()
        && loop
            .whole()
            .parameters()
            .subList(loop.captured(), loop.whole().parameters().size())
            .stream()
            .noneMatch(each -> each.type() instanceof TensorType);
  }

  /**
   * Takes a snapshot.
   *
   * @param held what is captured, then the state
   */
  void push(List<Held> held, BlockBuilder block, StacksOfCallee storage) {
    for (int i : written) {
      transfer(StackOps.STACK_PUSH_ALL, held.get(i).value(), block, storage);
    }
    for (int i = loop.captured(); i < held.size(); i++) {
      for (Value value : shadowed.contains(i) ? held.get(i).values() : values(held.get(i))) {
        Value stack = storage.shared(value.type());
        block.perform(StackOps.STACK_PUSH, Attributes.NONE, List.of(stack, value));
      }
    }
  }

  private static List<Value> values(Held held) {
    return List.of(held.value());
  }

  /** Takes the newest snapshot off, and puts arrays back to what they held then. */
  List<Held> pop(List<Held> captured, BlockBuilder block, StacksOfCallee storage) {
    List<Held> state = new ArrayList<>();
    for (int i = loop.whole().parameters().size() - 1; i >= loop.captured(); i--) {
      Value standing = loop.standing(i);
      Value shadow =
          shadowed.contains(i)
              ? pop(AdjointNames.of(standing), standing.type(), block, storage)
              : null;
      state.add(new Held(pop(standing.name(), standing.type(), block, storage), shadow));
    }
    state.addAll(reversed(captured));
    Collections.reverse(state);
    List<Integer> last = new ArrayList<>(written);
    Collections.reverse(last);
    for (int i : last) {
      transfer(StackOps.STACK_POP_ALL, state.get(i).value(), block, storage);
    }
    return state;
  }

  private static List<Held> reversed(List<Held> held) {
    List<Held> reversed = new ArrayList<>(held);
    Collections.reverse(reversed);
    return reversed;
  }

  private static Value pop(
      String name, ValueType type, BlockBuilder block, StacksOfCallee storage) {
    return block.apply(name, StackOps.STACK_POP, Attributes.NONE, List.of(storage.shared(type)));
  }

  private static void transfer(
      OpDefinition operation, Value array, BlockBuilder block, StacksOfCallee storage) {
    Value stack = storage.shared(SavedElements.of((ArrayType) array.type(), block.position()));
    block.perform(operation, Attributes.NONE, List.of(stack, array));
  }

  /** Makes parameters like those of the loop, each with a shadow after it where it has one. */
  List<Held> arguments(ValueSource values, List<Value> parameters, IntPredicate shadowed) {
    List<Held> arguments = new ArrayList<>();
    for (int i = 0; i < loop.whole().parameters().size(); i++) {
      Value parameter = loop.whole().parameters().get(i);
      Value value = values.create(parameter.name(), parameter.type());
      Value shadow =
          shadowed.test(i) ? values.create(AdjointNames.of(parameter), parameter.type()) : null;
      Held held = new Held(value, shadow);
      parameters.addAll(held.values());
      arguments.add(held);
    }
    return arguments;
  }

  /** A function that returns {@code results}. */
  static Function function(String name, BlockBuilder body, List<Value> results) {
    return new Function(
        name,
        body.build(new Terminator.Return(results)),
        results.stream().map(Value::type).toList());
  }
}
