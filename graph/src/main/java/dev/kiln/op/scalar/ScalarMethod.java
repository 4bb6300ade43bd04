package dev.kiln.op.scalar;

import dev.kiln.annotation.DType;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Evaluation.BitsFunction;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A static method of the JDK on scalars, as an operation.
 *
 * @param owner the class that has the method, as in {@code java.lang.Math}
 * @param prefix what the names of operations of that class begin with
 */
record ScalarMethod(String owner, String prefix, String method) {
  /** The name of the operation of one overload, such as {@code math_max_i32_i32}. */
  static String name(String prefix, String method, DType... operands) {
    StringBuilder name = new StringBuilder(prefix + "_" + method);
    Arrays.stream(operands).forEach(dtype -> name.append('_').append(dtype.text()));
    return name.toString();
  }

  /**
   * The operation of one overload.
   *
   * @param others classes with a method of the same name that computes the same
   */
  OpDefinition operation(
      DType result,
      Effect effect,
      BitsFunction function,
      Derivative derivative,
      List<String> others,
      Set<Trait> traits,
      DType... operands) {
    String name = name(prefix, method, operands);
    List<Spelling> spellings = new ArrayList<>();
    spellings.add(Spelling.scalarFunction(owner, method, operands));
    others.forEach(each -> spellings.add(Spelling.scalarFunction(each, method, operands)));
    return new OpDefinition(
        name,
        operands.length,
        List.of(),
        effect,
        (a, t) -> {
          for (int i = 0; i < operands.length; i++) {
            TypeRules.scalar(name, t, i, operands[i]);
          }
          return Optional.of(ScalarType.of(result));
        },
        new Evaluation.OnScalars((a, t) -> function),
        new Emission.Expression(
            owner.substring(owner.lastIndexOf('.') + 1) + "." + method + arguments(operands),
            Emission.Precedence.PRIMARY),
        derivative,
        spellings,
        traits);
  }

  private static String arguments(DType... operands) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < operands.length; i++) {
      text.append(i == 0 ? "{" : ", {").append(i).append('}');
    }
    return text.append(')').toString();
  }
}
