package dev.kiln.op;

import dev.kiln.op.definition.Attributes;
import java.util.List;

/**
 * Factors and functions of the matrices in the last two dimensions; those before are batches.
 *
 * @param <T> the implementing type itself
 */
public interface MatrixFunctionMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /**
   * The Q of {@code A = Q R}: orthonormal columns, as many as this has, which has at least as many
   * rows. The diagonal of R is not negative, so that both are unique where the columns of A are
   * independent; where they are not, there is no derivative.
   */
  default T qrQ() {
    return self().apply(MatrixFunctionOps.QR_Q, Attributes.NONE, List.of(self()));
  }

  /** The upper triangular R of {@code A = Q R}; see {@link #qrQ}. */
  default T qrR() {
    return qrQ().transpose().matmul(self()).upperTriangle(0);
  }

  /**
   * The X for which {@code A X - B} has the least sum of squares, A being this matrix, whose
   * columns are independent; NumPy's and PyTorch's {@code lstsq}, by {@link #qrQ}.
   *
   * @param right B, {@code [.., rows, columns]}
   */
  default T lstsq(T right) {
    T q = qrQ().transpose();
    T projected = q.matmul(Operands.given("lstsq", right));
    return q.matmul(self()).triangularSolve(projected, false, false);
  }

  /** The eigenvalues of symmetric matrices, ascending, of which the symmetric part is read. */
  default T eigvalsh() {
    return self().apply(MatrixFunctionOps.EIGH_VALUES, Attributes.NONE, List.of(self()));
  }

  /**
   * The eigenvectors of symmetric matrices as columns, in the order of {@link #eigvalsh}: of length
   * 1, the component of greatest absolute value positive. Where eigenvalues are equal, vectors are
   * not unique, and their derivatives leave out what would be infinite.
   */
  default T eighVectors() {
    return self().apply(MatrixFunctionOps.EIGH_VECTORS, Attributes.NONE, List.of(self()));
  }

  /** The matrix exponential, {@code I + A + A A / 2 + ..}; PyTorch's {@code matrix_exp}. */
  default T matrixExp() {
    return self().apply(MatrixFunctionOps.MATRIX_EXP, Attributes.NONE, List.of(self()));
  }
}
