package dev.kiln.testkit.run;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Values with records as sessions take and give them: the components of a record, for an array of
 * records an array for each component and one that tells which elements are there.
 */
public final class Columns {
  private static final String NON_NULL = "non-null";

  /** An array and its columns by the paths of components. */
  private record Taken(Object array, Class<?> type, Map<String, Object> columns) {}

  private final Map<Object, Taken> byArray = new IdentityHashMap<>();
  private final Map<Object, Taken> byColumn = new IdentityHashMap<>();

  /** The leaves of a value, with their names. */
  public Map<String, Object> leaves(String path, Class<?> type, Object value) {
    Map<String, Object> leaves = new LinkedHashMap<>();
    collect(path, type, value, leaves);
    return leaves;
  }

  private void collect(String path, Class<?> type, Object value, Map<String, Object> leaves) {
    if (isRecordArray(type)) {
      columns(type, value).forEach((name, column) -> leaves.put(join(path, name), column));
    } else if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        Object part = value == null ? null : Invocation.of(component.getAccessor(), value);
        collect(join(path, component.getName()), component.getType(), part, leaves);
      }
    } else {
      leaves.put(path, value);
    }
  }

  private Map<String, Object> columns(Class<?> type, Object array) {
    if (array == null) {
      Map<String, Object> none = new LinkedHashMap<>();
      columnTypes(type).keySet().forEach(name -> none.put(name, null));
      return none;
    }
    Taken known = byArray.get(array);
    if (known != null) {
      return known.columns();
    }
    int length = Array.getLength(array);
    Map<String, Object> columns = new LinkedHashMap<>();
    columnTypes(type)
        .forEach(
            (name, column) ->
                columns.put(name, Array.newInstance(column.getComponentType(), length)));
    for (int i = 0; i < length; i++) {
      Map<String, Object> parts = new LinkedHashMap<>();
      collectElement("", type.getComponentType(), Array.get(array, i), parts);
      for (Map.Entry<String, Object> part : parts.entrySet()) {
        if (part.getValue() != null) {
          Array.set(columns.get(part.getKey()), i, part.getValue());
        }
      }
    }
    Taken taken = new Taken(array, type, columns);
    byArray.put(array, taken);
    byColumn.put(columns.get(NON_NULL), taken);
    return columns;
  }

  /** As {@link #collect}, with a truth value for each record that may be null. */
  private void collectElement(
      String path, Class<?> type, Object value, Map<String, Object> leaves) {
    if (!type.isRecord()) {
      collect(path, type, value, leaves);
      return;
    }
    leaves.put(join(path, NON_NULL), value != null);
    for (RecordComponent component : type.getRecordComponents()) {
      Object part = value == null ? null : Invocation.of(component.getAccessor(), value);
      collectElement(join(path, component.getName()), component.getType(), part, leaves);
    }
  }

  /** The types of the columns of an array of records, by the paths of components. */
  private static Map<String, Class<?>> columnTypes(Class<?> type) {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    Class<?> element = type.getComponentType();
    if (isRecordArray(element)) {
      columnTypes(element).forEach((name, column) -> types.put(name, column.arrayType()));
      return types;
    }
    types.put(NON_NULL, boolean[].class);
    for (RecordComponent component : element.getRecordComponents()) {
      Class<?> part = component.getType();
      if (part.isRecord() || isRecordArray(part)) {
        columnTypes(part.arrayType())
            .forEach((name, column) -> types.put(join(component.getName(), name), column));
      } else {
        types.put(component.getName(), part.arrayType());
      }
    }
    return types;
  }

  /** Puts what the columns hold now into the arrays that they came from. */
  public void writeBack() {
    for (Taken taken : List.copyOf(byArray.values())) {
      for (int i = 0; i < Array.getLength(taken.array()); i++) {
        Array.set(taken.array(), i, element(taken.type(), taken.columns(), i));
      }
    }
  }

  /** A value of the given type from its leaves. */
  public Object value(String path, Class<?> type, Function<String, Object> leaves) {
    if (isRecordArray(type)) {
      Map<String, Object> columns = new LinkedHashMap<>();
      columnTypes(type).keySet().forEach(each -> columns.put(each, leaves.apply(join(path, each))));
      return array(type, columns);
    }
    if (type.isEnum()) {
      int code = (Integer) leaves.apply(path);
      return code < 0 ? null : type.getEnumConstants()[code];
    }
    if (!type.isRecord()) {
      return leaves.apply(path);
    }
    if (Boolean.FALSE.equals(leaves.apply(join(path, NON_NULL)))) {
      return null;
    }
    List<Object> parts = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      parts.add(value(join(path, component.getName()), component.getType(), leaves));
    }
    return Invocation.construct(type, parts.toArray());
  }

  private Object array(Class<?> type, Map<String, Object> columns) {
    Object first = columns.get(NON_NULL);
    if (first == null) {
      return null;
    }
    Taken known = byColumn.get(first);
    if (known != null) {
      return known.array();
    }
    int length = Array.getLength(first);
    Object array = Array.newInstance(type.getComponentType(), length);
    for (int i = 0; i < length; i++) {
      Array.set(array, i, element(type, columns, i));
    }
    Taken made = new Taken(array, type, columns);
    byArray.put(array, made);
    byColumn.put(first, made);
    return array;
  }

  private Object element(Class<?> type, Map<String, Object> columns, int index) {
    return value(
        "",
        type.getComponentType(),
        name -> columns.containsKey(name) ? Array.get(columns.get(name), index) : null);
  }

  /** Whether values are arrays, of any rank, of records. */
  public static boolean isRecordArray(Class<?> type) {
    return type.isArray()
        && (type.getComponentType().isRecord() || isRecordArray(type.getComponentType()));
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
