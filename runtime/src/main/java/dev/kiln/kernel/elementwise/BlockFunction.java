package dev.kiln.kernel.elementwise;

/**
 * A function that is applied element by element to blocks of consecutive elements. The arrays are
 * those of Java's primitive types, such as {@code float[]}.
 */
@FunctionalInterface
public interface BlockFunction {
  /**
   * Stores the function of {@code operands[k][at[k] + i]}, for all k, at {@code to[toAt + i]}, for
   * {@code count} elements from i = 0 on. Arithmetic may write to the block that it reads. The
   * block that another function writes overlaps no operand, since it may read the operand again
   * later.
   */
  void apply(Object[] operands, int[] at, Object to, int toAt, int count);
}
