package dev.kiln.kernel;

/**
 * Inner loops of matrix products on vectors. They may be called only where {@link
 * InnerLoops#VECTORS}. Each element of a result is one chain of {@link Math#fma} along the inner
 * dimension.
 */
public final class ProductLoops {
  /** The rows of the result that are computed together. */
  public static final int ROWS = VectorProducts.ROWS;

  private ProductLoops() {}

  // double, copied for float

  /** The columns of the result that are computed together. */
  public static int widthOfDoubles() {
    return VectorProducts.widthOfDoubles();
  }

  /**
   * Adds a product to {@link #ROWS} rows and {@link #widthOfDoubles} columns at {@code to[at]},
   * whose rows are {@code step} apart. The operands are packed: {@code left} has the {@link #ROWS}
   * elements of each column next to each other, {@code right} the elements of each row.
   */
  public static void add(
      double[] left,
      int leftAt,
      double[] right,
      int rightAt,
      int inner,
      double[] to,
      int at,
      int step) {
    VectorProducts.add(left, leftAt, right, rightAt, inner, to, at, step);
  }

  /** Copies {@link #widthOfDoubles} elements of each row, to next to each other. */
  public static void copy(double[] from, int start, int step, int rows, double[] to, int at) {
    VectorProducts.copy(from, start, step, rows, to, at);
  }

  /**
   * Writes the first elements of a row times a matrix, whose rows are {@code rightStep} apart.
   *
   * @return how many elements were written; at most so many are left as a vector has
   */
  public static int row(
      double[] left,
      int leftAt,
      int leftStep,
      double[] right,
      int rightAt,
      int rightStep,
      int inner,
      double[] to,
      int at,
      int columns) {
    return VectorProducts.row(
        left, leftAt, leftStep, right, rightAt, rightStep, inner, to, at, columns);
  }

  // copies

  /** The columns of the result that are computed together. */
  public static int widthOfFloats() {
    return VectorProducts.widthOfFloats();
  }

  /**
   * Adds a product to {@link #ROWS} rows and {@link #widthOfFloats} columns at {@code to[at]},
   * whose rows are {@code step} apart. The operands are packed: {@code left} has the {@link #ROWS}
   * elements of each column next to each other, {@code right} the elements of each row.
   */
  public static void add(
      float[] left,
      int leftAt,
      float[] right,
      int rightAt,
      int inner,
      float[] to,
      int at,
      int step) {
    VectorProducts.add(left, leftAt, right, rightAt, inner, to, at, step);
  }

  /** Copies {@link #widthOfFloats} elements of each row, to next to each other. */
  public static void copy(float[] from, int start, int step, int rows, float[] to, int at) {
    VectorProducts.copy(from, start, step, rows, to, at);
  }

  /**
   * Writes the first elements of a row times a matrix, whose rows are {@code rightStep} apart.
   *
   * @return how many elements were written; at most so many are left as a vector has
   */
  public static int row(
      float[] left,
      int leftAt,
      int leftStep,
      float[] right,
      int rightAt,
      int rightStep,
      int inner,
      float[] to,
      int at,
      int columns) {
    return VectorProducts.row(
        left, leftAt, leftStep, right, rightAt, rightStep, inner, to, at, columns);
  }

  // end of copies
}
