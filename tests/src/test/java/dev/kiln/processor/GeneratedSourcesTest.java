package dev.kiln.processor;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;

import dev.kiln.testkit.SourceAssert;
import org.junit.jupiter.api.Test;

/** What generated code looks like: few models, each for one form of code. */
class GeneratedSourcesTest {
  @Test
  void aLoopAssignsTheVariablesOfTheUser() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Meeting {
              @Compute
              int meet(int first, int second) {
                while (first < second) {
                  first += 2;
                  second += 1;
                }
                return first;
              }
            }
            """);
    model.generates("CompiledMeeting").withLinesUpTo(100).asGolden();
    model.generates("MeetingFingerprints").withLinesUpTo(100).asGolden();
    model.generates("MeetingGraphs").withLinesUpTo(100).asGolden();
  }

  @Test
  void conditionsAreExpressions() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Range {
              @Compute
              boolean contains(int low, int x, int high) {
                return low <= x && x < high || x == 0;
              }

              @Compute
              int clamp(int low, int x, int high) {
                return x < low ? low : x > high ? high : x;
              }

              @Compute
              int sign(double x) {
                int sign;
                if (x < 0) {
                  sign = -1;
                } else if (x > 0) {
                  sign = 1;
                } else {
                  sign = 0;
                }
                return sign;
              }
            }
            """);
    model.generates("CompiledRange").withLinesUpTo(100).asGolden();
  }

  @Test
  void jumpsLeaveTheLoopTheyName() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Search {
              @Compute
              int firstMultiple(int[] values, int[] divisors) {
                int found = -1;
                search:
                for (int i = 0; i < values.length; i++) {
                  for (int j = 0; j < divisors.length; j++) {
                    if (divisors[j] == 0) {
                      continue search;
                    }
                    if (values[i] % divisors[j] == 0) {
                      found = i;
                      break search;
                    }
                  }
                }
                return found;
              }
            }
            """);
    model.generates("CompiledSearch").withLinesUpTo(100).asGolden();
  }

  /** Arithmetic is one loop; what a function needs is in blocks. */
  @Test
  void elementwiseChainsAreLoops() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Chain {
              @Compute
              Tensor scaled(
                  @Shape("n, 8") Tensor x, @Shape("8") Tensor scale, @Shape("n, 1") Tensor shift) {
                Tensor centred = x.subtract(shift);
                return centred.multiply(scale).maximum(centred);
              }

              @Compute
              Tensor wave(@Shape("n") Tensor x, @Shape("") Tensor a, @Shape("") Tensor b) {
                Tensor bell = x.square().negate().exp();
                return a.multiply(x).add(b).tanh().multiply(bell).add(x.sigmoid());
              }

              @Compute
              Tensor hidden(@Shape("n, m") Tensor x, @Shape("m") Tensor bias) {
                return x.add(bias).tanh().multiply(bias);
              }
            }
            """);
    model.generates("CompiledChain").withLinesUpTo(100).asGolden();
  }

  @Test
  void literalsAreExact() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Limits {
              @Compute
              double ofDouble(int i) {
                double[] limits = {-0.0, 0.1, Double.NaN, Double.NEGATIVE_INFINITY};
                return limits[i];
              }

              @Compute
              long ofLong(int i) {
                long[] limits = {Long.MIN_VALUE, Integer.MIN_VALUE, 1L << 40};
                return limits[i];
              }

              @Compute
              float half(float x) {
                return x * 0.5f;
              }
            }
            """);
    model.generates("CompiledLimits").withLinesUpTo(100).asGolden();
  }

  @Test
  void recordsAreReadAndBuilt() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Plane {
              public record Point(double x, double y) {}

              @Compute
              Point turn(Point p) {
                return new Point(-p.y(), p.x());
              }
            }
            """);
    model.generates("CompiledPlane").withLinesUpTo(100).asGolden();
  }

  @Test
  void anExceptionIsThrown() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Root {
              @Compute
              double root(double x) {
                if (x < 0) {
                  throw new IllegalArgumentException("negative: " + x);
                }
                return Math.sqrt(x);
              }
            }
            """);
    model.generates("CompiledRoot").withLinesUpTo(100).asGolden();
  }

  @Test
  void tensorsAreCheckedAtEntry() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Layer {
              @Parameter @Shape("4, 3") Tensor w = Tensor.zeros(4, 3);
              @Parameter @Shape("3") Tensor b = Tensor.zeros(3);

              @Compute
              @Shape("batch, 3")
              Tensor logits(@Shape("batch, 4") Tensor x) {
                return x.matmul(w).add(b);
              }
            }
            """);
    model.generates("CompiledLayer").withLinesUpTo(100).asGolden();
    model.generates("LayerGraphs").withLinesUpTo(100).asGolden();
  }

  @Test
  void aGradientHasARecordOfItsOwn() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Decay {
              @Parameter double rate = 0.5;

              @Compute
              @Differentiable
              double loss(double x, int steps) {
                for (int i = 0; i < steps; i++) {
                  x = x * rate;
                }
                return x * x;
              }
            }
            """);
    model.generates("CompiledDecay").withLinesUpTo(100).asGolden();
    model.generates("DecaySerializedGraphs").withLinesUpTo(100).asGolden();
  }

  @Test
  void assertionsStayAssertions() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Ratio {
              static int sum(int[] parts) {
                int sum = 0;
                for (int part : parts) {
                  assert part >= 0;
                  sum += part;
                }
                return sum;
              }

              @Compute
              double ratio(int[] parts, int i) {
                assert i < parts.length && parts[i] != 0 : "part " + i + " of " + parts.length;
                assert sum(parts) > 0 : sum(parts);
                return (double) parts[0] / parts[i];
              }
            }
            """);
    model.generates("CompiledRatio").withLinesUpTo(100).asGolden();
  }

  @Test
  void longLinesAreBroken() throws Exception {
    SourceAssert model =
        compile(
            """
            @Model
            public class Triangle {
              @Compute
              double interpolate(double[] firstCorner, double[] secondCorner, double[] thirdCorner) {
                double weight = firstCorner[0] * (secondCorner[1] - thirdCorner[1])
                    + secondCorner[0] * (thirdCorner[1] - firstCorner[1])
                    + thirdCorner[0] * (firstCorner[1] - secondCorner[1]);
                if (firstCorner.length != secondCorner.length || secondCorner.length != 2 || weight == 0) {
                  throw new IllegalArgumentException(
                      "a \\"triangle\\" has three corners, each of them with as many coordinates as the"
                          + " others: " + firstCorner.length + ", " + secondCorner.length + " and "
                          + thirdCorner.length);
                }
                return Math.fma(Math.hypot(firstCorner[0], firstCorner[1]), weight, Math.hypot(
                    secondCorner[0], thirdCorner[1]));
              }
            }
            """);
    model.generates("CompiledTriangle").withLinesUpTo(100).asGolden();
    model.generates("TriangleGraphs").withLinesUpTo(100).asGolden();
  }

  private static SourceAssert compile(String source) {
    return assertThatModel(Sources.HEADER + source)
        .withOptions("-Akiln.warnings=off")
        .compilesWithoutWarnings();
  }
}
