package dev.kiln.session;

import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The outputs of one run of a graph, by name. */
public final class Results {
  private final Map<String, Object> values;

  Results(Map<String, Object> values) {
    this.values = values;
  }

  /** The names of the outputs, in order. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /**
   * An output: a {@link Tensor}, a wrapper such as {@link Integer}, or a Java array.
   *
   * @throws IllegalArgumentException if there is no such output
   */
  public Object get(String name) {
    if (!values.containsKey(name)) {
      throw new IllegalArgumentException(
          "there is no output '" + name + "'; the outputs are " + values.keySet());
    }
    Object value = values.get(name);
    return value instanceof NdArray array ? Tensor.of(array) : value;
  }

  /**
   * Names, types and, where they are small, values: {@code {value: f64 = 2.5, x: double[3] = [1.0,
   * 2.0, 0.5]}}.
   */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    values.forEach((name, value) -> text.add(name + ": " + ValueText.of(value)));
    return text.toString();
  }

  /**
   * An output that is a tensor.
   *
   * @throws IllegalArgumentException if the output is something else
   */
  public Tensor tensor(String name) {
    return as(Tensor.class, name);
  }

  private <T> T as(Class<T> type, String name) {
    Object value = get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "the output '"
              + name
              + "' is of type "
              + value.getClass().getSimpleName()
              + ", not "
              + type.getSimpleName());
    }
    return type.cast(value);
  }

  /**
   * A scalar int, or the only element of a tensor.
   *
   * @throws IllegalArgumentException if the output is something else
   */
  public int getInt(String name) {
    return get(name) instanceof Tensor tensor ? tensor.toInt() : as(Integer.class, name);
  }

  /**
   * A scalar long, or the only element of a tensor.
   *
   * @throws IllegalArgumentException if the output is something else
   */
  public long getLong(String name) {
    return get(name) instanceof Tensor tensor ? tensor.toLong() : as(Long.class, name);
  }

  /**
   * A scalar float, or the only element of a tensor.
   *
   * @throws IllegalArgumentException if the output is something else
   */
  public float getFloat(String name) {
    return get(name) instanceof Tensor tensor ? tensor.toFloat() : as(Float.class, name);
  }

  /**
   * A scalar double, or the only element of a tensor.
   *
   * @throws IllegalArgumentException if the output is something else
   */
  public double getDouble(String name) {
    return get(name) instanceof Tensor tensor ? tensor.toDouble() : as(Double.class, name);
  }

  /**
   * A scalar boolean, or the only element of a tensor.
   *
   * @throws IllegalArgumentException if the output is something else
   */
  public boolean getBoolean(String name) {
    return get(name) instanceof Tensor tensor ? tensor.toBoolean() : as(Boolean.class, name);
  }
}
