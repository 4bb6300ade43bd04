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
        // methods take and return enums that are not private, and no arrays of them nor records with
        // them in arrays or results.
          }
        """);
  }

  @Test
  void anArrayOfRecordsHasNoEnums() {
    assertMistakes(
        """
          @Model
          public class Line {
            enum Side { LEFT, RIGHT }
            record Part(double x, Side side) {}
        //                             ^ [KILN-129] component 'side' has the type demo.Line.Side: compute
        // methods take and return enums that are not private, and no arrays of them nor records with
        // them in arrays or results.
            @Compute double f(Part[] parts) { return parts[0].x(); }
          }
        """);
  }

  @Test
  void aResultIsNoPrivateEnumAndHasNone() {
    assertMistakes(
        """
          @Model
          public class Line {
            enum Side { LEFT, RIGHT }
            private enum Hidden { LEFT, RIGHT }
            record Part(double x, Side side) {}
            @Compute Hidden f(double x) { return Hidden.LEFT; }
        //                  ^ [KILN-129] the result has the type demo.Line.Hidden: compute
        // methods take and return enums that are not private, and no arrays of them nor records with
        // them in arrays or results.
            @Compute Part g(double x) { return new Part(x, Side.LEFT); }
        //                ^ [KILN-129] the result has the type demo.Line.Part: compute
        // methods take and return enums that are not private, and no arrays of them nor records with
        // them in arrays or results.
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
