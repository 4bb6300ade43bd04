package dev.kiln.processor.emit.name;

import dev.kiln.graph.Graph;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.type.PlainTypes;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;

/**
 * Whether derivatives of overloads may share a name, so that Java, where a derivative is called,
 * chooses the one of the overload that it would choose where the method is called.
 *
 * <p>The idea: where every overload has the derivative, and what these take beside the arguments of
 * the method is the same, Java chooses by the arguments of the method. Overloads that cannot be
 * meant by the same call do not matter.
 */
final class OverloadedDerivatives {
  /**
   * The derivative of one overload.
   *
   * @param more the types of what it takes after the arguments of the method
   */
  record Derivative(ExecutableElement method, List<String> more) {
    Derivative {
      more = List.copyOf(more);
    }

    static Derivative of(LoweredMethod lowered, Graph graph) {
      List<String> more = new ArrayList<>();
      for (int i = lowered.forward().inputs().size(); i < graph.inputs().size(); i++) {
        more.add(JavaTypes.visible(graph.inputType(i)).toString());
      }
      return new Derivative(lowered.method().element(), more);
    }

    int arity() {
      return method.getParameters().size() + more.size();
    }
  }

  private final Types types;

  OverloadedDerivatives(Types types) {
    this.types = types;
  }

  /**
   * Whether they may.
   *
   * @param derivatives those of one kind, of the methods of one name
   * @param overloads all methods of the name that the model has
   */
  boolean mayShare(List<Derivative> derivatives, List<ExecutableElement> overloads) {
    List<ExecutableElement> derived = derivatives.stream().map(Derivative::method).toList();
    for (Derivative derivative : derivatives) {
      for (ExecutableElement other : overloads) {
        boolean isHidden = other.getModifiers().contains(Modifier.PRIVATE);
        if (!isHidden && !derived.contains(other) && mayReplace(derivative, other)) {
          return false;
        }
      }
      for (Derivative other : derivatives) {
        if (!other.equals(derivative) && mayClash(derivative, other)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a call that means the other method could mean the derivative of this one. */
  private boolean mayReplace(Derivative derivative, ExecutableElement other) {
    ExecutableElement method = derivative.method();
    if (method.isVarArgs() && derivative.more().isEmpty()) {
      return true;
    }
    return method.getParameters().size() == other.getParameters().size()
        && overlap(method, other)
        && !isMoreSpecific(method, other);
  }

  private boolean mayClash(Derivative left, Derivative right) {
    if (left.method().getParameters().size() != right.method().getParameters().size()) {
      return left.arity() == right.arity();
    }
    return !left.more().equals(right.more()) && overlap(left.method(), right.method());
  }

  /** Whether there may be arguments that both take. */
  private boolean overlap(ExecutableElement left, ExecutableElement right) {
    for (int i = 0; i < left.getParameters().size(); i++) {
      TypeMirror first = types.erasure(left.getParameters().get(i).asType());
      TypeMirror second = types.erasure(right.getParameters().get(i).asType());
      if (!overlap(first, second)) {
        return false;
      }
    }
    return true;
  }

  private boolean overlap(TypeMirror left, TypeMirror right) {
    if (types.isAssignable(left, right) || types.isAssignable(right, left)) {
      return true;
    }
    return !isExact(left) && !isExact(right);
  }

  /** Whether a type has no subtypes that others could have too. */
  private static boolean isExact(TypeMirror type) {
    return type.getKind().isPrimitive()
        || type instanceof javax.lang.model.type.ArrayType
        || PlainTypes.record(type) != null
        || PlainTypes.isTensor(type);
  }

  private boolean isMoreSpecific(ExecutableElement left, ExecutableElement right) {
    for (int i = 0; i < left.getParameters().size(); i++) {
      TypeMirror first = types.erasure(left.getParameters().get(i).asType());
      TypeMirror second = types.erasure(right.getParameters().get(i).asType());
      if (!types.isSubtype(first, second)) {
        return false;
      }
    }
    return true;
  }
}
