package dev.kiln.processor.emit.model;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.WildcardTypeName;
import dev.kiln.graph.Graph;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.type.Enums;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;

/**
 * How code in a model's package reads the model's fields: directly where Java allows, else through
 * the public accessors of the {@code FooParameters} class next to the class that has the field.
 */
public final class FieldAccess {
  /** {@code Enum<?>}. */
  public static final TypeName ENUM =
      ParameterizedTypeName.get(
          ClassName.get(Enum.class), WildcardTypeName.subtypeOf(Object.class));

  private static final String MAP_GETTER = "get";

  private final ModelClass model;
  private final Map<String, VariableElement> fields = new HashMap<>();
  private final Map<String, NestedModel> nested = new HashMap<>();
  private final Set<String> statics = new HashSet<>();
  private final Map<String, ModelArray> arrays = new HashMap<>();

  public FieldAccess(ModelClass model) {
    this.model = model;
    for (ModelField field : model.fields()) {
      fields.put(field.path(), field.element());
      if (field.kind() == Graph.Kind.STATIC) {
        statics.add(field.path());
      }
    }
    for (NestedModel each : model.nested()) {
      fields.put(each.path(), each.element());
      nested.put(each.path(), each);
    }
    for (ModelArray each : model.arrays()) {
      fields.put(each.path(), each.element());
      arrays.put(each.path(), each);
    }
  }

  /**
   * {@code model.encoder.w1}, {@code Foo.TABLE}, {@code V.ZERO.x()}, {@code Unit.METRE.factor},
   * {@code EncoderParameters.w1(model.encoder)}, or {@code ((Dense) model.layers[0]).weight}.
   */
  public JavaText read(JavaText instance, String path) {
    JavaText value = declared(instance, path);
    NestedModel model = nested.get(path);
    return model != null && model.isCast()
        ? JavaText.of("(($T) $L)", ClassName.get(model.model()), value)
        : value;
  }

  /** As {@link #read}, with the static type that the field or its elements are declared with. */
  public JavaText declared(JavaText instance, String path) {
    if (statics.contains(path)) {
      VariableElement field = fields.get(path);
      ClassName owner = ClassName.get((TypeElement) field.getEnclosingElement());
      String name = owner.canonicalName() + "." + field.getSimpleName();
      String inside = path.substring(name.length());
      boolean isOfEnum = field.getKind() == ElementKind.ENUM_CONSTANT;
      String components = isOfEnum ? inside : inside.replaceAll("\\.([^.]+)", ".$1()");
      return JavaText.of("$T.$L$L", owner, field.getSimpleName(), components);
    }
    int dot = path.lastIndexOf('.');
    String name = path.substring(dot + 1);
    JavaText holder = dot < 0 ? instance : read(instance, path.substring(0, dot));
    ModelArray array = dot < 0 ? null : arrays.get(path.substring(0, dot));
    if (array != null) {
      return element(array, holder, name);
    }
    VariableElement field = fields.get(path);
    TypeElement declaring = (TypeElement) field.getEnclosingElement();
    TypeElement type = dot < 0 ? model.element() : nested.get(path.substring(0, dot)).model();
    if (isAccessible(field)) {
      return isHidden(field, type, declaring)
          ? JavaText.of("(($T) $L).$L", ClassName.get(declaring), holder, name)
          : JavaText.of("$L.$L", holder, name);
    }
    ClassName owner = ClassName.get(dot < 0 ? declaring : type);
    return JavaText.of("$T.$L($L)", GeneratedNames.parameters(owner), accessor(name), holder);
  }

  /** {@code model.layers[2]}; the length is checked where it may be another one. */
  private static JavaText element(ModelArray array, JavaText holder, String index) {
    if (!array.isFixed()) {
      return JavaText.of(
          "$T.element($S, $L, $L, $L)",
          ClassName.get("dev.kiln.spi", "ModelChecks"),
          array.path(),
          holder,
          index,
          array.length());
    }
    return JavaText.of(array.isList() ? "$L.get($L)" : "$L[$L]", holder, index);
  }

  /** Whether another field of the name is a member of the class, or hides this one. */
  private static boolean isHidden(VariableElement field, TypeElement in, TypeElement declaring) {
    List<TypeElement> above = Inheritance.lineage(declaring);
    return Inheritance.lineage(in).stream()
        .filter(each -> !above.contains(each))
        .flatMap(each -> ElementFilter.fieldsIn(each.getEnclosedElements()).stream())
        .anyMatch(each -> each.getSimpleName().equals(field.getSimpleName()));
  }

  /** Whether the field and all fields on the way to it can be read and written directly. */
  public boolean isDirect(String path) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      if (!isAccessible(fields.get(path.substring(0, dot)))) {
        return false;
      }
    }
    return isAccessible(fields.get(path));
  }

  /**
   * The name of the public accessor of a field; {@code get(Foo)} already is the map's getter, so
   * that {@code get} is {@code get_}, {@code get_} is {@code get__}.
   */
  public static String accessor(String field) {
    return field.matches(MAP_GETTER + "_*") ? field + "_" : field;
  }

  /** The type of a field, or that of all enums where code in the model's package cannot name it. */
  public TypeName visibleType(VariableElement field) {
    return Enums.of(field.asType()).filter(each -> !isAccessible(each)).isPresent()
        ? ENUM
        : TypeName.get(field.asType());
  }

  private boolean isAccessible(Element member) {
    if (packageOf(member).equals(packageOf(model.element()))) {
      return true;
    }
    for (Element at = member; at.getKind() != ElementKind.PACKAGE; at = at.getEnclosingElement()) {
      if (!at.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }

  private static Element packageOf(Element element) {
    Element at = element;
    while (at.getKind() != ElementKind.PACKAGE) {
      at = at.getEnclosingElement();
    }
    return at;
  }
}
