package dev.kiln.processor.frontend.link;

import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Value;
import dev.kiln.pass.copy.SubstituteSizes;
import dev.kiln.processor.frontend.type.SizeEquations;
import dev.kiln.processor.model.InstanceNames;
import dev.kiln.processor.model.ModelField;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The graph of a method of a library's model, made to fit one call. Its named sizes are those of
 * the instance, as {@code hidden.in}, or such that the arguments tell.
 */
public final class LibraryCallee {
  private final Graph graph;
  private final String prefix;
  private final Map<String, ModelField> fields;
  private final Map<String, Dim> instanceNames;
  private final SizeEquations equations;
  private final Map<String, Dim> sizes = new HashMap<>();

  /**
   * The graph of a method, at a path of the outer model.
   *
   * @param prefix the path of the model with a dot at the end; empty for the model at hand itself
   * @param fields the fields of the outer model by path, with the sizes known so far
   * @param instanceNames the sizes that the fields of the library's model name
   */
  public LibraryCallee(
      Graph graph,
      String prefix,
      Map<String, ModelField> fields,
      Map<String, Dim> instanceNames,
      SizeEquations equations) {
    this.graph = graph;
    this.prefix = prefix;
    this.fields = fields;
    this.instanceNames = instanceNames;
    this.equations = equations;
  }

  /** The paths of the fields that the method reads, in the order of its further arguments. */
  public List<String> fieldPaths() {
    List<String> paths = new ArrayList<>();
    for (Graph.Input input : graph.inputs()) {
      if (input.kind() != Graph.Kind.ARGUMENT) {
        paths.add(input.kind() == Graph.Kind.STATIC ? path(input) : prefix + path(input));
      }
    }
    return paths;
  }

  /** The path of the field that an input is. */
  public static String path(Graph.Input input) {
    return input.name().startsWith("this.") ? input.name().substring(5) : input.name();
  }

  /** Whether the outer model knows all fields that the graph reads. */
  public boolean hasItsFields() {
    return fields.keySet().containsAll(fieldPaths());
  }

  /** Whether the method is void. */
  public boolean isVoid() {
    return graph.entry().resultTypes().isEmpty();
  }

  /**
   * Finds what the named sizes are at a call.
   *
   * @param place where the call is
   * @return the position of the first argument whose type does not fit, or -1
   */
  public int fit(List<ValueType> arguments, String place) {
    List<Value> parameters = graph.entry().parameters();
    List<String> paths = fieldPaths();
    for (int i = arguments.size(); i < parameters.size(); i++) {
      nameNestedSizes(parameters.get(i).type());
    }
    instanceNames.forEach((name, size) -> sizes.put(name, equations.known().resolve(size)));
    for (int i = 0; i < arguments.size(); i++) {
      bind(parameters.get(i).type(), arguments.get(i));
    }
    for (int i = 0; i < paths.size(); i++) {
      ValueType needed = parameters.get(arguments.size() + i).type().withSizes(sizes);
      equations.require(fields.get(paths.get(i)).type(), needed, place);
    }
    for (int i = 0; i < arguments.size(); i++) {
      ValueType needed = expected(i);
      equations.require(needed, arguments.get(i), place);
      if (!needed.equals(arguments.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** The name of an argument in the library. */
  public String argumentName(int argument) {
    return graph.inputs().get(argument).name();
  }

  /** The type that an argument must have. */
  public ValueType expected(int argument) {
    return declared(argument).withSizes(sizes);
  }

  /** The type of an argument in the library. */
  public ValueType declared(int argument) {
    return graph.entry().parameters().get(argument).type();
  }

  /** Sizes of models that are nested in the library's model. */
  private void nameNestedSizes(ValueType type) {
    if (type instanceof TensorType tensor) {
      for (Dim dim : tensor.dims()) {
        for (String name : dim.names()) {
          if (InstanceNames.isOfInstance(name)) {
            sizes.put(name, equations.known().resolve(Dim.named(prefix + name)));
          }
        }
      }
    }
  }

  private void bind(ValueType declared, ValueType actual) {
    if (declared instanceof TensorType expected
        && actual instanceof TensorType given
        && expected.rank() == given.rank()) {
      for (int axis = 0; axis < expected.rank(); axis++) {
        Dim size = given.dims().get(axis);
        expected.dims().get(axis).name().ifPresent(name -> sizes.putIfAbsent(name, size));
      }
    } else if (declared instanceof RecordType expected
        && actual instanceof RecordType given
        && expected.components().size() == given.components().size()) {
      for (int i = 0; i < expected.components().size(); i++) {
        bind(expected.components().get(i).type(), given.components().get(i).type());
      }
    }
  }

  /**
   * The function of the method and those that it calls.
   *
   * @param name the new name of the method's function
   * @param freshName makes new names for the others
   */
  public List<Function> functions(String name, UnaryOperator<String> freshName) {
    Map<String, String> names = new HashMap<>();
    graph.functions().forEach(each -> names.put(each.name(), freshName.apply(each.name())));
    List<Function> functions = new ArrayList<>();
    functions.add(SubstituteSizes.run(graph.entry(), name, sizes, names));
    for (Function each : graph.functions()) {
      functions.add(SubstituteSizes.run(each, names.get(each.name()), sizes, names));
    }
    return functions;
  }
}
