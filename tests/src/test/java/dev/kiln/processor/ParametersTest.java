package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.testkit.run.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the generated class {@code FooParameters} does. */
class ParametersTest {
  private static final String DIGITS =
      """
      @Model
      public class Digits {
        @Parameter @Shape("4, hidden") Tensor w1 = Tensor.zeros(4, 3);
        @Parameter @Shape("2*hidden + 1") Tensor b1 = Tensor.zeros(7);
        @Parameter double scale = 2;
        @Parameter float rate = 0.5f;
        int steps = 10;
      }
      """;

  @Test
  void namesAreInTheOrderOfDeclaration() throws Exception {
    assertEquals(List.of("w1", "b1", "scale", "rate"), digits("return DigitsParameters.names();"));
  }

  @Test
  void aModelWithoutParametersHasNoNames() throws Exception {
    Object names =
        new Sources()
            .demo("Plain", "@Model public class Plain {}")
            .run("return PlainParameters.names() + \"\" + PlainParameters.get(new Plain());");
    assertEquals("[]{}", names);
  }

  @Test
  void valuesAreReadByName() throws Exception {
    assertEquals(
        true,
        digits(
            """
            Digits digits = new Digits();
            return DigitsParameters.get(digits, "w1") == digits.w1;
            """));
  }

  @Test
  void numbersAreTensorsOfRankZero() throws Exception {
    assertEquals(
        "f64[] 2.0, f32[] 0.5",
        digits(
            """
            Map<String, Tensor> values = DigitsParameters.get(new Digits());
            Tensor scale = values.get("scale");
            Tensor rate = values.get("rate");
            return scale.array().typeText() + " " + scale.toDouble()
                + ", " + rate.array().typeText() + " " + rate.toFloat();
            """));
  }

  @Test
  void valuesAreSetByName() throws Exception {
    assertEquals(
        "7.0 0.25 true",
        digits(
            """
            Digits digits = new Digits();
            Tensor ones = Tensor.ones(4, 3);
            DigitsParameters.set(digits, "w1", ones);
            DigitsParameters.set(digits, "scale", Tensor.scalar(7.0));
            DigitsParameters.set(digits, "rate", Tensor.scalar(0.25f));
            return digits.scale + " " + digits.rate + " " + (digits.w1 == ones);
            """));
  }

  @Test
  void allValuesAreSetAtOnce() throws Exception {
    assertEquals(
        "f32[4, 5] f32[11] 3.0",
        digits(
            """
            Digits digits = new Digits();
            DigitsParameters.set(digits, Map.of(
                "w1", Tensor.zeros(4, 5), "b1", Tensor.zeros(11),
                "scale", Tensor.scalar(3.0), "rate", Tensor.scalar(1f)));
            return digits.w1.array().typeText() + " " + digits.b1.array().typeText()
                + " " + digits.scale;
            """));
  }

  @Test
  void namedSizesAreTheSameInAllValues() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                digits(
                    """
                    Digits digits = new Digits();
                    DigitsParameters.set(digits, Map.of(
                        "w1", Tensor.zeros(4, 5), "b1", Tensor.zeros(10),
                        "scale", Tensor.scalar(3.0), "rate", Tensor.scalar(1f)));
                    return null;
                    """));
    assertEquals(
        "parameter b1 of Digits, declared as f32[2*hidden+1], with {hidden=5} cannot take f32[10]",
        Observation.message(refused));
  }

  @Test
  void nothingIsSetWhereOneValueIsWrong() throws Exception {
    assertEquals(
        2.0,
        digits(
            """
            Digits digits = new Digits();
            Map<String, Tensor> values = DigitsParameters.get(new Digits());
            values.put("scale", Tensor.scalar(9.0));
            values.put("rate", Tensor.scalar(9.0));
            try {
              DigitsParameters.set(digits, values);
            } catch (IllegalArgumentException expected) {
              return digits.scale;
            }
            return "set";
            """));
  }

  @Test
  void anotherShapeIsRefused() {
    assertRefused(
        "parameter w1 of Digits, declared as f32[4, hidden], cannot take f32[3, 4]",
        "DigitsParameters.set(new Digits(), \"w1\", Tensor.zeros(3, 4));");
  }

  @Test
  void anotherRankIsRefused() {
    assertRefused(
        "parameter w1 of Digits, declared as f32[4, hidden], cannot take f32[4]",
        "DigitsParameters.set(new Digits(), \"w1\", Tensor.zeros(4));");
  }

  @Test
  void anotherElementTypeIsRefused() {
    assertRefused(
        "parameter scale of Digits, declared as f64[], cannot take f32[]",
        "DigitsParameters.set(new Digits(), \"scale\", Tensor.scalar(1f));");
  }

  @Test
  void anUnknownNameIsRefused() {
    String message = "Digits has no parameter 'steps', its parameters are [w1, b1, scale, rate]";
    assertRefused(message, "DigitsParameters.get(new Digits(), \"steps\");");
    assertRefused(message, "DigitsParameters.set(new Digits(), \"steps\", Tensor.zeros(1));");
  }

  @Test
  void missingAndUnknownNamesAreListed() {
    assertRefused(
        "the values do not fit Digits: missing [w1, b1, scale], unknown [w2]",
        """
        DigitsParameters.set(
            new Digits(), Map.of("rate", Tensor.scalar(1f), "w2", Tensor.zeros(1)));
        """);
  }

  @Test
  void weightsSurviveAFile() throws Exception {
    assertEquals(
        "3.5 true 3.5 true",
        digits(
            """
            Digits trained = new Digits();
            trained.scale = 3.5;
            trained.w1 = Tensor.ones(4, 3);
            java.nio.file.Path file = java.nio.file.Files.createTempFile("digits", ".weights");
            try {
              DigitsParameters.save(trained, file);
              Digits loaded = new Digits();
              DigitsParameters.load(loaded, file);
              Digits streamed = new Digits();
              try (java.io.InputStream in = java.nio.file.Files.newInputStream(file)) {
                DigitsParameters.load(streamed, in);
              }
              return loaded.scale + " " + loaded.w1.sameElements(trained.w1)
                  + " " + streamed.scale + " " + streamed.w1.sameElements(trained.w1);
            } finally {
              java.nio.file.Files.delete(file);
            }
            """));
  }

  @Test
  void nestedAndInheritedParametersCount() throws Exception {
    Object names =
        new Sources()
            .demo("Base", "class Base { @Parameter double first; }")
            .demo("Encoder", "@Model class Encoder { @Parameter double w; Encoder() {} }")
            .demo(
                "Whole",
                """
                @Model class Whole extends Base {
                  final Encoder left = new Encoder();
                  @Parameter double last = 3;
                }
                """)
            .run(
                """
                Whole whole = new Whole();
                WholeParameters.set(whole, "left.w", Tensor.scalar(5.0));
                WholeParameters.set(whole, "first", Tensor.scalar(6.0));
                return WholeParameters.names() + " " + whole.left.w + " " + whole.first;
                """);
    assertEquals("[first, left.w, last] 5.0 6.0", names);
  }

  @Test
  void arraysAreCopiedBothWays() throws Exception {
    Object values =
        new Sources()
            .demo(
                "Line",
                """
                @Model public class Line {
                  @Parameter double[] w = {1, 2};
                  @Parameter float[] b = {3};
                  @Parameter double[][] rows = {{1, 2, 3}, {4, 5, 6}};
                  @Parameter float[][] table = {{0.5f}, {0.25f}};
                }
                """)
            .run(
                """
                Line line = new Line();
                Map<String, Tensor> values = LineParameters.get(line);
                String types = "";
                for (Tensor each : values.values()) { types += each.array().typeText() + " "; }
                line.w[0] = 100;
                line.rows[1][2] = 100;
                LineParameters.set(line, values);
                double[] before = line.w;
                LineParameters.set(line, "w", Tensor.of(new double[] {7, 8, 9}));
                LineParameters.set(line, "table", Tensor.of(new float[][] {{1, 2}}));
                before[1] = -1;
                return types + before[0] + java.util.Arrays.toString(line.w)
                    + java.util.Arrays.deepToString(line.rows) + line.b[0]
                    + java.util.Arrays.deepToString(line.table);
                """);
    assertEquals(
        "f64[2] f32[1] f64[2, 3] f32[2, 1] 1.0[7.0, 8.0, 9.0]"
            + "[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]3.0[[1.0, 2.0]]",
        values);
  }

  @Test
  void arraysAreSavedLoadedAndTrained() throws Exception {
    Object values =
        new Sources()
            .demo(
                "Fit",
                """
                @Model public class Fit {
                  @Parameter double[] w = new double[2];
                  @Parameter double bias = 1;
                  final Inner inner = new Inner();
                  @Model public static class Inner { @Parameter double[][] m = {{1, 0}, {0, 1}}; }
                  @Compute @Differentiable public double loss(double x, double y) {
                    double error = w[0] * x + w[1] * x * x + bias + inner.m[0][1] * x - y;
                    return error * error;
                  }
                }
                """)
            .run(
                """
                CompiledFit fit = new CompiledFit();
                for (int step = 0; step < 20000; step++) {
                  double x = step % 5 * 0.5;
                  CompiledFit.LossGradient slope = fit.lossGradient(x, 3 * x - x * x);
                  Map<String, Tensor> values = FitParameters.get(fit);
                  FitParameters.set(fit, "w",
                      values.get("w").subtract(Tensor.of(slope.w()).multiply(0.02)));
                  fit.bias -= 0.02 * slope.bias();
                }
                java.nio.file.Path file = java.nio.file.Files.createTempFile("fit", ".weights");
                FitParameters.save(fit, file);
                Fit loaded = new Fit();
                FitParameters.load(loaded, file);
                java.nio.file.Files.delete(file);
                return FitParameters.names() + " " + Math.round(loaded.w[0] * 1000)
                    + " " + Math.round(loaded.w[1] * 1000) + " " + Math.round(loaded.bias * 1000)
                    + " " + (loaded.loss(0.7, 1) == fit.loss(0.7, 1));
                """);
    assertEquals("[w, bias, inner.m] 3000 -1000 0 true", values);
  }

  @Test
  void modelsInArraysAreNumbered() throws Exception {
    String net =
        """
        @Model public class Net {
          final Unit[] units = {new Unit(1), new Unit(2)};
          @dev.kiln.annotation.Length(2) java.util.List<Unit> more = new java.util.ArrayList<>();
          Net() { more.add(new Unit(3)); more.add(new Unit(4)); }
          @Model public static class Unit {
            @Parameter double w;
            Unit(double w) { this.w = w; }
          }
          @Compute @Differentiable public double sum(double x) {
            double y = x;
            for (Unit unit : units) { y = y * unit.w; }
            for (int i = 0; i < more.size(); i++) { y = y * more.get(i).w; }
            return y;
          }
        }
        """;
    assertEquals(
        "[units.0.w, units.1.w, more.0.w, more.1.w] 120.0 60.0 2 7.0",
        new Sources()
            .demo("Net", net)
            .run(
                """
                CompiledNet net = new CompiledNet();
                NetParameters.set(net, "more.1.w", Tensor.scalar(5.0));
                NetParameters.set(net, "units.1.w", Tensor.scalar(8.0));
                CompiledNet.SumGradient slope = net.sumGradient(1);
                return NetParameters.names() + " " + net.sum(1) + " "
                    + slope.units1W() * 4 + " " + NetParameters.units(net).length
                    + " " + (slope.more0W() - 33);
                """));
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                new Sources()
                    .demo("Net", net)
                    .run(
                        """
                        CompiledNet net = new CompiledNet();
                        net.more.add(new Net.Unit(1));
                        return net.sum(1);
                        """));
    assertEquals(
        "the field 'more' holds 3 models, but the code was compiled for 2",
        Observation.message(refused));
  }

  @Test
  void rowsOfDifferentLengthsAreNoTensor() throws Exception {
    Sources sources =
        new Sources()
            .demo("Rows", "@Model public class Rows { @Parameter double[][] m = {{1, 2}, {3}}; }");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> sources.run("return RowsParameters.get(new Rows());"));
    assertEquals("row 1 has 1 elements, row 0 has 2", Observation.message(refused));
  }

  @Test
  void packagePrivateParametersAreReachedAcrossPackages() throws Exception {
    String layers =
        """
        package layers;
        import dev.kiln.annotation.*;
        @Model public class Dense {
          @Parameter double w = 1;
          Inner inner = new Inner();
          @Model public static class Inner { @Parameter float b = 2; }
        }
        """;
    Object values =
        new Sources()
            .file("layers.Dense", layers)
            .demo("Net", "@Model public class Net { layers.Dense dense = new layers.Dense(); }")
            .demo("Deep", "@Model public class Deep extends layers.Dense {}")
            .run(
                """
                Net net = new Net();
                NetParameters.set(net, "dense.w", Tensor.scalar(8.0));
                NetParameters.set(net, "dense.inner.b", Tensor.scalar(9f));
                Deep deep = new Deep();
                DeepParameters.set(deep, "w", Tensor.scalar(4.0));
                return NetParameters.get(net, "dense.w").toDouble()
                    + " " + NetParameters.get(net, "dense.inner.b").toFloat()
                    + " " + layers.DenseParameters.w(deep);
                """);
    assertEquals("8.0 9.0 4.0", values);
  }

  @Test
  void aNestedModelIsNamedWithTheClassesAroundIt() throws Exception {
    Object names =
        new Sources()
            .demo("Outer", "class Outer { @Model static class Net { @Parameter double get = 1; } }")
            .run(
                """
                Outer.Net net = new Outer.Net();
                return Outer_NetParameters.names() + " " + Outer_NetParameters.get_(net);
                """);
    assertEquals("[get] 1.0", names);
  }

  private static Object digits(String statements) throws Exception {
    return new Sources().demo("Digits", DIGITS).run(statements);
  }

  private static void assertRefused(String message, String statement) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> digits(statement + "return null;\n"));
    assertEquals(message, Observation.message(refused));
  }
}
