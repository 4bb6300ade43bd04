package dev.kiln.processor.frontend.name;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.source.Inheritance;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** Tells which model an expression denotes: the one at hand, or one in it. */
public final class Instances {
  private final NameResolution names;
  private final ModelMembers members;
  private final Scope scope;

  /** The models that expressions in a scope denote. */
  public Instances(NameResolution names, ModelMembers members, Scope scope) {
    this.names = names;
    this.members = members;
    this.scope = scope;
  }

  /**
   * What an expression denotes that is {@code this} or a model in it.
   *
   * @param path from the instance at hand: empty, or with a dot at the end
   * @param type the static type, in which members are looked up
   * @param isSuper whether what is overridden is meant
   */
  public record Instance(String path, TypeElement type, boolean isSuper) {}

  /** The model that an expression denotes; empty for every other expression. */
  public Optional<Instance> instance(ExpressionTree tree) {
    if (scope.receiver().isStatic()) {
      return Optional.empty();
    }
    if (tree instanceof ParenthesizedTree inner) {
      return instance(inner.getExpression());
    }
    if (tree instanceof TypeCastTree cast) {
      return instance(cast.getExpression())
          .flatMap(
              each ->
                  superclass(cast.getType(), exact(each))
                      .map(type -> new Instance(each.path(), type, false)));
    }
    TypeElement own = scope.declaring();
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      return switch (name) {
        case "this" -> Optional.of(new Instance("", own, false));
        case "super" -> Inheritance.superclass(own).map(parent -> new Instance("", parent, true));
        default ->
            scope.hasVariable(name) ? Optional.empty() : nested("", names.field(name, scope));
      };
    }
    if (tree instanceof MemberSelectTree select) {
      return select.getIdentifier().contentEquals("this")
              || select.getIdentifier().contentEquals("super")
          ? qualified(select)
          : instance(select.getExpression())
              .flatMap(outer -> nested(outer, select.getIdentifier().toString()));
    }
    return Optional.empty();
  }

  /** {@code Foo.this} and {@code Foo.super} in Foo, and {@code Default.super} in a class. */
  private Optional<Instance> qualified(MemberSelectTree tree) {
    TypeElement own = scope.declaring();
    TypeElement named = names.type(tree.getExpression(), scope);
    boolean isSuper = tree.getIdentifier().contentEquals("super");
    if (isSuper && named.getKind().isInterface()) {
      return Optional.of(new Instance("", named, true));
    }
    if (!named.equals(own)) {
      return Optional.empty();
    }
    return isSuper
        ? Inheritance.superclass(own).map(parent -> new Instance("", parent, true))
        : Optional.of(new Instance("", own, false));
  }

  private Optional<Instance> nested(Instance outer, String name) {
    return nested(outer.path(), names.member(outer.type(), name));
  }

  private Optional<Instance> nested(String path, VariableElement field) {
    if (field == null) {
      return Optional.empty();
    }
    String whole = path + field.getSimpleName();
    NestedModel nested = members.nested(scope.receiver().path() + whole);
    return nested != null && nested.element().equals(field)
        ? Optional.of(new Instance(whole + ".", nested.declared(), false))
        : Optional.empty();
  }

  /** The class of the object, which for models is known. */
  public TypeElement exact(Instance instance) {
    if (instance.path().isEmpty()) {
      return scope.receiver().model();
    }
    String whole = scope.receiver().path() + instance.path();
    return members.nested(whole.substring(0, whole.length() - 1)).model();
  }

  /** The class that a cast names, where an object of class {@code exact} is one. */
  private Optional<TypeElement> superclass(Tree type, TypeElement exact) {
    return type instanceof IdentifierTree || type instanceof MemberSelectTree
        ? Optional.of(names.type(type, scope)).filter(Inheritance.lineage(exact)::contains)
        : Optional.empty();
  }
}
