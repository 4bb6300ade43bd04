package dev.kiln.processor.frontend.name;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.report.Site;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * Static final fields that are no compile-time constants, of any class: inputs of the graph, which
 * generated code reads at the beginning of each call, as it does fields of the model.
 */
public final class StaticFields {
  private final Elements elements;
  private final ModelMembers members;

  /** The static fields that code of a model may read. */
  public StaticFields(Elements elements, ModelMembers members) {
    this.elements = elements;
    this.members = members;
  }

  /** The input that a static field is; one that generated code cannot read is refused. */
  public ModelField require(Tree tree, VariableElement field, Site site) {
    return require(tree, field, List.of(), site);
  }

  /**
   * The input that is a part of the record in a static field.
   *
   * @param components the names of components that lead to the part
   */
  public ModelField require(Tree tree, VariableElement field, List<String> components, Site site) {
    requireReadable(tree, field, site);
    return meet(field, components)
        .orElseThrow(
            () -> site.refuse(tree, Code.FIELD_TYPE, field.getSimpleName(), field.asType()));
  }

  /** The input that a field of an enum constant is. */
  public ModelField require(Tree tree, VariableElement constant, VariableElement field, Site site) {
    String name = field.getSimpleName().toString();
    if (field.getModifiers().contains(Modifier.PRIVATE)) {
      throw site.refuse(tree, Code.FIELD_PRIVATE, name);
    }
    if (!isAccessible(constant) || !isAccessible(field)) {
      String where = "not accessible from " + elements.getPackageOf(members.element());
      throw site.refuse(tree, Code.STATIC_FIELD, name, where);
    }
    return meet(constant, List.of(name))
        .orElseThrow(() -> site.refuse(tree, Code.FIELD_TYPE, name, field.asType()));
  }

  private void requireReadable(Tree tree, VariableElement field, Site site) {
    String name = field.getSimpleName().toString();
    if (field.getModifiers().contains(Modifier.PRIVATE)) {
      throw site.refuse(tree, Code.FIELD_PRIVATE, name);
    }
    if (!field.getModifiers().contains(Modifier.FINAL)) {
      throw site.refuse(tree, Code.STATIC_FIELD, name, "not final");
    }
    if (!isAccessible(field)) {
      String where = "not accessible from " + elements.getPackageOf(members.element());
      throw site.refuse(tree, Code.STATIC_FIELD, name, where);
    }
  }

  /** Meets a field that the graph of another model reads, where generated code can read it too. */
  public void meet(String qualified) {
    List<String> components = new ArrayList<>();
    String field = qualified;
    for (int dot = field.lastIndexOf('.'); dot >= 0; dot = field.lastIndexOf('.')) {
      TypeElement owner = elements.getTypeElement(field.substring(0, dot));
      String name = field.substring(dot + 1);
      if (owner != null) {
        ElementFilter.fieldsIn(owner.getEnclosedElements()).stream()
            .filter(each -> each.getSimpleName().contentEquals(name) && isAccessible(each))
            .forEach(each -> meet(each, components));
        return;
      }
      components.add(0, name);
      field = field.substring(0, dot);
    }
  }

  private Optional<ModelField> meet(VariableElement field, List<String> components) {
    TypeMirror part = field.asType();
    for (String name : components) {
      TypeElement record = PlainTypes.record(part);
      Optional<TypeMirror> component =
          field.getKind() == ElementKind.ENUM_CONSTANT
              ? fieldOfConstant(field, name)
              : record == null || !isAccessible(record)
                  ? Optional.empty()
                  : component(record, name);
      if (component.isEmpty()) {
        return Optional.empty();
      }
      part = component.get();
    }
    ValueType type = PlainTypes.ofField(part);
    if (type == null) {
      return Optional.empty();
    }
    TypeElement owner = (TypeElement) field.getEnclosingElement();
    String path = owner.getQualifiedName() + "." + field.getSimpleName();
    for (String name : components) {
      path += "." + name;
    }
    ModelField met = new ModelField(path, type, Graph.Kind.STATIC, field);
    members.meet(met);
    return Optional.of(met);
  }

  /** The type of a field that enum constants have. */
  private Optional<TypeMirror> fieldOfConstant(VariableElement constant, String name) {
    return ElementFilter.fieldsIn(constant.getEnclosingElement().getEnclosedElements()).stream()
        .filter(each -> each.getSimpleName().contentEquals(name) && isAccessible(each))
        .map(each -> each.asType())
        .findFirst();
  }

  private static Optional<TypeMirror> component(TypeElement record, String name) {
    return record.getRecordComponents().stream()
        .filter(each -> each.getSimpleName().contentEquals(name))
        .map(each -> each.asType())
        .findFirst();
  }

  /** Whether classes in the model's package can read a field, or name a class. */
  private boolean isAccessible(Element element) {
    Element own = elements.getPackageOf(members.element());
    boolean isNear = elements.getPackageOf(element).equals(own);
    for (Element at = element;
        at instanceof TypeElement || at == element;
        at = at.getEnclosingElement()) {
      boolean isHidden =
          at.getModifiers().contains(Modifier.PRIVATE)
              || !isNear && !at.getModifiers().contains(Modifier.PUBLIC);
      if (isHidden) {
        return false;
      }
    }
    return true;
  }
}
