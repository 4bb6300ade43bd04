package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;

/**
 * {@link Ratio} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Ratio"
)
@SerializedGraph(
    method = "ratio(int[],int)",
    fingerprint = 0xca984e89f095f353L,
    text = "graph \"ratio\" { input \"parts\" argument input \"i\" argument outputs (\"result\") "
        + "function \"ratio\"(%0.parts: array<i32, 1>, %1.i: i32) -> (f64) { %2: bool = apply "
        + "assertions_enabled() @ \"Ratio.java\" 18 5 if %2 { %3: i32 = apply array_length(%0) @ "
        + "18 16 %4: bool = apply less(%1, %3) @ 18 12 %9: bool = if %4 { %5: i32 = apply "
        + "array_load(%0, %1) @ 18 32 %6: i32 = apply constant() {value=bits i32 0} @ 18 44 %7: "
        + "bool = apply not_equal(%5, %6) @ 18 32 yield(%7) } else { %8: bool = apply constant() "
        + "{value=bits bool 0} @ 18 12 yield(%8) } @ 18 12 if %9 { yield() } else { %10: i32 = "
        + "apply array_length(%0) @ 18 71 throw \"java.lang.AssertionError\" [\"part \", \" of \", "
        + "\"\"](%1, %10) @ 18 5 } @ 18 5 yield() } else { yield() } @ 18 5 %11: bool = apply "
        + "assertions_enabled() @ 19 5 if %11 { %12: i32 = call \"sum\"(%0) @ 19 12 %13: i32 = "
        + "apply constant() {value=bits i32 0} @ 19 25 %14: bool = apply greater(%12, %13) @ 19 12 "
        + "if %14 { yield() } else { %15: i32 = call \"sum\"(%0) @ 19 29 throw "
        + "\"java.lang.AssertionError\" [\"\", \"\"](%15) @ 19 5 } @ 19 5 yield() } else { yield() "
        + "} @ 19 5 %16: i32 = apply constant() {value=bits i32 0} @ 20 27 %17: i32 = apply "
        + "array_load(%0, %16) @ 20 21 %18: f64 = apply cast(%17) {to=dtype f64} @ 20 12 %19: i32 "
        + "= apply array_load(%0, %1) @ 20 32 %20: f64 = apply cast(%19) {to=dtype f64} @ 20 12 "
        + "%21: f64 = apply divide(%18, %20) @ 20 12 return(%21) } function \"sum\"(%0.parts: "
        + "array<i32, 1>) -> (i32) { %1.sum: i32 = apply constant() {value=bits i32 0} @ 8 15 %2: "
        + "i32 = apply array_length(%0) @ 9 21 %3: i32 = apply constant() {value=bits i32 0} @ 9 5 "
        + "%16.sum: i32, %17.\"index$_1\": i32 = loop \"loop_2\"(%1, %3) condition(%4.sum: i32, "
        + "%5.\"index$_1\": i32) { %6: bool = apply less(%5, %2) @ 9 21 condition %6(%4, %5) } "
        + "body(%7.sum: i32, %8.\"index$_1\": i32) { %9.part: i32 = apply array_load(%0, %8) @ 9 "
        + "10 %10: bool = apply assertions_enabled() @ 10 7 if %10 { %11: i32 = apply constant() "
        + "{value=bits i32 0} @ 10 22 %12: bool = apply greater_equal(%9, %11) @ 10 14 if %12 { "
        + "yield() } else { throw \"java.lang.AssertionError\" []() @ 10 7 } @ 10 7 yield() } else "
        + "{ yield() } @ 10 7 %13.sum: i32 = apply add(%7, %9) @ 11 7 %14: i32 = apply constant() "
        + "{value=bits i32 1} @ 9 5 %15: i32 = apply add(%8, %14) @ 9 5 yield(%13, %15) } @ 9 5 "
        + "return(%16) } }"
)
public final class CompiledRatio extends Ratio implements CompiledModel {
  public CompiledRatio() {
    super();
  }

  @Override
  double ratio(int[] parts, int i) {
    try {
      // Ratio.java:18
      assert i < parts.length && parts[i] != 0 : "part " + i + " of " + parts.length;
      boolean enabled = false;
      assert enabled = true;
      // Ratio.java:19
      if (enabled) {
        // Ratio.java:9
        int number = parts.length;
        int sum = 0;
        int index_1 = 0;
        while (index_1 < number) {
          int part = parts[index_1];
          // Ratio.java:10
          assert part >= 0;
          sum += part;
          index_1 += 1;
        }
        // Ratio.java:19
        if (!(sum > 0)) {
          // Ratio.java:9
          int number2 = parts.length;
          int sum2 = 0;
          int index_12 = 0;
          while (index_12 < number2) {
            int part2 = parts[index_12];
            // Ratio.java:10
            assert part2 >= 0;
            sum2 += part2;
            index_12 += 1;
          }
          // Ratio.java:19
          throw new AssertionError("" + sum2);
        }
      }
      return (double) parts[0] / (double) parts[i];
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL = new ModelLines("demo.Ratio", "demo.CompiledRatio",
        "Ratio.java,55:18,59:19,61:9,67:10,69:11,70:9,72:19,74:9,80:10,",
        "82:11,83:9,85:19,89:20,");
  }
}
