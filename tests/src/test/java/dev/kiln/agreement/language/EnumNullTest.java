package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.constant;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Methods, fields and array elements of enums where the constant is null. */
final class EnumNullTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "NullHasNoMethods",
                """
                enum Kind {
                  A(2), B(3) { @Override double weight() { return 5; } };
                  final double factor;
                  Kind(double factor) { this.factor = factor; }
                  double weight() { return factor; }
                }
                @Compute double f(double x, Kind k) { return k.weight() * x; }
                @Compute double field(double x, Kind k) { return k.factor * x; }
                @Compute double compared(double x, Kind k, Kind l) { return x * k.compareTo(l); }
                @Compute boolean equal(Kind k, Kind l) { return k.equals(l); }
                @Compute double element(double x, int at) {
                  Kind[] kinds = new Kind[2];
                  kinds[0] = Kind.B;
                  return kinds[at].weight() * x;
                }
                """)
            .on(0.5, constant("Kind", "B"))
            .on(0.5, null)
            .calling("field", 0.5, constant("Kind", "A"))
            .calling("field", 0.5, null)
            .calling("compared", 0.5, constant("Kind", "A"), null)
            .calling("compared", 0.5, null, constant("Kind", "A"))
            .calling("equal", constant("Kind", "A"), null)
            .calling("equal", null, constant("Kind", "A"))
            .calling("element", 0.5, 0)
            .calling("element", 0.5, 1)
            .calling("element", 0.5, 2));
  }
}
