package dev.kiln.kernel.array;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arrays of records that a call of generated code has to do with. Generated code works on
 * columns: an array for each component, and one that tells which elements are not null. This class
 * takes arrays of records apart when a method begins, and puts them together where it ends.
 *
 * <p>An array that is met twice, as another argument or as a row, is taken apart once, so that its
 * columns are shared as it is. Columns that came from an array become that array again.
 */
public final class RecordArrays {

  /** An array and its columns; {@code before} is what the columns held at first, where kept. */
  private record Entry(
      RecordLayout<?> layout, int rank, Object[] array, Object[] columns, Object[] before) {}

  private final boolean written;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Object, Entry> byArray = new IdentityHashMap<>();
  private final Map<Object, Entry> byColumn = new IdentityHashMap<>();

  /**
   * The arrays of one call.
   *
   * @param written whether elements of arguments may be stored
   */
  public RecordArrays(boolean written) {
    this.written = written;
  }

  /**
   * Throws if a record is null of which a component is read, or an enum of which the ordinal is.
   *
   * @throws NullPointerException if {@code nonNull} is false
   */
  public static void requireNonNull(boolean nonNull) {
    if (!nonNull) {
      throw new NullPointerException("a component or the ordinal of what is null");
    }
  }

  /** The columns of an array of any rank; those of null are null. */
  public <R> Object[] columns(RecordLayout<R> layout, int rank, Object[] array) {
    if (array == null) {
      return new Object[layout.columnCount()];
    }
    Entry known = byArray.get(array);
    if (known != null) {
      return known.columns();
    }
    Object[] columns = layout.newColumns(rank, array.length);
    if (rank == 1) {
      layout.readAll(array, columns, this);
    } else {
      for (int i = 0; i < array.length; i++) {
        Object[] row = columns(layout, rank - 1, (Object[]) array[i]);
        for (int j = 0; j < row.length; j++) {
          ((Object[]) columns[j])[i] = row[j];
        }
      }
    }
    Object[] before = null;
    if (written) {
      before = columns.clone();
      for (int i = 0; i < before.length; i++) {
        before[i] = JavaArrays.cloneOf(before[i]);
      }
    }
    add(new Entry(layout, rank, array, columns, before));
    return columns;
  }

  /** The array that has these columns: the one that they came from, or a new one. */
  public Object[] array(RecordLayout<?> layout, int rank, Object... columns) {
    if (columns[0] == null) {
      return null;
    }
    Entry known = byColumn.get(columns[0]);
    if (known != null) {
      return known.array();
    }
    int length = JavaArrays.length(columns[0]);
    Object[] array = layout.newArray(rank, length);
    for (int i = 0; i < length; i++) {
      array[i] = layout.element(columns, rank, i, this);
    }
    add(new Entry(layout, rank, array, columns, null));
    return array;
  }

  /**
   * Gives the elements of arguments the values that were stored; elements that kept theirs stay.
   */
  public void writeBack() {
    for (Entry entry : List.copyOf(entries)) {
      if (entry.before() != null) {
        for (int i = 0; i < entry.array().length; i++) {
          if (differs(entry, i)) {
            entry.array()[i] = entry.layout().element(entry.columns(), entry.rank(), i, this);
          }
        }
      }
    }
  }

  private void add(Entry entry) {
    entries.add(entry);
    byArray.put(entry.array(), entry);
    byColumn.put(entry.columns()[0], entry);
  }

  private static boolean differs(Entry entry, int index) {
    for (int i = 0; i < entry.columns().length; i++) {
      if (differ(entry.columns()[i], entry.before()[i], index)) {
        return true;
      }
    }
    return false;
  }

  private static boolean differ(Object column, Object before, int index) {
    if (column instanceof double[] numbers) {
      return Double.doubleToRawLongBits(numbers[index])
          != Double.doubleToRawLongBits(((double[]) before)[index]);
    }
    if (column instanceof float[] numbers) {
      return Float.floatToRawIntBits(numbers[index])
          != Float.floatToRawIntBits(((float[]) before)[index]);
    }
    if (column instanceof int[] numbers) {
      return numbers[index] != ((int[]) before)[index];
    }
    if (column instanceof long[] numbers) {
      return numbers[index] != ((long[]) before)[index];
    }
    if (column instanceof boolean[] truths) {
      return truths[index] != ((boolean[]) before)[index];
    }
    return ((Object[]) column)[index] != ((Object[]) before)[index];
  }
}
