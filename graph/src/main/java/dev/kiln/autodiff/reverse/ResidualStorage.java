package dev.kiln.autodiff.reverse;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.array.StackOps;
import dev.kiln.type.StackType;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stacks that residuals are saved on. The entry function has one for each thing that it saves;
 * called functions share one for each type, which their callers pass. Both passes keep to the rule
 * that the last thing pushed is the first one popped.
 */
public interface ResidualStorage {

  /** What is saved of a {@link Key}'s subject. */
  enum Kind {
    /** A value; what a store overwrites; the array that a loop overwrites. */
    PRIMAL,
    /** The same of its shadow. */
    SHADOW,
    /** The trips of a loop. */
    TRIPS
  }

  /**
   * Identifies something that is saved.
   *
   * @param subject a value or an operation
   */
  record Key(Kind kind, Object subject) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.kind == kind
          && (key.subject == subject || subject instanceof Value && subject.equals(key.subject));
    }

    @Override
    public int hashCode() {
      int identity =
          subject instanceof Value ? subject.hashCode() : System.identityHashCode(subject);
      return 31 * kind.hashCode() + identity;
    }
  }

  /** What the place is called where something of that name is saved. */
  static String label(String name) {
    return name.isEmpty()
        ? "saved"
        : "saved" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** The stack for one saved thing of type {@code element}. */
  Value stack(Key key, String name, ValueType element);

  /** The stacks that called functions share, for elements of this type. */
  Value shared(ValueType element);

  /** What is saved, as a sentence for when memory runs out. */
  String purpose(Key key, String name);

  /** The storage of the entry function, which makes the stacks at its beginning. */
  final class OfEntry implements ResidualStorage {
    private final BlockBuilder body;
    private final Purposes purposes;
    private final Map<Key, Value> stacks = new HashMap<>();
    private final Map<ValueType, Value> shared = new HashMap<>();
    private int made;

    OfEntry(BlockBuilder body, Purposes purposes) {
      this.body = body;
      this.purposes = purposes;
    }

    @Override
    public Value stack(Key key, String name, ValueType element) {
      return stacks.computeIfAbsent(
          key, each -> make(label(name), element, purposes.of(each, name)));
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

  /** The storage of a called function: its parameters. */
  record OfCallee(Map<ValueType, Value> stacks, ReverseProgram program, ValueSource values)
      implements ResidualStorage {
    @Override
    public Value stack(Key key, String name, ValueType element) {
      return shared(element);
    }

    @Override
    public String purpose(Key key, String name) {
      return "a called function saves " + name; // on stacks of its callers
    }

    @Override
    public Value shared(ValueType element) {
      Value stack = stacks.get(element);
      if (stack == null) {
        program.share(element); // a parameter from the next attempt on
        return values.create("saved", new StackType(element));
      }
      return stack;
    }
  }
}
