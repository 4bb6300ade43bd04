package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Program;
import dev.kiln.testkit.run.InMemoryClasses;
import org.junit.jupiter.api.Test;

/**
 * Where assertions are off, generated code evaluates neither their conditions nor their details.
 */
final class AssertionStatusTest {
  private static final Program PROGRAM =
      model(
          "Unchecked",
          """
          static int count(int[] a) {
            a[0]++;
            return a[0];
          }

          @Compute int f(int[] a, int i) {
            assert a[i] > 0 : a[i + 1];
            assert count(a) > 5 : count(a);
            for (int k = 0; k < 3; k++) {
              assert count(a) > k && a[i - k] > 0;
            }
            return a[0];
          }
          """);

  @Test
  void nothingOfAnAssertionIsEvaluated() throws Exception {
    for (String prefix : new String[] {"", "Compiled"}) {
      InMemoryClasses classes = InMemoryCompiler.compile(PROGRAM.files());
      classes.setDefaultAssertionStatus(false);
      Class<?> type = classes.loadClass(PROGRAM.qualified(prefix + "Unchecked"));
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      var method = type.getDeclaredMethod("f", int[].class, int.class);
      method.setAccessible(true);
      assertEquals(7, method.invoke(constructor.newInstance(), new int[] {7}, 99));
    }
  }
}
