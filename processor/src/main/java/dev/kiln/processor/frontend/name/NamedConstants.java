package dev.kiln.processor.frontend.name;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParenthesizedTree;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;

/** Tells which names stand for constants, and which for objects that Kiln knows nothing of. */
public final class NamedConstants {
  private final NameResolution names;
  private final Instances instances;
  private final Scope scope;

  /** The constants that names in a scope stand for. */
  public NamedConstants(NameResolution names, Instances instances, Scope scope) {
    this.names = names;
    this.instances = instances;
    this.scope = scope;
  }

  /** The compile-time constant that a name stands for; empty for every other expression. */
  public Optional<Object> constant(ExpressionTree tree) {
    VariableElement field = null;
    if (tree instanceof ParenthesizedTree inner) {
      return constant(inner.getExpression());
    }
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      boolean local = scope.hasVariable(name) || name.equals("this");
      field = local ? null : names.field(name, scope);
    } else if (tree instanceof MemberSelectTree select) {
      Optional<Instances.Instance> instance = instances.instance(select.getExpression());
      TypeElement type =
          instance.isPresent()
              ? instance.get().type()
              : names.typeOrNull(select.getExpression(), scope);
      String name = select.getIdentifier().toString();
      field = type == null ? null : names.member(type, name);
    }
    return Optional.ofNullable(field).map(VariableElement::getConstantValue);
  }

  /** Whether a tree names a static field with an object in it, such as {@code System.out}. */
  public boolean isStaticObject(ExpressionTree tree) {
    if (!(tree instanceof MemberSelectTree select)) {
      return false;
    }
    TypeElement type = names.typeOrNull(select.getExpression(), scope);
    String name = select.getIdentifier().toString();
    VariableElement field = type == null ? null : names.member(type, name);
    return field != null
        && field.getModifiers().contains(Modifier.STATIC)
        && field.asType().getKind() == TypeKind.DECLARED;
  }
}
