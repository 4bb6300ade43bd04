package dev.kiln.processor.model.read;

import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.model.InstanceNames;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.library.LibraryRecords;
import dev.kiln.processor.model.origin.Origin;
import dev.kiln.processor.model.source.Inheritance;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Reads the fields of a model, and those of the models in them. */
final class FieldReader {
  private final Elements elements;
  private final SourceAccess sources;
  private final TypeElement root;
  private final List<Diagnostic> problems;
  private final DeclaredTypes types;
  private final LibraryModels libraries;
  private final ModelFields held;
  private final List<ModelField> fields = new ArrayList<>();
  private final List<NestedModel> nested = new ArrayList<>();
  private final List<ModelArray> arrays = new ArrayList<>();

  /**
   * @param problems takes what is wrong with the fields
   */
  FieldReader(SourceAccess sources, TypeElement root, List<Diagnostic> problems) {
    this.elements = sources.elements();
    this.sources = sources;
    this.root = root;
    this.problems = problems;
    this.types = types(problems);
    this.libraries = new LibraryModels(sources);
    this.held = new ModelFields(sources, libraries);
  }

  /** The types of declarations, whose records may be those of the models in fields. */
  DeclaredTypes types(List<Diagnostic> problems) {
    return new DeclaredTypes(
        sources.trees(),
        problems,
        record -> new LibraryRecords(elements, nested).isPlain(record),
        new FunctionTypes(elements));
  }

  /** Reads the fields of the model. */
  void read() {
    readFields(new Owner(root, "", Optional.empty()), new HashSet<>(Set.of(root)));
  }

  /** Those of the model first, in the order of {@link ModelClass}. */
  List<ModelField> fields() {
    return fields;
  }

  /** The models in fields. */
  List<NestedModel> nested() {
    return nested;
  }

  /** The fields that hold several models. */
  List<ModelArray> arrays() {
    return arrays;
  }

  /**
   * A model whose fields are read.
   *
   * @param prefix how it is reached from the outer one: empty, or with a dot at the end
   * @param made how it was made, where that is known
   */
  private record Owner(TypeElement model, String prefix, Optional<Origin.Creation> made) {}

  private void readFields(Owner owner, Set<Object> around) {
    Map<String, VariableElement> visible = new LinkedHashMap<>();
    List<VariableElement> all = new ArrayList<>();
    for (TypeElement declaring : Inheritance.superclassesFirst(owner.model())) {
      libraries.meet(declaring, owner.prefix());
      for (VariableElement field : ElementFilter.fieldsIn(declaring.getEnclosedElements())) {
        all.add(field);
        if (isReadable(field, owner.prefix()) && isOfGraph(field, owner)) {
          visible.put(field.getSimpleName().toString(), field);
        }
      }
    }
    for (VariableElement field : all) {
      VariableElement hiding = visible.getOrDefault(field.getSimpleName().toString(), field);
      if (hiding.equals(field) || !isReadable(field, owner.prefix()) || !isOfGraph(field, owner)) {
        readField(field, owner, around);
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

  private boolean isOfGraph(VariableElement field, Owner owner) {
    return PlainTypes.ofField(field.asType()) != null
        || PlainTypes.isTensor(field.asType())
        || models(field, owner).isPresent();
  }

  private Optional<ModelFields.Contents> models(VariableElement field, Owner owner) {
    return held.of(field, owner.model(), owner.prefix(), owner.made());
  }

  private void readField(VariableElement field, Owner owner, Set<Object> around) {
    String path = owner.prefix() + field.getSimpleName();
    boolean parameter = field.getAnnotation(Parameter.class) != null;
    if (parameter) {
      checkParameter(field);
    }
    if (field.getModifiers().contains(Modifier.STATIC)
        || field.getModifiers().contains(Modifier.PRIVATE)) {
      return;
    }
    if (!isReadable(field, owner.prefix())) {
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
    Optional<ModelFields.Contents> models = models(field, owner);
    if (models.isPresent()) {
      models.get().array().ifPresent(arrays::add);
      models.get().models().forEach(each -> readNested(each, around));
      return;
    }
    Optional<ValueType> type = types.ofField(field, parameter);
    if (type.isPresent()) {
      Graph.Kind kind = parameter ? Graph.Kind.PARAMETER : Graph.Kind.FIELD;
      if (parameter && !isParameterType(type.get())) {
        report(field, Code.PARAMETER_TYPE, field.getSimpleName(), field.asType());
      }
      fields.add(
          new ModelField(path, InstanceNames.scoped(type.get(), owner.prefix()), kind, field));
    } else if (parameter && !PlainTypes.isTensor(field.asType())) {
      report(field, Code.PARAMETER_TYPE, field.getSimpleName(), field.asType());
    }
  }

  private void readNested(ModelFields.Held each, Set<Object> around) {
    NestedModel model = each.model();
    if (!isNameable(model.model())) {
      report(
          model.path().contains(".") ? root : model.element(),
          Code.MODEL_INACCESSIBLE,
          model.model().getQualifiedName(),
          model.path(),
          elements.getPackageOf(root));
      return;
    }
    nested.add(model);
    if (around.add(each.key())) {
      readFields(new Owner(model.model(), model.path() + ".", each.made()), around);
      around.remove(each.key());
    } else {
      report(model.element(), Code.MODEL_CYCLE, model.model().getSimpleName());
    }
  }

  /** Whether code next to the model can name a class; of a private one its own errors tell. */
  private boolean isNameable(TypeElement type) {
    boolean isPublic = true;
    for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
      isPublic &= at.getModifiers().contains(Modifier.PUBLIC);
    }
    return isPublic || elements.getPackageOf(type).equals(elements.getPackageOf(root));
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

  private void report(Element element, Code code, Object... particulars) {
    problems.add(Diagnostic.on(element, code, particulars));
  }
}
