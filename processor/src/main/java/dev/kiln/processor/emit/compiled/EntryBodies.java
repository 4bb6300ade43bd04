package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import dev.kiln.graph.Graph;
import dev.kiln.graph.SourcePlaces;
import dev.kiln.op.control.CheckOps;
import dev.kiln.processor.emit.entry.Boundary;
import dev.kiln.processor.emit.function.FunctionEmitter;
import dev.kiln.processor.emit.function.Returns;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Emits the bodies of the methods that users call. Their failures tell where in the model they are,
 * and their scratch arrays and stacks are those that an earlier call left.
 *
 * <pre>
 * Workspace workspace = CompiledFoo.WORKSPACES.take();
 * try {
 *   ...
 *   return new LossGradient(value, dX);
 * } catch (RuntimeException | Error e) {
 *   throw SourceLines.MODEL.failure(workspace.released(e));
 * } finally {
 *   workspace.close();
 * }
 * </pre>
 */
final class EntryBodies {
  private static final ClassName WORKSPACE = ClassName.get("dev.kiln.spi", "Workspace");

  private final CompiledClass type;
  private boolean usesWorkspaces;
  private boolean tellsLines;

  EntryBodies(CompiledClass type) {
    this.type = type;
  }

  /** Whether a body so far takes its memory from a workspace. */
  boolean usesWorkspaces() {
    return usesWorkspaces;
  }

  /** Whether a body so far needs the table of lines. */
  boolean tellsLines() {
    return tellsLines;
  }

  JavaText of(Graph graph, Boundary boundary, WorkspaceAllocation workspace, Returns returns) {
    boolean mayFail =
        Failures.mayFail(graph) || !type.model().nested().isEmpty() || !workspace.isEmpty();
    JavaText.Builder text = JavaText.builder();
    Set<String> reserved = new HashSet<>(boundary.reservedNames());
    if (Failures.notesExamples(graph.entry().body())) {
      reserved.add(CheckOps.EXAMPLE_VARIABLE);
      text.addStatement("int $L = -1", CheckOps.EXAMPLE_VARIABLE);
    }
    if (!workspace.isEmpty()) {
      usesWorkspaces = true;
      String variable = workspace.variable();
      reserved.add(variable);
      text.addStatement(
          "$T $L = $L.$L.take()$L",
          WORKSPACE,
          variable,
          type.ownName(),
          type.workspaces(),
          workspace.recycles() ? ".recycling()" : "");
    }
    if (mayFail) {
      text.open("try").add(JavaText.line(SourcePlaces.first(graph.entry().body())));
    }
    text.add(body(graph, boundary, reserved, workspace, returns));
    if (mayFail) {
      tellsLines = true;
      text.unindent().add(Failures.caught(graph, boundary, workspace, type.lines()));
      if (!workspace.isEmpty()) {
        text.unindent().open("} finally").addStatement("$L.close()", workspace.variable());
      }
      text.close();
    }
    return text.build();
  }

  private JavaText body(
      Graph graph,
      Boundary boundary,
      Set<String> reserved,
      WorkspaceAllocation workspace,
      Returns returns) {
    FunctionEmitter emitter =
        new FunctionEmitter(
            graph.entry(), reserved, boundary.given(graph), type.values(), workspace, returns);
    List<String> names = emitter.parameterNames();
    Code code = emitter.emit();
    return JavaText.builder()
        .add(boundary.entry(graph, names))
        .add(boundary.inside(code.build()))
        .build();
  }
}
