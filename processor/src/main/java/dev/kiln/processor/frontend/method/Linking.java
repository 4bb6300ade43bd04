package dev.kiln.processor.frontend.method;

import com.sun.source.tree.Tree;
import dev.kiln.annotation.Model;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.failure.ExceptionClasses;
import dev.kiln.processor.frontend.link.LibraryCallee;
import dev.kiln.processor.frontend.link.LinkedDerivative;
import dev.kiln.processor.frontend.link.LinkedGraph;
import dev.kiln.processor.frontend.link.LinkedGraphs;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.name.StaticFields;
import dev.kiln.processor.model.DerivativeName;
import dev.kiln.processor.model.InlinedGraph;
import dev.kiln.processor.model.InstanceNames;
import dev.kiln.processor.model.library.LibraryGraphs;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** Puts the graphs of other models' methods in the place of their functions. */
public final class Linking {
  private final Program program;
  private final LinkedGraphs graphs;
  private final ExceptionClasses exceptions;
  private final Set<InlinedGraph> inlined = new LinkedHashSet<>();

  public Linking(Program program, LinkedGraphs graphs) {
    this.program = program;
    this.graphs = graphs;
    this.exceptions = new ExceptionClasses(program);
  }

  /** The graphs that were put in. */
  public List<InlinedGraph> inlined() {
    return List.copyOf(inlined);
  }

  /**
   * Functions that stand for a call.
   *
   * @param functions that of the method first
   * @param fields the paths of those that the method reads
   */
  record Linked(boolean isVoid, List<Function> functions, List<String> fields) {}

  /**
   * The functions of another model's method, made to fit a call.
   *
   * @param hasSource whether there is another way; otherwise, what keeps it from working is refused
   * @param freshName makes names of functions; that of the method is {@code name}
   */
  Optional<Linked> link(
      MethodCall call, boolean hasSource, String name, UnaryOperator<String> freshName) {
    Tree tree = call.tree();
    Context caller = call.caller();
    Receiver receiver = call.receiver();
    ExecutableElement method = call.method();
    if (call.constants().isAny()) {
      return none(
          hasSource,
          () ->
              caller
                  .block()
                  .refuse(tree, Code.NO_GRADIENT_LIBRARY, NameResolution.qualifiedName(method)));
    }
    Optional<LinkedGraph> found = graph(tree, caller, method, receiver);
    if (found.isEmpty()) {
      return none(hasSource, () -> unknown(tree, caller, method));
    }
    LibraryCallee library = callee(found.get().graph(), receiver);
    if (!library.hasItsFields()) {
      return none(hasSource, () -> unknown(tree, caller, method));
    }
    int wrong = library.fit(call.types(), caller.site().place(tree));
    if (wrong >= 0) {
      return none(hasSource, () -> unfit(call, library, wrong));
    }
    Optional<String> hidden = exceptions.hidden(found.get().graph());
    if (hidden.isPresent()) {
      return none(hasSource, () -> hidden(tree, caller, method, hidden.get()));
    }
    note(found.get());
    return Optional.of(
        new Linked(library.isVoid(), library.functions(name, freshName), library.fieldPaths()));
  }

  private static Refusal hidden(
      Tree tree, Context caller, ExecutableElement method, String exception) {
    String what = "the exception " + exception + " of " + NameResolution.qualifiedName(method);
    return caller.block().refuse(tree, Code.THROW, what, Alternative.OTHER_EXCEPTION);
  }

  private static Refusal unfit(MethodCall call, LibraryCallee callee, int wrong) {
    return call.caller()
        .block()
        .refuse(
            call.tree(),
            Code.SHAPE_ARGUMENT,
            callee.argumentName(wrong),
            call.receiver().path() + call.method().getSimpleName(),
            callee.declared(wrong),
            callee.expected(wrong),
            call.types().get(wrong),
            "");
  }

  /** The derivative of a method of the model or a nested one. */
  LinkedDerivative derivative(Tree tree, Context caller, DerivativeName name, Receiver receiver) {
    ExecutableElement method = name.method();
    Optional<LinkedDerivative> found;
    try {
      found = graphs.derivative(tree, caller.site().unit(), receiver.model(), name);
    } catch (LibraryGraphs.UnreadableException e) {
      throw caller
          .block()
          .refuse(tree, Code.LIBRARY_GRAPH, NameResolution.qualifiedName(method), e.getMessage());
    }
    return found.orElseThrow(
        () ->
            caller
                .block()
                .refuse(
                    tree,
                    Code.DERIVATIVE_UNKNOWN,
                    receiver.model().getSimpleName(),
                    name.text(),
                    method.getSimpleName()));
  }

  /** The functions of a derivative, made to fit a call. */
  Linked link(
      MethodCall call, LinkedDerivative found, String name, UnaryOperator<String> freshName) {
    LibraryCallee callee = callee(found.graph(), call.receiver());
    int wrong = callee.fit(call.types(), call.caller().site().place(call.tree()));
    if (wrong >= 0) {
      throw unfit(call, callee, wrong);
    }
    Optional<String> hidden = exceptions.hidden(found.graph());
    if (hidden.isPresent()) {
      throw hidden(call.tree(), call.caller(), call.method(), hidden.get());
    }
    found.origins().stream()
        .filter(each -> !each.model().equals(program.members().element()))
        .forEach(inlined::add);
    found.divisions().forEach(program.divisions()::add);
    return new Linked(callee.isVoid(), callee.functions(name, freshName), callee.fieldPaths());
  }

  private interface Refusing {
    Refusal refusal();
  }

  private static Optional<Linked> none(boolean hasSource, Refusing otherwise) {
    if (hasSource) {
      return Optional.empty();
    }
    throw otherwise.refusal();
  }

  /**
   * The graph of a method that the model inherits from another one: it is the same here, where no
   * name means anything else. What is wrong with it is said where its function is made.
   */
  public Optional<LinkedGraph> inherited(ExecutableElement method) {
    TypeElement own = program.members().element();
    try {
      Optional<LinkedGraph> found =
          graphs
              .find(own, own, method)
              .filter(each -> callee(each.graph(), new Receiver(own, own, "")).hasItsFields())
              .filter(each -> exceptions.hidden(each.graph()).isEmpty());
      found.ifPresent(this::note);
      return found;
    } catch (LibraryGraphs.UnreadableException e) {
      return Optional.empty(); // said where its function is made
    }
  }

  private LibraryCallee callee(Graph graph, Receiver receiver) {
    StaticFields statics = new StaticFields(program.sources().elements(), program.members());
    graph.inputs().stream()
        .filter(each -> each.kind() == Graph.Kind.STATIC)
        .forEach(each -> statics.meet(LibraryCallee.path(each)));
    return new LibraryCallee(
        graph,
        receiver.path(),
        program.members().byPath(),
        receiver.isStatic()
            ? Map.of()
            : InstanceNames.of(program.members().declared(), receiver.path()),
        program.sizes());
  }

  private Optional<LinkedGraph> graph(
      Tree tree, Context caller, ExecutableElement method, Receiver receiver) {
    boolean isStatic = method.getModifiers().contains(Modifier.STATIC);
    if (receiver.isStatic() && !isStatic) {
      return Optional.empty();
    }
    TypeElement called = isStatic ? receiver.declaring() : receiver.model();
    try {
      return graphs.find(program.members().element(), called, method);
    } catch (LibraryGraphs.UnreadableException e) {
      throw caller
          .block()
          .refuse(tree, Code.LIBRARY_GRAPH, NameResolution.qualifiedName(method), e.getMessage());
    }
  }

  private void note(LinkedGraph found) {
    inlined.add(found.origin());
    found.divisions().forEach(program.divisions()::add);
  }

  /** Refuses a call of a method that Kiln cannot see. */
  static Refusal unknown(Tree tree, Context caller, ExecutableElement method) {
    String name = NameResolution.qualifiedName(method);
    boolean isHelper =
        method.getModifiers().contains(Modifier.STATIC)
            && method.getEnclosingElement().getAnnotation(Model.class) != null;
    return isHelper
        ? caller.block().refuse(tree, Code.UNKNOWN_CALL, name, Alternative.HELPER_OF_LIBRARY)
        : caller.block().refuse(tree, Code.UNKNOWN_CALL, name);
  }
}
