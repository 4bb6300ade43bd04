package dev.kiln.op.definition;

import dev.kiln.annotation.DType;
import dev.kiln.type.Dim;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of one application of an operation, by name. Immutable. */
public final class Attributes {
  /** No attributes. */
  public static final Attributes NONE = new Attributes(Map.of());

  private final Map<String, Attribute> values;

  private Attributes(Map<String, Attribute> values) {
    this.values = values;
  }

  /** The axis of an operation along one dimension. */
  public static Attributes axis(int axis) {
    return of("axis", new Attribute.Integer(axis));
  }

  /** The dimensions of an operation's result. */
  public static Attributes dims(List<Dim> dims) {
    return of("dims", new Attribute.Dims(dims));
  }

  /** One attribute. */
  public static Attributes of(String name, Attribute value) {
    return NONE.with(name, value);
  }

  /** These attributes and one more. */
  public Attributes with(String name, Attribute value) {
    Map<String, Attribute> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Attributes(Collections.unmodifiableMap(more));
  }

  /** The attributes in order. */
  public Map<String, Attribute> asMap() {
    return values;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The attribute {@code name}, which must be there. */
  public Attribute get(String name) {
    Attribute value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no attribute '" + name + "' among " + values.keySet());
    }
    return value;
  }

  public int integer(String name) {
    return Math.toIntExact(((Attribute.Integer) get(name)).value());
  }

  public int[] integers(String name) {
    return ((Attribute.Integers) get(name)).values().stream().mapToInt(Math::toIntExact).toArray();
  }

  public boolean truth(String name) {
    return ((Attribute.Truth) get(name)).value();
  }

  public List<Dim> dims(String name) {
    return ((Attribute.Dims) get(name)).dims();
  }

  public DType dtype(String name) {
    return ((Attribute.ElementType) get(name)).dtype();
  }

  public String text(String name) {
    return ((Attribute.Text) get(name)).text();
  }

  /** Whether a dimension among the attributes depends on a named size. */
  public boolean isSymbolic() {
    return values.values().stream()
        .anyMatch(
            value ->
                value instanceof Attribute.Dims dims
                    && dims.dims().stream().anyMatch(dim -> dim.constant().isEmpty()));
  }

  /** The same attributes with every dimension evaluated for the given sizes. */
  public Attributes bind(Map<String, Long> sizes) {
    if (!isSymbolic()) {
      return this;
    }
    Map<String, Attribute> bound = new LinkedHashMap<>(values);
    bound.replaceAll(
        (name, value) ->
            value instanceof Attribute.Dims dims
                ? new Attribute.Dims(
                    dims.dims().stream().map(dim -> Dim.of(dim.evaluate(sizes))).toList())
                : value);
    return new Attributes(Collections.unmodifiableMap(bound));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes attributes && values.equals(attributes.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
