package dev.kiln.processor.model.type;

import dev.kiln.processor.model.InstanceNames;
import dev.kiln.processor.model.ModelField;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;

/**
 * The shapes that a method of a nested model declares for its arguments, at one call. Names that
 * the fields of the model use are sizes of the instance; other names, such as {@code batch}, are
 * bound by the arguments of the call.
 */
public final class CalledShapes {
  private final ExecutableElement method;
  private final List<ValueType> arguments;
  private final Map<String, Dim> sizes;

  /**
   * @param fields those of the outer model
   * @param prefix the path of the nested model, with a dot at the end
   * @param arguments the types of the arguments of the call
   */
  public CalledShapes(
      ExecutableElement method, List<ModelField> fields, String prefix, List<ValueType> arguments) {
    this.method = method;
    this.arguments = List.copyOf(arguments);
    this.sizes = new HashMap<>(InstanceNames.of(fields, prefix));
    for (int i = 0; i < arguments.size(); i++) {
      Optional<TensorType> declared = declared(i);
      if (declared.isPresent()
          && arguments.get(i) instanceof TensorType actual
          && actual.rank() == declared.get().rank()) {
        bind(declared.get(), actual);
      }
    }
  }

  private void bind(TensorType declared, TensorType actual) {
    for (int axis = 0; axis < declared.rank(); axis++) {
      Dim size = actual.dims().get(axis);
      declared.dims().get(axis).name().ifPresent(name -> sizes.putIfAbsent(name, size));
    }
    for (int axis = 0; axis < declared.rank(); axis++) {
      solve(declared.dims().get(axis), actual.dims().get(axis));
    }
  }

  /** From {@code 2*n} and an actual size {@code 2*batch} follows that {@code n} is batch. */
  private void solve(Dim declared, Dim actual) {
    List<String> unknown =
        declared.names().stream().filter(each -> !sizes.containsKey(each)).toList();
    if (unknown.size() == 1) {
      String name = unknown.get(0);
      Dim product = actual.minus(declared.without(name).with(sizes));
      declared
          .factorOf(name)
          .flatMap(factor -> product.dividedBy(factor.with(sizes)))
          .filter(size -> !size.isNegative())
          .ifPresent(size -> sizes.put(name, size));
    }
  }

  /** What the source says of an argument; empty where it is no tensor with a shape. */
  public Optional<TensorType> declared(int argument) {
    return DeclaredTypes.ofCalled(method.getParameters().get(argument));
  }

  /**
   * The declared type in terms of the sizes of the instance and of the arguments. A size that
   * neither tells is taken to be as it should.
   */
  public Optional<TensorType> expected(int argument) {
    return declared(argument)
        .map(
            type -> {
              List<Dim> dims = new ArrayList<>();
              for (int axis = 0; axis < type.rank(); axis++) {
                dims.add(expected(argument, type, axis));
              }
              return type.withDims(dims);
            });
  }

  private Dim expected(int argument, TensorType declared, int axis) {
    Dim dim = declared.dims().get(axis);
    boolean known = sizes.keySet().containsAll(dim.names());
    return !known
            && arguments.get(argument) instanceof TensorType actual
            && actual.rank() == declared.rank()
        ? actual.dims().get(axis)
        : dim.with(sizes);
  }
}
