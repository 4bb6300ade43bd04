package dev.kiln.tensor;

import dev.kiln.op.SeveralResults;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;

/** The methods of tensors that have several results: the components of a record, or an array. */
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

  /**
   * Parts along {@code axis} of {@code size} elements each, of which the last may have fewer; as
   * PyTorch's {@code split}. In a model the axis has a known size.
   */
  default Tensor[] split(int size, int axis) {
    return SeveralResults.split(self(), size, axis).toArray(new Tensor[0]);
  }

  /**
   * Parts of the given sizes along {@code axis}, one after the other.
   *
   * @throws IllegalArgumentException if the sizes do not add up to that of the axis
   */
  default Tensor[] split(int[] sizes, int axis) {
    List<Dim> dims = new ArrayList<>();
    for (int size : sizes) {
      dims.add(Dim.of(size));
    }
    return SeveralResults.split(self(), dims, axis).toArray(new Tensor[0]);
  }

  /**
   * {@code count} parts along {@code axis}. Where they cannot be equal, each is as large as that
   * needs, the last one has fewer elements, and there may be fewer parts; as PyTorch's {@code
   * chunk}. In a model the size of the axis is known, or a multiple of {@code count}.
   */
  default Tensor[] chunk(int count, int axis) {
    return SeveralResults.chunk(self(), count, axis).toArray(new Tensor[0]);
  }

  /** The slices along {@code axis}, which is dropped. In a model the axis has a known size. */
  default Tensor[] unbind(int axis) {
    return SeveralResults.unbind(self(), axis).toArray(new Tensor[0]);
  }
}
