package dev.kiln.processor.emit.function;

import dev.kiln.graph.Function;
import dev.kiln.graph.SourcePlaces;
import dev.kiln.graph.Value;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.variable.Interference;
import dev.kiln.processor.emit.variable.Locals;
import dev.kiln.processor.emit.variable.Variables;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emits the body of a function: structured SSA to the statements that a person would write.
 *
 * <pre>
 * double sum = 0.0;
 * for (int i = 0; i &lt; x.length; i++) {
 *   sum += x[i] * x[i];
 * }
 * return Math.sqrt(sum);
 * </pre>
 *
 * <p>A value that is used once, in the block that defines it, stays an expression until its use
 * ({@link PendingExpressions}); all others are in variables ({@link Variables}).
 */
public final class FunctionEmitter {
  private final Function function;
  private final FunctionFacts facts;

  /**
   * An emitter of one function.
   *
   * @param reserved names that no variable takes
   * @param given parameters that have their names already
   */
  public FunctionEmitter(
      Function function,
      Set<String> reserved,
      Map<Value, String> given,
      ValueEmitter values,
      WorkspaceAllocation workspace,
      Returns returns) {
    Interference interference = new Interference(function);
    Variables variables = new Variables(function, interference, reserved, given);
    BlockStructure structure = new BlockStructure(function.body(), variables, interference);
    this.function = function;
    this.facts = new FunctionFacts(variables, interference, structure, values, workspace, returns);
  }

  /** The names of the parameters. */
  public List<String> parameterNames() {
    return function.parameters().stream().map(facts.variables()::name).toList();
  }

  public Code emit() {
    Code out = new Code();
    out.at(SourcePlaces.first(function.body()));
    Locals locals = new Locals(facts.variables());
    function.parameters().forEach(parameter -> locals.declare(parameter, true));
    new BlockEmitter(facts, locals, "", out).emit(function.body(), List.of());
    return out;
  }
}
