package dev.kiln.agreement;

import dev.kiln.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a call did, as text in which equal means equal bit for bit: its result or exception, then
 * its arguments as the call left them. Records are flattened to their leaves. An array that is met
 * again is shown as a reference to where it was met first, so that sharing is compared too. All
 * NaNs count as one, since Java leaves their bits to the processor.
 */
final class Observation {
  private final Map<Object, String> seen = new IdentityHashMap<>();
  private final List<String> lines = new ArrayList<>();

  /** Notes an argument or result. */
  Observation value(String path, Object value) {
    if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        value(path + "." + component.getName(), component(component, value));
      }
    } else {
      lines.add(path + " = " + describe(path, value));
    }
    return this;
  }

  private static Object component(RecordComponent component, Object record) {
    return Reflection.invoke(component.getAccessor(), record);
  }

  /** Notes that the call threw. */
  Observation thrown(Throwable exception) {
    if (exception instanceof NullPointerException) {
      lines.add("threw a NullPointerException"); // the virtual machine words it after the code
      return this;
    }
    lines.add("threw " + exception.getClass().getName() + ": " + exception.getMessage());
    return this;
  }

  /** The text of a list of arguments, for names of tests. */
  static String text(List<?> values) {
    Observation observation = new Observation();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      texts.add(observation.describe("argument " + i, values.get(i)));
    }
    return "(" + String.join(", ", texts) + ")";
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  private String describe(String path, Object value) {
    if (value instanceof Program.Instance instance) {
      return instance.type() + text(instance.components());
    }
    if (value instanceof Program.Elements elements) {
      return elements.type() + text(elements.elements());
    }
    if (value instanceof Record) {
      return record(path, value);
    }
    if (value == null || !value.getClass().isArray()) {
      return scalar(value);
    }
    String first = seen.putIfAbsent(value, path);
    if (first != null) {
      return "the array " + first;
    }
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(describe(path + "[" + i + "]", Array.get(value, i)));
    }
    return value.getClass().getComponentType().getSimpleName() + elements;
  }

  /** A record in an array. */
  private String record(String path, Object value) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String name = component.getName();
      parts.add(name + "=" + describe(path + "." + name, component(component, value)));
    }
    return value.getClass().getSimpleName() + parts;
  }

  private static String scalar(Object value) {
    if (value instanceof Float number) {
      return number + "f";
    }
    if (value instanceof Long number) {
      return number + "L";
    }
    if (value instanceof Tensor tensor) {
      return tensor.dtype() + tensor.shape().toString() + tensorElements(tensor);
    }
    return String.valueOf(value);
  }

  private static String tensorElements(Tensor tensor) {
    return switch (tensor.dtype()) {
      case FLOAT32 -> text(List.of(tensor.toFloatArray()));
      case FLOAT64 -> text(List.of(tensor.toDoubleArray()));
      case INT32 -> text(List.of(tensor.toIntArray()));
      case INT64 -> text(List.of(tensor.toLongArray()));
      case BOOL -> text(List.of(tensor.toBooleanArray()));
    };
  }
}
