package dev.kiln.io;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The names and declared types of a model's parameters, in order. Generated {@code FooParameters}
 * classes check values against it. Parameters of type {@code float} and {@code double} count as
 * tensors of rank 0. Immutable.
 */
public final class ParameterList {
  private final String model;
  private final Map<String, TensorType> types;
  private final List<String> names;

  private ParameterList(String model, Map<String, TensorType> types) {
    this.model = model;
    this.types = types;
    this.names = List.copyOf(types.keySet());
  }

  /** A list without parameters, for messages about the model {@code model}. */
  public static ParameterList of(String model) {
    return new ParameterList(model, Map.of());
  }

  /**
   * This list and one more parameter.
   *
   * @throws IllegalArgumentException if the name is already used
   */
  public ParameterList and(String name, DType dtype, Dim... dims) {
    Objects.requireNonNull(name, "name");
    Map<String, TensorType> more = new LinkedHashMap<>(types);
    if (more.put(name, TensorType.of(dtype, dims)) != null) {
      throw new IllegalArgumentException(model + " has two parameters called " + name);
    }
    return new ParameterList(model, more);
  }

  /** The names, in order; parts of nested models have dots, such as {@code encoder.w1}. */
  public List<String> names() {
    return names;
  }

  /**
   * The declared type of a parameter.
   *
   * @throws IllegalArgumentException if there is no such parameter
   */
  public TensorType type(String name) {
    TensorType type = types.get(name);
    if (type == null) {
      throw unknown(name);
    }
    return type;
  }

  /** The exception for a name that is not in the list. */
  public IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        model + " has no parameter '" + name + "', its parameters are " + names);
  }

  /**
   * Checks a value for one parameter against the declared type. A named size may have any value,
   * but the same value throughout the shape.
   *
   * @throws IllegalArgumentException if there is no such parameter, or dtype or shape differ
   */
  public void check(String name, Tensor value) {
    TensorType type = type(name);
    if (value == null) {
      throw new IllegalArgumentException(nullText(name, type));
    }
    if (!fits(type, type(value), new HashMap<>())) {
      throw new IllegalArgumentException(misfit(name, type, Map.of(), type(value)));
    }
  }

  /**
   * Checks values for all parameters. A named size must be the same in all of them.
   *
   * @throws IllegalArgumentException if names are missing or unknown, or a dtype or shape differs;
   *     the message lists all of them
   */
  public void checkAll(Map<String, Tensor> values) {
    List<String> problems = new ArrayList<>();
    Map<String, TensorType> found = new LinkedHashMap<>();
    // no lambda: programs that start load their weights here
    for (Map.Entry<String, Tensor> each : values.entrySet()) {
      String name = each.getKey();
      if (each.getValue() != null) {
        found.put(name, type(each.getValue()));
      } else if (types.containsKey(name)) {
        problems.add(nullText(name, types.get(name)));
      }
    }
    List<String> missing = new ArrayList<>(names);
    missing.removeAll(values.keySet());
    List<String> extra = new ArrayList<>(values.keySet());
    extra.removeAll(names);
    if (!missing.isEmpty() || !extra.isEmpty()) {
      problems.add(
          "the values do not fit " + model + ": missing " + missing + ", unknown " + extra);
    }
    problems.addAll(misfits(found));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  /**
   * A sentence for each parameter that cannot take a value of the type that is given for it, in the
   * order of the parameters. A named size must be the same in all of them; the first one that has
   * it counts. Names for which nothing is given, and those of no parameter, are passed over.
   */
  public List<String> misfits(Map<String, TensorType> found) {
    List<String> misfits = new ArrayList<>();
    Map<String, Long> sizes = new HashMap<>();
    for (String name : names) {
      TensorType type = types.get(name);
      TensorType value = found.get(name);
      Map<String, Long> bound = new HashMap<>(sizes);
      if (value != null && fits(type, value, bound)) {
        sizes.putAll(bound);
      } else if (value != null) {
        misfits.add(misfit(name, type, sizes, value));
      }
    }
    return misfits;
  }

  private static TensorType type(Tensor value) {
    TensorShape shape = value.array().shape();
    Dim[] dims = new Dim[shape.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = Dim.of(shape.size(axis));
    }
    return TensorType.of(value.array().dtype(), dims);
  }

  private static boolean fits(TensorType type, TensorType value, Map<String, Long> sizes) {
    boolean fits = value.dtype() == type.dtype() && value.rank() == type.rank();
    for (int pass = 0; fits && pass < 2; pass++) { // plain names first, they bind the others
      for (int axis = 0; fits && axis < type.rank(); axis++) {
        long size = value.dims().get(axis).constant().orElseThrow();
        fits = fits(type.dims().get(axis), size, sizes, pass == 0);
      }
    }
    return fits;
  }

  private String nullText(String name, TensorType type) {
    return "the value for " + describe(name, type) + " is null";
  }

  private String misfit(String name, TensorType type, Map<String, Long> sizes, TensorType value) {
    String bound = sizes.isEmpty() ? "" : " with " + sizes;
    return describe(name, type) + bound + " cannot take " + value;
  }

  private String describe(String name, TensorType type) {
    return "parameter " + name + " of " + model + ", declared as " + type + ",";
  }

  private static boolean fits(Dim dim, long size, Map<String, Long> sizes, boolean binding) {
    Optional<String> name = dim.name();
    if (binding) {
      return name.isEmpty() || sizes.computeIfAbsent(name.get(), n -> size) == size;
    }
    return !sizes.keySet().containsAll(dim.names()) || dim.evaluate(sizes) == size;
  }

  /** A number as a tensor of rank 0. */
  public static Tensor tensor(float number) {
    return Tensor.of(NdArray.of(TensorShape.scalar(), new float[] {number}));
  }

  /** A number as a tensor of rank 0. */
  public static Tensor tensor(double number) {
    return Tensor.of(NdArray.of(TensorShape.scalar(), new double[] {number}));
  }

  /** The number in a float32 tensor of rank 0. */
  public static float toFloat(Tensor tensor) {
    return tensor.array().floats()[0];
  }

  /** The number in a float64 tensor of rank 0. */
  public static double toDouble(Tensor tensor) {
    return tensor.array().doubles()[0];
  }

  /** The elements of a float32 tensor of rank 2, in new arrays. */
  public static float[][] toFloatRows(Tensor tensor) {
    TensorShape shape = tensor.array().shape();
    float[][] rows = new float[shape.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      int from = i * shape.size(1);
      rows[i] = Arrays.copyOfRange(tensor.array().floats(), from, from + shape.size(1));
    }
    return rows;
  }

  /** The elements of a float64 tensor of rank 2, in new arrays. */
  public static double[][] toDoubleRows(Tensor tensor) {
    TensorShape shape = tensor.array().shape();
    double[][] rows = new double[shape.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      int from = i * shape.size(1);
      rows[i] = Arrays.copyOfRange(tensor.array().doubles(), from, from + shape.size(1));
    }
    return rows;
  }
}
