package dev.kiln.session;

import dev.kiln.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values for the inputs of a graph, by name: tensors, numbers, booleans, constants of enums and
 * Java arrays. Immutable.
 *
 * <p>Arrays may be null. An int, too: it is the ordinal of a constant of an enum, and -1 for null.
 */
public final class Feeds {
  private static final Feeds NONE = new Feeds(Map.of());

  private final Map<String, Object> values;

  private Feeds(Map<String, Object> values) {
    this.values = values;
  }

  /** No values. */
  public static Feeds none() {
    return NONE;
  }

  /** One value. */
  public static Feeds of(String name, Object value) {
    return NONE.and(name, value);
  }

  /** These values and one more; a value of the same name is replaced. */
  public Feeds and(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value instanceof Tensor tensor ? tensor.array() : value);
    return new Feeds(Collections.unmodifiableMap(more));
  }

  /** The values by name; tensors as {@link dev.kiln.array.NdArray}. */
  public Map<String, Object> values() {
    return values;
  }
}
