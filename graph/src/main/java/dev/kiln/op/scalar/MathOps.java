package dev.kiln.op.scalar;

import dev.kiln.annotation.DType;
import dev.kiln.op.OpDefinition;
import java.util.List;
import java.util.Optional;

/**
 * The methods of {@link Math} and {@link StrictMath} on scalars, each called as it is. An operation
 * is one overload; {@link MathFunctions} has the rows.
 */
public final class MathOps {
  private MathOps() {}

  /** The overloads of a method; none where there is no such method. */
  public static List<OpDefinition> overloads(String method) {
    return MathFunctions.TABLE.overloads(method);
  }

  /** The operation of the overload {@code Math.method} on operands of the given types. */
  public static OpDefinition operation(String method, DType... operands) {
    String name = ScalarMethod.name("math", method, operands);
    return Optional.ofNullable(MathFunctions.TABLE.named(name))
        .orElseThrow(() -> new IllegalArgumentException("there is no operation " + name));
  }
}
