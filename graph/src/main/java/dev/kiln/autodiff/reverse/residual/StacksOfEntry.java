package dev.kiln.autodiff.reverse.residual;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.array.StackOps;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The storage of the entry function, which makes the stacks at its beginning. */
public final class StacksOfEntry implements ResidualStorage {
  private final BlockBuilder body;
  private final Purposes purposes;
  private final Map<Key, Value> stacks = new HashMap<>();
  private final Map<ValueType, Value> shared = new HashMap<>();
  private int made;

  public StacksOfEntry(BlockBuilder body, Purposes purposes) {
    this.body = body;
    this.purposes = purposes;
  }

  @Override
  public Value stack(Key key, String name, ValueType element) {
    return stacks.computeIfAbsent(
        key, each -> make(ResidualStorage.label(name), element, purposes.of(each, name)));
  }

  @Override
  public Value shared(ValueType element) {
    return shared.computeIfAbsent(element, each -> make("saved", element, purposes.ofCalled()));
  }

  @Override
  public String purpose(Key key, String name) {
    return purposes.of(key, name);
  }

  private Value make(String name, ValueType element, String purpose) {
    int before = body.operations().size();
    Value stack =
        body.apply(name, StackOps.STACK_NEW, StackOps.attributes(element, purpose), List.of());
    body.move(before, made++);
    return stack;
  }
}
