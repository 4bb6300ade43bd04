package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Program;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Helper methods with constructs that random statements do not have: enums, arrays of models,
 * constant arrays, records with methods, variable arguments, small integers, exceptions with
 * composed messages. Each is a text with random parts; what calls them, and with which arguments,
 * is random code.
 */
final class ConstructGenerator {
  private static final List<String> CONSTANTS = List.of("LOW", "MIDDLE", "HIGH", "TOP");

  private final Randomness random;
  private final StringJoiner members = new StringJoiner("\n");
  private final List<Program.Field> fields = new ArrayList<>();
  private final List<Program.ModelClass> classes = new ArrayList<>();
  private final List<Context.Callable> callables = new ArrayList<>();
  private final List<Context.Callable> staticCallables = new ArrayList<>();

  ConstructGenerator(Randomness random) {
    this.random = random;
    if (random.chance(0.5)) {
      enums();
    }
    if (random.chance(0.4)) {
      arrayOfModels();
    }
    if (random.chance(0.4)) {
      constantArray();
    }
    if (random.chance(0.4)) {
      recordWithMethods();
    }
    if (random.chance(0.3)) {
      variableArguments();
    }
    if (random.chance(0.3)) {
      smallIntegers();
    }
    if (random.chance(0.3)) {
      exceptions();
    }
  }

  /** Members of the model, as they are written. */
  String members() {
    return members.toString();
  }

  /** Fields of the model. */
  List<Program.Field> fields() {
    return fields;
  }

  /** Classes beside the model. */
  List<Program.ModelClass> classes() {
    return classes;
  }

  /** How methods call these: all of them, or those that static methods may call. */
  List<Context.Callable> callables(boolean isStatic) {
    return isStatic ? staticCallables : callables;
  }

  // ---- the constructs ----

  private void enums() {
    List<String> names = CONSTANTS.subList(0, 2 + random.below(3));
    enumDeclaration(names);
    fields.add(new Program.Field(random.of("", "final"), "Kind", "kind", "Kind." + any(names)));
    switchOverEnum(names);
    loopOverEnum(names);
  }

  private void enumDeclaration(List<String> names) {
    StringJoiner constants = new StringJoiner(",\n    ", "    ", ";\n");
    for (String name : names) {
      String body =
          random.chance(0.3)
              ? " {\n      @Override\n      double bent(double x) {\n        return "
                  + random.of("x * x + factor", "Math.sin(x) * factor", "ordinal() - x")
                  + ";\n      }\n    }"
              : "";
      constants.add(name + "(" + number() + ")" + body);
    }
    members.add(
        "  enum Kind {\n"
            + constants
            + """
                final double factor;

                Kind(double factor) {
                  this.factor = factor;
                }

                double bent(double x) {
                  return factor * x;
                }

                Kind next() {
                  return values()[(ordinal() + 1) % values().length];
                }

                static Kind at(int i) {
                  return values()[Math.floorMod(i, values().length)];
                }
              }
            """
                .indent(0));
  }

  private void switchOverEnum(List<String> names) {
    String cases =
        random.chance(0.5)
            ? """
                  case %s -> sum += kind.bent(p);
                  case %s -> sum += q * kind.factor;
                  default -> sum -= kind.ordinal() * p;
            """
            : """
                  case %s:
                    sum += kind.bent(p);
                  case %s:
                    sum += q * kind.factor;
                    break;
                  default:
                    sum -= kind.ordinal() * p;
            """;
    helper(
        true,
        "byKind",
        """
            Kind kind = Kind.at(n);
            double sum = 0;
            for (int i = 0; i < 3; i++) {
              switch (kind) {
        """
            + cases.formatted(names.get(0), names.get(names.size() - 1))
            + """
                  }
                  if (kind == Kind.%s) {
                    %s
                  }
                  kind = kind.next();
                }
                return sum;
            """
                .formatted(any(names), random.of("break;", "continue;", "sum *= 0.5;")));
  }

  private void loopOverEnum(List<String> names) {
    helper(
        false,
        "ofKinds",
        """
            int[] counts = new int[Kind.values().length];
            double sum = %s;
            for (Kind each : Kind.values()) {
              counts[each.ordinal()] += each.compareTo(kind) + (each.equals(Kind.at(n)) ? 2 : 1);
              sum += each.bent(%s) * counts[each.ordinal()];
            }
            Kind chosen = %s;
            return chosen != null && chosen != Kind.%s ? sum * chosen.factor : sum + chosen.factor;
        """
            .formatted(
                term(),
                term(),
                random.of("n > 1 ? Kind.at(n) : kind", "kind.next()", "n < 0 ? null : kind"),
                any(names)));
  }

  private void arrayOfModels() {
    classes.add(
        new Program.ModelClass(
            "Layer",
            List.of(),
            List.of(),
            """
              @Parameter double slope;
              final double shift;

              Layer(double slope, double shift) {
                this.slope = slope;
                this.shift = %s;
              }

              double apply(double x) {
                return %s;
              }
            """
                .formatted(
                    random.of("shift", "shift * 2", "shift + slope"),
                    random.of(
                        "slope * x + shift", "Math.tanh(slope * x) + shift", "x * x * slope"))));
    StringJoiner layers = new StringJoiner(", ", "{", "}");
    int count = 1 + random.below(3);
    for (int i = 0; i < count; i++) {
      layers.add("new Layer(" + number() + ", " + number() + ")");
    }
    fields.add(new Program.Field("final", "Layer[]", "layers", layers.toString()));
    helper(
        false,
        "through",
        """
            double y = %s;
            for (Layer layer : layers) {
              y = layer.apply(y);
            }
            for (int i = 0; i < layers.length; i++) {
              y += %s;
            }
            return y;
        """
            .formatted(
                term(),
                random.of(
                    "layers[i].apply(q)",
                    "i > 0 ? layers[i - 1].slope * q : layers[i].shift",
                    "layers[layers.length - 1 - i].slope")));
  }

  private void constantArray() {
    String owner = random.chance(0.5) ? "" : "Tables.";
    String table =
        "static final double[] TABLE = {" + number() + ", " + number() + ", " + number() + "};";
    String nodes = "static final int[][] NODES = {{1, 2}, {0, 2, 1}, {2}};";
    if (owner.isEmpty()) {
      members.add("  " + table + "\n  " + nodes + "\n");
    } else {
      classes.add(
          new Program.ModelClass(
              "",
              "Tables",
              random.of("final class Tables", "interface Tables"),
              List.of(),
              List.of(),
              "  " + table + "\n  " + nodes + "\n"));
    }
    helper(
        true,
        "looked",
        """
            double sum = %1$s;
            for (int node : %2$sNODES[Math.floorMod(n, %2$sNODES.length)]) {
              sum += %2$sTABLE[node] * %3$s;
            }
            return sum + %2$sTABLE.length;
        """
            .formatted(term(), owner, term()));
  }

  private void recordWithMethods() {
    String check = random.chance(0.5) ? "x != x" : "x > 1e6";
    members.add(
        """
          record Point(double x, double y) {
            static final Point UNIT = new Point(1, 0);

            Point {
              if (%s) {
                throw new IllegalArgumentException("x is " + x);
              }
            }

            static Point of(double both) {
              return new Point(both, %s);
            }

            Point plus(Point other) {
              return new Point(x + other.x, y + other.y());
            }

            Point times(double k) {
              return new Point(k * x, k * y);
            }

            double dot(Point other) {
              return x * other.x + y * other.y;
            }
          }
        """
            .formatted(check, random.of("both", "-both", "both * 0.5")));
    helper(
        true,
        "ofPoints",
        """
            Point a = new Point(%s, q);
            Point b = %s;
            for (int i = 0; i < Math.floorMod(n, 4); i++) {
              b = b.plus(a.times(0.5)).plus(Point.of(q));
            }
            return a.dot(b) + b.x();
        """
            .formatted(term(), random.of("Point.UNIT", "Point.of(p)", "a.times(q)")));
  }

  private void variableArguments() {
    members.add(
        """
          private static double total(double first, double... others) {
            double sum = first;
            for (int i = 0; i < others.length; i++) {
              sum += others[i] * (i + %s);
            }
            return sum;
          }
        """
            .formatted(random.of("1", "0.5")));
    helper(
        true,
        "totals",
        """
            double[] given = {p, q};
            return total(p) + total(q, %s) * total(p, given) + total(%s, q, n);
        """
            .formatted(term(), term()));
  }

  private void smallIntegers() {
    helper(
        true,
        "small",
        """
            byte low = (byte) (n * %d);
            short wide = (short) (low << %d);
            char letter = (char) ('a' + Math.floorMod(n, 26));
            byte[] bytes = {low, %d, (byte) wide};
            low += %d;
            bytes[1]--;
            double sum = %s;
            for (byte each : bytes) {
              sum += (each & 0xff) * p / 256;
            }
            return sum + wide * 0.001 + (letter > 'm' ? q : low * q / 128);
        """
            .formatted(
                7 + random.below(100),
                random.below(10),
                random.below(128),
                random.below(300) - 150,
                term()));
  }

  private void exceptions() {
    members.add(
        """
          static final class Refusal extends RuntimeException {
            Refusal(String message) {
              super(message);
            }
          }
        """);
    helper(
        true,
        "checked",
        """
            if (Math.floorMod(n, %d) == 0) {
              throw new Refusal("n is " + n + ", " + %s);
            }
            if (n > %d) {
              throw new IllegalStateException(String.format("%%d is more than %%s", n, "%s"));
            }
            return %s;
        """
            .formatted(
                3 + random.below(7),
                random.of("(n % 2 == 0)", "(long) n * n", "'n'", "\"no more\""),
                5 + random.below(50),
                random.of("five", "\\\"that\\\""),
                term()));
  }

  // ---- parts ----

  private void helper(boolean isStatic, String name, String body) {
    members.add(
        (isStatic ? "  static " : "  ")
            + "double "
            + name
            + "(double p, double q, int n) {\n"
            + body
            + "  }\n");
    Context.Callable callable =
        new Context.Callable(
            name,
            Optional.of(ScalarType.FLOAT64),
            List.of(ScalarType.FLOAT64, ScalarType.FLOAT64, ScalarType.INT32),
            -1,
            20);
    callables.add(callable);
    if (isStatic) {
      staticCallables.add(callable);
    }
  }

  private String any(List<String> names) {
    return names.get(random.below(names.size()));
  }

  private String number() {
    return random.of("0.5", "-1.25", "2", "0.75", "-0.125", "1.5");
  }

  private String term() {
    return random.of("p", "q", "p * q", "0.5", "Math.sin(p)", "p - q", "p * p", "q * 0.25 + p");
  }
}
