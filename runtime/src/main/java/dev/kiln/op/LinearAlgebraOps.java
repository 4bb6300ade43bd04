package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.kernel.matrix.LinearAlgebra;
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
import java.util.List;
import java.util.Optional;

/**
 * Factorisations and solutions for the matrices in the last two dimensions. The dimensions before
 * are batches, and equal in both operands. Derivatives are those of Giles, Collected Matrix
 * Derivative Results for Forward and Reverse Mode, 2008, and Murray, Differentiation of the
 * Cholesky Decomposition, 2016.
 */
public final class LinearAlgebraOps {
  private LinearAlgebraOps() {}

  private static final String KERNELS = "dev.kiln.kernel.matrix.LinearAlgebra";
  private static final AttributeSpec LOWER = new AttributeSpec("lower", Attribute.Truth.class);
  private static final AttributeSpec TRANSPOSED =
      new AttributeSpec("transposed", Attribute.Truth.class);
  private static final AttributeSpec DIAGONAL =
      new AttributeSpec("diagonal", Attribute.Integer.class);

  /** What is below a diagonal, or above it; zero elsewhere. */
  public static final OpDefinition TRIANGLE =
      new OpDefinition(
          "triangle",
          1,
          List.of(LOWER, DIAGONAL),
          Effect.PURE,
          (a, t) -> {
            TensorType type = TypeRules.tensor("triangle", t, 0);
            if (type.rank() < 2) {
              throw new TypeMismatchException(
                  0, "triangle expects matrices, not shape " + type.dimsText());
            }
            return Optional.of(type);
          },
          new Evaluation.OnTensors(
              (a, x) -> LinearAlgebra.triangle(x[0], a.truth("lower"), a.integer("diagonal"))),
          new Emission.Call(KERNELS, "triangle", List.of("lower", "diagonal")),
          Derivative.linear((g, c) -> triangle(g, c.attributes())),
          List.of(
              triangleSpelling("lowerTriangle", true), triangleSpelling("upperTriangle", false)));

  // A = L L^T: dA = L^-T phi(L^T dL) L^-1, symmetric; phi is the lower triangle, the diagonal
  // halved
  public static final OpDefinition CHOLESKY =
      new OpDefinition(
          "cholesky",
          1,
          List.of(),
          Effect.MAY_THROW,
          (a, t) -> Optional.of(square("cholesky", t)),
          new Evaluation.OnTensors((a, x) -> LinearAlgebra.cholesky(x[0])),
          new Emission.Call(KERNELS, "cholesky", List.of()),
          vjp(
              (g, c) -> {
                Term factor = c.result();
                Term product = factor.transpose().matmul(g.lowerTriangle(0)).lowerTriangle(0);
                Term half = product.upperTriangle(0).multiply(0.5);
                Term left = factor.triangularSolve(product.subtract(half), true, true);
                Term both = factor.triangularSolve(left.transpose(), true, true);
                return both.add(both.transpose()).multiply(0.5);
              }),
          List.of(Spelling.method("cholesky")));

  // A X = B: dB = A^-T dX and dA = -dB X^T, in the triangle that is read
  public static final OpDefinition TRIANGULAR_SOLVE =
      new OpDefinition(
              "triangular_solve",
              2,
              List.of(LOWER, TRANSPOSED),
              Effect.PURE,
              (a, t) -> solution("triangularSolve", t),
              new Evaluation.OnTensors(
                  (a, x) ->
                      LinearAlgebra.triangularSolve(
                          x[0], x[1], a.truth("lower"), a.truth("transposed"))),
              new Emission.Call(KERNELS, "triangularSolve", List.of("lower", "transposed")),
              vjp(LinearAlgebraOps::triangularMatrix, LinearAlgebraOps::triangularRight),
              List.of(
                  Spelling.method(
                      "triangularSolve",
                      new Spelling.Operand(),
                      new Spelling.AttributeArgument("lower", Attribute.Truth.class),
                      new Spelling.AttributeArgument("transposed", Attribute.Truth.class))))
          .with(Trait.LINEAR_IN_SECOND);

  // A X = B: dB = A^-T dX and dA = -dB X^T
  public static final OpDefinition SOLVE =
      new OpDefinition(
              "solve",
              2,
              List.of(),
              Effect.MAY_THROW,
              (a, t) -> solution("solve", t),
              new Evaluation.OnTensors((a, x) -> LinearAlgebra.solve(x[0], x[1])),
              new Emission.Call(KERNELS, "solve", List.of()),
              vjp(
                  (g, c) -> {
                    Term right = c.operand(0).transpose().solve(g);
                    return right.matmul(c.result().transpose()).negate();
                  },
                  (g, c) -> c.operand(0).transpose().solve(g)),
              List.of(Spelling.method("solve", new Spelling.Operand())))
          .with(Trait.LINEAR_IN_SECOND);

  // d det(A) = det(A) A^-T; where A is singular, its derivative fails, as solving with it does
  public static final OpDefinition DETERMINANT =
      new OpDefinition(
          "determinant",
          1,
          List.of(),
          Effect.PURE,
          (a, t) -> {
            TensorType type = square("determinant", t);
            return Optional.of(type.withDims(type.dims().subList(0, type.rank() - 2)));
          },
          new Evaluation.OnTensors((a, x) -> LinearAlgebra.determinant(x[0])),
          new Emission.Call(KERNELS, "determinant", List.of()),
          vjp(
              (g, c) -> {
                Term scale = g.times(c.result()).unsqueeze(-1).unsqueeze(-1);
                return c.operand(0).transpose().inverse().multiply(scale);
              }),
          List.of(Spelling.method("determinant")));

  // d log |det(A)| = A^-T; where A is singular, its derivative fails, as solving with it does
  /** The sign of the determinant and the logarithm of its absolute value, along a last axis. */
  public static final OpDefinition SIGN_AND_LOG =
      new OpDefinition(
          "sign_and_log_determinant",
          1,
          List.of(),
          Effect.PURE,
          (a, t) -> {
            TensorType type = square("signAndLogDeterminant", t);
            List<Dim> dims = new ArrayList<>(type.dims().subList(0, type.rank() - 2));
            dims.add(Dim.of(2));
            return Optional.of(type.withDims(dims));
          },
          new Evaluation.OnTensors((a, x) -> LinearAlgebra.signAndLogDeterminant(x[0])),
          new Emission.Call(KERNELS, "signAndLogDeterminant", List.of()),
          vjp(
              (g, c) ->
                  c.operand(0).transpose().inverse().multiply(g.slice(-1, 1, 2).unsqueeze(-1))),
          List.of());

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(TRIANGLE, CHOLESKY, TRIANGULAR_SOLVE, SOLVE, DETERMINANT, SIGN_AND_LOG);

  static Term triangle(Term matrix, Attributes attributes) {
    return matrix.apply(TRIANGLE, attributes, List.of(matrix));
  }

  private static Term triangularRight(Term g, Derivative.Call call) {
    Attributes a = call.attributes();
    return call.operand(0).triangularSolve(g, a.truth("lower"), !a.truth("transposed"));
  }

  private static Term triangularMatrix(Term g, Derivative.Call call) {
    Attributes a = call.attributes();
    Term right = triangularRight(g, call);
    Term outer =
        a.truth("transposed")
            ? call.result().matmul(right.transpose())
            : right.matmul(call.result().transpose());
    Attributes read =
        Attributes.of("lower", a.get("lower")).with("diagonal", new Attribute.Integer(0));
    return triangle(outer.negate(), read);
  }

  private static Spelling triangleSpelling(String method, boolean lower) {
    return Spelling.method(
        method,
        new Spelling.FixedAttribute("lower", new Attribute.Truth(lower)),
        new Spelling.AttributeArgument("diagonal", Attribute.Integer.class));
  }

  static TensorType square(String operation, List<ValueType> operands) {
    TensorType type = TypeRules.floating(operation, operands, 0);
    int rank = type.rank();
    if (rank < 2) {
      throw new TypeMismatchException(
          0, operation + " expects square matrices, not shape " + type.dimsText());
    }
    Dim rows = type.dims().get(rank - 2);
    Dim columns = type.dims().get(rank - 1);
    if (!rows.equals(columns)) {
      throw new TypeMismatchException(
          0,
          operation + " expects square matrices, not shape " + type.dimsText(),
          TypeRules.unequal(rows, columns));
    }
    return type;
  }

  private static Optional<ValueType> solution(String operation, List<ValueType> operands) {
    TensorType matrix = square(operation, operands);
    TensorType right = TypeRules.floating(operation, operands, 1);
    int rank = matrix.rank();
    List<Dim> expected = matrix.dims().subList(0, rank - 1);
    if (right.dtype() != matrix.dtype()
        || right.rank() != rank
        || !right.dims().subList(0, rank - 1).equals(expected)) {
      throw new TypeMismatchException(
          1,
          operation
              + " of "
              + matrix
              + " expects columns in a tensor of its dtype and of shape "
              + expected
              + " and one more size, not "
              + right);
    }
    return Optional.of(right);
  }
}
