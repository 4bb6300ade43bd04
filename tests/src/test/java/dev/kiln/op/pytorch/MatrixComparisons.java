package dev.kiln.op.pytorch;

import static dev.kiln.op.pytorch.Case.python;
import static dev.kiln.op.pytorch.Tolerance.EXACT;
import static dev.kiln.op.pytorch.Tolerance.normwise;

import dev.kiln.nn.Fourier;
import dev.kiln.tensor.Qr;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Products, factorisations and transforms. Matrices to be solved have condition numbers of at most
 * about 10, so that errors are a small multiple of the unit; signs of factors, which are free, are
 * Kiln's: the diagonal of R is not negative, and eigenvectors are compared by what they compose.
 */
final class MatrixComparisons {
  private static final Tolerance PRODUCT = normwise(16);
  private static final Tolerance SOLUTION = normwise(8);
  private static final Tolerance SLOPE = normwise(16);

  // Iterations, after which vectors have errors of the unit divided by the distance of two values,
  // 0.5 here; derivatives divide by that distance, too.
  private static final Tolerance SPECTRUM = normwise(64);
  private static final Tolerance SPECTRAL_SLOPE = normwise(256);

  private final List<Comparison> table = new ArrayList<>();

  private MatrixComparisons() {}

  static List<Comparison> all() {
    MatrixComparisons all = new MatrixComparisons();
    all.products();
    all.systems();
    all.factors();
    all.transforms();
    return all.table;
  }

  private void products() {
    add(
        "matmul",
        PRODUCT,
        PRODUCT,
        d -> {
          int inner = d.between(1, 5);
          int[] batch = d.sizes(0, 2);
          int[] left = join(d.broadcastTo(batch), d.between(1, 5), inner);
          int[] right = join(d.broadcastTo(batch), inner, d.between(1, 5));
          Tensor x = d.between(0, 4) == 0 ? d.numbers(inner) : d.numbers(left);
          Tensor y = d.between(0, 4) == 0 ? d.numbers(inner) : d.numbers(right);
          return Case.of("x @ y", Tensor::matmul, x, y);
        });
    add(
        "matmul of larger matrices",
        PRODUCT,
        PRODUCT,
        d -> {
          int inner = d.between(1, 150);
          return Case.of(
              "x @ y",
              Tensor::matmul,
              d.numbers(d.between(1, 70), inner),
              d.numbers(inner, d.between(1, 70)));
        });
    add(
        "matmul of transposed matrices",
        PRODUCT,
        PRODUCT,
        d -> {
          int inner = d.between(1, 9);
          return Case.of(
              "x.mT @ y.mT",
              (x, y) -> x.transpose().matmul(y.transpose()),
              d.numbers(inner, d.between(1, 9)),
              d.numbers(d.between(1, 9), inner));
        });
    add(
        "dot",
        PRODUCT,
        PRODUCT,
        d -> {
          int size = d.between(0, 20);
          return Case.of("torch.dot(x, y)", Tensor::dot, d.numbers(size), d.numbers(size));
        });
    add(
        "outer",
        PRODUCT,
        PRODUCT,
        d ->
            Case.of(
                "torch.outer(x, y)",
                Tensor::outer,
                d.numbers(d.sizes(1, 1)),
                d.numbers(d.sizes(1, 1))));
    for (String equation :
        List.of(
            "ij,jk->ik",
            "ij,kj->ik",
            "bij,bjk->bik",
            "i,j->ij",
            "ij->ji",
            "ij,ij->",
            "bij,kj->bki",
            "ii->i",
            "ijk->j",
            "abcd,bd->ca")) {
      einsum(equation);
    }
    einsum("ij,jk,kl->il");
  }

  private void einsum(String equation) {
    add(
        "Tensor.einsum(\"" + equation + "\")",
        PRODUCT,
        normwise(32),
        d -> {
          int[] sizes = d.sizes(26, 26);
          String[] terms = equation.substring(0, equation.indexOf('-')).split(",");
          Tensor[] operands = new Tensor[terms.length];
          for (int i = 0; i < terms.length; i++) {
            operands[i] = d.numbers(terms[i].chars().map(c -> sizes[c - 'a']).toArray());
          }
          String names = String.join(", ", List.of("x", "y", "z").subList(0, terms.length));
          return Case.ofAll(
              "torch.einsum('" + equation + "', " + names + ")",
              p -> Tensor.einsum(equation, p),
              operands);
        });
  }

  private void systems() {
    for (boolean vectors : new boolean[] {false, true}) {
      add(
          vectors ? "solve of a vector" : "solve",
          SOLUTION,
          SLOPE,
          d -> {
            int[] sizes = square(d);
            Tensor right = right(d, sizes, vectors ? 1 : d.between(1, 4));
            return Case.of("torch.linalg.solve(x, y)", Tensor::solve, d.regular(sizes), right);
          });
    }
    unary("inverse", "torch.linalg.inv(x)", Tensor::inverse);
    unary("determinant", "torch.linalg.det(x)", Tensor::determinant);
    separated("pinv", "torch.linalg.pinv(x)", Tensor::pinv);
    separated("singularValues", "torch.linalg.svdvals(x)", Tensor::singularValues);
    separated("conditionNumber", "torch.linalg.cond(x)", Tensor::conditionNumber);
    add( // the approximant divides by a matrix whose condition grows with the norm, 2.5 at most
        // here
        "matrixExp",
        normwise(16),
        normwise(32),
        d -> Case.of("torch.matrix_exp(x)", Tensor::matrixExp, d.regular(square(d))));
    positive("cholesky", "torch.linalg.cholesky((x + x.mT) / 2)", x -> symmetric(x).cholesky());
    positive("logDeterminant", "torch.logdet(x)", Tensor::logDeterminant);
    separated("eigvalsh", "torch.linalg.eigvalsh((x + x.mT) / 2)", Tensor::eigvalsh);
    add(
        "signAndLogDeterminant",
        SOLUTION,
        SLOPE,
        d ->
            Case.several(
                "tuple(torch.linalg.slogdet(x))",
                p ->
                    List.of(
                        p[0].signAndLogDeterminant().sign(), p[0].signAndLogDeterminant().log()),
                d.regular(square(d)).multiply(d.oneOf(-1, 1))));
    add(
        "choleskySolve",
        SOLUTION,
        SLOPE,
        d -> {
          int[] sizes = square(d);
          Tensor right = right(d, sizes, d.between(1, 4));
          return Case.of(
              "torch.linalg.solve((x + x.mT) / 2, y)",
              (x, y) -> symmetric(x).choleskySolve(y),
              d.positiveDefinite(sizes),
              right);
        });
    for (boolean lower : new boolean[] {false, true}) {
      for (boolean transposed : new boolean[] {false, true}) {
        String matrix = transposed ? ".mT" : "";
        String expression = "torch.linalg.solve_triangular(x.%s()%s, y, upper=%s)";
        String name = "triangularSolve, lower %s, transposed %s";
        add(
            name.formatted(lower, transposed),
            SOLUTION,
            SLOPE,
            d -> {
              int[] sizes = square(d);
              return Case.of(
                  expression.formatted(
                      lower ? "tril" : "triu", matrix, python(lower == transposed)),
                  (x, y) -> x.triangularSolve(y, lower, transposed),
                  d.regular(sizes),
                  right(d, sizes, d.between(1, 4)));
            });
      }
    }
    add(
        "lstsq",
        SOLUTION,
        SPECTRAL_SLOPE, // PyTorch solves it by the pseudoinverse
        d -> {
          int columns = d.between(1, 4);
          int rows = columns + d.between(0, 3);
          return Case.of(
              "torch.linalg.lstsq(x, y).solution",
              Tensor::lstsq,
              tall(d, rows, columns),
              d.numbers(rows, d.between(1, 3)));
        });
    table.add(
        Comparison.of(
            "matrixRank",
            Draw.FLOATS,
            EXACT,
            d -> {
              int rank = d.between(1, 3);
              Tensor x = tall(d, d.between(3, 5), rank).matmul(tall(d, 5, rank).transpose());
              return Case.of("torch.linalg.matrix_rank(x)", Tensor::matrixRank, x);
            }));
  }

  private void factors() {
    add(
        "qr",
        SOLUTION,
        SLOPE,
        d -> {
          int columns = d.between(1, 4);
          Tensor x = tall(d, columns + d.between(0, 3), columns);
          return Case.several(
              "(lambda q, r, s: (q * s, r * s[:, None]))"
                  + "(*(f := torch.linalg.qr(x)), f[1].diagonal().sign().detach())",
              p -> {
                Qr qr = p[0].qr();
                return List.of(qr.q(), qr.r());
              },
              x);
        });
    separated(
        "svd",
        "(lambda u, s, v: (u * s[..., None, :].sqrt()) @ v)(*torch.linalg.svd(x, False))",
        x -> {
          var svd = x.svd();
          return svd.u().multiply(svd.s().sqrt().unsqueeze(-2)).matmul(svd.v().transpose());
        });
    separated(
        "eigh",
        "torch.matrix_exp((x + x.mT) / 2)",
        x -> {
          var eigh = x.eigh();
          Tensor scaled = eigh.vectors().multiply(eigh.values().exp().unsqueeze(-2));
          return scaled.matmul(eigh.vectors().transpose());
        });
  }

  private void transforms() {
    complex("fft");
    complex("ifft");
    add(
        "Fourier.rfft",
        PRODUCT,
        PRODUCT,
        d -> {
          int[] sizes = d.sizes(1, 3);
          int axis = d.between(0, sizes.length - 1);
          sizes[axis] = d.between(1, 12);
          return Case.of(
              "torch.view_as_real(torch.fft.rfft(x, dim=" + axis + "))",
              x -> Fourier.rfft(x, axis),
              d.numbers(sizes));
        });
    add(
        "Fourier.irfft",
        PRODUCT,
        PRODUCT,
        d -> {
          int[] sizes = join(d.sizes(1, 3), 2);
          int axis = d.between(0, sizes.length - 2);
          int size = d.between(1, 12);
          sizes[axis] = size / 2 + 1;
          return Case.of(
              "torch.fft.irfft(torch.view_as_complex(x), %d, %d)".formatted(size, axis),
              x -> Fourier.irfft(x, size, axis),
              d.numbers(sizes));
        });
    add(
        "Fourier.multiply",
        PRODUCT,
        PRODUCT,
        d -> {
          int[] sizes = d.sizes(0, 3);
          return Case.of(
              "torch.view_as_real(torch.view_as_complex(x) * torch.view_as_complex(y))",
              Fourier::multiply,
              d.numbers(join(sizes, 2)),
              d.numbers(join(d.broadcastTo(sizes), 2)));
        });
  }

  private void complex(String name) {
    add(
        "Fourier." + name,
        PRODUCT,
        PRODUCT,
        d -> {
          int[] sizes = join(d.sizes(1, 3), 2);
          int axis = d.between(0, sizes.length - 2);
          sizes[axis] = d.between(1, 12);
          return Case.of(
              "torch.view_as_real(torch.fft.%s(torch.view_as_complex(x), dim=%d))"
                  .formatted(name, axis),
              x -> name.equals("fft") ? Fourier.fft(x, axis) : Fourier.ifft(x, axis),
              d.numbers(sizes));
        });
  }

  private static Tensor symmetric(Tensor x) {
    return x.add(x.transpose()).divide(2);
  }

  /** Independent columns. */
  private static Tensor tall(Draw d, int rows, int columns) {
    Tensor eye = Tensor.eye(d.dtype(), rows, columns).multiply(1.5);
    return Tensor.of(d.range(-0.4, 0.4, rows, columns).add(eye).array());
  }

  private static Tensor right(Draw d, int[] sizes, int columns) {
    int[] right = sizes.clone();
    right[right.length - 1] = columns;
    return d.numbers(right);
  }

  private static int[] square(Draw d) {
    int[] batch = d.sizes(0, 2);
    int size = d.between(1, 5);
    return join(batch, size, size);
  }

  private static int[] join(int[] first, int... last) {
    int[] all = Arrays.copyOf(first, first.length + last.length);
    System.arraycopy(last, 0, all, first.length, last.length);
    return all;
  }

  private void unary(String name, String expression, UnaryOperator<Tensor> function) {
    add(name, SOLUTION, SLOPE, d -> Case.of(expression, function, d.regular(square(d))));
  }

  /**
   * Derivatives are as exact as singular or eigenvectors, which is the less the nearer values are.
   */
  private void separated(String name, String expression, UnaryOperator<Tensor> function) {
    add(name, SPECTRUM, SPECTRAL_SLOPE, d -> Case.of(expression, function, d.separated(square(d))));
  }

  private void positive(String name, String expression, UnaryOperator<Tensor> function) {
    add(name, SOLUTION, SLOPE, d -> Case.of(expression, function, d.positiveDefinite(square(d))));
  }

  private void add(String name, Tolerance results, Tolerance slopes, Function<Draw, Case> draw) {
    table.add(Comparison.smooth(name, results, slopes, draw));
  }
}
