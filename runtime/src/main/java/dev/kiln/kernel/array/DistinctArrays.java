package dev.kiln.kernel.array;

import dev.kiln.array.IllegalOperandException;
import java.util.Arrays;

/**
 * Checks that the arrays a derivative is given are different ones where it matters. A derivative
 * keeps an adjoint for each array; if an array that is written could be reached in two ways, it
 * would have two.
 *
 * <pre>
 * new DistinctArrays().rowsApart("m", m, 2, 1).apart("x", x, 1, 0).require("f");
 * </pre>
 *
 * <p>The numbers are the rank of the array, and the rank from which on arrays are written: 1 where
 * numbers are stored in rows, 2 where rows are stored in arrays of rows, 0 where nothing is. Arrays
 * of other ranks may be shared, and so may arrays without elements. The time is that of a look at
 * each array; memory is kept for the next check.
 *
 * <p>A path has {@code []} where the first indices belong, if that is not its end: {@code
 * points[].x}.
 */
public final class DistinctArrays {
  private static final int ROWS_APART = 0;
  private static final int APART = 1;
  private static final int BESIDE = 2;

  private String[] paths = new String[8];
  private Object[] arrays = new Object[8];

  /** For each array its rank, the rank from which on it is written, and how far it is apart. */
  private int[] ranks = new int[8];

  private int[] written = new int[8];
  private int[] kinds = new int[8];
  private int count;
  private final IdentityOwners owners = new IdentityOwners();

  /** The lowest rank that is written. */
  private int lowest;

  /** An array that shares nothing with the others, nor its rows with each other. */
  public DistinctArrays rowsApart(String path, Object array, int rank, int written) {
    return add(path, array, rank, written, ROWS_APART);
  }

  /** An array that shares nothing with the others; the same row may be in it twice. */
  public DistinctArrays apart(String path, Object array, int rank, int written) {
    return add(path, array, rank, written, APART);
  }

  /** As {@link #apart}, but it may share with others that are given by this method. */
  public DistinctArrays beside(String path, Object array, int rank, int written) {
    return add(path, array, rank, written, BESIDE);
  }

  private DistinctArrays add(String path, Object array, int rank, int from, int kind) {
    if (count == arrays.length) {
      paths = Arrays.copyOf(paths, 2 * count);
      arrays = Arrays.copyOf(arrays, 2 * count);
      ranks = Arrays.copyOf(ranks, 2 * count);
      written = Arrays.copyOf(written, 2 * count);
      kinds = Arrays.copyOf(kinds, 2 * count);
    }
    paths[count] = path;
    arrays[count] = array;
    ranks[count] = rank;
    written[count] = from;
    kinds[count] = kind;
    count++;
    return this;
  }

  /**
   * Checks the arrays, and forgets them.
   *
   * @param method the name for the message
   * @throws IllegalArgumentException if an array that is written can be reached in two ways
   */
  public void require(String method) {
    try {
      lowest = Integer.MAX_VALUE;
      for (int i = 0; i < count; i++) {
        lowest = written[i] > 0 ? Math.min(lowest, written[i]) : lowest;
      }
      for (int i = 0; i < count; i++) {
        if (written[i] > 0) {
          enter(method, i, arrays[i], ranks[i]);
        }
      }
      for (int i = 0; i < count; i++) {
        if (written[i] != lowest && ranks[i] >= lowest) {
          lookUp(method, i, arrays[i], ranks[i]);
        }
      }
    } finally {
      Arrays.fill(arrays, 0, count, null);
      count = 0;
      owners.clear();
    }
  }

  /** What both kinds of check say; {@code names} such as {@code 'x' and 'y'}. */
  static IllegalArgumentException refusal(String method, String names) {
    return new IllegalOperandException(
        method
            + ": "
            + names
            + " are the same array, and one of them is written: a derivative cannot tell them"
            + " apart; pass a copy");
  }

  private static boolean isEmpty(Object array) {
    return array == null || JavaArrays.length(array) == 0;
  }

  /** Notes what is written of an argument. */
  private void enter(String method, int index, Object array, int rank) {
    if (isEmpty(array)) {
      return;
    }
    int owner = owners.of(array);
    if (owner == IdentityOwners.NONE) {
      owners.add(array, index);
    } else {
      requireNoConflict(method, owner, index, array);
    }
    if (rank > written[index] && owner != index) {
      for (Object row : (Object[]) array) {
        enter(method, index, row, rank - 1);
      }
    }
  }

  /** Looks for what is only read of an argument among what is written. */
  private void lookUp(String method, int index, Object array, int rank) {
    if (isEmpty(array)) {
      return;
    }
    boolean isEntered = written[index] > 0 && rank >= written[index];
    int owner = isEntered ? IdentityOwners.NONE : owners.of(array);
    if (owner != IdentityOwners.NONE) {
      requireNoConflict(method, owner, index, array);
    }
    if (rank > lowest) {
      for (Object row : (Object[]) array) {
        lookUp(method, index, row, rank - 1);
      }
    }
  }

  private void requireNoConflict(String method, int first, int second, Object array) {
    boolean harmless =
        first == second
            ? kinds[first] != ROWS_APART
            : kinds[first] == BESIDE && kinds[second] == BESIDE;
    if (!harmless) {
      int earlier = Math.min(first, second);
      int later = Math.max(first, second);
      String one = find(array, paths[earlier], arrays[earlier], ranks[earlier], "");
      String other = find(array, paths[later], arrays[later], ranks[later], one);
      throw refusal(method, "'" + one + "' and '" + other + "'");
    }
  }

  /** The first way to an array but for one; null where there is none. */
  private static String find(
      Object sought, String path, Object array, int rank, String but, int... place) {
    if (array == sought && !path(path, place).equals(but)) {
      return path(path, place);
    }
    if (array != null && rank > 1) {
      Object[] rows = (Object[]) array;
      for (int i = 0; i < rows.length; i++) {
        int[] inner = Arrays.copyOf(place, place.length + 1);
        inner[place.length] = i;
        String found = find(sought, path, rows[i], rank - 1, but, inner);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** The path of a row: {@code points[2].x} for the third of {@code points[].x}. */
  public static String path(String path, int... indices) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    String rest = path;
    for (int at = rest.indexOf("[]"); at >= 0; at = rest.indexOf("[]")) {
      text.append(rest, 0, at);
      if (next == indices.length) {
        return text.toString();
      }
      text.append('[').append(indices[next++]).append(']');
      rest = rest.substring(at + 2);
    }
    text.append(rest);
    while (next < indices.length) {
      text.append('[').append(indices[next++]).append(']');
    }
    return text.toString();
  }
}
