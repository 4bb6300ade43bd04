package dev.kiln.processor.frontend;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import dev.kiln.annotation.Model;
import dev.kiln.op.Spelling;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ValueType;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** The types that declarations in bodies give, from trees. */
final class LocalTypes {
  private final NameResolution names;

  LocalTypes(NameResolution names) {
    this.names = names;
  }

  /**
   * The type that a declaration gives a local; null for {@code var}, a tensor or a record, where
   * the type of the value counts.
   */
  ValueType local(Tree tree, Body body) {
    if (tree == null) {
      return null; // var
    }
    if (tree instanceof PrimitiveTypeTree primitive) {
      ValueType type = PlainTypes.scalar(primitive.getPrimitiveTypeKind());
      if (type == null) {
        throw refuse(tree, tree.toString(), body);
      }
      return type;
    }
    if (tree instanceof ArrayTypeTree array) {
      return PlainTypes.arrayOf(element(array.getType(), tree, body));
    }
    if (tree instanceof AnnotatedTypeTree annotated) {
      return local(annotated.getUnderlyingType(), body);
    }
    if (tree.toString().equals("var")) {
      return null;
    }
    if (tree instanceof ErroneousTree) {
      throw Refusal.leftToJavac();
    }
    if (tree instanceof ParameterizedTypeTree generic) {
      String name = names.type(generic.getType(), body).getQualifiedName().toString();
      Optional<Alternative> instead = Alternative.ofType(name);
      throw refuse(tree, instead.or(() -> Optional.of(Alternative.GENERIC)), body);
    }
    TypeElement type = names.type(tree, body);
    boolean known =
        type.getQualifiedName().contentEquals(Spelling.TENSOR)
            || type.getKind() == ElementKind.RECORD;
    if (!known) {
      Optional<Alternative> instead = Alternative.ofType(type.getQualifiedName().toString());
      throw refuse(tree, instead.or(() -> Optional.of(kind(type))), body);
    }
    return null;
  }

  private Refusal refuse(Tree tree, String type, Body body) {
    return refuse(tree, Alternative.ofType(type), body);
  }

  private static Refusal refuse(Tree tree, Optional<Alternative> instead, Body body) {
    return body.refuse(tree, Code.LOCAL_TYPE, instead, "the type " + tree);
  }

  /** What to say of a class that is not in the table. */
  private Alternative kind(TypeElement type) {
    if (type.getKind() == ElementKind.ENUM) {
      return Alternative.ENUM;
    }
    if (type.getAnnotation(Model.class) != null) {
      return Alternative.LOCAL_MODEL;
    }
    boolean isException =
        Inheritance.lineage(type).stream()
            .anyMatch(each -> each.getQualifiedName().contentEquals("java.lang.Throwable"));
    return isException ? Alternative.EXCEPTION : Alternative.OBJECT;
  }

  /**
   * The type of elements of an array: of a record, the components are what is declared.
   *
   * @param whole what a refusal is about
   */
  ValueType element(Tree tree, Tree whole, Body body) {
    if (tree instanceof PrimitiveTypeTree primitive
        && PlainTypes.scalar(primitive.getPrimitiveTypeKind()) == null) {
      String array = tree + "[]";
      throw body.refuse(tree, Code.LOCAL_TYPE, Alternative.ofType(array), "the type " + array);
    }
    ValueType type = local(tree, body);
    if (type != null) {
      return type;
    }
    TypeElement record = names.type(tree, body);
    if (record.getKind() == ElementKind.RECORD) {
      requirePlain(record, tree, body, new HashSet<>());
      type = PlainTypes.ofResult(record.asType());
    }
    if (type == null) {
      Optional<Alternative> instead = Alternative.ofType(record.getQualifiedName() + "[]");
      throw body.refuse(whole, Code.LOCAL_TYPE, instead, "the type " + whole);
    }
    return type;
  }

  /** Refuses a record with code that would not run, and one that has such a record in it. */
  private static void requirePlain(
      TypeElement record, Tree tree, Body body, Set<TypeElement> checked) {
    if (!checked.add(record)) {
      return;
    }
    body.program.requirePlain(record, tree, body);
    for (RecordComponentElement component : record.getRecordComponents()) {
      TypeMirror type = component.asType();
      TypeElement inner = PlainTypes.record(type);
      TypeElement inArray = PlainTypes.elementRecord(type);
      if (inner != null || inArray != null) {
        requirePlain(inner != null ? inner : inArray, tree, body, checked);
      }
    }
  }
}
