package dev.kiln.processor.model.type;

import com.sun.source.util.Trees;
import dev.kiln.annotation.Shape;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** The types that declarations give fields, arguments and results, with {@code @Shape}. */
public final class DeclaredTypes {
  private static final String FUNCTION =
      "write a compute method for each function, all of which call a method that takes it, as in"
          + " apply(Math::sin, x)";

  private final Trees trees;
  private final List<Diagnostic> problems;
  private final Predicate<TypeElement> plainRecords;
  private final FunctionTypes functions;

  /** Whether the type at hand is that of elements of an array. */
  private boolean isInArray;

  /**
   * @param plainRecords which records without source only store their components
   */
  public DeclaredTypes(
      Trees trees,
      List<Diagnostic> problems,
      Predicate<TypeElement> plainRecords,
      FunctionTypes functions) {
    this.functions = functions;
    this.trees = trees;
    this.plainRecords = plainRecords;
    this.problems = problems;
  }

  /** The type of a field; empty for one that compute methods cannot read. */
  public Optional<ValueType> ofField(VariableElement field, boolean required) {
    if (PlainTypes.isTensor(field.asType())) {
      if (field.getAnnotation(Shape.class) == null && !required) {
        return Optional.empty();
      }
      return shaped(field, "'" + field.getSimpleName() + "'");
    }
    checkUnshaped(field, "'" + field.getSimpleName() + "'");
    return Optional.ofNullable(PlainTypes.ofField(field.asType()));
  }

  /** Whether {@code @Shape} is absent from what is not a tensor, as it should be. */
  private boolean checkUnshaped(Element element, String what) {
    if (element.getAnnotation(Shape.class) == null) {
      return true;
    }
    problems.add(Diagnostic.on(element, mirrorOf(element), Code.SHAPE_ON_OTHER, what));
    return false;
  }

  /**
   * The declared type of a tensor argument of a method that is called; empty where it is not a
   * tensor or has no shape, or a malformed one, which is reported where the method is compiled.
   */
  static Optional<TensorType> ofCalled(VariableElement argument) {
    Shape shape = argument.getAnnotation(Shape.class);
    if (shape == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new TensorType(shape.dtype(), ShapeText.parse(shape.value())));
    } catch (ShapeText.SyntaxException e) {
      return Optional.empty();
    }
  }

  /** The type of an argument; problems are reported. */
  public Optional<ValueType> ofArgument(VariableElement argument) {
    String what = "argument '" + argument.getSimpleName() + "'";
    if (!checkVisible(argument, argument.asType())) {
      return Optional.empty();
    }
    return required(argument, argument.asType(), what, Set.of());
  }

  private Optional<ValueType> required(
      Element element, TypeMirror mirror, String what, Set<TypeElement> around) {
    if (PlainTypes.isTensor(mirror)) {
      return shaped(element, what);
    }
    if (!checkUnshaped(element, what)) {
      return Optional.empty();
    }
    TypeElement inArray = PlainTypes.elementRecord(mirror);
    if (inArray != null && !isElement(element, inArray, around)) {
      return Optional.empty();
    }
    ValueType plain = PlainTypes.of(mirror);
    Optional<TypeElement> constants = Enums.of(mirror);
    boolean isArray = mirror.getKind() == TypeKind.ARRAY && PlainTypes.hasEnums(mirror);
    boolean isOpen =
        !isArray && (constants.isEmpty() || !isInArray && !Enums.isPrivate(constants.get()));
    if (!isOpen) {
      problems.add(Diagnostic.on(element, Code.ENUM_PLACE, what, mirror));
      return Optional.empty();
    }
    if (plain != null) {
      return Optional.of(plain);
    }
    TypeElement record = PlainTypes.record(mirror);
    if (record != null) {
      return ofRecord(element, record, around);
    }
    problems.add(
        functions.of(mirror).isPresent()
            ? Diagnostic.on(element, Code.FUNCTION_UNKNOWN, "the function in " + what, FUNCTION)
            : outside(element, what, mirror));
    return Optional.empty();
  }

  /** Whether a record can be the element of an array; problems are reported. */
  private boolean isElement(Element place, TypeElement record, Set<TypeElement> around) {
    boolean outer = isInArray;
    isInArray = true;
    boolean fits = ofRecord(place, record, around).isPresent();
    isInArray = outer;
    return fits;
  }

  /** The declared type of a result; empty for void, and where it is inferred. */
  public Optional<ValueType> ofResult(ExecutableElement method) {
    TypeMirror mirror = method.getReturnType();
    if (PlainTypes.isTensor(mirror)) {
      return method.getAnnotation(Shape.class) == null
          ? Optional.empty()
          : shaped(method, "result");
    }
    checkUnshaped(method, "the result");
    checkVisible(method, mirror);
    if (mirror.getKind() == TypeKind.VOID) {
      return Optional.empty();
    }
    ValueType plain = PlainTypes.of(mirror);
    if (PlainTypes.hasClosedEnums(mirror)) {
      problems.add(Diagnostic.on(method, Code.ENUM_PLACE, "the result", mirror));
      return Optional.empty();
    }
    if (plain == null && PlainTypes.record(mirror) == null) {
      problems.add(outside(method, "the result", mirror));
    }
    return Optional.ofNullable(plain);
  }

  /** Says of a type that it is outside the language, and what to write instead of that type. */
  private static Diagnostic outside(Element element, String what, TypeMirror mirror) {
    String name = mirror.toString().replaceFirst("<.*", "");
    return Alternative.ofType(name)
        .map(instead -> Diagnostic.on(element, Code.ARGUMENT_TYPE, what, mirror, instead))
        .orElseGet(() -> Diagnostic.on(element, Code.ARGUMENT_TYPE, what, mirror));
  }

  /** Whether generated code can name all records in a type; a problem is reported. */
  private boolean checkVisible(Element place, TypeMirror type) {
    Optional<TypeElement> generic = RecordRules.genericRecord(type);
    generic.ifPresent(
        record ->
            problems.add(
                Diagnostic.on(place, Code.GENERIC, "the record " + record.getSimpleName())));
    Optional<TypeElement> hidden = RecordRules.privateRecord(type);
    hidden.ifPresent(
        record -> problems.add(Diagnostic.on(place, Code.RECORD_PRIVATE, record.getSimpleName())));
    return hidden.isEmpty() && generic.isEmpty();
  }

  private Optional<ValueType> ofRecord(Element place, TypeElement record, Set<TypeElement> around) {
    if (around.contains(record)) {
      Element component = cyclic(record, around).orElse(place);
      problems.add(Diagnostic.on(component, Code.RECORD_CYCLE, record.getSimpleName()));
      return Optional.empty();
    }
    if (trees.getTree(record) == null && !plainRecords.test(record)) {
      problems.add(Diagnostic.on(place, Code.RECORD_UNSEEN, record.getSimpleName()));
      return Optional.empty();
    }
    Optional<String> custom =
        RecordRules.customCode(record, trees)
            .or(() -> RecordRules.changedComponents(record, trees));
    if (custom.isPresent()) {
      problems.add(Diagnostic.on(place, Code.RECORD_CUSTOM, record.getSimpleName(), custom.get()));
      return Optional.empty();
    }
    Set<TypeElement> open = new HashSet<>(around);
    open.add(record);
    List<RecordType.Component> components = new ArrayList<>();
    for (RecordComponentElement component : record.getRecordComponents()) {
      TypeElement inner = PlainTypes.record(component.asType());
      String what = "component '" + component.getSimpleName() + "'";
      Optional<ValueType> type =
          inner != null
              ? ofRecord(place, inner, open)
              : required(field(record, component), component.asType(), what, open);
      if (type.isEmpty()) {
        return Optional.empty();
      }
      components.add(new RecordType.Component(component.getSimpleName().toString(), type.get()));
    }
    return Optional.of(new RecordType(record.getQualifiedName().toString(), components));
  }

  /** The component through which a record contains itself. */
  private Optional<Element> cyclic(TypeElement record, Set<TypeElement> around) {
    if (trees.getTree(record) == null) {
      return Optional.empty();
    }
    return record.getRecordComponents().stream()
        .filter(
            component ->
                around.contains(PlainTypes.record(component.asType()))
                    || around.contains(PlainTypes.elementRecord(component.asType())))
        .findFirst()
        .map(component -> field(record, component));
  }

  /** The field behind a component: javac knows where it is in the source. */
  private static Element field(TypeElement record, RecordComponentElement component) {
    return ElementFilter.fieldsIn(record.getEnclosedElements()).stream()
        .filter(field -> field.getSimpleName().equals(component.getSimpleName()))
        .findFirst()
        .orElseThrow();
  }

  private Optional<ValueType> shaped(Element element, String what) {
    Shape shape = element.getAnnotation(Shape.class);
    if (shape == null) {
      problems.add(Diagnostic.on(element, Code.SHAPE_MISSING, what));
      return Optional.empty();
    }
    try {
      return Optional.of(new TensorType(shape.dtype(), ShapeText.parse(shape.value())));
    } catch (ShapeText.SyntaxException e) {
      problems.add(
          Diagnostic.on(
              element, mirrorOf(element), Code.SHAPE_SYNTAX, shape.value(), e.getMessage()));
      return Optional.empty();
    }
  }

  private static AnnotationMirror mirrorOf(Element element) {
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (mirror.getAnnotationType().toString().equals(Shape.class.getName())) {
        return mirror;
      }
    }
    return null;
  }
}
