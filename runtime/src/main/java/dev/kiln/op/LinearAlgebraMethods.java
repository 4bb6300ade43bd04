package dev.kiln.op;

import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import java.util.List;

/**
 * Linear algebra on the matrices in the last two dimensions; those before are batches, which are
 * equal in both operands.
 *
 * @param <T> the implementing type itself
 */
public interface LinearAlgebraMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /** The elements with {@code column - row <= diagonal}, zero elsewhere; {@code tril} in NumPy. */
  default T lowerTriangle(int diagonal) {
    return triangle(true, diagonal);
  }

  /** The elements with {@code column - row >= diagonal}, zero elsewhere; {@code triu} in NumPy. */
  default T upperTriangle(int diagonal) {
    return triangle(false, diagonal);
  }

  private T triangle(boolean lower, int diagonal) {
    Attributes attributes =
        Attributes.of("lower", new Attribute.Truth(lower))
            .with("diagonal", new Attribute.Integer(diagonal));
    return self().apply(LinearAlgebraOps.TRIANGLE, attributes, List.of(self()));
  }

  /** The diagonals of square matrices. */
  default T diagonal() {
    return lowerTriangle(0).upperTriangle(0).sum(-1);
  }

  /** The sums of the diagonals of square matrices. */
  default T trace() {
    return lowerTriangle(0).upperTriangle(0).sum(-2, -1);
  }

  /**
   * The lower triangular L with {@code L L^T} this, of which the symmetric part is read.
   *
   * @throws IllegalArgumentException if a matrix is not positive definite
   */
  default T cholesky() {
    return self().apply(LinearAlgebraOps.CHOLESKY, Attributes.NONE, List.of(self()));
  }

  /**
   * The X with {@code A X = B}, or {@code A^T X = B} where {@code transposed}, A being this
   * triangular matrix. The other triangle is not read; a zero on the diagonal gives infinities.
   *
   * @param right B, {@code [.., n, columns]}
   */
  default T triangularSolve(T right, boolean lower, boolean transposed) {
    Attributes attributes =
        Attributes.of("lower", new Attribute.Truth(lower))
            .with("transposed", new Attribute.Truth(transposed));
    return self()
        .apply(
            LinearAlgebraOps.TRIANGULAR_SOLVE,
            attributes,
            List.of(self(), Operands.given("triangularSolve", right)));
  }

  /**
   * The X with {@code A X = B}, A being this matrix.
   *
   * @param right B, {@code [.., n, columns]}
   * @throws IllegalArgumentException if a matrix is singular
   */
  default T solve(T right) {
    return self()
        .apply(
            LinearAlgebraOps.SOLVE,
            Attributes.NONE,
            List.of(self(), Operands.given("solve", right)));
  }

  /** As {@link #solve}, by {@link #cholesky}: half the work for positive definite matrices. */
  default T choleskySolve(T right) {
    Operands.given("choleskySolve", right);
    T factor = cholesky();
    return factor.triangularSolve(factor.triangularSolve(right, true, false), true, true);
  }

  /**
   * The inverse.
   *
   * @throws IllegalArgumentException if a matrix is singular
   */
  default T inverse() {
    T ones = LayoutOps.broadcastTo(self().number(1), self().dims());
    return solve(ones.lowerTriangle(0).upperTriangle(0));
  }

  /** The determinant. Where a matrix is singular, its derivative fails. */
  default T determinant() {
    return self().apply(LinearAlgebraOps.DETERMINANT, Attributes.NONE, List.of(self()));
  }

  /** The logarithm of the determinant of positive definite matrices. */
  default T logDeterminant() {
    return cholesky().diagonal().log().sum(-1).multiply(2);
  }
}
