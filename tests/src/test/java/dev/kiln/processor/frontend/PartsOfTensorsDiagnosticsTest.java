package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Methods that return arrays of tensors, where it is not known how many. */
class PartsOfTensorsDiagnosticsTest {
  @Test
  void howManyPartsThereAreIsKnown() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            Tensor sum(@Shape("n, 6, 4") Tensor x, @Shape("n, 2000") Tensor y, int size) {
              Tensor first = x.split(2, 0)[0];
        //                    ^ [KILN-301] split: how many parts there are is known only if the size of the axis is, not n; give it a number in @Shape, or name the sizes, as in split(new int[] {2, x.dim(0) - 2}, 0) (f32[n, 6, 4] is 'x').
              Tensor second = x.chunk(3, 0)[0];
        //                     ^ [KILN-301] chunk: how many parts there are is known only if the size of the axis is, not n; give it a number in @Shape, or a multiple, as in @Shape("3*n") (f32[n, 6, 4] is 'x').
              Tensor third = x.unbind(-3)[0];
        //                    ^ [KILN-301] unbind: how many parts there are is known only if the size of the axis is, not n; give it a number in @Shape, or write a loop with x.get(i) or x.narrow(axis, i, 1) (f32[n, 6, 4] is 'x').
              Tensor fourth = x.split(size, 1)[0];
        //                            ^ [KILN-211] 'size' must be known at compile time.
        // Instead: use a literal, a constant, or for a size an expression of x.dim(i).
              int[] sizes = {2, 4};
              Tensor fifth = x.split(sizes, 1)[0];
        //                           ^ [KILN-211] 'sizes' must be known at compile time.
        // Instead: use a literal, a constant, or for a size an expression of x.dim(i).
              Tensor sixth = x.split(new int[] {2, 3}, 1)[0];
        //                    ^ [KILN-301] split: the sizes [2, 3] add up to 5, not 6 (f32[n, 6, 4] is 'x').
              Tensor seventh = x.split(new int[] {2, 3}, 0)[0];
        //                      ^ [KILN-301] split: the sizes [2, 3] add up to 5, not n (f32[n, 6, 4] is 'x').
              Tensor eighth = x.unbind(3)[0];
        //                     ^ [KILN-301] unbind: no axis 3 in rank 3 (f32[n, 6, 4] is 'x').
              Tensor ninth = x.split(2, 1)[3];
        //                                 ^ [KILN-202] the index 3 of an array of 3 tensors is outside the compiled language.
        // Instead: use an index in its range.
              Tensor tenth = x.split(0, 1)[0];
        //                    ^ [KILN-301] split needs a positive number, not 0 (f32[n, 6, 4] is 'x').
              Tensor eleventh = y.unbind(1)[0];
        //                       ^ [KILN-301] unbind: 2000 parts are more than 1000; use one tensor (f32[n, 2000] is 'y').
              Tensor twelfth = y.chunk(1001, 1)[0];
        //                      ^ [KILN-301] chunk: 1001 parts are more than 1000; use one tensor (f32[n, 2000] is 'y').
              Tensor grid = Tensor.meshgrid(x)[0];
        //                        ^ [KILN-301] meshgrid expects vectors, not shape [n, 6, 4] (f32[n, 6, 4] is 'x').
              Tensor none = Tensor.meshgrid()[0];
        //                        ^ [KILN-301] meshgrid needs at least one tensor.
              Tensor joined = Tensor.concatenate(0, new Tensor[2]);
        //                                          ^ [KILN-202] element 0, which has no value yet, is outside the compiled language.
        // Instead: assign it first.
              Tensor nothing = Tensor.concatenate(0);
        //                           ^ [KILN-301] concatenate needs at least one tensor.
              Tensor shaped = x.reshape(sizes);
        //                              ^ [KILN-211] 'sizes' must be known at compile time.
        // Instead: use a literal, a constant, or for a size an expression of x.dim(i).
              return first;
            }
          }
        """);
  }
}
