package dev.kiln.tensor;

import dev.kiln.op.SeveralResults;
import java.util.List;

/** The methods of tensors that have several results, the components of a record. */
public sealed interface RecordMethods permits Tensor {
  /** This tensor. */
  Tensor self();

  /** {@link Tensor#sort} and {@link Tensor#argSort} at once. */
  default IndexedValues sortWithIndices(int axis, boolean descending) {
    return indexed(SeveralResults.sort(self(), axis, descending));
  }

  /** {@link Tensor#topK} and {@link Tensor#topKIndices} at once; ONNX TopK. */
  default IndexedValues topKWithIndices(int count, int axis) {
    return indexed(SeveralResults.topK(self(), count, axis));
  }

  /** The first greatest element along {@code axis}, which is dropped, and its index. */
  default IndexedValues maxWithIndices(int axis) {
    return indexed(SeveralResults.max(self(), axis));
  }

  /** The first least element along {@code axis}, which is dropped, and its index. */
  default IndexedValues minWithIndices(int axis) {
    return indexed(SeveralResults.min(self(), axis));
  }

  private static IndexedValues indexed(List<Tensor> parts) {
    return new IndexedValues(parts.get(0), parts.get(1));
  }

  /** {@link Tensor#mean(int...)} and {@link Tensor#variance(int...)} at once. */
  default Moments moments(int... axes) {
    List<Tensor> parts = SeveralResults.moments(self(), axes);
    return new Moments(parts.get(0), parts.get(1));
  }

  /** {@link Tensor#qrQ} and {@link Tensor#qrR} at once. */
  default Qr qr() {
    List<Tensor> parts = SeveralResults.qr(self());
    return new Qr(parts.get(0), parts.get(1));
  }

  /** {@link Tensor#eigvalsh} and {@link Tensor#eighVectors} at once. */
  default Eigh eigh() {
    List<Tensor> parts = SeveralResults.eigh(self());
    return new Eigh(parts.get(0), parts.get(1));
  }

  /**
   * The singular value decompositions of the matrices in the last two dimensions. In each column of
   * V, of U where there are more columns than rows, the component of greatest absolute value is
   * positive. Where singular values are equal, or 0 in a matrix that is not square, vectors are not
   * unique, and their derivatives leave out what would be infinite.
   */
  default Svd svd() {
    List<Tensor> parts = SeveralResults.svd(self());
    return new Svd(parts.get(0), parts.get(1), parts.get(2));
  }

  /**
   * The determinant as its sign and the logarithm of its absolute value, which neither overflows
   * nor vanishes; NumPy's and PyTorch's {@code slogdet}. Where a matrix is singular, the derivative
   * fails.
   */
  default SignAndLog signAndLogDeterminant() {
    List<Tensor> parts = SeveralResults.logDeterminant(self());
    return new SignAndLog(parts.get(0), parts.get(1));
  }
}
