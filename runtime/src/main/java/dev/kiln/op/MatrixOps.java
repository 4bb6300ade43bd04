package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.matrix.MatrixProducts;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Matrix products. */
public final class MatrixOps {
  private MatrixOps() {}

  private static final String KERNELS = "dev.kiln.kernel.matrix.MatrixProducts";

  /** Whether the left operand of {@link #MATMUL_TRANSPOSED} is read as its transpose. */
  public static final String LEFT = "transposeLeft";

  /** Whether the right operand of {@link #MATMUL_TRANSPOSED} is read as its transpose. */
  public static final String RIGHT = "transposeRight";

  /** NumPy's matmul. With matrices: d(A B) = dA B + A dB, so dA = G B^T and dB = A^T G. */
  public static final OpDefinition MATMUL =
      new OpDefinition(
              "matmul",
              2,
              List.of(),
              Effect.PURE,
              MatrixOps::type,
              new Evaluation.OnTensors((a, x) -> MatrixProducts.matmul(x[0], x[1])),
              new Emission.Call(KERNELS, "matmul", List.of()),
              vjp(MatrixOps::left, MatrixOps::right),
              List.of(Spelling.method("matmul", new Spelling.Operand())))
          .with(Trait.BILINEAR, Trait.MATRIX_PRODUCT, Trait.NEW_ELEMENTS);

  /**
   * The product of matrices, either of which is read as its transpose. With C = A B, where A or B
   * may be such a transpose: dA = G B^T or its transpose B G^T, and dB = A^T G or G^T A.
   */
  public static final OpDefinition MATMUL_TRANSPOSED =
      new OpDefinition(
              "matmul_transposed",
              2,
              List.of(
                  new AttributeSpec(LEFT, Attribute.Truth.class),
                  new AttributeSpec(RIGHT, Attribute.Truth.class)),
              Effect.PURE,
              (a, t) -> type(a, List.of(read(t, 0, a.truth(LEFT)), read(t, 1, a.truth(RIGHT)))),
              new Evaluation.OnTensors(
                  (a, x) -> MatrixProducts.matmul(x[0], x[1], a.truth(LEFT), a.truth(RIGHT))),
              new Emission.Call(KERNELS, "matmul", List.of(LEFT, RIGHT)),
              vjp(
                  (g, c) -> {
                    boolean isTransposed = c.attributes().truth(LEFT);
                    boolean other = c.attributes().truth(RIGHT);
                    return isTransposed
                        ? product(c.operand(1), other, g, true)
                        : product(g, false, c.operand(1), !other);
                  },
                  (g, c) -> {
                    boolean isTransposed = c.attributes().truth(RIGHT);
                    boolean other = c.attributes().truth(LEFT);
                    return isTransposed
                        ? product(g, true, c.operand(0), other)
                        : product(c.operand(0), !other, g, false);
                  }),
              List.of())
          .with(Trait.BILINEAR, Trait.MATRIX_PRODUCT, Trait.NEW_ELEMENTS);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(MATMUL, MATMUL_TRANSPOSED);

  private static Optional<ValueType> type(Attributes attributes, List<ValueType> operands) {
    TensorType left = TypeRules.tensor("matmul", operands, 0);
    TensorType right = TypeRules.tensor("matmul", operands, 1);
    if (left.dtype() != right.dtype() || left.dtype() == DType.BOOL) {
      throw new TypeMismatchException(
          1, "matmul of " + left + " and " + right + ": dtypes differ or are not numbers");
    }
    if (left.rank() == 0 || right.rank() == 0) {
      throw new TypeMismatchException(
          left.rank() == 0 ? 0 : 1, "matmul of " + left + " and " + right + ": rank 0");
    }
    List<Dim> leftDims = matrix(left.dims(), true);
    List<Dim> rightDims = matrix(right.dims(), false);
    Dim inner = leftDims.get(leftDims.size() - 1);
    Dim other = rightDims.get(rightDims.size() - 2);
    if (!inner.equals(other)) {
      throw new TypeMismatchException(
          1,
          "matmul of shapes "
              + left.dimsText()
              + " and "
              + right.dimsText()
              + ": inner sizes "
              + inner
              + " and "
              + other
              + " differ",
          TypeRules.unequal(inner, other));
    }
    List<Dim> dims =
        new ArrayList<>(
            TypeRules.broadcast(
                "matmul",
                left.withDims(leftDims.subList(0, leftDims.size() - 2)),
                right.withDims(rightDims.subList(0, rightDims.size() - 2)),
                1));
    if (left.rank() > 1) {
      dims.add(leftDims.get(leftDims.size() - 2));
    }
    if (right.rank() > 1) {
      dims.add(rightDims.get(rightDims.size() - 1));
    }
    return Optional.of(new TensorType(left.dtype(), dims));
  }

  /** The attributes of {@link #MATMUL_TRANSPOSED}. */
  public static Attributes transposing(boolean left, boolean right) {
    return Attributes.of(LEFT, new Attribute.Truth(left)).with(RIGHT, new Attribute.Truth(right));
  }

  private static Term product(
      Term left, boolean transposeLeft, Term right, boolean transposeRight) {
    return transposeLeft || transposeRight
        ? left.apply(
            MATMUL_TRANSPOSED, transposing(transposeLeft, transposeRight), List.of(left, right))
        : left.matmul(right);
  }

  /** The type of an operand of matrices as it is read. */
  private static ValueType read(List<ValueType> operands, int index, boolean transposed) {
    TensorType type = TypeRules.tensor("matmul_transposed", operands, index);
    if (type.rank() < 2) {
      throw new TypeMismatchException(
          index, "matmul_transposed expects at least 2 dimensions, not shape " + type.dimsText());
    }
    List<Dim> dims = new ArrayList<>(type.dims());
    if (transposed) {
      Collections.swap(dims, dims.size() - 1, dims.size() - 2);
    }
    return type.withDims(dims);
  }

  /** A vector as a row on the left and as a column on the right. */
  private static List<Dim> matrix(List<Dim> dims, boolean left) {
    if (dims.size() > 1) {
      return dims;
    }
    return left ? List.of(Dim.of(1), dims.get(0)) : List.of(dims.get(0), Dim.of(1));
  }

  private static Term left(Term g, Derivative.Call call) {
    TensorType type = (TensorType) call.operandType(0);
    Term right = asMatrix(call.operand(1), (TensorType) call.operandType(1), false);
    return likeOperand(product(cotangentMatrix(g, call), false, right, true), type, true);
  }

  private static Term right(Term g, Derivative.Call call) {
    TensorType type = (TensorType) call.operandType(1);
    Term left = asMatrix(call.operand(0), (TensorType) call.operandType(0), true);
    return likeOperand(product(left, true, cotangentMatrix(g, call), false), type, false);
  }

  private static Term asMatrix(Term term, TensorType type, boolean left) {
    return type.rank() > 1 ? term : LayoutOps.reshape(term, matrix(type.dims(), left));
  }

  /** The cotangent with the dimensions of size 1 that a vector operand had. */
  private static Term cotangentMatrix(Term g, Derivative.Call call) {
    boolean row = ((TensorType) call.operandType(0)).rank() == 1;
    boolean column = ((TensorType) call.operandType(1)).rank() == 1;
    if (!row && !column) {
      return g;
    }
    List<Dim> dims = new ArrayList<>(((TensorType) call.resultType()).dims());
    if (column) {
      dims.add(Dim.of(1));
    }
    if (row) {
      dims.add(dims.size() - 1, Dim.of(1));
    }
    return LayoutOps.reshape(g, dims);
  }

  /** A vector again, where the operand was one. */
  private static Term likeOperand(Term matrix, TensorType operand, boolean left) {
    if (operand.rank() > 1) {
      return matrix;
    }
    List<Dim> dims = new ArrayList<>(((TensorType) matrix.type()).dims());
    dims.remove(left ? dims.size() - 2 : dims.size() - 1);
    return LayoutOps.reshape(matrix, dims);
  }
}
