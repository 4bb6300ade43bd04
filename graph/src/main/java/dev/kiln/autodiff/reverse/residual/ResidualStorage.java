package dev.kiln.autodiff.reverse.residual;

import dev.kiln.graph.Value;
import dev.kiln.type.ValueType;

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
}
