package dev.kiln.type;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A Java record: a value with named components.
 *
 * @param name the canonical name of the record class, such as {@code demo.Counter.Counters}
 */
public record RecordType(String name, List<Component> components) implements ValueType {

  /** One component of a record. */
  public record Component(String name, ValueType type) {}

  public RecordType {
    components = List.copyOf(components);
  }

  /** The name of the class without those around it. */
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The position of the component {@code component}, or -1 where there is none. */
  public int indexOf(String component) {
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).name().equals(component)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public RecordType withSizes(Map<String, Dim> sizes) {
    return new RecordType(
        name,
        components.stream()
            .map(each -> new Component(each.name(), each.type().withSizes(sizes)))
            .toList());
  }

  @Override
  public String toString() {
    return components.stream()
        .map(component -> component.name() + ": " + component.type())
        .collect(Collectors.joining(", ", "record<" + name + ">(", ")"));
  }
}
