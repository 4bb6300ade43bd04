package dev.kiln.processor.frontend.code;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.annotation.NoGradient;
import dev.kiln.graph.Value;
import dev.kiln.op.GradientOps;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.ConstantReferences;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Makes constants of what {@code @NoGradient} is on. A number goes through {@code stop_gradient}.
 * An array is a reference, which other code may hold too: it is marked, see {@link
 * ConstantReferences}.
 */
public final class Constancy {
  private final OpenBlock block;

  /** Makes constants at the end of a block. */
  public Constancy(OpenBlock block) {
    this.block = block;
  }

  /** Whether a method or a parameter is annotated. */
  public static boolean isAnnotated(Element element) {
    return element.getAnnotation(NoGradient.class) != null;
  }

  /** Whether a variable that code declares is annotated. */
  public static boolean isAnnotated(VariableTree tree, Context context) {
    for (AnnotationTree annotation : tree.getModifiers().getAnnotations()) {
      TypeElement type = context.names().typeOrNull(annotation.getAnnotationType(), context);
      if (type != null && type.getQualifiedName().contentEquals(NoGradient.class.getName())) {
        return true;
      }
    }
    return false;
  }

  /** An input of the method as a constant. */
  public Value input(Tree tree, String what, Value value) {
    if (value.type() instanceof ArrayType) {
      if (isFloating(value.type())) {
        block.references().mark(value);
      }
      return value;
    }
    return stop(tree, what, value);
  }

  /** A local variable's new value as a constant. */
  public Value local(Tree tree, String name, Value value) {
    if (value.type() instanceof ArrayType) {
      throw block.refuse(
          tree,
          Code.NO_GRADIENT_MISPLACED,
          "the array '" + name + "'",
          "compute the array in a method that is @NoGradient, or take StopGradient.of(..) of its"
              + " elements");
    }
    return stop(tree, "'" + name + "'", value);
  }

  private Value stop(Tree tree, String what, Value value) {
    if (value.type() instanceof RecordType record) {
      return stopComponents(tree, what, value, record);
    }
    if (value.type() instanceof TensorType tensor && tensor.isFloating()) {
      throw block.refuse(
          tree,
          Code.NO_GRADIENT_MISPLACED,
          "the tensor " + what,
          "write StopGradient.of(..) where it is used, which also works on a tape");
    }
    return value.type().isFloating() ? block.apply(tree, GradientOps.STOP_GRADIENT, value) : value;
  }

  private Value stopComponents(Tree tree, String what, Value value, RecordType record) {
    List<Value> components = new ArrayList<>();
    for (RecordType.Component component : record.components()) {
      Attributes name = Attributes.of("component", new Attribute.Text(component.name()));
      Value part = block.apply(tree, RecordOps.RECORD_GET, name, List.of(value));
      if (isFloating(component.type()) && component.type() instanceof ArrayType) {
        throw block.refuse(
            tree,
            Code.NO_GRADIENT_MISPLACED,
            what + " with the array '" + component.name() + "'",
            "pass the array as an argument of its own");
      }
      components.add(stop(tree, what, part));
    }
    Attributes type = Attributes.of("type", new Attribute.Type(record));
    return block.apply(tree, RecordOps.RECORD_NEW, type, components);
  }

  private static boolean isFloating(ValueType type) {
    return type.isFloating()
        || type instanceof ArrayType array && isFloating(array.element())
        || type instanceof RecordType record
            && record.components().stream().anyMatch(each -> isFloating(each.type()));
  }
}
