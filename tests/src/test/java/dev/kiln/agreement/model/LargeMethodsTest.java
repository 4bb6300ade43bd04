package dev.kiln.agreement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HotSpot never compiles a method of more than 8000 bytes: generated ones stay below. */
class LargeMethodsTest {
  private static final int LIMIT = 8000;

  @Test
  void twoThousandStatementsAreSplit() throws IOException {
    StringBuilder source =
        new StringBuilder(
            """
            import dev.kiln.annotation.Compute;
            import dev.kiln.annotation.Model;

            @Model
            public class Long {
              @Compute
              public double f(double x, double y) {
                double v0 = x;
            """);
    for (int i = 1; i <= 2000; i++) {
      source.append(
          "    double v%d = v%d * 0.999 + Math.sin(y + %d) * 0.001;\n".formatted(i, i - 1, i));
    }
    source.append("    return v2000;\n  }\n}\n");
    checkSizes(
        InMemoryCompiler.compile(Map.of("Long", source.toString()), List.of("-Akiln.graphs=none")));
  }

  /**
   * The same for a derivative: {@code s += sin(x * c) * y} over and over, whose derivatives are
   * known. What the forward part computes and the backward part uses is in an array of the
   * workspace.
   */
  @ParameterizedTest
  @CsvSource({"200", "1000", "4000"})
  void derivativesAreSplit(int statements) throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < statements; i++) {
      body.append("    s += Math.sin(x * %s) * y;\n".formatted(factor(i)));
    }
    checkSinusoids(
        statements,
        compile(
            """
            @Compute @Differentiable
            public double f(double x, double y) {
              double s = 0;
            %s    return s;
            }
            """
                .formatted(body)));
  }

  /** Helpers are inlined before they are differentiated; what they come to is split as well. */
  @Test
  void derivativesOfManyHelpersAreSplit() throws Exception {
    StringBuilder calls = new StringBuilder();
    StringBuilder helpers = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      calls.append("s = part%d(s, x, y);\n".formatted(i));
      helpers.append("static double part%d(double s, double x, double y) {\n".formatted(i));
      for (int j = 0; j < 1000; j++) {
        helpers.append("  s += Math.sin(x * %s) * y;\n".formatted(factor(1000 * i + j)));
      }
      helpers.append("  return s;\n}\n");
    }
    String method =
        """
        @Compute @Differentiable
        public double f(double x, double y) {
          double s = 0;
          %s
          return s;
        }
        """
            .formatted(calls);
    checkSinusoids(6000, compile(method + helpers));
  }

  /** The body of a loop is split too: here over an array whose elements the loop changes. */
  @Test
  void theBodiesOfLoopsAreSplit() throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      String term = i % 20 == 0 ? "Math.cos(v) * a[k]" : "(v - a[k])";
      body.append("      v += %s * %s;\n".formatted(1e-3 * (i % 7 - 2), term));
    }
    InMemoryClasses classes =
        compile(
            """
            @Compute @Differentiable
            public double f(double x, double[] a) {
              double v = x;
              for (int k = 0; k < a.length; k++) {
            %s      if (v > 1e6) {
                    break;
                  }
              }
              return v;
            }
            """
                .formatted(body));
    checkSizes(classes);
    double[] a = {0.3, -0.2, 0.5};
    Class<?> type = classes.loadClass("CompiledLong");
    Object model = type.getConstructor().newInstance();
    Method f = classes.loadClass("Long").getMethod("f", double.class, double[].class);
    Object plain = classes.loadClass("Long").getConstructor().newInstance();
    double value = (double) f.invoke(plain, 0.4, a);
    assertEquals(value, f.invoke(model, 0.4, a));
    Object gradient =
        type.getMethod("fGradient", double.class, double[].class).invoke(model, 0.4, a);
    assertEquals(value, component(gradient, "value"));
    double step = 1e-6;
    double difference =
        ((double) f.invoke(plain, 0.4 + step, a) - (double) f.invoke(plain, 0.4 - step, a))
            / (2 * step);
    assertEquals(difference, (double) component(gradient, "x"), 1e-7 * Math.abs(difference));
    double[] moved = a.clone();
    moved[1] += step;
    double above = (double) f.invoke(plain, 0.4, moved);
    moved[1] -= 2 * step;
    double partial = (above - (double) f.invoke(plain, 0.4, moved)) / (2 * step);
    assertEquals(partial, ((double[]) component(gradient, "a"))[1], 1e-7 * Math.abs(partial));
  }

  private static String factor(int i) {
    return 0.5 + i / 1024.0 + "";
  }

  private static InMemoryClasses compile(String members) {
    return InMemoryCompiler.compile(
        Map.of(
            "Long",
            "import dev.kiln.annotation.*;\n@Model public class Long {\n" + members + "}\n"),
        List.of("-Akiln.graphs=none"));
  }

  /** Against the closed form: the sums of {@code y c cos(c x)} and of {@code sin(c x)}. */
  private static void checkSinusoids(int count, InMemoryClasses classes) throws Exception {
    checkSizes(classes);
    double x = 0.3;
    double y = 1.7;
    double value = 0;
    double byX = 0;
    double byY = 0;
    for (int i = 0; i < count; i++) {
      double c = Double.parseDouble(factor(i));
      value += Math.sin(x * c) * y;
      byX += Math.cos(x * c) * c * y;
      byY += Math.sin(x * c);
    }
    Class<?> type = classes.loadClass("CompiledLong");
    Object model = type.getConstructor().newInstance();
    assertEquals(value, type.getMethod("f", double.class, double.class).invoke(model, x, y));
    Object gradient = type.getMethod("fGradient", double.class, double.class).invoke(model, x, y);
    assertEquals(value, component(gradient, "value"));
    assertEquals(byX, (double) component(gradient, "x"), 1e-12 * count * y);
    assertEquals(byY, (double) component(gradient, "y"), 1e-12 * count);
  }

  private static Object component(Object record, String name) throws Exception {
    Method accessor = record.getClass().getMethod(name);
    accessor.setAccessible(true);
    return accessor.invoke(record);
  }

  private static void checkSizes(InMemoryClasses classes) throws IOException {
    int longest = 0;
    for (Map.Entry<String, byte[]> each : classes.classes().entrySet()) {
      if (each.getKey().matches("CompiledLong(\\$Functions[0-9]+)?")) {
        longest = Math.max(longest, longestCode(each.getValue()));
      }
    }
    assertTrue(longest > 0 && longest < LIMIT, "the longest method has " + longest + " bytes");
  }

  /** The greatest code_length among the methods of a class file. JVMS 4.7.3. */
  private static int longestCode(byte[] file) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
      assertEquals(0xCAFEBABE, in.readInt());
      in.skipNBytes(4);
      String[] texts = constants(in);
      in.skipNBytes(6);
      in.skipNBytes(2L * in.readUnsignedShort());
      members(in, texts); // fields
      return members(in, texts);
    }
  }

  private static String[] constants(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    String[] texts = new String[count];
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        case 15 -> in.skipNBytes(3);
        default -> in.skipNBytes(2);
      }
    }
    return texts;
  }

  private static int members(DataInputStream in, String[] texts) throws IOException {
    int longest = 0;
    int members = in.readUnsignedShort();
    for (int i = 0; i < members; i++) {
      in.skipNBytes(6);
      int attributes = in.readUnsignedShort();
      for (int j = 0; j < attributes; j++) {
        String name = texts[in.readUnsignedShort()];
        int length = in.readInt();
        if ("Code".equals(name)) {
          in.skipNBytes(4);
          longest = Math.max(longest, in.readInt());
          in.skipNBytes(length - 8L);
        } else {
          in.skipNBytes(length);
        }
      }
    }
    return longest;
  }
}
