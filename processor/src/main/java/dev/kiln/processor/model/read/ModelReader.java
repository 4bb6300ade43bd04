package dev.kiln.processor.model.read;

import com.palantir.javapoet.ClassName;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Vectorized;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.InstanceNames;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.library.LibraryGraphs;
import dev.kiln.processor.model.library.LibraryRecords;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.source.MethodTrees;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.DeclaredTypes;
import dev.kiln.processor.model.type.FunctionTypes;
import dev.kiln.processor.model.type.ModelTypes;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Reads a {@code @Model} class: its fields, nested models and compute methods. */
public final class ModelReader {
  private final Elements elements;
  private final SourceAccess sources;
  private final List<Diagnostic> problems = new ArrayList<>();
  private final DeclaredTypes types;
  private final List<NestedModel> nested = new ArrayList<>();
  private final List<ModelArray> arrays = new ArrayList<>();
  private final TypeElement root;

  /** Where the model is. */
  private final TreePath place;

  private ModelReader(SourceAccess sources, TypeElement root) {
    this.elements = sources.elements();
    this.sources = sources;
    this.root = root;
    this.place = sources.trees().getPath(root);
    this.types =
        new DeclaredTypes(
            sources.trees(),
            problems,
            record -> new LibraryRecords(elements, nested).isPlain(record),
            new FunctionTypes(elements));
  }

  /**
   * A model as far as it could be read.
   *
   * @param problems what is wrong with it
   */
  public record Reading(ModelClass model, List<Diagnostic> problems) {}

  /** Reads a model. */
  public static Reading read(SourceAccess sources, TypeElement model) {
    ModelReader reader = new ModelReader(sources, model);
    ModelClass read = reader.read();
    return new Reading(read, List.copyOf(reader.problems));
  }

  private ModelClass read() {
    checkClass(root);
    for (HiddenNames.Hidden hidden : HiddenNames.in(root, elements)) {
      report(root, Code.NAME_HIDDEN, root.getSimpleName(), hidden.description(), hidden.name());
    }
    List<ModelField> fields = new ArrayList<>();
    readFields(root, "", fields, new HashSet<>(Set.of(root)));
    return new ModelClass(root, ClassName.get(root), fields, nested, arrays, readMethods(root));
  }

  private void checkClass(TypeElement model) {
    boolean isClass = model.getKind() == ElementKind.CLASS;
    boolean isInner =
        model.getNestingKind() == NestingKind.MEMBER
            && !model.getModifiers().contains(Modifier.STATIC);
    if (!isClass) {
      report(model, Code.MODEL_KIND, kind(model));
    } else if (isInner || model.getNestingKind() == NestingKind.LOCAL) {
      report(model, Code.MODEL_KIND, "an inner class");
    } else if (isHidden(model)) {
      report(model, Code.MODEL_KIND, "a private class");
    } else if (model.getModifiers().contains(Modifier.ABSTRACT)) {
      report(model, Code.MODEL_ABSTRACT, model.getSimpleName());
    } else if (model.getModifiers().contains(Modifier.FINAL)) {
      report(model, Code.MODEL_FINAL, model.getSimpleName());
    } else if (!model.getTypeParameters().isEmpty()) {
      report(model, Code.GENERIC, model.getSimpleName());
    } else {
      boolean constructible =
          ElementFilter.constructorsIn(model.getEnclosedElements()).stream()
              .anyMatch(c -> !c.getModifiers().contains(Modifier.PRIVATE));
      if (!constructible) {
        report(model, Code.MODEL_CONSTRUCTOR, model.getSimpleName());
      }
    }
  }

  private static String kind(TypeElement model) {
    return switch (model.getKind()) {
      case INTERFACE -> "an interface";
      case ENUM -> "an enum";
      case RECORD -> "a record";
      default -> "an annotation";
    };
  }

  private static boolean isHidden(TypeElement model) {
    for (Element at = model; at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (at.getModifiers().contains(Modifier.PRIVATE)) {
        return true;
      }
    }
    return false;
  }

  private void readFields(
      TypeElement model, String prefix, List<ModelField> fields, Set<TypeElement> around) {
    Map<String, VariableElement> visible = new LinkedHashMap<>();
    List<VariableElement> all = new ArrayList<>();
    for (TypeElement declaring : superclassesFirst(model)) {
      for (VariableElement field : ElementFilter.fieldsIn(declaring.getEnclosedElements())) {
        all.add(field);
        if (isReadable(field, prefix) && isOfGraph(field)) {
          visible.put(field.getSimpleName().toString(), field);
        }
      }
    }
    for (VariableElement field : all) {
      VariableElement hiding = visible.getOrDefault(field.getSimpleName().toString(), field);
      if (hiding.equals(field) || !isReadable(field, prefix) || !isOfGraph(field)) {
        readField(field, prefix, fields, around);
      } else {
        checkHidden(field, hiding);
      }
    }
  }

  /** A hidden field is left out; of parameters there is one of a name, as {@code get} has it. */
  private void checkHidden(VariableElement hidden, VariableElement hiding) {
    boolean matters =
        hidden.getAnnotation(Parameter.class) != null
            || hiding.getAnnotation(Parameter.class) != null
            || modelType(hidden) != null
            || modelType(hiding) != null;
    if (matters) {
      report(
          hiding,
          Code.FIELD_HIDDEN,
          hidden.getSimpleName(),
          hidden.getEnclosingElement().getSimpleName(),
          hiding.getEnclosingElement().getSimpleName());
    }
  }

  /** Whether generated code can get at a field. */
  private boolean isReadable(VariableElement field, String prefix) {
    return !field.getModifiers().contains(Modifier.STATIC)
        && !field.getModifiers().contains(Modifier.PRIVATE)
        && (!prefix.isEmpty() || isReachable(field, root));
  }

  private boolean isOfGraph(VariableElement field) {
    return PlainTypes.ofField(field.asType()) != null
        || PlainTypes.isTensor(field.asType())
        || modelType(field) != null
        || new ModelArrays(sources.trees()).of(field, "").isPresent();
  }

  private void readField(
      VariableElement field, String prefix, List<ModelField> fields, Set<TypeElement> around) {
    String path = prefix + field.getSimpleName();
    boolean parameter = field.getAnnotation(Parameter.class) != null;
    if (parameter) {
      checkParameter(field);
    }
    if (field.getModifiers().contains(Modifier.STATIC)
        || field.getModifiers().contains(Modifier.PRIVATE)) {
      return;
    }
    if (!isReadable(field, prefix)) {
      if (parameter) {
        report(
            root,
            Code.FIELD_INACCESSIBLE,
            field.getSimpleName(),
            field.getEnclosingElement(),
            elements.getPackageOf(root));
      }
      return;
    }
    TypeElement model = modelType(field);
    if (model != null) {
      readNested(new NestedModel(path, model, field), fields, around);
      return;
    }
    Optional<ModelArray> array = new ModelArrays(sources.trees()).of(field, path);
    if (array.isPresent()) {
      arrays.add(array.get());
      for (int i = 0; i < array.get().length(); i++) {
        readNested(
            new NestedModel(array.get().path(i), array.get().model(), field), fields, around);
      }
      return;
    }
    Optional<ValueType> type = types.ofField(field, parameter);
    if (type.isPresent()) {
      Graph.Kind kind = parameter ? Graph.Kind.PARAMETER : Graph.Kind.FIELD;
      if (parameter && !isParameterType(type.get())) {
        report(field, Code.PARAMETER_TYPE, field.getSimpleName(), field.asType());
      }
      fields.add(new ModelField(path, InstanceNames.scoped(type.get(), prefix), kind, field));
    } else if (parameter && !PlainTypes.isTensor(field.asType())) {
      report(field, Code.PARAMETER_TYPE, field.getSimpleName(), field.asType());
    }
  }

  private void readNested(NestedModel model, List<ModelField> fields, Set<TypeElement> around) {
    nested.add(model);
    if (around.add(model.model())) {
      readFields(model.model(), model.path() + ".", fields, around);
      around.remove(model.model());
    } else {
      report(model.element(), Code.MODEL_CYCLE, model.model().getSimpleName());
    }
  }

  /** Whether code next to the model can read the field, itself or through FooParameters. */
  private boolean isReachable(VariableElement field, TypeElement from) {
    Element declaring = field.getEnclosingElement();
    return elements.getPackageOf(field).equals(elements.getPackageOf(from))
        || declaring.getAnnotation(Model.class) != null
        || field.getModifiers().contains(Modifier.PUBLIC)
            && declaring.getModifiers().contains(Modifier.PUBLIC);
  }

  private void checkParameter(VariableElement field) {
    if (field.getModifiers().contains(Modifier.PRIVATE)) {
      report(field, Code.FIELD_PRIVATE, field.getSimpleName());
    } else if (field.getModifiers().contains(Modifier.STATIC)) {
      report(field, Code.PARAMETER_MODIFIER, field.getSimpleName(), "static");
    } else if (field.getModifiers().contains(Modifier.FINAL)) {
      report(field, Code.PARAMETER_MODIFIER, field.getSimpleName(), "final");
    }
  }

  private static boolean isParameterType(ValueType type) {
    return (type instanceof ScalarType || type instanceof TensorType) && type.isFloating()
        || type instanceof ArrayType array && array.rank() <= 2 && array.element().isFloating();
  }

  private static TypeElement modelType(VariableElement field) {
    return ModelTypes.model(field.asType());
  }

  private List<ComputeMethod> readMethods(TypeElement model) {
    Inheritance inheritance = sources.inheritance();
    Set<ExecutableElement> methods = new LinkedHashSet<>();
    for (TypeElement declaring : superclassesFirst(model)) {
      for (ExecutableElement method : ElementFilter.methodsIn(declaring.getEnclosedElements())) {
        boolean compute = method.getAnnotation(Compute.class) != null;
        if (compute && (inheritance.isMember(method, model) || declaring.equals(model))) {
          methods.add(inheritance.selected(method, model)); // what overrides it is one, too
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

  private static List<TypeElement> superclassesFirst(TypeElement type) {
    List<TypeElement> classes = Inheritance.superclasses(type);
    classes.removeIf(each -> each.getQualifiedName().contentEquals("java.lang.Object"));
    Collections.reverse(classes);
    return classes;
  }

  private void report(Element element, Code code, Object... particulars) {
    problems.add(Diagnostic.on(element, code, particulars));
  }
}
