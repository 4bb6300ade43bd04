package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.Dim;
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

  /** The singular values, descending; see {@code Tensor.svd}. */
  default T singularValues() {
    return MatrixFunctionOps.decomposed(self()).get(1);
  }

  /**
   * The pseudoinverse of Moore and Penrose. Singular values count as zero that are not above the
   * greatest times the larger size times the distance of 1 and the next number of the dtype, as in
   * PyTorch. Its derivative is that among matrices of the same rank.
   */
  default T pinv() {
    return self().apply(MatrixFunctionOps.PSEUDO_INVERSE, Attributes.NONE, List.of(self()));
  }

  /** How many singular values do not count as zero, as those of {@link #pinv}; int64. */
  default T matrixRank() {
    T values = constant(singularValues());
    List<Dim> dims = self().dims();
    int rows = Windows.known("matrixRank", dims.get(dims.size() - 2));
    int columns = Windows.known("matrixRank", dims.get(dims.size() - 1));
    double least = Math.max(rows, columns) * (self().dtype() == DType.FLOAT32 ? 0x1p-23 : 0x1p-52);
    return values.greater(values.max(true, -1).multiply(least)).countTrue(-1);
  }

  /** The greatest singular value divided by the least; NumPy's and PyTorch's {@code cond}. */
  default T conditionNumber() {
    T values = singularValues();
    return values.max(-1).divide(values.min(-1));
  }

  private static <V extends Operand<V>> V constant(V value) {
    return value.apply(GradientOps.STOP_GRADIENT, Attributes.NONE, List.of(value));
  }

  /** The matrix exponential, {@code I + A + A A / 2 + ..}; PyTorch's {@code matrix_exp}. */
  default T matrixExp() {
    return self().apply(MatrixFunctionOps.MATRIX_EXP, Attributes.NONE, List.of(self()));
  }
}
