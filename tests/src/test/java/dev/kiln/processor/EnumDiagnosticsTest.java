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
        // them in arrays.
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
        // them in arrays.
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
        // them in arrays.
            record Secret(double x, Hidden side) {}
            @Compute Part g(double x) { return new Part(x, Side.LEFT); }
            @Compute Secret h(double x) { return new Secret(x, Hidden.LEFT); }
        //                  ^ [KILN-129] the result has the type demo.Line.Secret: compute
        // methods take and return enums that are not private, and no arrays of them nor records with
        // them in arrays.
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

  @Test
  void aFieldOfAConstantIsFinalAndKnownOrReadable() {
    assertMistakes(
        """
          @Model
          public class Line {
            enum Unit {
              METRE(Math.sqrt(2));
              private final double scale;
              double changed;
              Unit(double scale) { this.scale = scale; }
              double scale() { return scale; }
        //                            ^ [KILN-106] the field scale is private, so generated code cannot read it.
        // Instead: make it package-private.
            }
            @Compute double f(double x, Unit unit) { return unit.scale() * x; }
            @Compute double g(double x, Unit unit) { return unit.changed * x; }
        //                                                      ^ [KILN-202] the field changed, which may change
        // is outside the compiled language. Instead: make it final.
          }
        """);
  }

  @Test
  void theBodyOfAConstantHasMembersOfItsOwn() {
    assertMistakes(
        """
          @Model
          public class Line {
            enum Law {
              LINEAR { @Override double at(double x) { return own(x); } double own(double x) { return x; } },
        //                                                    ^ [KILN-202] the method 'own' of the body of a
        // constant is outside the compiled language. Instead: declare it in the enum.
              SQUARE { final double by = 2; @Override double at(double x) { return x * by; } };
        //                                                                             ^ [KILN-202] the field
        // 'by' of the body of a constant is outside the compiled language. Instead: declare it in the enum.
              abstract double at(double x);
            }
            @Compute double f(double x, Law law) { return law.at(x); }
          }
        """);
  }

  @Test
  void anEnumHasMethodsThatGraphsCannotCall() {
    assertMistakes(
        """
          @Model
          public class Line {
            enum Side { LEFT, RIGHT }
            @Compute double f(double x) { return Side.valueOf("LEFT") == Side.LEFT ? x : -x; }
        //                                           ^ [KILN-203] Side.valueOf is a call of code that Kiln
        // cannot see. Instead: name the constant, as in Mode.FAST.
            @Compute double g(double x, java.util.concurrent.TimeUnit unit) { return x * unit.toMillis(3); }
        //                                                                                   ^ [KILN-203]
        // TimeUnit.toMillis is a call of code that Kiln cannot see. Instead: write a method of the enum
        // that switches on this, or use ordinal().
            @Compute Side[] h(double x) { return new Side[] {Side.LEFT}; }
        //                  ^ [KILN-129] the result has the type demo.Line.Side[]: compute methods take and
        // return enums that are not private, and no arrays of them nor records with them in arrays.
            @Compute double k(double x, Side[] sides) { return x; }
        //                                     ^ [KILN-129] argument 'sides' has the type demo.Line.Side[]: compute
        // methods take and return enums that are not private, and no arrays of them nor records with
        // them in arrays.
          }
        """);
  }
}
