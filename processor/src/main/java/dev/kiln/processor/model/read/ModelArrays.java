package dev.kiln.processor.model.read;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.Trees;
import dev.kiln.annotation.Length;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.type.ModelTypes;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** Reads fields that hold several models: how many is told by the initialiser or {@link Length}. */
final class ModelArrays {
  private final Trees trees;

  ModelArrays(Trees trees) {
    this.trees = trees;
  }

  /** The field as an array of models; empty where it is none, or its length is not known. */
  Optional<ModelArray> of(VariableElement field, String path) {
    TypeElement model = ModelTypes.element(field.asType());
    if (model == null) {
      return Optional.empty();
    }
    boolean isList = ModelTypes.isList(field.asType());
    Optional<Integer> initial = initial(field, isList);
    Length annotation = field.getAnnotation(Length.class);
    int length = annotation != null ? annotation.value() : initial.orElse(-1);
    boolean isFixed =
        field.getModifiers().contains(Modifier.FINAL) && initial.equals(Optional.of(length));
    return length < 0
        ? Optional.empty()
        : Optional.of(new ModelArray(path, model, field, length, isList, isFixed));
  }

  /** The length that the initialiser gives. */
  private Optional<Integer> initial(VariableElement field, boolean isList) {
    if (!(trees.getTree(field) instanceof VariableTree tree) || tree.getInitializer() == null) {
      return Optional.empty();
    }
    ExpressionTree initializer = tree.getInitializer();
    if (!isList && initializer instanceof NewArrayTree array) {
      if (array.getInitializers() != null) {
        return Optional.of(array.getInitializers().size());
      }
      return array.getDimensions().get(0) instanceof LiteralTree literal
              && literal.getValue() instanceof Integer length
          ? Optional.of(length)
          : Optional.empty();
    }
    return isList && initializer instanceof MethodInvocationTree call && isListOf(call)
        ? Optional.of(call.getArguments().size())
        : Optional.empty();
  }

  /** {@code List.of(a, b)}; a single argument may be an array. */
  private static boolean isListOf(MethodInvocationTree call) {
    List<? extends ExpressionTree> arguments = call.getArguments();
    String method = call.getMethodSelect().toString();
    return (method.equals("List.of") || method.equals("java.util.List.of"))
        && (arguments.size() != 1 || arguments.get(0) instanceof NewClassTree);
  }
}
