package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.matrix.MatrixFunctions;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRule;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Factors and functions of the matrices in the last two dimensions. */
public final class MatrixFunctionOps {
  private MatrixFunctionOps() {}

  private static final String KERNELS = "dev.kiln.kernel.matrix.MatrixFunctions";

  // A = Q R: dA = (dQ + Q S) R^-T, S symmetric with the upper triangle of -Q^T dQ. Walter and
  // Lehmann, Algorithmic Differentiation of Linear Algebra Functions, 2012
  public static final OpDefinition QR_Q =
      unary(
          "qr_q",
          "orthonormal",
          Effect.MAY_THROW,
          (a, t) -> {
            TensorType type = TypeRules.floating("qr", t, 0);
            int rank = type.rank();
            if (rank < 2
                || type.dims().get(rank - 2).minus(type.dims().get(rank - 1)).isNegative()) {
              throw new TypeMismatchException(
                  0, "qr expects at least as many rows as columns, not shape " + type.dimsText());
            }
            return Optional.of(type);
          },
          MatrixFunctions::orthonormal,
          vjp(
              (g, c) -> {
                Term q = c.result();
                Term upper = q.transpose().matmul(g).negate().upperTriangle(0);
                Term symmetric = upper.add(upper.upperTriangle(1).transpose());
                Term left = g.add(q.matmul(symmetric));
                Term r = q.transpose().matmul(c.operand(0));
                return r.triangularSolve(left.transpose(), false, false).transpose();
              }),
          List.of(Spelling.method("qrQ")));

  // dA = V diag(dL) V^T
  public static final OpDefinition EIGH_VALUES =
      unary(
          "eigh_values",
          "eigenvalues",
          Effect.PURE,
          (a, t) -> {
            TensorType type = LinearAlgebraOps.square("eigvalsh", t);
            return Optional.of(type.withDims(type.dims().subList(0, type.rank() - 1)));
          },
          MatrixFunctions::eigenvalues,
          vjp(
              (g, c) -> {
                Term vectors = c.operand(0).eighVectors();
                return g.unsqueeze(-2).times(vectors).matmul(vectors.transpose());
              }),
          List.of(Spelling.method("eigvalsh")));

  // dA = V (F * V^T dV) V^T, symmetric; F[i, j] = 1 / (l[j] - l[i]), and 0 where these are equal
  public static final OpDefinition EIGH_VECTORS =
      unary(
          "eigh_vectors",
          "eigenvectors",
          Effect.PURE,
          (a, t) -> Optional.of(LinearAlgebraOps.square("eighVectors", t)),
          MatrixFunctions::eigenvectors,
          vjp(
              (g, c) -> {
                Term vectors = c.result();
                Term values = c.operand(0).eigvalsh();
                Term gaps = values.unsqueeze(-2).subtract(values.unsqueeze(-1));
                Term factors = gaps.equalTo(0).where(gaps.number(0), gaps.reciprocal());
                Term inner = vectors.transpose().matmul(g).times(factors);
                Term outer = vectors.matmul(inner).matmul(vectors.transpose());
                return outer.add(outer.transpose()).multiply(0.5);
              }),
          List.of(Spelling.method("eighVectors")));

  public static final OpDefinition MATRIX_EXP =
      unary(
          "matrix_exp",
          "exponential",
          Effect.PURE,
          (a, t) -> Optional.of(LinearAlgebraOps.square("matrixExp", t)),
          MatrixFunctions::exponential,
          vjp((g, c) -> derivative(c.operand(0).transpose(), g)),
          List.of(Spelling.method("matrixExp")));

  // the exponential is a power series, so that the cotangent of A is the second derivative at A^T
  // in the directions E^T and g, of which the derivative of a block matrix has one block
  /** The derivative of the exponential of operand 0 in direction operand 1. */
  public static final OpDefinition MATRIX_EXP_DERIVATIVE =
      new OpDefinition(
              "matrix_exp_derivative",
              2,
              List.of(),
              Effect.PURE,
              (a, t) -> {
                TensorType type = LinearAlgebraOps.square("matrix_exp_derivative", t);
                if (!type.equals(t.get(1))) {
                  throw new TypeMismatchException(
                      1, "matrix_exp_derivative of " + type + " and " + t.get(1));
                }
                return Optional.of(type);
              },
              new Evaluation.OnTensors((a, x) -> MatrixFunctions.exponentialDerivative(x[0], x[1])),
              new Emission.Call(KERNELS, "exponentialDerivative", List.of()),
              vjp(
                  (g, c) -> {
                    Term matrix = c.operand(0).transpose();
                    Term zeros = LayoutOps.broadcastTo(g.number(0), g.dims());
                    Term at = blocks(matrix, c.operand(1).transpose(), zeros, matrix);
                    Term second = derivative(at, blocks(g, zeros, zeros, g));
                    Dim n = g.dims().get(g.rank() - 1);
                    Dim twice = n.plus(n);
                    Term rows = SliceOps.slice(second, -2, Dim.of(0), n);
                    return SliceOps.slice(rows, -1, n, twice);
                  },
                  (g, c) -> derivative(c.operand(0).transpose(), g)),
              List.of())
          .with(Trait.LINEAR_IN_SECOND);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(QR_Q, EIGH_VALUES, EIGH_VECTORS, MATRIX_EXP, MATRIX_EXP_DERIVATIVE);

  private static OpDefinition unary(
      String name,
      String method,
      Effect effect,
      TypeRule type,
      UnaryOperator<NdArray> kernel,
      Derivative derivative,
      List<Spelling> spellings) {
    return new OpDefinition(
        name,
        1,
        List.of(),
        effect,
        type,
        new Evaluation.OnTensors((a, x) -> kernel.apply(x[0])),
        new Emission.Call(KERNELS, method, List.of()),
        derivative,
        spellings);
  }

  private static Term derivative(Term matrix, Term direction) {
    return matrix.apply(MATRIX_EXP_DERIVATIVE, Attributes.NONE, List.of(matrix, direction));
  }

  private static Term blocks(Term first, Term second, Term third, Term fourth) {
    return joined(-2, joined(-1, first, second), joined(-1, third, fourth));
  }

  private static Term joined(int axis, Term first, Term second) {
    Attributes attributes = Attributes.of("axis", new Attribute.Integer(axis));
    return first.apply(SliceOps.CONCATENATE, attributes, List.of(first, second));
  }
}
