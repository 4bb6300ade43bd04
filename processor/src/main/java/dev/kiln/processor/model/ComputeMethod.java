package dev.kiln.processor.model;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * A method annotated with {@code @Compute}.
 *
 * @param element the method
 * @param declaringClass the class whose source has the body; the model or a superclass of it
 * @param tree the source
 * @param unit the file that {@code tree} is in
 * @param parameters the types of the arguments, in order
 * @param declaredResult the declared type of the result; empty for void, and for a tensor without
 *     {@code @Shape}, whose type is inferred
 * @param differentiable what {@code @Differentiable} asks for, where it is present
 */
public record ComputeMethod(
    ExecutableElement element,
    TypeElement declaringClass,
    MethodTree tree,
    CompilationUnitTree unit,
    List<ComputeParameter> parameters,
    Optional<ValueType> declaredResult,
    Optional<DifferentiableRequest> differentiable) {
  public ComputeMethod {
    parameters = List.copyOf(parameters);
  }

  /** One argument of the method. */
  public record ComputeParameter(String name, ValueType type) {}

  /** The names given as {@code wrt}; empty means all. */
  public record DifferentiableRequest(List<String> wrt) {}

  public String name() {
    return element.getSimpleName().toString();
  }
}
