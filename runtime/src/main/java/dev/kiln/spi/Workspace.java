package dev.kiln.spi;

import dev.kiln.array.NdArray;
import dev.kiln.array.RecycledArrays;
import dev.kiln.kernel.array.DistinctArrays;
import dev.kiln.kernel.array.JavaArrays;
import dev.kiln.kernel.saved.SavedValues;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * The scratch arrays and stacks of one call of generated code, kept for the next call, so that
 * calls of the same sizes allocate nothing. Each place in the code that allocates has a slot of its
 * own.
 *
 * <p>Not thread-safe: a call takes a workspace out of a {@link Pool} and closing gives it back,
 * also after an exception. A workspace keeps as much memory as the largest call needed.
 */
public final class Workspace {
  private static final int FIRST_SLOTS = 16;
  private static final int FEW = 8;

  private final Pool pool;

  /** Where in the pool it was kept last. */
  private int place;

  private Object[] slots = new Object[FIRST_SLOTS];

  /** The arrays of {@link #doubles(int, int)}, apart from the others so that none is checked. */
  private double[][] vectors = new double[FIRST_SLOTS][];

  /** Between calls the garbage collector may have these arrays where memory is short. */
  private SoftReference<RecycledArrays> idle = new SoftReference<>(null);

  /** Null while no call recycles. */
  private RecycledArrays recycled;

  /** What the last array is for in which the call saves something, and how long it is. */
  private String saved;

  private int savedLength;

  private Workspace(Pool pool, int place) {
    this.pool = pool;
    this.place = place;
  }

  /**
   * Lets go of what the call used, which failed.
   *
   * @return what to throw: where memory ran out, what says so
   */
  public Throwable released(Throwable failure) {
    Arrays.fill(vectors, null);
    return SavedValues.released(failure, slots, saved, savedLength);
  }

  /** Gives the workspace back. */
  public void close() {
    savedLength = 0;
    if (recycled != null) {
      recycled.close();
      recycled = null;
    }
    pool.give(this);
  }

  /** Kernels take the arrays of their results from those that the call recycles. */
  public Workspace recycling() {
    recycled = idle.get();
    if (recycled == null) {
      recycled = new RecycledArrays();
      idle = new SoftReference<>(recycled);
    }
    recycled.open();
    return this;
  }

  /** Takes the elements of an intermediate result that the call has done with. */
  public void recycle(NdArray array) {
    recycled.add(array);
  }

  private Object at(int slot) {
    if (slot >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(slot + 1, 2 * slots.length));
    }
    return slots[slot];
  }

  private <T> T keep(int slot, T made) {
    slots[slot] = made;
    return made;
  }

  /** {@code new double[length]}. */
  public double[] doubles(int slot, int length) {
    double[][] vectors = this.vectors;
    if (slot < vectors.length) {
      double[] kept = vectors[slot];
      if (kept != null && kept.length == length) {
        clear(kept);
        return kept;
      }
    }
    return newDoubles(slot, length);
  }

  private double[] newDoubles(int slot, int length) {
    if (slot >= vectors.length) {
      vectors = Arrays.copyOf(vectors, Math.max(slot + 1, 2 * vectors.length));
    }
    vectors[slot] = new double[length];
    return vectors[slot];
  }

  /** For a few elements a call takes longer than the work. */
  private static void clear(double[] array) {
    if (array.length > FEW) {
      Arrays.fill(array, 0.0);
      return;
    }
    for (int i = 0; i < array.length; i++) {
      array[i] = 0;
    }
  }

  // float, copied for int, long, boolean

  /** {@code new float[length]}. */
  public float[] floats(int slot, int length) {
    if (at(slot) instanceof float[] kept && kept.length == length) {
      Arrays.fill(kept, 0f);
      return kept;
    }
    return keep(slot, new float[length]);
  }

  // copies

  /** {@code new int[length]}. */
  public int[] ints(int slot, int length) {
    if (at(slot) instanceof int[] kept && kept.length == length) {
      Arrays.fill(kept, 0);
      return kept;
    }
    return keep(slot, new int[length]);
  }

  /** {@code new long[length]}. */
  public long[] longs(int slot, int length) {
    if (at(slot) instanceof long[] kept && kept.length == length) {
      Arrays.fill(kept, 0L);
      return kept;
    }
    return keep(slot, new long[length]);
  }

  /** {@code new boolean[length]}. */
  public boolean[] booleans(int slot, int length) {
    if (at(slot) instanceof boolean[] kept && kept.length == length) {
      Arrays.fill(kept, false);
      return kept;
    }
    return keep(slot, new boolean[length]);
  }

  // end of copies

  // double, copied for float, int, long, boolean

  /** {@code new double[rows][columns]}. */
  public double[][] doubles(int slot, int rows, int columns) {
    if (at(slot) instanceof double[][] kept && isMatrix(kept, rows, columns)) {
      for (double[] row : kept) {
        Arrays.fill(row, 0.0);
      }
      return kept;
    }
    return keep(slot, new double[rows][columns]);
  }

  /** Rows that another method keeps here may be of any length, and null. */
  private static boolean isMatrix(double[][] kept, int rows, int columns) {
    if (kept.length != rows) {
      return false;
    }
    for (double[] row : kept) {
      if (row == null || row.length != columns) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #doubles(int, int)}, for what a loop saves. */
  public double[] doubles(int slot, int length, String purpose) {
    saved = purpose;
    savedLength = length;
    return doubles(slot, length);
  }

  /** An empty stack. */
  public SavedValues.OfDoubles savedDoubles(int slot, String purpose) {
    if (at(slot) instanceof SavedValues.OfDoubles kept) {
      kept.clear(purpose);
      return kept;
    }
    return keep(slot, new SavedValues.OfDoubles(purpose));
  }

  // copies

  /** {@code new float[rows][columns]}. */
  public float[][] floats(int slot, int rows, int columns) {
    if (at(slot) instanceof float[][] kept && isMatrix(kept, rows, columns)) {
      for (float[] row : kept) {
        Arrays.fill(row, 0f);
      }
      return kept;
    }
    return keep(slot, new float[rows][columns]);
  }

  /** Rows that another method keeps here may be of any length, and null. */
  private static boolean isMatrix(float[][] kept, int rows, int columns) {
    if (kept.length != rows) {
      return false;
    }
    for (float[] row : kept) {
      if (row == null || row.length != columns) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #floats(int, int)}, for what a loop saves. */
  public float[] floats(int slot, int length, String purpose) {
    saved = purpose;
    savedLength = length;
    return floats(slot, length);
  }

  /** An empty stack. */
  public SavedValues.OfFloats savedFloats(int slot, String purpose) {
    if (at(slot) instanceof SavedValues.OfFloats kept) {
      kept.clear(purpose);
      return kept;
    }
    return keep(slot, new SavedValues.OfFloats(purpose));
  }

  /** {@code new int[rows][columns]}. */
  public int[][] ints(int slot, int rows, int columns) {
    if (at(slot) instanceof int[][] kept && isMatrix(kept, rows, columns)) {
      for (int[] row : kept) {
        Arrays.fill(row, 0);
      }
      return kept;
    }
    return keep(slot, new int[rows][columns]);
  }

  /** Rows that another method keeps here may be of any length, and null. */
  private static boolean isMatrix(int[][] kept, int rows, int columns) {
    if (kept.length != rows) {
      return false;
    }
    for (int[] row : kept) {
      if (row == null || row.length != columns) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #ints(int, int)}, for what a loop saves. */
  public int[] ints(int slot, int length, String purpose) {
    saved = purpose;
    savedLength = length;
    return ints(slot, length);
  }

  /** An empty stack. */
  public SavedValues.OfInts savedInts(int slot, String purpose) {
    if (at(slot) instanceof SavedValues.OfInts kept) {
      kept.clear(purpose);
      return kept;
    }
    return keep(slot, new SavedValues.OfInts(purpose));
  }

  /** {@code new long[rows][columns]}. */
  public long[][] longs(int slot, int rows, int columns) {
    if (at(slot) instanceof long[][] kept && isMatrix(kept, rows, columns)) {
      for (long[] row : kept) {
        Arrays.fill(row, 0L);
      }
      return kept;
    }
    return keep(slot, new long[rows][columns]);
  }

  /** Rows that another method keeps here may be of any length, and null. */
  private static boolean isMatrix(long[][] kept, int rows, int columns) {
    if (kept.length != rows) {
      return false;
    }
    for (long[] row : kept) {
      if (row == null || row.length != columns) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #longs(int, int)}, for what a loop saves. */
  public long[] longs(int slot, int length, String purpose) {
    saved = purpose;
    savedLength = length;
    return longs(slot, length);
  }

  /** An empty stack. */
  public SavedValues.OfLongs savedLongs(int slot, String purpose) {
    if (at(slot) instanceof SavedValues.OfLongs kept) {
      kept.clear(purpose);
      return kept;
    }
    return keep(slot, new SavedValues.OfLongs(purpose));
  }

  /** {@code new boolean[rows][columns]}. */
  public boolean[][] booleans(int slot, int rows, int columns) {
    if (at(slot) instanceof boolean[][] kept && isMatrix(kept, rows, columns)) {
      for (boolean[] row : kept) {
        Arrays.fill(row, false);
      }
      return kept;
    }
    return keep(slot, new boolean[rows][columns]);
  }

  /** Rows that another method keeps here may be of any length, and null. */
  private static boolean isMatrix(boolean[][] kept, int rows, int columns) {
    if (kept.length != rows) {
      return false;
    }
    for (boolean[] row : kept) {
      if (row == null || row.length != columns) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #booleans(int, int)}, for what a loop saves. */
  public boolean[] booleans(int slot, int length, String purpose) {
    saved = purpose;
    savedLength = length;
    return booleans(slot, length);
  }

  /** An empty stack. */
  public SavedValues.OfBooleans savedBooleans(int slot, String purpose) {
    if (at(slot) instanceof SavedValues.OfBooleans kept) {
      kept.clear(purpose);
      return kept;
    }
    return keep(slot, new SavedValues.OfBooleans(purpose));
  }

  // end of copies

  // double, copied for float

  /** Zeros, as many as {@code like} has elements. */
  public double[] zerosLike(int slot, double[] like) {
    return like == null ? null : doubles(slot, like.length);
  }

  /** Zeros in rows of the lengths of the rows of {@code like}. */
  public double[][] zerosLike(int slot, double[][] like) {
    if (!(at(slot) instanceof double[][] kept) || !haveSameLengths(kept, like)) {
      return keep(slot, JavaArrays.zerosLike(like));
    }
    for (double[] row : kept) {
      Arrays.fill(row, 0.0);
    }
    return kept;
  }

  private static boolean haveSameLengths(double[][] kept, double[][] like) {
    if (like == null || kept.length != like.length) {
      return false;
    }
    for (int i = 0; i < like.length; i++) {
      if (like[i] == null || kept[i] == null || kept[i].length != like[i].length) {
        return false;
      }
    }
    return true;
  }

  // copies

  /** Zeros, as many as {@code like} has elements. */
  public float[] zerosLike(int slot, float[] like) {
    return like == null ? null : floats(slot, like.length);
  }

  /** Zeros in rows of the lengths of the rows of {@code like}. */
  public float[][] zerosLike(int slot, float[][] like) {
    if (!(at(slot) instanceof float[][] kept) || !haveSameLengths(kept, like)) {
      return keep(slot, JavaArrays.zerosLike(like));
    }
    for (float[] row : kept) {
      Arrays.fill(row, 0f);
    }
    return kept;
  }

  private static boolean haveSameLengths(float[][] kept, float[][] like) {
    if (like == null || kept.length != like.length) {
      return false;
    }
    for (int i = 0; i < like.length; i++) {
      if (like[i] == null || kept[i] == null || kept[i].length != like[i].length) {
        return false;
      }
    }
    return true;
  }

  // end of copies

  /** An empty stack of references. */
  @SuppressWarnings("unchecked") // the slot is asked for elements of one type only
  public <T> SavedValues.OfReferences<T> savedReferences(int slot, String purpose) {
    if (at(slot) instanceof SavedValues.OfReferences<?> kept) {
      kept.clear(purpose);
      return (SavedValues.OfReferences<T>) kept;
    }
    return keep(slot, new SavedValues.OfReferences<T>(purpose));
  }

  /** An object with whatever it held in the last call. */
  public <T> T kept(int slot, Class<T> type, Supplier<T> make) {
    Object kept = at(slot);
    return type.isInstance(kept) ? type.cast(kept) : keep(slot, make.get());
  }

  /** A check without arrays yet. */
  public DistinctArrays distinctArrays(int slot) {
    return at(slot) instanceof DistinctArrays kept ? kept : keep(slot, new DistinctArrays());
  }

  /** The workspaces of a generated class that no call is using. Thread-safe and lock-free. */
  public static final class Pool {
    private static final int PLACES = 16;

    private final AtomicReferenceArray<Workspace> idle = new AtomicReferenceArray<>(PLACES);

    /** A workspace for one call. */
    public Workspace take() {
      int first = first();
      for (int i = 0; i < PLACES; i++) {
        int place = (first + i) % PLACES;
        if (idle.getPlain(place) != null) {
          Workspace workspace = idle.getAndSet(place, null);
          if (workspace != null) {
            workspace.place = place;
            return workspace;
          }
        }
      }
      return new Workspace(this, first);
    }

    /**
     * Keeps the workspace, unless there are many already. Where it came from there is room, as a
     * rule; should another thread fill it in this moment, one of the two workspaces is lost, which
     * costs less than to exclude it in every call.
     */
    private void give(Workspace workspace) {
      if (idle.getPlain(workspace.place) == null) {
        idle.setRelease(workspace.place, workspace);
        return;
      }
      for (int i = 1; i < PLACES; i++) {
        if (idle.compareAndSet((workspace.place + i) % PLACES, null, workspace)) {
          return;
        }
      }
    }

    /** Threads begin at different places, so that they find their own workspace again. */
    private static int first() {
      return (int) (Thread.currentThread().getId() % PLACES);
    }
  }
}
