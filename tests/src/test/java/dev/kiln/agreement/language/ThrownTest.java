package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.constant;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.time.DayOfWeek;
import java.util.List;

/** Exceptions of all classes, with all kinds of messages. */
final class ThrownTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        types(
                "Classes",
                """
                @SuppressWarnings("serial")
                class Diverged extends RuntimeException {
                  Diverged() { super("no message"); }
                  Diverged(String message) { super("diverged: " + message); }
                }

                @Model
                class Classes {
                  @SuppressWarnings("serial") static class Checked extends java.io.IOException { Checked(String message) { super(message); } }
                  @SuppressWarnings("serial") static class Own extends IllegalStateException { public Own(String message) { super(message); } }
                  @SuppressWarnings("serial") static class Broken extends AssertionError { Broken(Object detail) { super("broken " + detail); } }
                  static double checked(double x, int n) throws Checked {
                    if (n == 4) { throw new Checked("n is " + n); }
                    return x * n;
                  }
                  @Compute double f(double x, int n) throws java.io.IOException {
                    switch (n) {
                      case 0: throw new Diverged();
                      case 1: throw new Diverged("at " + x);
                      case 2: throw new Own("x is " + x);
                      case 3: throw new java.util.NoSuchElementException("x");
                      case 5: throw new NumberFormatException();
                      case 6: throw new Broken("at " + n);
                      default: return checked(x, n);
                    }
                  }
                }
                """)
            .on(0.5, 0)
            .on(0.5, 1)
            .on(0.5, 2)
            .on(0.5, 3)
            .on(0.5, 4)
            .on(0.5, 5)
            .on(0.5, 6)
            .on(0.5, 7),
        model(
                "Messages",
                """
                enum Mode2 { FAST, SLOW }
                enum Loud { QUIET { @Override public String toString() { return "hush"; } }, NOISY }
                static final String WHERE = "here";
                @Compute int joined(byte b, short s, char c, long l, float f, double d, boolean t) {
                  throw new IllegalArgumentException(b + " " + s + ' ' + c + WHERE + l + "," + f + "," + d + "," + t + (char) (c + 1) + (byte) s);
                }
                @Compute int formatted(byte b, short s, char c, long l, float f, double d, boolean t) {
                  throw new IllegalStateException(
                      String.format("%d %x|%5d|%c %C|%,d %+d|%.3f %e|%10.2f %g|%b %% %s%n", b, b, s, c, c, l, l, f, f, d, d, t, WHERE)
                          + "%s of %s".formatted(d, f));
                }
                @Compute int indexed(int i, double d) {
                  throw new IllegalStateException(String.format("%2$s %1$s %<s %s %s and %-6s|%6s", i, d, "a", WHERE) + String.format("plain"));
                }
                @Compute int written(int i, long l, double d, char c) {
                  throw new ArithmeticException(
                      String.valueOf(d) + Integer.toString(i) + Long.toString(l) + Double.toString(d) + Character.toString(c)
                          + Integer.toHexString(i) + Long.toHexString(l) + Boolean.toString(i > 0) + String.valueOf(c));
                }
                @Compute int enums(int n, Mode2 mode, Loud loud, java.time.DayOfWeek day) {
                  if (n == 0) { throw new IllegalArgumentException("mode " + mode + " of " + mode.name() + day); }
                  if (n == 1) { throw new IllegalArgumentException(String.format("mode %s, %-6s|", mode, Mode2.FAST) + loud.name()); }
                  throw new IllegalArgumentException(Mode2.SLOW.toString() + mode);
                }
                @Compute int chosen(int n, double x) {
                  throw new IllegalArgumentException((x > 0 ? "positive" : x < 0 ? "negative" : "zero") + " for " + n + String.format("%9s", n > 1 ? "many" : "few"));
                }
                @Compute int letter(int n, double x) { throw new IllegalStateException((x < 0 ? '-' : '+') + "" + (n > 1 ? 'a' : 98)); }
                @Compute int late(int[] a, int i) {
                  if (i > 2) { throw new IllegalArgumentException("a[i] is " + a[i]); }
                  return i;
                }
                @Compute int wrong(int i) {
                  if (i > 0) { throw new IllegalArgumentException(String.format("%.2f", i)); }
                  return i;
                }
                @Compute int asserted(int i, Mode2 mode) { assert i > 0 : String.format("i is %03d", i) + mode; assert i != 3 : mode.name(); return i; }
                """)
            .calling("joined", (byte) -3, (short) 300, 'x', 5L, 0.1f, 0.1, true)
            .calling("formatted", (byte) -3, (short) 300, 'x', 5000000L, 0.1f, 1234.5678, true)
            .calling("indexed", 7, 0.25)
            .calling("written", -7, -8L, 0.25, 'q')
            .calling(
                "enums", 0, constant("Mode2", "FAST"), constant("Loud", "QUIET"), DayOfWeek.MONDAY)
            .calling(
                "enums", 1, constant("Mode2", "SLOW"), constant("Loud", "QUIET"), DayOfWeek.MONDAY)
            .calling("enums", 1, null, constant("Loud", "QUIET"), null)
            .calling("enums", 0, null, constant("Loud", "QUIET"), DayOfWeek.MONDAY)
            .calling("enums", 1, constant("Mode2", "SLOW"), null, DayOfWeek.MONDAY)
            .calling("enums", 2, null, null, null)
            .calling("chosen", 1, 0.5)
            .calling("letter", 1, 0.5)
            .calling("letter", 2, -0.5)
            .calling("chosen", 2, -0.5)
            .calling("chosen", 2, 0.0)
            .calling("late", new int[] {1, 2, 3, 4}, 3)
            .calling("late", new int[] {1}, 3)
            .calling("late", null, 1)
            .calling("wrong", 1)
            .calling("wrong", 0)
            .calling("asserted", 0, constant("Mode2", "SLOW"))
            .calling("asserted", 0, null)
            .calling("asserted", 3, constant("Mode2", "SLOW"))
            .calling("asserted", 4, null));
  }
}
