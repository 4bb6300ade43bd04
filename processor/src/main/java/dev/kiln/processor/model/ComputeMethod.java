package dev.kiln.processor.model;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.NoGradient;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;

/**
 * A method annotated with {@code @Compute}.
 *
 * <p>It may be inherited from a model of a library, without source: then its graph is there.
 *
 * @param element the method
 * @param declaringClass the class whose source has the body; the model or a superclass of it
 * @param source the source; empty for a method of a library
 * @param place what messages are about: the source, or the model that inherits the method
 * @param unit the file that {@code place} is in
 * @param parameters the names and types of the arguments, in order; a class file may lack the names
 * @param declaredResult the declared type of the result; empty for void, and for a tensor without
 *     {@code @Shape}, whose type is inferred
 * @param differentiable what {@code @Differentiable} without a name asks for, where it is present
 * @param named what each {@code @Differentiable} with a name asks for
 * @param vectorized what each {@code @Vectorized} asks for
 */
public record ComputeMethod(
    ExecutableElement element,
    TypeElement declaringClass,
    Optional<MethodTree> source,
    Tree place,
    CompilationUnitTree unit,
    List<ComputeParameter> parameters,
    Optional<ValueType> declaredResult,
    Optional<DifferentiableRequest> differentiable,
    List<DifferentiableRequest> named,
    List<VectorizedRequest> vectorized) {
  public ComputeMethod {
    parameters = List.copyOf(parameters);
    named = List.copyOf(named);
    vectorized = List.copyOf(vectorized);
  }

  /** One argument of the method. */
  public record ComputeParameter(String name, ValueType type) {}

  /**
   * What {@code @Differentiable} asks for.
   *
   * @param name what the names of the derivatives begin with; empty for the name of the method
   * @param wrt names of inputs; empty means all
   * @param modes the kinds of derivatives
   */
  public record DifferentiableRequest(
      String name, List<String> wrt, Set<Differentiable.Mode> modes) {
    public DifferentiableRequest {
      wrt = List.copyOf(wrt);
      modes = Set.copyOf(modes);
    }
  }

  /**
   * What {@code @Vectorized} asks for.
   *
   * @param name what the names of the batched forms begin with; empty for the name of the method
   * @param over names of arguments and fields; empty means all arguments
   */
  public record VectorizedRequest(String name, List<String> over) {
    public VectorizedRequest {
      over = List.copyOf(over);
    }
  }

  /** The names of the method's own parameters, in order. */
  public List<String> argumentNames() {
    return parameters.stream()
        .map(ComputeParameter::name)
        .limit(element.getParameters().size())
        .toList();
  }

  /** The same method with other parameters: first its own, by their names. */
  public ComputeMethod taking(List<ComputeParameter> others) {
    return new ComputeMethod(
        element,
        declaringClass,
        source,
        place,
        unit,
        others,
        declaredResult,
        differentiable,
        named,
        vectorized);
  }

  /** The same method with one request, of which names say nothing. */
  public ComputeMethod with(DifferentiableRequest request) {
    return new ComputeMethod(
        element,
        declaringClass,
        source,
        place,
        unit,
        parameters,
        declaredResult,
        Optional.of(request),
        List.of(),
        vectorized);
  }

  /**
   * How the graph names a field of the model: by its path, with {@code this.} in front where an
   * argument has the same name.
   */
  public String inputName(ModelField field) {
    String first = field.path().split("\\.", 2)[0];
    boolean hidden = parameters.stream().anyMatch(each -> each.name().equals(first));
    return hidden ? "this." + field.path() : field.path();
  }

  /** Whether an input, or the record that it is part of, is a {@code @NoGradient} argument. */
  public boolean isConstant(String input) {
    String argument = input.split("\\.", 2)[0];
    for (int i = 0; i < element.getParameters().size(); i++) {
      if (parameters.get(i).name().equals(argument)) {
        return element.getParameters().get(i).getAnnotation(NoGradient.class) != null;
      }
    }
    return false;
  }

  public String name() {
    return element.getSimpleName().toString();
  }
}
