package dev.kiln.kernel.elementwise;

/** The kernel of {@code where}: elements of the second operand where the first is true. */
public final class SelectKernel implements BlockFunction {
  /** The only instance. */
  public static final SelectKernel KERNEL = new SelectKernel();

  private SelectKernel() {}

  @Override
  public void apply(Object[] operands, int[] at, Object to, int toAt, int count) {
    boolean[] truth = (boolean[]) operands[0];
    Object a = operands[1];
    Object b = operands[2];
    if (to instanceof float[] floats) {
      select(truth, at, (float[]) a, (float[]) b, floats, toAt, count);
    } else if (to instanceof double[] doubles) {
      select(truth, at, (double[]) a, (double[]) b, doubles, toAt, count);
    } else if (to instanceof int[] ints) {
      select(truth, at, (int[]) a, (int[]) b, ints, toAt, count);
    } else if (to instanceof long[] longs) {
      select(truth, at, (long[]) a, (long[]) b, longs, toAt, count);
    } else {
      select(truth, at, (boolean[]) a, (boolean[]) b, (boolean[]) to, toAt, count);
    }
  }

  // double, copied for float, int, long, boolean

  private static void select(
      boolean[] truth, int[] at, double[] a, double[] b, double[] to, int toAt, int count) {
    int truthAt = at[0];
    int aAt = at[1];
    int bAt = at[2];
    for (int i = 0; i < count; i++) {
      to[toAt + i] = truth[truthAt + i] ? a[aAt + i] : b[bAt + i];
    }
  }

  // copies

  private static void select(
      boolean[] truth, int[] at, float[] a, float[] b, float[] to, int toAt, int count) {
    int truthAt = at[0];
    int aAt = at[1];
    int bAt = at[2];
    for (int i = 0; i < count; i++) {
      to[toAt + i] = truth[truthAt + i] ? a[aAt + i] : b[bAt + i];
    }
  }

  private static void select(
      boolean[] truth, int[] at, int[] a, int[] b, int[] to, int toAt, int count) {
    int truthAt = at[0];
    int aAt = at[1];
    int bAt = at[2];
    for (int i = 0; i < count; i++) {
      to[toAt + i] = truth[truthAt + i] ? a[aAt + i] : b[bAt + i];
    }
  }

  private static void select(
      boolean[] truth, int[] at, long[] a, long[] b, long[] to, int toAt, int count) {
    int truthAt = at[0];
    int aAt = at[1];
    int bAt = at[2];
    for (int i = 0; i < count; i++) {
      to[toAt + i] = truth[truthAt + i] ? a[aAt + i] : b[bAt + i];
    }
  }

  private static void select(
      boolean[] truth, int[] at, boolean[] a, boolean[] b, boolean[] to, int toAt, int count) {
    int truthAt = at[0];
    int aAt = at[1];
    int bAt = at[2];
    for (int i = 0; i < count; i++) {
      to[toAt + i] = truth[truthAt + i] ? a[aAt + i] : b[bAt + i];
    }
  }

  // end of copies
}
