package dev.kiln.processor.emit.function;

import com.palantir.javapoet.TypeName;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.variable.Interference;
import dev.kiln.processor.emit.variable.Variables;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;

/**
 * What is known of a function before its statements are written.
 *
 * @param variables the variable of each value
 * @param interference how often values are used
 * @param structure how its blocks nest
 * @param values writes single operations
 * @param workspace the memory of its scratch arrays
 * @param returns writes the statements that leave it with a result
 */
record FunctionFacts(
    Variables variables,
    Interference interference,
    BlockStructure structure,
    ValueEmitter values,
    WorkspaceAllocation workspace,
    Returns returns) {

  boolean isUndefined(Value value) {
    return variables.definition(value) instanceof Operation.Apply apply
        && apply.is(Trait.UNDEFINED);
  }

  /** Whether an operation of the definition makes a value. */
  boolean isApplied(OpDefinition definition, Value value) {
    return variables.definition(value) instanceof Operation.Apply apply
        && apply.definition() == definition;
  }

  static TypeName type(Value value) {
    return JavaTypes.of(value.type());
  }
}
