package dev.kiln.session;

import dev.kiln.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Values for the inputs of a graph, by name: tensors, numbers, booleans, constants of enums and
 * Java arrays. Immutable.
 *
 * <p>Arrays may be null. An int, too: it is the ordinal of a constant of an enum, and -1 for null.
 */
public final class Feeds {
  private static final Feeds NONE = new Feeds(Map.of(), Map.of());

  private final Map<String, Object> values;
  private final Map<String, Function<String, Throwable>> exceptions;

  private Feeds(Map<String, Object> values, Map<String, Function<String, Throwable>> exceptions) {
    this.values = values;
    this.exceptions = exceptions;
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
    return new Feeds(Collections.unmodifiableMap(more), exceptions);
  }

  /**
   * These values, and how a session makes an exception that the model throws. Sessions take it from
   * the state of a model that they are made with.
   *
   * @param exception the canonical name of its class
   * @param made makes one with a message, or without one where that is null
   */
  public Feeds throwing(String exception, Function<String, Throwable> made) {
    Map<String, Function<String, Throwable>> more = new LinkedHashMap<>(exceptions);
    more.put(exception, made);
    return new Feeds(values, Collections.unmodifiableMap(more));
  }

  /** How exceptions are made, by the names of their classes. */
  Map<String, Function<String, Throwable>> exceptions() {
    return exceptions;
  }

  /** The values by name; tensors as {@link dev.kiln.array.NdArray}. */
  public Map<String, Object> values() {
    return values;
  }
}
