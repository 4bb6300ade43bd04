package dev.kiln.processor.frontend.block;

import dev.kiln.graph.Value;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays and lists of tensors as values: records whose components are the elements that have a
 * value, and whose types tell the length. An element may be assigned only where the array was made,
 * and before anything else may refer to it, so that no other reference could see the change.
 */
public final class TensorArrays {
  private static final String ARRAY = "dev.kiln.tensor.Tensor$$";
  private static final String LIST = "java.util.List$";

  /**
   * Arrays that one local variable refers to and nothing else, and the variables where they were
   * made.
   */
  private final Map<Value, Environment> owned = new HashMap<>();

  /** Whether values of a type are arrays or lists of tensors. */
  public static boolean is(ValueType type) {
    return isArray(type) || isList(type);
  }

  /** Whether values of a type are arrays of tensors. */
  public static boolean isArray(ValueType type) {
    return type instanceof RecordType record && record.name().matches("\\Q" + ARRAY + "\\E\\d+");
  }

  /** Whether values of a type are lists of tensors. */
  public static boolean isList(ValueType type) {
    return type instanceof RecordType record && record.name().matches("\\Q" + LIST + "\\E\\d+");
  }

  /** The number of elements. */
  public static int length(ValueType type) {
    String name = ((RecordType) type).name();
    return Integer.parseInt(name.substring(name.lastIndexOf('$') + 1));
  }

  /** The type of an array or a list with some of its elements. */
  public static RecordType type(boolean isList, int length, List<RecordType.Component> elements) {
    return new RecordType((isList ? LIST : ARRAY) + length, elements);
  }

  /** Notes that an array was made, to which only one local variable will refer. */
  public void own(Value array, Environment variables) {
    owned.put(array, variables);
  }

  /** Notes that something else may refer to an array. */
  public void share(Value value) {
    owned.remove(value);
  }

  /** An array got a name. */
  void rename(Value value, Value named) {
    Environment variables = owned.remove(value);
    if (variables != null) {
      owned.put(named, variables);
    }
  }

  /** Whether an element may be assigned in the block with these variables. */
  public boolean isOwned(Value array, Environment variables) {
    return owned.get(array) == variables;
  }
}
