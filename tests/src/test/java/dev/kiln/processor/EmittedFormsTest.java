package dev.kiln.processor;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;

import dev.kiln.testkit.SourceAssert;
import org.junit.jupiter.api.Test;

/** The forms that the parts of the emitter give to code, each in the smallest model that has it. */
class EmittedFormsTest {
  /** What is passed on at once is ordered, and copied where there is no order. */
  @Test
  void valuesThatChangePlacesAreCopied() throws Exception {
    compile(
            """
            int swap(int a, int b, int times) {
              for (int i = 0; i < times; i++) {
                int old = a;
                a = b;
                b = old;
              }
              return a;
            }
            """)
        .generates("CompiledForms")
        .containing("for (int i = 0; i < times; i++)")
        .containing(" = b;")
        .notContaining("while");
  }

  /** An expression is not embedded behind what changes it. */
  @Test
  void whatIsReadBeforeAStoreIsWrittenBeforeIt() throws Exception {
    SourceAssert model =
        compile(
            """
            double taken(double[] x, int i) {
              double read = x[i];
              x[i] = 0;
              return read * 2;
            }
            """);
    model
        .generates("CompiledForms")
        .containing("double read = x[i];")
        .containing("return read * 2.0;");
  }

  /** Of a branch on a constant stays what runs, and of fields what that reads. */
  @Test
  void aConstantFlagLeavesOneBranch() throws Exception {
    compile(
            """
            double used(double x) { return scaled(x, false); }
            double share = 0.5;
            double bias = 0.25;
            private double scaled(double x, boolean training) {
              return training ? x * share + Math.sin(x) : x + bias;
            }
            """)
        .generates("CompiledForms")
        .containing("double bias = this.bias;")
        .containing("return x + bias;")
        .notContaining("share")
        .notContaining("sin");
  }

  @Test
  void aConditionalIsAnExpressionWhereItsBranchesAre() throws Exception {
    compile(
            """
            int sign(int x) {
              int sign;
              if (x < 0) {
                sign = -1;
              } else {
                sign = 1;
              }
              return sign;
            }
            """)
        .generates("CompiledForms")
        .containing("return x < 0 ? -1 : 1;");
  }

  /** A counter that is used after its loop is declared before it; the loop stays a for. */
  @Test
  void aCounterThatIsUsedAfterItsLoopKeepsTheFor() throws Exception {
    compile(
            """
            int steps(double x) {
              int i = 0;
              for (; i < 100; i++) {
                x = x / 2;
                if (x < 1) {
                  break;
                }
              }
              return i;
            }
            """)
        .generates("CompiledForms")
        .containing("for (; i < 100; i++) {");
  }

  @Test
  void aLoopThatRunsOnceAtLeastStaysSo() throws Exception {
    compile(
            """
            int halvings(int x) {
              int count = 0;
              do {
                x /= 2;
                count++;
              } while (x > 0);
              return count;
            }
            """)
        .generates("CompiledForms")
        .containing("} while (x > 0);");
  }

  /** The names of arrays of tensors give way to those that the user has. */
  @Test
  void arraysOfTensorsTakeNoNameOfTheUsers() throws Exception {
    compile(
            """
            @Shape("n")
            Tensor scaled(@Shape("n") Tensor x, double[] xArray, @Shape("n") Tensor y) {
              Tensor yArray = x.multiply(xArray[0]);
              for (int i = 0; i < xArray.length; i++) {
                yArray = yArray.add(y);
              }
              return yArray;
            }
            """)
        .generates("CompiledForms")
        .containing("NdArray xArray2 = x.array();")
        .containing("NdArray yArray = y.array();");
  }

  private static SourceAssert compile(String method) {
    String body = ("@Compute\n" + method).indent(2);
    return assertThatModel(Sources.HEADER + "@Model\npublic class Forms {\n" + body + "}\n")
        .withOptions("-Akiln.warnings=off")
        .compilesWithoutWarnings();
  }
}
