package dev.kiln.processor.frontend.code;

import dev.kiln.type.ValueType;
import java.util.Optional;
import javax.lang.model.type.DeclaredType;

/**
 * The type of what a method returns: declared, or that of what is returned first where the
 * declaration leaves shapes open.
 */
public final class ResultType {
  private final boolean isVoid;
  private final Optional<DeclaredType> function;
  private ValueType type;

  /** The type of a method's result as it is declared; null where the value's type counts. */
  public ResultType(boolean isVoid, ValueType declared) {
    this(isVoid, declared, Optional.empty());
  }

  /** As above; {@code function} is the functional interface that is declared. */
  public ResultType(boolean isVoid, ValueType declared, Optional<DeclaredType> function) {
    this.isVoid = isVoid;
    this.type = declared;
    this.function = function;
  }

  /** The functional interface that the result is declared as; empty for every other type. */
  public Optional<DeclaredType> function() {
    return function;
  }

  /** Whether the method returns nothing. */
  public boolean isVoid() {
    return isVoid;
  }

  /** The type; null for a void method, and as long as it is not known. */
  public ValueType get() {
    return type;
  }

  /** Says what the type is, where it is not known yet. */
  public void know(ValueType actual) {
    if (type == null) {
      type = actual;
    }
  }
}
