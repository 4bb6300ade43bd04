package dev.kiln.fuzz.generate;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A static method on numbers that the catalogue has an operation for, such as Math.max. */
record ScalarFunction(String name, ScalarType result, List<ScalarType> arguments) {
  /** All of them. */
  static final List<ScalarFunction> ALL = all();

  private static List<ScalarFunction> all() {
    List<ScalarFunction> functions = new ArrayList<>();
    for (OpDefinition operation : Catalogue.all()) {
      if (operation.name().equals("stop_gradient")) {
        continue; // finite differences see what it hides
      }
      for (Spelling spelling : operation.spellings()) {
        of(operation, spelling).ifPresent(functions::add);
      }
    }
    return List.copyOf(functions);
  }

  private static Optional<ScalarFunction> of(OpDefinition operation, Spelling spelling) {
    List<ScalarType> arguments = new ArrayList<>();
    for (Spelling.Argument argument : spelling.arguments()) {
      if (!(argument instanceof Spelling.ScalarOperand scalar)) {
        return Optional.empty();
      }
      arguments.add(ScalarType.of(scalar.dtype()));
    }
    if (!spelling.isStatic() || !operation.attributes().isEmpty()) {
      return Optional.empty();
    }
    ValueType result = operation.resultType(Attributes.NONE, List.copyOf(arguments)).orElse(null);
    String owner = spelling.owner().replaceFirst("^java\\.lang\\.", "");
    return result instanceof ScalarType scalar
        ? Optional.of(new ScalarFunction(owner + "." + spelling.method(), scalar, arguments))
        : Optional.empty();
  }
}
