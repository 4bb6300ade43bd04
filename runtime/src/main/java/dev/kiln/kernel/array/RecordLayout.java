package dev.kiln.kernel.array;

import dev.kiln.annotation.DType;
import java.util.Arrays;

/**
 * How the elements of arrays of a record become columns; generated for each record.
 *
 * @param <R> the record
 */
public abstract class RecordLayout<R> {
  private final Class<R[]> type;
  private final String[] columns;

  /**
   * A layout of arrays of rank 1.
   *
   * @param type the class of the arrays
   * @param columns the types of the columns' elements, as class files have them, such as D, [D
   */
  protected RecordLayout(Class<R[]> type, String... columns) {
    this.type = type;
    this.columns = columns;
  }

  /** Fills columns with the components of records. */
  protected abstract void read(R[] from, Object[] columns, RecordArrays arrays);

  /** The record, or null, that is at an index of columns. */
  protected abstract R write(Object[] columns, int index, RecordArrays arrays);

  /** How many columns there are. */
  int columnCount() {
    return columns.length;
  }

  void readAll(Object[] array, Object[] into, RecordArrays arrays) {
    read(type.cast(array), into, arrays);
  }

  Object[] newColumns(int rank, int length) {
    Object[] made = new Object[columns.length];
    for (int i = 0; i < made.length; i++) {
      String column = columns[i];
      int inner = column.lastIndexOf('[') + 1;
      made[i] = JavaArrays.allocate(dtype(column.charAt(inner)), rank + inner, length);
    }
    return made;
  }

  private static DType dtype(char letter) {
    return switch (letter) {
      case 'D' -> DType.FLOAT64;
      case 'F' -> DType.FLOAT32;
      case 'I' -> DType.INT32;
      case 'J' -> DType.INT64;
      case 'Z' -> DType.BOOL;
      default -> throw new IllegalArgumentException("no column of " + letter);
    };
  }

  @SuppressWarnings("unchecked") // the class is that of an array of arrays
  Object[] newArray(int rank, int length) {
    Class<?> wanted = type;
    for (int i = 1; i < rank; i++) {
      wanted = wanted.arrayType();
    }
    return Arrays.copyOf(new Object[0], length, (Class<? extends Object[]>) wanted);
  }

  /** The element, or row, at an index of columns of arrays of the given rank. */
  Object element(Object[] from, int rank, int index, RecordArrays arrays) {
    if (rank == 1) {
      return write(from, index, arrays);
    }
    Object[] row = new Object[from.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = ((Object[]) from[i])[index];
    }
    return arrays.array(this, rank - 1, row);
  }
}
