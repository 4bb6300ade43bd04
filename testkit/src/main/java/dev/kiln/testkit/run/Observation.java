package dev.kiln.testkit.run;

import dev.kiln.array.IllegalIndexException;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.session.ThrownException;
import dev.kiln.tensor.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a call did, as text in which equal means equal bit for bit: its result or exception, and its
 * arguments and the model's fields as the call left them. Records are flattened. An array that is
 * met again is shown as a reference to where it was met first, so that sharing is compared too. All
 * NaNs count as one, since Java leaves their bits to the processor.
 */
public final class Observation {
  /** HotSpot throws these without a message in code that is hot. */
  private static final Set<String> FAST =
      Set.of(
          "java.lang.ArithmeticException",
          "java.lang.ArrayIndexOutOfBoundsException",
          "java.lang.NullPointerException");

  private static final String LINE = " \\([\\w$]+\\.java:\\d+\\)$";

  private final Map<Object, String> seen = new IdentityHashMap<>();

  /** From paths, such as {@code argument x}, to values, in order. */
  private final List<Map.Entry<String, String>> lines = new ArrayList<>();

  private final List<String> values = new ArrayList<>();
  private String exception = "";
  private Class<?> thrownClass;
  private String message;

  /** Notes an argument, a field or a result. */
  public Observation value(String path, Object value) {
    if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Object part = Invocation.of(component.getAccessor(), value);
        value(path + "." + component.getName(), part);
      }
    } else {
      lines.add(Map.entry(path, describe(path, value, true)));
      values.add(path + " = " + describe(path, value, false));
    }
    return this;
  }

  /** Notes that the call threw. */
  public Observation thrown(Throwable thrown) {
    exception =
        thrown instanceof ThrownException other
            ? other.exceptionClass()
            : Objects.requireNonNullElse(
                thrown.getClass().getCanonicalName(), thrown.getClass().getName());
    thrownClass = thrown.getClass();
    message = message(thrown);
    return this;
  }

  /**
   * The message, without the line of the model that Kiln's own exceptions end with: of an
   * expression of several lines, and of statements that the compiler merged, each mode names one.
   */
  public static String message(Throwable thrown) {
    boolean tellsLine =
        thrown instanceof IllegalOperandException || thrown instanceof IllegalIndexException;
    return tellsLine ? thrown.getMessage().replaceFirst(LINE, "") : thrown.getMessage();
  }

  /** The text of a list of arguments. */
  public static String text(List<?> arguments) {
    Observation observation = new Observation();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      texts.add(observation.describe("argument " + i, arguments.get(i), true));
    }
    return "(" + String.join(", ", texts) + ")";
  }

  /** Whether an exception has no message that has one in code that is not hot. */
  public boolean lacksMessage() {
    return message == null && FAST.contains(exception);
  }

  /** What was noted, by its path; an exception comes first. */
  public Map<String, String> entries() {
    Map<String, String> entries = new LinkedHashMap<>();
    if (hasThrown()) {
      entries.put("exception", exceptionText());
    }
    lines.forEach(each -> entries.put(each.getKey(), each.getValue()));
    return entries;
  }

  /** Without the message, where the virtual machine words it after the code. */
  private String exceptionText() {
    boolean isNull = exception.equals("java.lang.NullPointerException");
    return isNull ? exception : exception + ": " + message;
  }

  public boolean hasThrown() {
    return !exception.isEmpty();
  }

  public boolean agreesWith(Observation other) {
    return exception.equals(other.exception) && hasMessageOf(other) && lines.equals(other.lines);
  }

  /** Whether the same was thrown; derivatives may have left other things in arguments by then. */
  public boolean throwsLike(Observation other) {
    return exception.equals(other.exception) && hasMessageOf(other);
  }

  /** Whether all values are the same, whichever arrays they are in. */
  public boolean hasValuesOf(Observation other) {
    return values.equals(other.values);
  }

  /** Whether this was thrown, with a message that contains {@code text}. */
  public boolean threw(Class<? extends Throwable> type, String text) {
    boolean isOne =
        exception.equals(type.getName())
            || thrownClass != null && type.isAssignableFrom(thrownClass);
    return isOne && message != null && message.contains(text);
  }

  private boolean hasMessageOf(Observation other) {
    return String.valueOf(message).equals(String.valueOf(other.message))
        || FAST.contains(exception) && (message == null || other.message == null)
        || exception.equals("java.lang.NullPointerException");
  }

  @Override
  public String toString() {
    List<String> texts = new ArrayList<>();
    if (hasThrown()) {
      texts.add("threw " + exceptionText());
    }
    lines.forEach(each -> texts.add(each.getKey() + " = " + each.getValue()));
    return String.join("\n", texts);
  }

  private String describe(String path, Object value, boolean tellsSharing) {
    if (value instanceof RecordArgument argument) {
      return argument.type() + text(argument.components());
    }
    if (value instanceof ArrayArgument argument) {
      return argument.type() + text(argument.elements());
    }
    if (value instanceof Record) {
      List<String> parts = new ArrayList<>();
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Object part = Invocation.of(component.getAccessor(), value);
        parts.add(describe(path + "." + component.getName(), part, tellsSharing));
      }
      return value.getClass().getSimpleName() + parts;
    }
    if (value == null || !value.getClass().isArray()) {
      return scalar(value);
    }
    String first = tellsSharing ? seen.putIfAbsent(value, path) : null;
    if (first != null) {
      return "the array " + first;
    }
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(value); i++) {
      elements.add(describe(path + "[" + i + "]", Array.get(value, i), tellsSharing));
    }
    return value.getClass().getComponentType().getSimpleName() + elements;
  }

  private static String scalar(Object value) {
    if (value instanceof Float number) {
      return number + "f";
    }
    if (value instanceof Long number) {
      return number + "L";
    }
    if (value instanceof Tensor tensor) {
      return elements(tensor.array());
    }
    if (value instanceof NdArray array) {
      return elements(array);
    }
    return String.valueOf(value);
  }

  private static String elements(NdArray array) {
    Object elements =
        switch (array.dtype()) {
          case FLOAT32 -> array.floats();
          case FLOAT64 -> array.doubles();
          case INT32 -> array.ints();
          case INT64 -> array.longs();
          case BOOL -> array.booleans();
        };
    return array.dtype()
        + array.shape().toString()
        + new Observation().describe("", elements, false);
  }
}
