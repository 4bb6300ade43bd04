package dev.kiln.agreement;

import static dev.kiln.testkit.ModelAssertions.assertThatCall;

import dev.kiln.processor.Sources;
import org.junit.jupiter.api.Test;

/** What generated code allocates once it has run: what it returns, and no more. */
class AllocationTest {
  private static final String MODEL =
      """
      @Model public class Fields {
        @Parameter double rate = 0.75;

        @Compute @Differentiable(wrt = "x") double f(double[] x, int n) {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < x.length; j++) {
              x[j] = Math.sin(x[j]) * rate;
              sum += x[j] * x[j];
            }
          }
          return sum;
        }

        @Compute double plain(double[] x) {
          double sum = 0;
          for (double each : x) { sum += Math.sin(each); }
          return sum;
        }
      }
      """;

  private static Runnable call(String statement) throws Exception {
    return (Runnable)
        new Sources()
            .demo("Fields", MODEL)
            .run(
                """
                CompiledFields model = new CompiledFields();
                double[] x = new double[50];
                double[] dX = new double[50];
                return (Runnable) () -> %s;
                """
                    .formatted(statement));
  }

  @Test
  void methodsOfNumbersAllocateNothing() throws Exception {
    assertThatCall(call("model.plain(x)")).allocatesNothing();
  }

  @Test
  void gradientsIntoArraysAllocateNothing() throws Exception {
    assertThatCall(call("model.fGradientInto(x, 20, dX)")).allocatesNothing();
  }

  @Test
  void gradientsAllocateWhatTheyReturn() throws Exception {
    int array = 16 + 8 * 50;
    int record = 32;
    assertThatCall(call("model.fGradient(x, 20)")).allocatesAtMost(array + record);
  }
}
