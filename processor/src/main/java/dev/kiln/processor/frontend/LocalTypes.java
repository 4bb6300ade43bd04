package dev.kiln.processor.frontend;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ErroneousTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import dev.kiln.op.Spelling;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;

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
        throw body.refuse(tree, Code.LOCAL_TYPE, "the type " + tree);
      }
      return type;
    }
    if (tree instanceof ArrayTypeTree array) {
      ValueType component = local(array.getType(), body);
      if (component instanceof ArrayType rows) {
        return new ArrayType(rows.element(), rows.rank() + 1);
      }
      if (component instanceof ScalarType) {
        return new ArrayType(component, 1);
      }
      throw body.refuse(tree, Code.LOCAL_TYPE, "the type " + tree);
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
    if (tree instanceof ParameterizedTypeTree) {
      throw body.refuse(tree, Code.LOCAL_TYPE, "the type " + tree);
    }
    TypeElement type = names.type(tree, body);
    boolean known =
        type.getQualifiedName().contentEquals(Spelling.TENSOR)
            || type.getKind() == ElementKind.RECORD;
    if (!known) {
      throw body.refuse(tree, Code.LOCAL_TYPE, "the type " + tree);
    }
    return null;
  }
}
