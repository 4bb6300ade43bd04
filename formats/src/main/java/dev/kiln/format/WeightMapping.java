package dev.kiln.format;

import dev.kiln.io.ParameterList;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which tensor of a file is which parameter of a model, where names or layouts differ. Immutable.
 *
 * <pre>{@code
 * WeightMapping pytorch =
 *     WeightMapping.sameNames()
 *         .rename("w1", "fc1.weight")
 *         .rename("b1", "fc1.bias")
 *         .transpose("w1");
 * try (SafetensorsFile file = SafetensorsFile.open(path)) {
 *   DigitsParameters.set(digits, pytorch.read(file, DigitsParameters.declared()));
 * }
 * }</pre>
 */
public final class WeightMapping {
  private static final WeightMapping SAME_NAMES =
      new WeightMapping(Map.of(), Map.of(), Set.of(), Set.of());

  private final Map<String, String> names;
  private final Map<String, String> prefixes;
  private final Set<String> transposed;
  private final Set<String> ignored;

  private WeightMapping(
      Map<String, String> names,
      Map<String, String> prefixes,
      Set<String> transposed,
      Set<String> ignored) {
    this.names = names;
    this.prefixes = prefixes;
    this.transposed = transposed;
    this.ignored = ignored;
  }

  /** Each parameter is the tensor of its name. */
  public static WeightMapping sameNames() {
    return SAME_NAMES;
  }

  /** The parameter called {@code parameter} is the tensor called {@code stored}. */
  public WeightMapping rename(String parameter, String stored) {
    return new WeightMapping(with(names, parameter, stored), prefixes, transposed, ignored);
  }

  /**
   * Parameters whose names begin with {@code parameters} are tensors whose names begin with {@code
   * stored} instead; of several prefixes the longest counts, and {@link #rename} comes first.
   */
  public WeightMapping renamePrefix(String parameters, String stored) {
    return new WeightMapping(names, with(prefixes, parameters, stored), transposed, ignored);
  }

  /**
   * The parameters are stored with their last two axes swapped, as PyTorch keeps the weight of a
   * Linear layer: {@code [out, in]}, while {@code x.matmul(w)} needs {@code [in, out]}.
   */
  public WeightMapping transpose(String... parameters) {
    Set<String> all = new LinkedHashSet<>(transposed);
    all.addAll(List.of(parameters));
    return new WeightMapping(names, prefixes, all, ignored);
  }

  /** The tensors called {@code stored} are no parameters, and are not missed by the model. */
  public WeightMapping ignore(String... stored) {
    Set<String> all = new LinkedHashSet<>(ignored);
    all.addAll(List.of(stored));
    return new WeightMapping(names, prefixes, transposed, all);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }

  /** The name of a parameter in the file. */
  public String stored(String parameter) {
    if (names.containsKey(parameter)) {
      return names.get(parameter);
    }
    String longest = null;
    for (String prefix : prefixes.keySet()) {
      if (parameter.startsWith(prefix) && (longest == null || prefix.length() > longest.length())) {
        longest = prefix;
      }
    }
    return longest == null
        ? parameter
        : prefixes.get(longest) + parameter.substring(longest.length());
  }

  /**
   * Reads the parameters of a model, in their order. Nothing is read where something does not fit.
   *
   * @throws IllegalArgumentException if tensors are missing, are not asked for, or have another
   *     dtype or shape than is declared; the message lists all of them
   * @throws IOException if the file cannot be read, or is damaged
   */
  public Map<String, Tensor> read(TensorFile file, ParameterList parameters) throws IOException {
    requireFit(file, parameters);
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (String parameter : parameters.names()) {
      Tensor value = file.read(stored(parameter));
      values.put(parameter, transposed.contains(parameter) ? value.transpose() : value);
    }
    return values;
  }

  private void requireFit(TensorFile file, ParameterList parameters) {
    List<String> problems = new ArrayList<>();
    Map<String, TensorType> found = new LinkedHashMap<>();
    Set<String> there = new LinkedHashSet<>(file.names());
    Set<String> extra = new LinkedHashSet<>(there);
    extra.removeAll(ignored);
    Map<String, String> takenBy = new LinkedHashMap<>();
    for (String parameter : parameters.names()) {
      String stored = stored(parameter);
      String called = stored.equals(parameter) ? "" : ", called '" + stored + "' there,";
      String other = takenBy.putIfAbsent(stored, parameter);
      if (other != null) {
        problems.add(other + " and " + parameter + " are both mapped to '" + stored + "'");
      } else if (!there.contains(stored)) {
        problems.add("missing: " + parameter + called + " which is " + parameters.type(parameter));
      } else if (file.stored(stored).element().dtype().isEmpty()) {
        problems.add(
            "not read: "
                + parameter
                + called
                + " has elements of type "
                + file.stored(stored).element());
      } else {
        found.put(parameter, type(parameter, file.stored(stored)));
      }
      extra.remove(stored);
    }
    for (String each : extra) {
      StoredTensor stored = file.stored(each);
      problems.add("extra: '" + each + "' of type " + stored.element() + stored.sizes());
    }
    parameters.misfits(found).forEach(each -> problems.add("ill-shaped: " + each));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          file.path() + " does not fit the model:\n  " + String.join("\n  ", problems));
    }
  }

  private TensorType type(String parameter, StoredTensor stored) {
    TensorType type = stored.type();
    int rank = type.rank();
    if (rank < 2 || !transposed.contains(parameter)) {
      return type;
    }
    List<Dim> dims = new ArrayList<>(type.dims());
    dims.set(rank - 1, type.dims().get(rank - 2));
    dims.set(rank - 2, type.dims().get(rank - 1));
    return type.withDims(dims);
  }

  /** Parameters under the names and in the layout of the file, ready to be written. */
  public Map<String, Tensor> toStored(Map<String, Tensor> parameters) {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    parameters.forEach(
        (parameter, value) -> {
          Tensor laidOut = transposed.contains(parameter) ? value.transpose() : value;
          if (stored.put(stored(parameter), laidOut) != null) {
            throw new IllegalArgumentException(
                "two parameters are mapped to '" + stored(parameter) + "'");
          }
        });
    return stored;
  }
}
