package dev.kiln.processor;

import static dev.kiln.processor.DiagnosticAssertions.assertMistakes;

import org.junit.jupiter.api.Test;

/** Where enums cannot be. */
class EnumDiagnosticsTest {
  @Test
  void generatedCodeNamesTheEnumOfAnArgument() {
    assertMistakes(
        """
          @Model
          public class Line {
            private enum Hidden { A, B }
            @Compute double f(double x, Hidden way) { return x; }
        //                                     ^ [KILN-129] argument 'way' has the type demo.Line.Hidden: compute
        // methods take enums that are not private, each as an argument of its own, and return none.
          }
        """);
  }

  @Test
  void anArgumentOfARecordHasNoEnums() {
    assertMistakes(
        """
          @Model
          public class Line {
            enum Side { LEFT, RIGHT }
            record Part(double x, Side side) {}
        //                             ^ [KILN-129] component 'side' has the type demo.Line.Side: compute
        // methods take enums that are not private, each as an argument of its own, and return none.
            @Compute double f(Part part) { return part.x(); }
          }
        """);
  }

  @Test
  void aResultIsNoEnumAndHasNone() {
    assertMistakes(
        """
          @Model
          public class Line {
            enum Side { LEFT, RIGHT }
            record Part(double x, Side side) {}
            @Compute Side f(double x) { return Side.LEFT; }
        //                ^ [KILN-129] the result has the type demo.Line.Side: compute
        // methods take enums that are not private, each as an argument of its own, and return none.
            @Compute Part g(double x) { return new Part(x, Side.LEFT); }
        //                ^ [KILN-129] the result has the type demo.Line.Part: compute
        // methods take enums that are not private, each as an argument of its own, and return none.
          }
        """);
  }

  @Test
  void aFieldOfAPrivateEnumIsNotRead() {
    assertMistakes(
        """
          @Model
          public class Line {
            private enum Hidden { A, B }
            Hidden way = Hidden.A;
            @Compute double f(double x) { return way == Hidden.A ? x : -x; }
        //                                       ^ [KILN-107] the field way has type demo.Line.Hidden, which
        // compute methods cannot read.
          }
        """);
  }
}
