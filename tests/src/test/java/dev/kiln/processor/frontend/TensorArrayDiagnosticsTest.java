package dev.kiln.processor.frontend;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Arrays of tensors that another reference could see change, or whose elements are not known. */
class TensorArrayDiagnosticsTest {
  @Test
  void elementsAreAssignedBeforeAnArrayIsShared() {
    assertMistakes(
        """
          @Model
          public class Line {
            static Tensor first(Tensor[] all) { return all[0]; }

            @Compute
            Tensor sum(@Shape("3") Tensor x, boolean b) {
              Tensor[] all = {x, x};
              Tensor[] same = all;
              all[0] = x.add(1);
        //           ^ [KILN-202] assigning an element of this array of tensors here is outside the compiled language.
        // Instead: assign the elements where the array is made, outside of branches and
        // loops over anything else, and before it is passed on.
              Tensor[] passed = {x, x};
              Tensor one = first(passed);
              passed[1] = x;
        //              ^ [KILN-202] assigning an element of this array of tensors here is outside the compiled language.
        // Instead: assign the elements where the array is made, outside of branches and
        // loops over anything else, and before it is passed on.
              Tensor[] branched = new Tensor[2];
              if (b) {
                branched[0] = x;
        //                  ^ [KILN-202] assigning an element of this array of tensors here is outside the compiled language.
        // Instead: assign the elements where the array is made, outside of branches and
        // loops over anything else, and before it is passed on.
              }
              Tensor[] other;
              Tensor[] twice = other = new Tensor[2];
              twice[0] = x;
        //             ^ [KILN-202] assigning an element of this array of tensors here is outside the compiled language.
        // Instead: assign the elements where the array is made, outside of branches and
        // loops over anything else, and before it is passed on.
              return one;
            }
          }
        """);
  }

  @Test
  void whichElementIsReadIsKnown() {
    assertMistakes(
        """
          @Model
          public class Line {
            @Compute
            Tensor sum(@Shape("3") Tensor x, int n) {
              Tensor[] all = new Tensor[3];
              all[0] = x;
              Tensor missing = all[1];
        //                         ^ [KILN-202] element 1, which has no value yet, is outside the compiled language.
        // Instead: assign it first.
              Tensor outside = all[3];
        //                         ^ [KILN-202] the index 3 of an array of 3 tensors is outside the compiled language.
        // Instead: use an index in its range.
              Tensor[] some = new Tensor[n];
        //                               ^ [KILN-220] the length of this array of tensors is not known at compile time.
        // Instead: use constants, or count from a constant to the length in a for loop;
        // or use one tensor with a further dimension.
              return all[n];
        //               ^ [KILN-220] which of the tensors this is is not known at compile time.
        // Instead: use constants, or count from a constant to the length in a for loop;
        // or use one tensor with a further dimension.
            }
          }
        """);
  }
}
