package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;

/**
 * {@link Limits} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Limits"
)
@SerializedGraph(
    method = "ofDouble(int)",
    fingerprint = 0x16eb2464bb0da164L,
    text = "graph \"ofDouble\" { input \"i\" argument outputs (\"result\") function "
        + "\"ofDouble\"(%0.i: i32) -> (f64) { %1: i32 = apply constant() {value=bits i32 4} @ "
        + "\"Limits.java\" 9 23 %2: array<f64, 1> = apply array_new(%1) {type=type array<f64, 1>} "
        + "@ 9 23 %3: f64 = apply constant() {value=bits f64 0} @ 9 25 %4: f64 = apply constant() "
        + "{value=bits f64 -9223372036854775808} @ 9 24 %5: i32 = apply constant() {value=bits i32 "
        + "0} @ 9 24 apply array_store(%2, %5, %4) @ 9 24 %6: f64 = apply constant() {value=bits "
        + "f64 4591870180066957722} @ 9 30 %7: i32 = apply constant() {value=bits i32 1} @ 9 30 "
        + "apply array_store(%2, %7, %6) @ 9 30 %8: f64 = apply constant() {value=bits f64 "
        + "9221120237041090560} @ 9 35 %9: i32 = apply constant() {value=bits i32 2} @ 9 35 apply "
        + "array_store(%2, %9, %8) @ 9 35 %10: f64 = apply constant() {value=bits f64 "
        + "-4503599627370496} @ 9 47 %11: i32 = apply constant() {value=bits i32 3} @ 9 47 apply "
        + "array_store(%2, %11, %10) @ 9 47 %12: f64 = apply array_load(%2, %0) @ 10 12 "
        + "return(%12) } }"
)
@SerializedGraph(
    method = "ofLong(int)",
    fingerprint = 0xa780b801141778aaL,
    text = "graph \"ofLong\" { input \"i\" argument outputs (\"result\") function \"ofLong\"(%0.i: "
        + "i32) -> (i64) { %1: i32 = apply constant() {value=bits i32 3} @ \"Limits.java\" 15 21 "
        + "%2: array<i64, 1> = apply array_new(%1) {type=type array<i64, 1>} @ 15 21 %3: i64 = "
        + "apply constant() {value=bits i64 -9223372036854775808} @ 15 22 %4: i32 = apply "
        + "constant() {value=bits i32 0} @ 15 22 apply array_store(%2, %4, %3) @ 15 22 %5: i32 = "
        + "apply constant() {value=bits i32 -2147483648} @ 15 38 %6: i64 = apply constant() "
        + "{value=bits i64 -2147483648} @ 15 38 %7: i32 = apply constant() {value=bits i32 1} @ 15 "
        + "38 apply array_store(%2, %7, %6) @ 15 38 %8: i64 = apply constant() {value=bits i64 1} "
        + "@ 15 57 %9: i32 = apply constant() {value=bits i32 40} @ 15 63 %10: i64 = apply "
        + "constant() {value=bits i64 1099511627776} @ 15 57 %11: i32 = apply constant() "
        + "{value=bits i32 2} @ 15 57 apply array_store(%2, %11, %10) @ 15 57 %12: i64 = apply "
        + "array_load(%2, %0) @ 16 12 return(%12) } }"
)
@SerializedGraph(
    method = "half(float)",
    fingerprint = 0xecf493fb57006b18L,
    text = "graph \"half\" { input \"x\" argument outputs (\"result\") function \"half\"(%0.x: "
        + "f32) -> (f32) { %1: f32 = apply constant() {value=bits f32 1056964608} @ "
        + "\"Limits.java\" 21 16 %2: f32 = apply multiply(%0, %1) @ 21 12 return(%2) } }"
)
public final class CompiledLimits extends Limits implements CompiledModel {
  public CompiledLimits() {
    super();
  }

  @Override
  double ofDouble(int i) {
    try {
      // Limits.java:10
      if (i < 0) {
        throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length 4");
      }
      if (i >= 4) {
        throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length 4");
      }
      return i == 0 ? -0.0 : i == 1 ? 0.1 : i == 2 ? Double.NaN : Double.NEGATIVE_INFINITY;
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  @Override
  long ofLong(int i) {
    try {
      // Limits.java:16
      if (i < 0) {
        throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length 3");
      }
      if (i >= 3) {
        throw new ArrayIndexOutOfBoundsException("Index " + i + " out of bounds for length 3");
      }
      return i == 0 ? -9223372036854775808L : i == 1 ? -2147483648L : 1099511627776L;
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  @Override
  float half(float x) {
    return x * 0.5f;
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL = new ModelLines("demo.Limits", "demo.CompiledLimits",
        "Limits.java,63:9,63:10,80:15,80:16,96:21,");
  }
}
