package dev.kiln.fuzz.trace;

/**
 * The way that a run takes through a program: the outcomes of its jumps, the integers that it makes
 * of floating-point numbers, and the pieces of functions such as {@code Math.abs} that it is on. As
 * long as the trace is the same, the result is a smooth function of the floating-point inputs.
 *
 * @param branches a hash of all that
 * @param rounded a hash of the numbers that were rounded to float: where it changes, the result
 *     moves in steps
 * @param isComplete whether all of the run was instrumented; operations on tensors are not
 * @param isDetermined whether Java says what the run computes: it leaves the sign of NaN to the JVM
 */
public record BranchTrace(long branches, long rounded, boolean isComplete, boolean isDetermined) {
  private static final ThreadLocal<Recorder> CURRENT = ThreadLocal.withInitial(Recorder::new);

  private static final class Recorder {
    private long branches;
    private long rounded;
    private boolean isComplete;
    private boolean isDetermined;

    void start() {
      branches = 0;
      rounded = 0;
      isComplete = true;
      isDetermined = true;
    }
  }

  /** Runs instrumented code of this thread and tells which way it took. */
  public static BranchTrace of(Runnable code) {
    Recorder recorder = CURRENT.get();
    recorder.start();
    code.run();
    return new BranchTrace(
        recorder.branches, recorder.rounded, recorder.isComplete, recorder.isDetermined);
  }

  private static long mixed(long hash, long event) {
    long mixed = (hash ^ event) * 0x9e3779b97f4a7c15L;
    return mixed ^ (mixed >>> 29);
  }

  private static void add(long event) {
    Recorder recorder = CURRENT.get();
    recorder.branches = mixed(recorder.branches + 1, event);
  }

  /** A jump compares {@code value} with zero. */
  public static void jump(int value) {
    add(Integer.signum(value));
  }

  /** A jump compares two numbers. */
  public static void jump(int left, int right) {
    add(Integer.compare(left, right));
  }

  /** A number that decides where to go on, or that was made of a floating-point number. */
  public static void number(int value) {
    add(value);
  }

  /** An integer that was made of a floating-point number. */
  public static void number(long value) {
    add(value);
  }

  /** A number that takes values apart from one another, such as a rounded one. */
  static void step(double value) {
    add(Double.doubleToLongBits(value + 0.0));
  }

  /** A number is about to be rounded to float. */
  public static void round(double value) {
    Recorder recorder = CURRENT.get();
    recorder.rounded = mixed(recorder.rounded + 1, Double.doubleToLongBits(value));
  }

  /** Something is used that Java leaves to the JVM. */
  static void undetermined() {
    CURRENT.get().isDetermined = false;
  }

  /** An operation is called that is not instrumented. */
  public static void unknown() {
    CURRENT.get().isComplete = false;
  }
}
