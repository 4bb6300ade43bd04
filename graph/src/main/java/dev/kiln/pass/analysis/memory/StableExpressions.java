package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells whether two integers are equal because they are computed in the same way from the same
 * values. The length of an array made here is the size it was made with.
 */
final class StableExpressions {
  private final FunctionStructure structure;
  private final AliasClasses classes;

  private final OwnRows rows;

  /** All memory that the function writes. */
  private final Set<AliasClasses.Memory> written;

  StableExpressions(
      FunctionStructure structure,
      AliasClasses classes,
      OwnRows rows,
      Set<AliasClasses.Memory> written) {
    this.structure = structure;
    this.classes = classes;
    this.rows = rows;
    this.written = written;
  }

  boolean areEqual(String first, Value second) {
    return first.equals(key(second));
  }

  boolean isZero(Value value) {
    return structure
        .application(value)
        .flatMap(Operation.Apply::number)
        .filter(number -> number.bits() == 0)
        .isPresent();
  }

  /** A text that values share which are equal for sure. */
  String key(Value value) {
    Operation.Apply made = structure.application(value).orElse(null);
    if (made == null) {
      return value.toString();
    }
    if (made.number().isPresent()) {
      return made.attributes().toString();
    }
    if (made.is(Trait.LENGTH)) {
      return keyOfLength(made.operands().get(0));
    }
    boolean stableLoad =
        made.is(Trait.LOAD) && !written.contains(classes.memory(made.operands().get(0)));
    if (made.definition().effect() == Effect.PURE && !made.operands().isEmpty() || stableLoad) {
      return made.definition().name()
          + made.attributes()
          + made.operands().stream().map(this::key).collect(Collectors.joining(",", "(", ")"));
    }
    return value.toString();
  }

  /** The key of the length of an array that stands alone in its class, or of a row. */
  Optional<String> lengthOf(Value array) {
    Optional<Value> ofRow = rows.length(array);
    if (ofRow.isPresent()) {
      return ofRow.map(this::key);
    }
    Value root = classes.root(array);
    List<Operation.Apply> made = classes.allocations(root);
    boolean alone = made.size() == 1 && !classes.isFromOutside(root);
    boolean whole = alone && made.get(0).result().type().equals(array.type());
    if (!whole) {
      return Optional.empty();
    }
    Value operand = made.get(0).operands().get(0);
    boolean isCopy = !made.get(0).is(Trait.SIZED);
    return Optional.of(isCopy ? keyOfLength(operand) : key(operand));
  }

  private String keyOfLength(Value array) {
    return lengthOf(array).orElseGet(() -> "length(" + key(array) + ")");
  }
}
