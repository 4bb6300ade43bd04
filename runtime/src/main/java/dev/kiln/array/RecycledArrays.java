package dev.kiln.array;

import dev.kiln.annotation.DType;
import java.util.Arrays;

/**
 * Arrays of floating-point numbers that a call of generated code has done with, from which the
 * kernels that its thread runs take the arrays of their results. So a call uses few arrays, which
 * are in the caches, and the next call uses the same.
 *
 * <p>An array is taken by its dtype and number of elements. Its contents are arbitrary. What no
 * call took is dropped at the end of the next call. Not thread-safe.
 */
public final class RecycledArrays {
  /** The virtual machine makes shorter arrays as fast as they are found here. */
  public static final int SHORTEST = 512;

  /** So many of the last arrays are looked at. */
  private static final int NEAREST = 256;

  /** So many are kept even if no call finds what it looks for. */
  private static final int FEW = 64;

  private static final ThreadLocal<RecycledArrays> CURRENT = new ThreadLocal<>();

  private NdArray[] idle = new NdArray[16];
  private int count;

  /** How many of the first ones are there since the call began. */
  private int unused;

  private RecycledArrays outer;

  /** Kernels that this thread runs take their arrays from here, until {@link #close()}. */
  public void open() {
    outer = CURRENT.get();
    unused = count;
    CURRENT.set(this);
  }

  /** Ends what {@link #open()} began. */
  public void close() {
    CURRENT.set(outer);
    outer = null;
    drop(0, unused);
  }

  /** Takes the elements of an array which nothing refers to any more. */
  public void add(NdArray array) {
    if (isKept(array.dtype(), array.shape().elements())) {
      if (count == idle.length) {
        idle = Arrays.copyOf(idle, 2 * count);
      }
      idle[count++] = array;
      assert overwrites(array); // a test fails that reads it
    }
  }

  /** Takes what a kernel has done with, where the thread's call recycles. */
  public static void recycle(NdArray array) {
    RecycledArrays current = CURRENT.get();
    if (current != null) {
      current.add(array);
    }
  }

  private static boolean overwrites(NdArray array) {
    if (array.elements() instanceof float[] floats) {
      Arrays.fill(floats, Float.NaN);
    } else {
      Arrays.fill(array.doubles(), Double.NaN);
    }
    return true;
  }

  private static boolean isKept(DType dtype, int length) {
    return length >= SHORTEST && (dtype == DType.FLOAT32 || dtype == DType.FLOAT64);
  }

  private void drop(int from, int dropped) {
    System.arraycopy(idle, from + dropped, idle, from, count - from - dropped);
    Arrays.fill(idle, count - dropped, count, null);
    count -= dropped;
  }

  /** A Java array with any contents; null where there is none. */
  public static Object take(DType dtype, int length) {
    RecycledArrays current = isKept(dtype, length) ? CURRENT.get() : null;
    return current == null ? null : current.find(dtype, length);
  }

  private Object find(DType dtype, int length) {
    for (int i = count - 1; i >= Math.max(0, count - NEAREST); i--) {
      NdArray array = idle[i];
      if (array.dtype() == dtype && array.shape().elements() == length) {
        drop(i, 1);
        unused -= i < unused ? 1 : 0;
        return array.elements();
      }
    }
    if (count > FEW) { // where sizes change from iteration to iteration, old arrays make room
      drop(0, 1);
      unused = Math.max(0, unused - 1);
    }
    return null;
  }

  // double, copied for float

  /** So many numbers, which are arbitrary. */
  public static double[] doubles(int length) {
    Object kept = take(DType.FLOAT64, length);
    return kept == null ? new double[length] : (double[]) kept;
  }

  // copies

  /** So many numbers, which are arbitrary. */
  public static float[] floats(int length) {
    Object kept = take(DType.FLOAT32, length);
    return kept == null ? new float[length] : (float[]) kept;
  }

  // end of copies
}
