package dev.kiln.processor.frontend.name;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.report.Site;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ValueType;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
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
    return meet(field).orElseThrow(() -> site.refuse(tree, Code.FIELD_TYPE, name, field.asType()));
  }

  /** Meets a field that the graph of another model reads, where generated code can read it too. */
  public void meet(String qualified) {
    int dot = qualified.lastIndexOf('.');
    TypeElement owner = elements.getTypeElement(qualified.substring(0, dot));
    String name = qualified.substring(dot + 1);
    if (owner != null) {
      owner.getEnclosedElements().stream()
          .filter(
              each -> each instanceof VariableElement && each.getSimpleName().contentEquals(name))
          .map(VariableElement.class::cast)
          .filter(this::isAccessible)
          .forEach(this::meet);
    }
  }

  private Optional<ModelField> meet(VariableElement field) {
    ValueType type = PlainTypes.ofField(field.asType());
    if (type == null) {
      return Optional.empty();
    }
    TypeElement owner = (TypeElement) field.getEnclosingElement();
    String path = owner.getQualifiedName() + "." + field.getSimpleName();
    ModelField met = new ModelField(path, type, Graph.Kind.STATIC, field);
    members.meet(met);
    return Optional.of(met);
  }

  /** Whether classes in the model's package can read the field. */
  private boolean isAccessible(VariableElement field) {
    boolean isNear = elements.getPackageOf(field).equals(elements.getPackageOf(members.element()));
    for (Element at = field;
        at instanceof TypeElement || at == field;
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
