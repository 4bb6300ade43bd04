package dev.kiln.pass.nest;

import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.nest.IndexSpace.Access;
import dev.kiln.pass.nest.IndexSpace.Placement;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A function that is a nest: its operations compute elements of one index space, and nothing else.
 *
 * @param function the function
 * @param space what it runs over
 * @param parameters how the parameters lie in the space, in their order; at least one is whole
 * @param constants the numbers that it contains, by their values
 * @param operations those that compute elements, in order
 */
public record ElementNest(
    Function function,
    IndexSpace space,
    Map<Value, Access> parameters,
    Map<Value, Attribute.Number> constants,
    List<Operation.Apply> operations) {

  /** The nest that a function is, if it is one. */
  public static Optional<ElementNest> of(Function function) {
    Optional<Operation.Apply> first =
        function.body().operations().stream()
            .filter(each -> each instanceof Operation.Apply apply && !apply.is(Trait.LITERAL))
            .map(Operation.Apply.class::cast)
            .findFirst();
    if (first.isEmpty() || !(function.body().terminator() instanceof Terminator.Return)) {
      return Optional.empty();
    }
    return ElementCode.of(first.get()).isPresent()
        ? new Reader(function, dims(first.get().result())).read()
        : Optional.empty();
  }

  /** The results that are elements of the space, in the order of the function's results. */
  public List<Value> results() {
    return function.body().terminator().operands();
  }

  /** Whether rows or columns are broadcast, so that the space is run row by row. */
  public boolean hasRows() {
    return parameters.containsValue(Access.ROW) || parameters.containsValue(Access.COLUMN);
  }

  /** Whether kernels compute blocks of elements. */
  public boolean hasKernels() {
    return operations.stream()
        .anyMatch(each -> ElementCode.of(each).orElseThrow() instanceof ElementCode.Kernel);
  }

  static List<Dim> dims(Value value) {
    return ((TensorType) value.type()).dims();
  }

  /** Reads a function from its first operation on, and gives up at what does not fit. */
  private static final class Reader {
    private final Function function;
    private final IndexSpace space;
    private final Map<Value, Access> parameters = new LinkedHashMap<>();
    private final Map<Value, Attribute.Number> constants = new HashMap<>();
    private final List<Operation.Apply> operations = new ArrayList<>();
    private final Set<Value> elements = new HashSet<>();
    private int split = -1;

    Reader(Function function, List<Dim> dims) {
      this.function = function;
      this.space = new IndexSpace(dims);
    }

    Optional<ElementNest> read() {
      for (Value parameter : function.parameters()) {
        Optional<Placement> placement =
            parameter.type() instanceof TensorType tensor
                ? space.place(tensor.dims())
                : Optional.empty();
        if (placement.isEmpty() || !IndexSpace.agree(split, placement.get().split())) {
          return Optional.empty();
        }
        split = Math.max(split, placement.get().split());
        parameters.put(parameter, placement.get().access());
      }
      boolean hasShape =
          parameters.keySet().stream().anyMatch(each -> dims(each).equals(space.dims()));
      if (!hasShape || !function.body().operations().stream().allMatch(this::take)) {
        return Optional.empty();
      }
      List<Value> results = function.body().terminator().operands();
      return elements.containsAll(results) && new HashSet<>(results).size() == results.size()
          ? Optional.of(new ElementNest(function, space, parameters, constants, operations))
          : Optional.empty();
    }

    private boolean take(Operation operation) {
      if (!(operation instanceof Operation.Apply apply)) {
        return false;
      }
      Optional<Attribute.Number> number = apply.tensorNumber();
      if (number.isPresent()) {
        constants.put(apply.result(), number.get());
        return true;
      }
      operations.add(apply);
      elements.add(apply.result());
      return ElementCode.of(apply).isPresent()
          && dims(apply.result()).equals(space.dims())
          && apply.operands().stream()
              .allMatch(
                  each ->
                      elements.contains(each)
                          || parameters.containsKey(each)
                          || constants.containsKey(each));
    }
  }
}
