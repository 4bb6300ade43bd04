package dev.kiln.kernel.elementwise;

/**
 * The relations of two numbers. Each is a class of its own, so that a program loads those that it
 * uses: a table of all of them would cost more at its start than a small model computes.
 */
public final class RelationKernels {
  private RelationKernels() {}

  /** The kernel of {@code less}. */
  public static final class Less extends RelationKernel {
    /** The only instance. */
    public static final Less KERNEL = new Less();

    private Less() {
      super("less", ElementKinds.ALL);
    }

    @Override
    public boolean test(boolean a, boolean b) {
      return !a && b;
    }

    @Override
    public boolean test(int a, int b) {
      return a < b;
    }

    @Override
    public boolean test(long a, long b) {
      return a < b;
    }

    // double, copied for float

    @Override
    public boolean test(double a, double b) {
      return a < b;
    }

    @Override
    void test(double[] a, int aAt, double[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public boolean test(float a, float b) {
      return a < b;
    }

    @Override
    void test(float[] a, int aAt, float[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code less_equal}. */
  public static final class LessEqual extends RelationKernel {
    /** The only instance. */
    public static final LessEqual KERNEL = new LessEqual();

    private LessEqual() {
      super("less_equal", ElementKinds.ALL);
    }

    @Override
    public boolean test(boolean a, boolean b) {
      return !a || b;
    }

    @Override
    public boolean test(int a, int b) {
      return a <= b;
    }

    @Override
    public boolean test(long a, long b) {
      return a <= b;
    }

    // double, copied for float

    @Override
    public boolean test(double a, double b) {
      return a <= b;
    }

    @Override
    void test(double[] a, int aAt, double[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public boolean test(float a, float b) {
      return a <= b;
    }

    @Override
    void test(float[] a, int aAt, float[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code greater}. */
  public static final class Greater extends RelationKernel {
    /** The only instance. */
    public static final Greater KERNEL = new Greater();

    private Greater() {
      super("greater", ElementKinds.ALL);
    }

    @Override
    public boolean test(boolean a, boolean b) {
      return a && !b;
    }

    @Override
    public boolean test(int a, int b) {
      return a > b;
    }

    @Override
    public boolean test(long a, long b) {
      return a > b;
    }

    // double, copied for float

    @Override
    public boolean test(double a, double b) {
      return a > b;
    }

    @Override
    void test(double[] a, int aAt, double[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public boolean test(float a, float b) {
      return a > b;
    }

    @Override
    void test(float[] a, int aAt, float[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code greater_equal}. */
  public static final class GreaterEqual extends RelationKernel {
    /** The only instance. */
    public static final GreaterEqual KERNEL = new GreaterEqual();

    private GreaterEqual() {
      super("greater_equal", ElementKinds.ALL);
    }

    @Override
    public boolean test(boolean a, boolean b) {
      return a || !b;
    }

    @Override
    public boolean test(int a, int b) {
      return a >= b;
    }

    @Override
    public boolean test(long a, long b) {
      return a >= b;
    }

    // double, copied for float

    @Override
    public boolean test(double a, double b) {
      return a >= b;
    }

    @Override
    void test(double[] a, int aAt, double[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public boolean test(float a, float b) {
      return a >= b;
    }

    @Override
    void test(float[] a, int aAt, float[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code equal}. */
  public static final class Equal extends RelationKernel {
    /** The only instance. */
    public static final Equal KERNEL = new Equal();

    private Equal() {
      super("equal", ElementKinds.ALL);
    }

    @Override
    public boolean test(boolean a, boolean b) {
      return a == b;
    }

    @Override
    public boolean test(int a, int b) {
      return a == b;
    }

    @Override
    public boolean test(long a, long b) {
      return a == b;
    }

    // double, copied for float

    @Override
    public boolean test(double a, double b) {
      return a == b;
    }

    @Override
    void test(double[] a, int aAt, double[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public boolean test(float a, float b) {
      return a == b;
    }

    @Override
    void test(float[] a, int aAt, float[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code not_equal}. */
  public static final class NotEqual extends RelationKernel {
    /** The only instance. */
    public static final NotEqual KERNEL = new NotEqual();

    private NotEqual() {
      super("not_equal", ElementKinds.ALL);
    }

    @Override
    public boolean test(boolean a, boolean b) {
      return a != b;
    }

    @Override
    public boolean test(int a, int b) {
      return a != b;
    }

    @Override
    public boolean test(long a, long b) {
      return a != b;
    }

    // double, copied for float

    @Override
    public boolean test(double a, double b) {
      return a != b;
    }

    @Override
    void test(double[] a, int aAt, double[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public boolean test(float a, float b) {
      return a != b;
    }

    @Override
    void test(float[] a, int aAt, float[] b, int bAt, boolean[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = test(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }
}
