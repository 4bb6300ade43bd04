package dev.kiln.processor;

import com.google.testing.compile.Compilation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What generated code looks like: few models, each for one form of code. */
class GeneratedSourcesTest {
  @RegisterExtension final GoldenFiles goldens = new GoldenFiles();

  @Test
  void aLoopAssignsTheVariablesOfTheUser() throws Exception {
    Compilation compilation =
        compile(
            "Meeting",
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
    goldens.check(compilation, "CompiledMeeting");
    goldens.check(compilation, "MeetingFingerprints");
    goldens.check(compilation, "MeetingGraphs");
  }

  @Test
  void conditionsAreExpressions() throws Exception {
    Compilation compilation =
        compile(
            "Range",
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
    goldens.check(compilation, "CompiledRange");
  }

  @Test
  void jumpsLeaveTheLoopTheyName() throws Exception {
    Compilation compilation =
        compile(
            "Search",
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
    goldens.check(compilation, "CompiledSearch");
  }

  @Test
  void literalsAreExact() throws Exception {
    Compilation compilation =
        compile(
            "Limits",
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
    goldens.check(compilation, "CompiledLimits");
  }

  @Test
  void recordsAreReadAndBuilt() throws Exception {
    Compilation compilation =
        compile(
            "Plane",
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
    goldens.check(compilation, "CompiledPlane");
  }

  @Test
  void anExceptionIsThrown() throws Exception {
    Compilation compilation =
        compile(
            "Root",
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
    goldens.check(compilation, "CompiledRoot");
  }

  @Test
  void tensorsAreCheckedAtEntry() throws Exception {
    Compilation compilation =
        compile(
            "Layer",
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
    goldens.check(compilation, "CompiledLayer");
    goldens.check(compilation, "LayerGraphs");
  }

  @Test
  void aGradientHasARecordOfItsOwn() throws Exception {
    Compilation compilation =
        compile(
            "Decay",
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
    goldens.check(compilation, "CompiledDecay");
    goldens.check(compilation, "DecaySerializedGraphs");
  }

  @Test
  void assertionsStayAssertions() throws Exception {
    Compilation compilation =
        compile(
            "Ratio",
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
    goldens.check(compilation, "CompiledRatio");
  }

  @Test
  void longLinesAreBroken() throws Exception {
    Compilation compilation =
        compile(
            "Triangle",
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
    goldens.check(compilation, "CompiledTriangle");
    goldens.check(compilation, "TriangleGraphs");
  }

  private static Compilation compile(String name, String source) {
    return new Sources().demo(name, source).compile();
  }
}
