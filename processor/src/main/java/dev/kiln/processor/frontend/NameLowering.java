package dev.kiln.processor.frontend;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.model.ModelField;
import dev.kiln.type.ArrayType;
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
    return field(tree, field);
  }

  boolean isField(String name) {
    return body.program.names().field(name, body.receiver.declaring(), body.unit) != null;
  }

  Value select(MemberSelectTree tree) {
    String name = tree.getIdentifier().toString();
    String path = path(tree.getExpression());
    if (path != null) {
      ModelField field = body.program.field(body.receiver.path() + path + name);
      if (field != null) {
        return read(tree, field);
      }
    }
    if (isThis(tree.getExpression())) {
      VariableElement field =
          body.program.names().field(name, body.receiver.declaring(), body.unit);
      if (field != null) {
        return field(tree, field);
      }
    }
    TypeElement type = body.program.names().typeOrNull(tree.getExpression(), body);
    if (type != null) {
      VariableElement field = body.program.names().member(type, name);
      if (field == null) {
        throw Refusal.leftToJavac();
      }
      return field(tree, field);
    }
    Value value = body.expressions.lower(tree.getExpression());
    if (value.type() instanceof ArrayType && name.equals("length")) {
      return body.apply(tree, ArrayOps.ARRAY_LENGTH, value);
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
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      boolean local = body.environment.has(name) || name.equals("this");
      field = local ? null : body.program.names().field(name, body.receiver.declaring(), body.unit);
    } else if (tree instanceof MemberSelectTree select) {
      TypeElement type = body.program.names().typeOrNull(select.getExpression(), body);
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

  private Value field(Tree tree, VariableElement field) {
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
    ModelField known = body.program.field(body.receiver.path() + name);
    if (known == null) {
      throw body.refuse(
          tree,
          field.asType().getKind() == TypeKind.ERROR ? Code.INTERNAL : Code.FIELD_TYPE,
          name,
          field.asType());
    }
    return read(tree, known);
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
          tree, Code.LOCAL_TYPE, "a constant of type " + constant.getClass().getSimpleName());
    }
    return body.constant(tree, type, constant);
  }

  /**
   * The path of nested models that the tree names, with a dot at the end; null for another tree.
   */
  String path(ExpressionTree tree) {
    if (tree instanceof ParenthesizedTree inner) {
      return path(inner.getExpression());
    }
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      boolean model =
          !body.environment.has(name) && body.program.isModel(body.receiver.path() + name);
      return model ? name + "." : null;
    }
    if (tree instanceof MemberSelectTree select) {
      String outer = isThis(select.getExpression()) ? "" : path(select.getExpression());
      String path = outer == null ? null : outer + select.getIdentifier();
      return path != null && body.program.isModel(body.receiver.path() + path) ? path + "." : null;
    }
    return null;
  }

  static boolean isThis(ExpressionTree tree) {
    return tree instanceof IdentifierTree identifier && identifier.getName().contentEquals("this");
  }
}
