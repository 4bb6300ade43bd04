package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.matrix.SingularValues;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Singular value decompositions of the matrices in the last two dimensions, and what they give. */
public final class SingularValueOps {
  private SingularValueOps() {}

  // A = U S V^T, X = F * U^T dU, Y = F * V^T dV, F[i, j] = 1 / (s[j]^2 - s[i]^2), 0 where equal:
  // dA = U ((X + X^T) S + dS + S (Y + Y^T)) V^T
  //      + (dU - U U^T dU) S^-1 V^T + U S^-1 (dV - V V^T dV)^T
  // Townsend, Differentiating the Singular Value Decomposition, 2016
  /** U, V and the singular values below each other; see {@link SingularValues#packed}. */
  public static final OpDefinition SVD =
      unary(
          "svd",
          "packed",
          (rows, columns) -> List.of(rows.plus(columns).plus(Dim.of(1)), least(rows, columns)),
          SingularValues::packed,
          SingularValueOps::svd,
          List.of());

  // P = A^+: dA = -P^T dP P^T + (I - A P) dP^T P P^T + P^T P dP^T (I - P A), of constant rank.
  // Golub and Pereyra, The Differentiation of Pseudo-Inverses, 1973
  public static final OpDefinition PSEUDO_INVERSE =
      unary(
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
  public static final List<OpDefinition> ALL = List.of(SVD, PSEUDO_INVERSE);

  private static OpDefinition unary(
      String name,
      String method,
      BiFunction<Dim, Dim, List<Dim>> sizes,
      UnaryOperator<NdArray> kernel,
      Derivative.OperandRule rule,
      List<Spelling> spellings) {
    return new OpDefinition(
        name,
        1,
        List.of(),
        Effect.PURE,
        (a, t) -> {
          TensorType type = matrices(name, t);
          int batches = type.rank() - 2;
          List<Dim> dims = new ArrayList<>(type.dims().subList(0, batches));
          dims.addAll(sizes.apply(type.dims().get(batches), type.dims().get(batches + 1)));
          return Optional.of(type.withDims(dims));
        },
        new Evaluation.OnTensors((a, x) -> kernel.apply(x[0])),
        new Emission.Call("dev.kiln.kernel.matrix.SingularValues", method, List.of()),
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
