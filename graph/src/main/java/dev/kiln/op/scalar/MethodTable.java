package dev.kiln.op.scalar;

import dev.kiln.op.OpDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Operations that are static methods of the JDK, a row for each name of a method. A row is looked
 * at when its method is asked for: to link the functions of all rows takes longer than to compile a
 * small model.
 */
public final class MethodTable {

  /**
   * One row.
   *
   * @param overloads makes the operations, one for each overload in each class
   */
  record Row(String method, Supplier<List<OpDefinition>> overloads) {}

  private final Map<String, Row> rows;
  private final Map<String, List<OpDefinition>> known = new ConcurrentHashMap<>();

  MethodTable(Row... rows) {
    this(List.of(rows));
  }

  MethodTable(List<Row> rows) {
    Map<String, Row> methods = new LinkedHashMap<>();
    for (Row row : rows) {
      if (methods.put(row.method(), row) != null) {
        throw new IllegalStateException("two rows for " + row.method());
      }
    }
    this.rows = Collections.unmodifiableMap(methods);
  }

  /** The overloads of a method in all classes; none where there is no such method. */
  List<OpDefinition> overloads(String method) {
    Row row = rows.get(method);
    return row == null
        ? List.of()
        : known.computeIfAbsent(method, name -> List.copyOf(row.overloads().get()));
  }

  /** All operations, in the order of the rows. */
  public List<OpDefinition> all() {
    List<OpDefinition> all = new ArrayList<>();
    rows.keySet().forEach(method -> all.addAll(overloads(method)));
    return all;
  }

  /** The operation called {@code name}, or null. */
  public OpDefinition named(String name) {
    String[] words = name.split("_");
    return words.length < 2
        ? null
        : overloads(words[1]).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElse(null);
  }
}
