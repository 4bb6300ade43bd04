package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import dev.kiln.graph.Block;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.ThrownExceptions;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.entry.Boundary;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import dev.kiln.session.Exceptions;
import dev.kiln.type.ScalarType;

/**
 * What a method does where its statements fail: it lets go of what it saved, and puts the user's
 * lines into the stack trace.
 */
final class Failures {
  private static final ClassName FAILED_EXAMPLE = ClassName.get("dev.kiln.spi", "FailedExample");

  private Failures() {}

  /**
   * What is done where the statements of a {@code try} fail; its block is left open.
   *
   * @param graph what fails; exceptions of other classes than Java's may be checked ones
   * @param table the name of the class
   */
  static JavaText caught(
      Graph graph, Boundary boundary, WorkspaceAllocation workspace, String table) {
    String failure = boundary.unusedVariable("e");
    boolean mayBeChecked =
        ThrownExceptions.of(graph).stream()
            .anyMatch(each -> !Exceptions.areKnown(each.exception()));
    JavaText classes =
        mayBeChecked
            ? JavaText.of("$T", Throwable.class)
            : JavaText.of("$T | $T", RuntimeException.class, Error.class);
    JavaText.Builder code = JavaText.builder().open("} catch ($L $L)", classes, failure);
    if (notesExamples(graph.entry().body())) {
      code.addStatement(
          "$T.addTo($L, $S, $L)", FAILED_EXAMPLE, failure, graph.name(), CheckOps.EXAMPLE_VARIABLE);
    }
    String told =
        workspace.isEmpty() ? failure : workspace.variable() + ".released(" + failure + ")";
    return code.addStatement("throw $L.MODEL.failure($L)", table, told).build();
  }

  /** Whether a block notes which example of a batch is computed. */
  static boolean notesExamples(Block block) {
    return block.operations().stream()
        .anyMatch(
            each ->
                each instanceof Operation.Apply apply && apply.is(Trait.EXAMPLE)
                    || each.blocks().stream().anyMatch(Failures::notesExamples));
  }

  /** Whether anything in a graph, or at its entry, may throw an exception. */
  static boolean mayFail(Graph graph) {
    return !graph.functions().isEmpty()
        || graph.entry().parameters().stream()
            .anyMatch(each -> !(each.type() instanceof ScalarType))
        || mayFail(graph.entry().body());
  }

  private static boolean mayFail(Block block) {
    return block.terminator() instanceof Terminator.Throw
        || block.operations().stream().anyMatch(Failures::mayFail);
  }

  private static boolean mayFail(Operation operation) {
    if (operation instanceof Operation.Apply apply) {
      return apply.definition().effect() != Effect.PURE
          || !apply.results().stream().allMatch(each -> each.type() instanceof ScalarType);
    }
    return operation instanceof Operation.Call
        || operation.blocks().stream().anyMatch(Failures::mayFail);
  }
}
