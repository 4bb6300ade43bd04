package dev.kiln.graph;

import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * One value that remains of a record, or of an array of records, when it is flattened.
 *
 * <pre>
 * record&lt;P&gt;(x: f64)              x: f64
 * the same, perhaps null         non-null: bool, x: f64
 * array&lt;record&lt;P&gt;(x: f64), 1&gt;    non-null: array&lt;bool, 1&gt;, x: array&lt;f64, 1&gt;
 * </pre>
 *
 * <p>An array of records has an array for each leaf of its elements, and one that tells which
 * elements are there. An element that is an array makes its leaf an array of arrays. All arrays
 * that stand for one array of records have its structure, and flow together, so they alias as it
 * does.
 *
 * @param path the names of components, separated by dots; the last may be {@link #NON_NULL}
 */
public record RecordLeaf(String path, ValueType type) {

  /** The name of the leaf that tells whether a record is there; no component is called so. */
  public static final String NON_NULL = "non-null";

  /**
   * The leaves of a value, in order; a value that has no records is its own leaf.
   *
   * @param nullable whether records, other than elements of arrays, may be null
   */
  public static List<RecordLeaf> of(String path, ValueType type, boolean nullable) {
    List<RecordLeaf> leaves = new ArrayList<>();
    collect(path, type, nullable, leaves);
    return leaves;
  }

  /** Whether the type has records in it. */
  public static boolean hasRecords(ValueType type) {
    return type instanceof RecordType || isRecordArray(type);
  }

  /** Whether values of the type are arrays of records. */
  public static boolean isRecordArray(ValueType type) {
    return type instanceof ArrayType array && array.element() instanceof RecordType;
  }

  /** Whether a value of the type is, or has in it, an array of records. */
  public static boolean hasRecordArrays(ValueType type) {
    return isRecordArray(type)
        || type instanceof RecordType record
            && record.components().stream().anyMatch(each -> hasRecordArrays(each.type()));
  }

  /** The last part of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static void collect(
      String path, ValueType type, boolean nullable, List<RecordLeaf> leaves) {
    if (type instanceof RecordType record) {
      if (nullable) {
        leaves.add(new RecordLeaf(join(path, NON_NULL), ScalarType.BOOL));
      }
      for (RecordType.Component component : record.components()) {
        collect(join(path, component.name()), component.type(), nullable, leaves);
      }
    } else if (type instanceof ArrayType array && array.element() instanceof RecordType record) {
      leaves.add(
          new RecordLeaf(join(path, NON_NULL), new ArrayType(ScalarType.BOOL, array.rank())));
      for (RecordType.Component component : record.components()) {
        ValueType lifted = lifted(component.type(), array.rank());
        collect(join(path, component.name()), lifted, nullable, leaves);
      }
    } else {
      leaves.add(new RecordLeaf(path, type));
    }
  }

  /** The type of arrays, of the given rank, of values of a type. */
  private static ValueType lifted(ValueType type, int rank) {
    return type instanceof ArrayType array
        ? new ArrayType(array.element(), array.rank() + rank)
        : new ArrayType(type, rank);
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
