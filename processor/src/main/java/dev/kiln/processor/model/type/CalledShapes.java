package dev.kiln.processor.model.type;

import dev.kiln.processor.model.InstanceNames;
import dev.kiln.processor.model.ModelField;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
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
  private final SizeNames sizes;

  /**
   * @param fields those of the outer model
   * @param prefix the path of the nested model, with a dot at the end
   * @param arguments the types of the arguments of the call
   */
  public CalledShapes(
      ExecutableElement method, List<ModelField> fields, String prefix, List<ValueType> arguments) {
    this.method = method;
    this.arguments = List.copyOf(arguments);
    this.sizes = new SizeNames(InstanceNames.of(fields, prefix));
    for (int i = 0; i < arguments.size(); i++) {
      Optional<TensorType> declared = declared(i);
      if (declared.isPresent() && arguments.get(i) instanceof TensorType actual) {
        sizes.bind(declared.get(), actual);
      }
    }
  }

  /** What the names in the shapes of the method stand for. */
  public SizeNames sizes() {
    return sizes;
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
    boolean known = sizes.know(dim.names());
    return !known
            && arguments.get(argument) instanceof TensorType actual
            && actual.rank() == declared.rank()
        ? actual.dims().get(axis)
        : dim.with(sizes.sizes());
  }
}
