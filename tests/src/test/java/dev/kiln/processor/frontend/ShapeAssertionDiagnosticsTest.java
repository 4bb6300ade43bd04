package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** {@code @Shape} on local variables and components of records, where it cannot be true. */
class ShapeAssertionDiagnosticsTest {
  @Test
  void localVariables() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            Tensor sum(@Shape("n, 4") Tensor x, int count) {
              @Shape("n, 5") Tensor other = x.add(1);
        //                          ^ [KILN-303] 'other' is declared as f32[n, 5] but is f32[n, 4].
        // Instead: correct the @Shape or the computation.
              @Shape("n+1, 4") Tensor more = x;
        //                            ^ [KILN-303] 'more' is declared as f32[n+1, 4] but is f32[n, 4].
        // Instead: correct the @Shape or the computation.
              @Shape("4") Tensor rank = x;
        //                       ^ [KILN-303] 'rank' is declared as f32[4] but is f32[n, 4].
        // Instead: correct the @Shape or the computation.
              @Shape(value = "n, 4", dtype = DType.FLOAT64) Tensor doubles = x;
        //                                                         ^ [KILN-303] 'doubles' is declared as f64[n, 4] but is f32[n, 4].
        // Instead: correct the @Shape or the computation.
              @Shape("n,, 4") Tensor malformed = x;
        //    ^ [KILN-111] the shape "n,, 4" is malformed: unexpected ',' at character 3.
        // Instead: write comma-separated sizes: numbers, names, and + - * of them.
              @Shape("n") int number = count;
        //                    ^ [KILN-112] @Shape is on 'number', which is not a Tensor.
        // Instead: remove it.
              @Shape("2") double[] array = {1, 2};
        //                         ^ [KILN-112] @Shape is on 'array', which is not a Tensor.
        // Instead: remove it.
              @Shape("n") Tensor[] parts = x.chunk(2, 1);
        //                         ^ [KILN-112] @Shape is on 'parts', which is not a Tensor.
        // Instead: remove it.
              @Shape("a*b, 4") Tensor unknown = x;
        //                            ^ [KILN-305] the size a in the type of 'unknown', f32[a*b, 4], cannot be determined.
        // Instead: use the name alone as a size, or pass another tensor that does so.
              @Shape("q, 4") Tensor late;
        //                          ^ [KILN-305] the size q in the type of 'late', f32[q, 4], cannot be determined.
        // Instead: use the name alone as a size, or pass another tensor that does so.
              @Shape("n, 4") Tensor stays = x;
              stays = x.slice(1, 0, 2);
        //          ^ [KILN-303] 'stays' is declared as f32[n, 4] but is f32[n, 2].
        // Instead: correct the @Shape or the computation.
              for (@Shape("n, 3") Tensor part : x.chunk(2, 1)) {
        //                               ^ [KILN-303] 'part' is declared as f32[n, 3] but is f32[n, 2].
        // Instead: correct the @Shape or the computation.
                stays = stays.add(part.sum());
              }
              for (@Shape("n, 2") Tensor part : x.chunk(2, 1)) {
                part = x;
        //           ^ [KILN-303] 'part' is declared as f32[n, 2] but is f32[n, 4].
        // Instead: correct the @Shape or the computation.
              }
              return stays;
            }
          }
        """);
  }

  @Test
  void componentsOfRecords() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Pair(@Shape("m, 2") Tensor left, @Shape("m") Tensor right) {}

            @Compute
            Tensor sum(@Shape("n, 4") Tensor x) {
              record Local(@Shape("3") Tensor one) {}
              Pair first = new Pair(x, x.sum(1));
        //                 ^ [KILN-303] 'left' of Pair is declared as f32[n, 2] but is f32[n, 4].
        // Instead: correct the @Shape or the computation.
              Pair second = new Pair(x.slice(1, 0, 2), Tensor.concatenate(0, x.sum(1), x.sum()
        //                  ^ [KILN-303] 'right' of Pair is declared as f32[n] but is f32[n+1].
        // Instead: correct the @Shape or the computation.
                  .reshape(1)));
              Local third = new Local(x.sum(0));
        //                  ^ [KILN-303] 'one' of Local is declared as f32[3] but is f32[4].
        // Instead: correct the @Shape or the computation.
              return first.left();
            }
          }
        """);
  }

  @Test
  void anyLeadingDimensions() {
    assertMistakes(
        """
          @Model
          public class Line {
            record Row(@Shape("..., 3") Tensor row, @Shape("a b") Tensor other) {}

            @Compute
            Tensor sum(@Shape("..., 4") Tensor x, @Shape("n, 4") Tensor y) {
        //             ^ [KILN-111] the shape "..., 4" is malformed: ... is only on local variables and on components of records that methods make.
        // Instead: write comma-separated sizes: numbers, names, and + - * of them.
              return y;
            }

            @Compute
            Tensor local(@Shape("n, 4") Tensor y) {
              @Shape("..., 5") Tensor last = y;
        //                            ^ [KILN-303] 'last' is declared as f32[n, 5] but is f32[n, 4].
        // Instead: correct the @Shape or the computation.
              @Shape("..., a, b, 4") Tensor rank = y;
        //                                  ^ [KILN-303] 'rank' is declared as f32[..., a, b, 4] but is f32[n, 4].
        // Instead: correct the @Shape or the computation.
              @Shape("... 4") Tensor comma = y;
        //    ^ [KILN-111] the shape "... 4" is malformed: a comma is missing after ....
        // Instead: write comma-separated sizes: numbers, names, and + - * of them.
              @Shape("...,") Tensor end = y;
        //    ^ [KILN-111] the shape "...," is malformed: it ends too early.
        // Instead: write comma-separated sizes: numbers, names, and + - * of them.
              @Shape("..., 4") Tensor late;
        //                            ^ [KILN-305] the size ... in the type of 'late', f32[..., 4], cannot be determined.
        // Instead: use the name alone as a size, or pass another tensor that does so.
              @Shape("4, ...") Tensor first = y;
        //    ^ [KILN-111] the shape "4, ..." is malformed: unexpected '.' at character 4.
        // Instead: write comma-separated sizes: numbers, names, and + - * of them.
              Row row = new Row(y, y);
        //              ^ [KILN-111] the shape "a b" is malformed: unexpected 'b' at character 3.
        // Instead: write comma-separated sizes: numbers, names, and + - * of them.
              return y;
            }
          }
        """);
  }
}
