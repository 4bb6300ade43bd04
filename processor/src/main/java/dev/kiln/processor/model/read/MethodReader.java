package dev.kiln.processor.model.read;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Vectorized;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.library.LibraryGraphs;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.source.MethodTrees;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.DeclaredTypes;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** Reads the compute methods of a model, and the static methods that other models may call. */
public final class MethodReader {
  private final SourceAccess sources;
  private final TypeElement root;
  private final List<Diagnostic> problems;
  private final DeclaredTypes types;

  /** Where the model is. */
  private final TreePath place;

  /**
   * @param types what declarations say
   * @param problems takes what is wrong with the methods, {@code types} too
   */
  MethodReader(
      SourceAccess sources, TypeElement root, DeclaredTypes types, List<Diagnostic> problems) {
    this.sources = sources;
    this.root = root;
    this.place = sources.trees().getPath(root);
    this.types = types;
    this.problems = problems;
  }

  /** The compute methods, inherited ones too. */
  List<ComputeMethod> computeMethods() {
    Inheritance inheritance = sources.inheritance();
    Set<ExecutableElement> methods = new LinkedHashSet<>();
    for (TypeElement declaring : Inheritance.superclassesFirst(root)) {
      for (ExecutableElement method : ElementFilter.methodsIn(declaring.getEnclosedElements())) {
        boolean compute = method.getAnnotation(Compute.class) != null;
        if (compute && (inheritance.isMember(method, root) || declaring.equals(root))) {
          methods.add(inheritance.selected(method, root)); // what overrides it is one, too
        }
        if (!compute && method.getAnnotationsByType(Differentiable.class).length > 0) {
          report(method, Code.DIFFERENTIABLE_WITHOUT_COMPUTE, method.getSimpleName());
        }
        if (!compute && method.getAnnotationsByType(Vectorized.class).length > 0) {
          report(method, Code.VECTORIZED_WITHOUT_COMPUTE, method.getSimpleName());
        }
      }
    }
    List<ComputeMethod> read = new ArrayList<>();
    for (ExecutableElement method : methods) {
      readMethod(method).ifPresent(read::add);
    }
    new RequestNames(problems).check(methods);
    return read;
  }

  /** The static methods of the model itself whose types are those of graphs. */
  List<ComputeMethod> helpers() {
    List<ComputeMethod> helpers = new ArrayList<>();
    for (ExecutableElement method : ElementFilter.methodsIn(root.getEnclosedElements())) {
      Set<Modifier> modifiers = method.getModifiers();
      boolean isHelper =
          modifiers.contains(Modifier.STATIC)
              && !modifiers.contains(Modifier.PRIVATE)
              && !modifiers.contains(Modifier.NATIVE)
              && method.getAnnotation(Compute.class) == null
              && method.getTypeParameters().isEmpty();
      if (isHelper && sources.methodTrees().of(method).isPresent()) {
        read(method, problems.size()).ifPresent(helpers::add);
      }
    }
    return helpers;
  }

  private Optional<ComputeMethod> readMethod(ExecutableElement method) {
    int before = problems.size();
    for (Modifier modifier :
        List.of(
            Modifier.STATIC,
            Modifier.PRIVATE,
            Modifier.FINAL,
            Modifier.ABSTRACT,
            Modifier.NATIVE,
            Modifier.SYNCHRONIZED)) {
      if (method.getModifiers().contains(modifier)) {
        report(method, Code.COMPUTE_MODIFIER, method.getSimpleName(), modifier);
      }
    }
    if (!method.getTypeParameters().isEmpty()) {
      report(method, Code.GENERIC, method.getSimpleName());
    }
    return read(method, before);
  }

  /** The method, if there are still as many problems as {@code before}. */
  private Optional<ComputeMethod> read(ExecutableElement method, int before) {
    Optional<MethodTrees.Source> source = sources.methodTrees().of(method);
    List<String> names =
        source.isPresent()
            ? method.getParameters().stream().map(each -> each.getSimpleName().toString()).toList()
            : namesInLibrary(method);
    List<ComputeMethod.ComputeParameter> parameters = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      types
          .ofArgument(method.getParameters().get(i))
          .ifPresent(type -> parameters.add(new ComputeMethod.ComputeParameter(name, type)));
    }
    Optional<ValueType> result = types.ofResult(method);
    List<ComputeMethod.DifferentiableRequest> requests = requests(method);
    if (problems.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new ComputeMethod(
            method,
            (TypeElement) method.getEnclosingElement(),
            source.map(MethodTrees.Source::tree),
            source.<Tree>map(MethodTrees.Source::tree).orElseGet(place::getLeaf),
            source.map(MethodTrees.Source::unit).orElseGet(place::getCompilationUnit),
            parameters,
            result,
            unnamed(requests),
            named(requests),
            vectorized(method)));
  }

  private static List<ComputeMethod.DifferentiableRequest> requests(ExecutableElement method) {
    return Arrays.stream(method.getAnnotationsByType(Differentiable.class))
        .map(
            each ->
                new ComputeMethod.DifferentiableRequest(
                    each.name(), List.of(each.wrt()), new HashSet<>(List.of(each.modes()))))
        .toList();
  }

  private static List<ComputeMethod.VectorizedRequest> vectorized(ExecutableElement method) {
    Map<String, ComputeMethod.VectorizedRequest> byName = new LinkedHashMap<>();
    for (Vectorized each : method.getAnnotationsByType(Vectorized.class)) {
      if (each.name().isEmpty() || RequestNames.isName(each.name())) {
        byName.putIfAbsent(
            each.name(), new ComputeMethod.VectorizedRequest(each.name(), List.of(each.over())));
      }
    }
    return List.copyOf(byName.values());
  }

  private static Optional<ComputeMethod.DifferentiableRequest> unnamed(
      List<ComputeMethod.DifferentiableRequest> requests) {
    return requests.stream().filter(each -> each.name().isEmpty()).findFirst();
  }

  private static List<ComputeMethod.DifferentiableRequest> named(
      List<ComputeMethod.DifferentiableRequest> requests) {
    return requests.stream().filter(each -> RequestNames.isName(each.name())).toList();
  }

  /**
   * A method of a model that Kiln compiled in another compilation, from its graph.
   *
   * @param place what messages are about
   */
  public static ComputeMethod ofLibrary(
      ExecutableElement method, Graph graph, Tree place, CompilationUnitTree unit) {
    List<ComputeMethod.ComputeParameter> parameters = new ArrayList<>();
    for (int i = 0; i < method.getParameters().size(); i++) {
      parameters.add(
          new ComputeMethod.ComputeParameter(graph.inputs().get(i).name(), graph.inputType(i)));
    }
    return new ComputeMethod(
        method,
        (TypeElement) method.getEnclosingElement(),
        Optional.empty(),
        place,
        unit,
        parameters,
        graph.entry().resultTypes().stream().findFirst(),
        unnamed(requests(method)),
        named(requests(method)),
        vectorized(method));
  }

  /**
   * The names of the arguments of a method that Kiln compiled in another compilation: class files
   * tell them only where they were compiled with {@code -parameters}, the graph always does.
   */
  private List<String> namesInLibrary(ExecutableElement method) {
    try {
      Optional<Graph> graph = LibraryGraphs.inherited(sources, root, method);
      if (graph.isPresent()) {
        return graph.get().inputs().stream()
            .map(Graph.Input::name)
            .limit(method.getParameters().size()) // fields come after the arguments
            .toList();
      }
      report(root, Code.METHOD_UNSEEN, method.getSimpleName());
    } catch (LibraryGraphs.UnreadableException e) {
      // lowering the method says why
    }
    return method.getParameters().stream().map(each -> each.getSimpleName().toString()).toList();
  }

  private void report(Element element, Code code, Object... particulars) {
    problems.add(Diagnostic.on(element, code, particulars));
  }
}
