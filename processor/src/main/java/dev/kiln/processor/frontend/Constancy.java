package dev.kiln.processor.frontend;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.annotation.NoGradient;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.GradientOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.RecordOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * What {@code @NoGradient} makes constant in a body. A number goes through {@code stop_gradient}.
 * An array is a reference, which other code may hold too: it stays what it is, but each number that
 * is loaded through a marked reference is stopped, and marked references are only read. So are
 * records in marked arrays, which may be null.
 */
final class Constancy {
  private final Body body;
  private final Set<Value> marked = new HashSet<>();
  private boolean everything;

  Constancy(Body body) {
    this.body = body;
  }

  /** Says that all that the method takes and reads is constant. */
  void coverEverything() {
    everything = true;
  }

  /** Whether all that the method takes and reads is constant. */
  boolean coversEverything() {
    return everything;
  }

  static boolean isAnnotated(Element element) {
    return element.getAnnotation(NoGradient.class) != null;
  }

  /** Whether a variable that a body declares is annotated. */
  boolean isAnnotated(VariableTree tree) {
    for (AnnotationTree annotation : tree.getModifiers().getAnnotations()) {
      TypeElement type = body.program.names().typeOrNull(annotation.getAnnotationType(), body);
      if (type != null && type.getQualifiedName().contentEquals(NoGradient.class.getName())) {
        return true;
      }
    }
    return false;
  }

  /** An input of the method as a constant. */
  Value input(Tree tree, String what, Value value) {
    if (value.type() instanceof ArrayType) {
      if (isFloating(value.type())) {
        marked.add(value);
      }
      return value;
    }
    return stop(tree, what, value);
  }

  /** A local variable's new value as a constant. */
  Value local(Tree tree, String name, Value value) {
    if (value.type() instanceof ArrayType) {
      throw body.refuse(
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
      throw body.refuse(
          tree,
          Code.NO_GRADIENT_MISPLACED,
          "the tensor " + what,
          "write StopGradient.of(..) where it is used, which a tape sees too");
    }
    return value.type().isFloating() ? body.apply(tree, GradientOps.STOP_GRADIENT, value) : value;
  }

  private Value stopComponents(Tree tree, String what, Value value, RecordType record) {
    List<Value> components = new ArrayList<>();
    for (RecordType.Component component : record.components()) {
      Attributes name = Attributes.of("component", new Attribute.Text(component.name()));
      Value part = body.apply(tree, RecordOps.RECORD_GET, name, List.of(value));
      if (isFloating(component.type()) && component.type() instanceof ArrayType) {
        throw body.refuse(
            tree,
            Code.NO_GRADIENT_MISPLACED,
            what + " with the array '" + component.name() + "'",
            "pass the array as an argument of its own");
      }
      components.add(stop(tree, what, part));
    }
    Attributes type = Attributes.of("type", new Attribute.Type(record));
    return body.apply(tree, RecordOps.RECORD_NEW, type, components);
  }

  private static boolean isFloating(ValueType type) {
    return type.isFloating()
        || type instanceof ArrayType array && isFloating(array.element())
        || type instanceof RecordType record
            && record.components().stream().anyMatch(each -> isFloating(each.type()));
  }

  /** Whether the value is a reference to an array, or to a record in one, that is only read. */
  boolean isMarked(Value value) {
    return marked.contains(value);
  }

  /** A marked reference got a name. */
  void rename(Value value, Value named) {
    if (marked.contains(value)) {
      marked.add(named);
    }
  }

  /** Refuses operations on marked references other than reading. */
  void check(Tree tree, OpDefinition operation, List<Value> operands) {
    if (operation == ArrayOps.ARRAY_LENGTH || isRead(operation)) {
      return;
    }
    for (int i = 0; i < operands.size(); i++) {
      boolean written = operation == ArrayOps.ARRAY_STORE && i == 0;
      requireUnmarked(tree, operands.get(i), written ? "written" : "made part of something else");
    }
  }

  private static boolean isRead(OpDefinition operation) {
    return operation == ArrayOps.ARRAY_LOAD || operation == RecordOps.RECORD_GET;
  }

  /**
   * Refuses to let a marked reference go where its mark would be lost.
   *
   * @param value may be null
   */
  void requireUnmarked(Tree tree, Value value, String use) {
    if (value != null && marked.contains(value)) {
      String part = value.type() instanceof RecordType ? "an element" : "a row";
      String name = value.name().isEmpty() ? part : "'" + value.name() + "'";
      throw body.refuse(tree, Code.NO_GRADIENT_ARRAY, name, use);
    }
  }

  /** What comes of an operation: a number loaded through a marked reference is stopped. */
  Value follow(Tree tree, OpDefinition operation, List<Value> operands, Value result) {
    if (!isRead(operation) || !marked.contains(operands.get(0))) {
      return result;
    }
    if (result.type() instanceof ScalarType) {
      return stop(tree, "", result);
    }
    marked.add(result);
    return result;
  }
}
