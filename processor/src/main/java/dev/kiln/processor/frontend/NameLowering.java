package dev.kiln.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;

/** Lowers names: locals, fields of the model, constants and array lengths. */
final class NameLowering {
  private final Body body;

  NameLowering(Body body) {
    this.body = body;
  }

  Value identifier(IdentifierTree tree) {
    String name = tree.getName().toString();
    if (body.environment.has(name)) {
      Value value = body.environment.value(name);
      if (value == null) {
        throw Refusal.leftToJavac();
      }
      return value;
    }
    if (name.equals("this")) {
      throw body.refuse(tree, Code.EXPRESSION, "this as a value", "pass the fields that are used");
    }
    VariableElement field = body.program.names().field(name, body.receiver.declaring(), body.unit);
    if (field == null) {
      throw Refusal.leftToJavac();
    }
    return field(tree, field, "");
  }

  boolean isField(String name) {
    return body.program.names().field(name, body.receiver.declaring(), body.unit) != null;
  }

  Value select(MemberSelectTree tree) {
    String name = tree.getIdentifier().toString();
    Optional<Instance> instance = instance(tree.getExpression());
    if (instance.isPresent()) {
      VariableElement field = body.program.names().member(instance.get().type(), name);
      if (field == null) {
        throw Refusal.leftToJavac();
      }
      return field(tree, field, instance.get().path());
    }
    TypeElement type = body.program.names().typeOrNull(tree.getExpression(), body);
    if (type != null) {
      VariableElement field = body.program.names().member(type, name);
      if (field == null) {
        throw Refusal.leftToJavac();
      }
      return field(tree, field, "");
    }
    Value value = body.expressions.lower(tree.getExpression());
    if (value.type() instanceof ArrayType && name.equals("length")) {
      return body.apply(tree, ArrayOps.ARRAY_LENGTH, value);
    }
    if (!(value.type() instanceof RecordType record) || record.indexOf(name) < 0) {
      throw Refusal.leftToJavac();
    }
    throw body.refuse(
        tree,
        Code.EXPRESSION,
        "the field '" + name + "' of " + TypeNames.of(value.type()),
        "call its accessor");
  }

  /** The compile-time constant that a name stands for; empty for every other expression. */
  Optional<Object> constant(ExpressionTree tree) {
    VariableElement field = null;
    if (tree instanceof ParenthesizedTree inner) {
      return constant(inner.getExpression());
    }
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      boolean local = body.environment.has(name) || name.equals("this");
      field = local ? null : body.program.names().field(name, body.receiver.declaring(), body.unit);
    } else if (tree instanceof MemberSelectTree select) {
      Optional<Instance> instance = instance(select.getExpression());
      TypeElement type =
          instance.isPresent()
              ? instance.get().type()
              : body.program.names().typeOrNull(select.getExpression(), body);
      String name = select.getIdentifier().toString();
      field = type == null ? null : body.program.names().member(type, name);
    }
    return Optional.ofNullable(field).map(VariableElement::getConstantValue);
  }

  /** Whether a tree names a static field with an object in it, such as {@code System.out}. */
  boolean isStaticObject(ExpressionTree tree) {
    if (!(tree instanceof MemberSelectTree select)) {
      return false;
    }
    TypeElement type = body.program.names().typeOrNull(select.getExpression(), body);
    String name = select.getIdentifier().toString();
    VariableElement field = type == null ? null : body.program.names().member(type, name);
    return field != null
        && field.getModifiers().contains(Modifier.STATIC)
        && field.asType().getKind() == TypeKind.DECLARED;
  }

  /**
   * Reads a field.
   *
   * @param path from the instance at hand to that which has the field, with a dot at the end
   */
  private Value field(Tree tree, VariableElement field, String path) {
    Object constant = field.getConstantValue();
    if (constant != null) {
      return constant(tree, constant);
    }
    String name = field.getSimpleName().toString();
    if (field.getKind() == ElementKind.ENUM_CONSTANT) {
      throw body.refuse(
          tree, Code.EXPRESSION, "the enum constant " + name, "use constants of type int");
    }
    if (field.getModifiers().contains(Modifier.STATIC)) {
      throw body.refuse(tree, Code.STATIC_FIELD, name);
    }
    if (field.getModifiers().contains(Modifier.PRIVATE)) {
      throw body.refuse(tree, Code.FIELD_PRIVATE, name);
    }
    ModelField known = body.program.field(body.receiver.path() + path + name);
    if (known != null && known.element().equals(field)) {
      return read(tree, known);
    }
    TypeElement owner = (TypeElement) field.getEnclosingElement();
    if (known != null && isBelow(known.element(), owner)) {
      throw body.refuse(
          tree,
          Code.FIELD_HIDDEN,
          name,
          owner.getSimpleName(),
          known.element().getEnclosingElement().getSimpleName());
    }
    throw body.refuse(
        tree,
        field.asType().getKind() == TypeKind.ERROR ? Code.INTERNAL : Code.FIELD_TYPE,
        name,
        field.asType());
  }

  private static boolean isBelow(VariableElement field, TypeElement owner) {
    return Inheritance.superclasses((TypeElement) field.getEnclosingElement()).contains(owner);
  }

  private Value read(Tree tree, ModelField field) {
    if (body.receiver.isStatic()) {
      throw Refusal.leftToJavac();
    }
    Value value =
        body.fields.computeIfAbsent(
            field.path(), path -> body.block.values().create(lastWord(path), field.type()));
    return body.constancy.coversEverything()
        ? body.constancy.input(tree, "'" + field.path() + "'", value)
        : value;
  }

  private static String lastWord(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private Value constant(Tree tree, Object constant) {
    ScalarType type = null;
    if (constant instanceof Character letter) {
      return body.constant(tree, ScalarType.INT32, (int) letter);
    }
    if (constant instanceof Integer) {
      type = ScalarType.INT32;
    } else if (constant instanceof Long) {
      type = ScalarType.INT64;
    } else if (constant instanceof Float) {
      type = ScalarType.FLOAT32;
    } else if (constant instanceof Double) {
      type = ScalarType.FLOAT64;
    } else if (constant instanceof Boolean) {
      type = ScalarType.BOOL;
    }
    if (type == null) {
      throw body.refuse(
          tree,
          Code.LOCAL_TYPE,
          Alternative.ofType(constant.getClass().getName()),
          "a constant of type " + constant.getClass().getSimpleName());
    }
    return body.constant(tree, type, constant);
  }

  /**
   * What an expression denotes that is {@code this} or a model in it.
   *
   * @param path from the instance at hand: empty, or with a dot at the end
   * @param type the static type, in which members are looked up
   * @param isSuper whether what is overridden is meant
   */
  record Instance(String path, TypeElement type, boolean isSuper) {}

  /** The model that an expression denotes; empty for every other expression. */
  Optional<Instance> instance(ExpressionTree tree) {
    if (body.receiver.isStatic()) {
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
    TypeElement own = body.receiver.declaring();
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      return switch (name) {
        case "this" -> Optional.of(new Instance("", own, false));
        case "super" -> Inheritance.superclass(own).map(parent -> new Instance("", parent, true));
        default ->
            body.environment.has(name)
                ? Optional.empty()
                : nested("", body.program.names().field(name, own, body.unit));
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
    TypeElement own = body.receiver.declaring();
    TypeElement named = body.program.names().type(tree.getExpression(), body);
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
    return nested(outer.path(), body.program.names().member(outer.type(), name));
  }

  private Optional<Instance> nested(String path, VariableElement field) {
    if (field == null) {
      return Optional.empty();
    }
    String whole = path + field.getSimpleName();
    NestedModel nested = body.program.nested(body.receiver.path() + whole);
    return nested != null && nested.element().equals(field)
        ? Optional.of(new Instance(whole + ".", nested.model(), false))
        : Optional.empty();
  }

  /** The class of the object, which for models is known. */
  TypeElement exact(Instance instance) {
    if (instance.path().isEmpty()) {
      return body.receiver.model();
    }
    String whole = body.receiver.path() + instance.path();
    return body.program.nested(whole.substring(0, whole.length() - 1)).model();
  }

  /** The class that a cast names, where an object of class {@code exact} is one. */
  private Optional<TypeElement> superclass(Tree type, TypeElement exact) {
    return type instanceof IdentifierTree || type instanceof MemberSelectTree
        ? Optional.of(body.program.names().type(type, body))
            .filter(Inheritance.lineage(exact)::contains)
        : Optional.empty();
  }
}
