package dev.kiln.agreement.array;

import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Records as arguments, results and locals. */
public final class RecordTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "RecordArgument",
                """
            record Point(double x, double y) {}

            @Compute double f(Point p, Point q) {
              double dx = p.x() - q.x();
              double dy = p.y() - q.y();
              return Math.sqrt(dx * dx + dy * dy);
            }
            """)
            .on(instance("Point", 1.0, 2.0), instance("Point", 4.0, 6.0))
            .on(instance("Point", 0.1, -0.0), instance("Point", Double.NaN, 6.0)),
        model(
                "RecordResult",
                """
            record Quotient(long quotient, long remainder) {}

            @Compute Quotient f(long x, long y) {
              return new Quotient(x / y, x % y);
            }
            """)
            .on(17L, 5L)
            .on(-17L, 5L)
            .on(1L, 0L),
        model(
                "RecordLocal",
                """
            record Complex(double re, double im) {}

            @Compute int f(double re, double im) {
              Complex c = new Complex(re, im);
              Complex z = new Complex(0, 0);
              int n = 0;
              while (z.re() * z.re() + z.im() * z.im() < 4 && n < 100) {
                z = new Complex(
                    z.re() * z.re() - z.im() * z.im() + c.re(), 2 * z.re() * z.im() + c.im());
                n++;
              }
              return n;
            }
            """)
            .on(0.0, 0.0)
            .on(0.3, 0.5)
            .on(1.0, 1.0)
            .on(-0.75, 0.1),
        model(
                "NestedRecords",
                """
            record Point(int x, int y) {}

            record Box(Point low, Point high, boolean filled) {}

            @Compute Box f(Box box, int by) {
              Point low = new Point(box.low().x() - by, box.low().y() - by);
              return new Box(low, new Point(box.high().x() + by, box.high().y()), !box.filled());
            }
            """)
            .on(instance("Box", instance("Point", 1, 2), instance("Point", 3, 4), true), 10),
        model(
                "RecordOfArrays",
                """
            record Split(int[] low, int[] high, int pivot) {}

            @Compute Split f(int[] a, int pivot) {
              int lows = 0;
              for (int x : a) {
                if (x < pivot) lows++;
              }
              Split split = new Split(new int[lows], new int[a.length - lows], pivot);
              int i = 0;
              int j = 0;
              for (int x : a) {
                if (x < pivot) {
                  split.low()[i++] = x;
                } else {
                  split.high()[j++] = x;
                }
              }
              return split;
            }
            """)
            .on(new int[] {5, 1, 4, 2, 3}, 3)
            .on(new int[0], 1),
        model(
                "RecordSharesArray",
                """
            record Pair(int[] first, int[] second) {}

            @Compute Pair f(Pair pair, boolean swap) {
              pair.first()[0] += 5;
              Pair other = swap ? new Pair(pair.second(), pair.first()) : pair;
              other.first()[0] *= 2;
              return other;
            }
            """)
            .on(instance("Pair", new int[] {1}, new int[] {2}), true)
            .on(instance("Pair", new int[] {1}, new int[] {2}), false),
        model(
                "RecordThroughHelper",
                """
            record Span(int from, int to) {}

            Span widen(Span span, int by) {
              return new Span(span.from() - by, span.to() + by);
            }

            static int length(Span span) {
              return span.to() - span.from();
            }

            @Compute int f(int from, int to) {
              Span span = new Span(from, to);
              for (int i = 0; i < 3; i++) {
                if (length(span) > 100) break;
                span = widen(span, length(span));
              }
              return length(span);
            }
            """)
            .on(0, 1)
            .on(0, 50)
            .on(5, 0),
        model(
                "RecordInBranches",
                """
            record State(int n, double x) {}

            @Compute State f(int n) {
              State state;
              if (n > 5) {
                state = new State(n, 0.5);
              } else if (n < 0) {
                return new State(-n, -1);
              } else {
                state = new State(n + 1, 2);
              }
              return new State(state.n() * 2, state.x() / 3);
            }
            """)
            .on(9)
            .on(3)
            .on(-3),
        model(
                "RecordComponentsConvert",
                """
            record Wide(double d, long l, float s) {}

            @Compute Wide f(int i) {
              return new Wide(i, i, i);
            }
            """)
            .on(16777217)
            .on(-1),
        model(
                "RecordKeepsOldValues",
                """
            record Pair(int first, int second) {}

            @Compute Pair f(int n) {
              Pair pair = new Pair(0, 1);
              Pair before = pair;
              while (n-- > 0) {
                before = pair;
                pair = new Pair(pair.second(), pair.first() + pair.second());
              }
              return new Pair(before.first(), pair.second());
            }
            """)
            .on(0)
            .on(1)
            .on(30));
  }
}
