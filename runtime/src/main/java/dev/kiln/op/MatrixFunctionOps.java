package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.matrix.MatrixFunctions;
import dev.kiln.kernel.matrix.SingularValues;
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
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Factors and functions of the matrices in the last two dimensions. */
public final class MatrixFunctionOps {
  private MatrixFunctionOps() {}

  private static final String KERNELS = "dev.kiln.kernel.matrix.MatrixFunctions";
  private static final String SINGULAR_VALUES = "dev.kiln.kernel.matrix.SingularValues";

  // A = Q R: dA = (dQ + Q S) R^-T, S symmetric with the upper triangle of -Q^T dQ. Walter and
  // Lehmann, Algorithmic Differentiation of Linear Algebra Functions, 2012
  public static final OpDefinition QR_Q =
      unary(
          "qr_q",
          KERNELS,
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
          KERNELS,
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
          KERNELS,
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
          KERNELS,
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

  // A = U S V^T, X = F * U^T dU, Y = F * V^T dV, F[i, j] = 1 / (s[j]^2 - s[i]^2), 0 where equal:
  // dA = U ((X + X^T) S + dS + S (Y + Y^T)) V^T
  //      + (dU - U U^T dU) S^-1 V^T + U S^-1 (dV - V V^T dV)^T
  // Townsend, Differentiating the Singular Value Decomposition, 2016
  /** U, V and the singular values below each other; see {@link SingularValues#packed}. */
  public static final OpDefinition SVD =
      ofMatrices(
          "svd",
          "packed",
          (rows, columns) -> List.of(rows.plus(columns).plus(Dim.of(1)), least(rows, columns)),
          SingularValues::packed,
          MatrixFunctionOps::svd,
          List.of());

  // P = A^+: dA = -P^T dP P^T + (I - A P) dP^T P P^T + P^T P dP^T (I - P A), of constant rank.
  // Golub and Pereyra, The Differentiation of Pseudo-Inverses, 1973
  public static final OpDefinition PSEUDO_INVERSE =
      ofMatrices(
          "pinv",
          "pseudoInverse",
          (rows, columns) -> List.of(columns, rows),
          SingularValues::pseudoInverse,
          (g, c) -> {
            Term a = c.operand(0);
            Term p = c.result();
            Term t = p.transpose();
            Term down = g.transpose();
            Term first = down.matmul(p).matmul(t);
            Term second = t.matmul(p).matmul(down);
            return first
                .subtract(a.matmul(p.matmul(first)))
                .add(second.subtract(second.matmul(p).matmul(a)))
                .subtract(t.matmul(g).matmul(t));
          },
          List.of(Spelling.method("pinv")));

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(
          QR_Q, EIGH_VALUES, EIGH_VECTORS, MATRIX_EXP, MATRIX_EXP_DERIVATIVE, SVD, PSEUDO_INVERSE);

  private static OpDefinition unary(
      String name,
      String owner,
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
        new Emission.Call(owner, method, List.of()),
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
    Attributes attributes = Attributes.axis(axis);
    return first.apply(SliceOps.CONCATENATE, attributes, List.of(first, second));
  }

  private static OpDefinition ofMatrices(
      String name,
      String method,
      BiFunction<Dim, Dim, List<Dim>> sizes,
      UnaryOperator<NdArray> kernel,
      Derivative.OperandRule rule,
      List<Spelling> spellings) {
    return unary(
        name,
        SINGULAR_VALUES,
        method,
        Effect.PURE,
        (a, t) -> {
          TensorType type = matrices(name, t);
          int batches = type.rank() - 2;
          List<Dim> dims = new ArrayList<>(type.dims().subList(0, batches));
          dims.addAll(sizes.apply(type.dims().get(batches), type.dims().get(batches + 1)));
          return Optional.of(type.withDims(dims));
        },
        kernel,
        vjp(rule),
        spellings);
  }

  private static TensorType matrices(String operation, List<ValueType> operands) {
    TensorType type = TypeRules.floating(operation, operands, 0);
    if (type.rank() < 2) {
      throw new TypeMismatchException(
          0, operation + " expects matrices, not shape " + type.dimsText());
    }
    return type;
  }

  private static Dim least(Dim rows, Dim columns) {
    Dim more = rows.minus(columns);
    if (more.constant().isEmpty()) {
      throw new TypeMismatchException(
          0, "svd needs to know which is less, " + rows + " rows or " + columns + " columns");
    }
    return more.isNegative() ? rows : columns;
  }

  /** U, the singular values and V of packed ones; {@code matrix} has the dimensions of A. */
  static <V extends Operand<V>> List<V> parts(V packed, List<Dim> matrix) {
    Dim rows = matrix.get(matrix.size() - 2);
    Dim both = rows.plus(matrix.get(matrix.size() - 1));
    return List.of(
        SliceOps.slice(packed, -2, Dim.of(0), rows),
        SliceOps.slice(packed, -2, both, both.plus(Dim.of(1))).squeeze(-2),
        SliceOps.slice(packed, -2, rows, both));
  }

  /** The U, the singular values and the V of A. */
  static <V extends Operand<V>> List<V> decomposed(V matrix) {
    V packed = matrix.apply(SVD, Attributes.NONE, List.of(matrix));
    return parts(packed, matrix.dims());
  }

  private static Term svd(Term g, Derivative.Call call) {
    List<Dim> matrix = ((TensorType) call.operandType(0)).dims();
    List<Term> factors = parts(call.result(), matrix);
    List<Term> cotangents = parts(g, matrix);
    Term u = factors.get(0);
    Term v = factors.get(2);
    Term values = factors.get(1).unsqueeze(-2);
    Term inverse = values.equalTo(0).where(values.number(0), values.reciprocal());
    Term squares = values.square();
    Term gaps = squares.subtract(squares.transpose());
    Term factor = gaps.equalTo(0).where(gaps.number(0), gaps.reciprocal());
    Term left = u.transpose().matmul(cotangents.get(0));
    Term right = v.transpose().matmul(cotangents.get(2));
    Term x = left.times(factor);
    Term y = right.times(factor);
    Term inner =
        x.add(x.transpose())
            .times(values)
            .add(y.add(y.transpose()).times(values.transpose()))
            .add(cotangents.get(1).unsqueeze(-2).times(identity(factor)));
    Term outside = cotangents.get(0).subtract(u.matmul(left)).times(inverse);
    Term beside = cotangents.get(2).subtract(v.matmul(right)).times(inverse);
    return u.matmul(inner).add(outside).matmul(v.transpose()).add(u.matmul(beside.transpose()));
  }

  private static Term identity(Term like) {
    return LayoutOps.broadcastTo(like.number(1), like.dims()).lowerTriangle(0).upperTriangle(0);
  }
}
