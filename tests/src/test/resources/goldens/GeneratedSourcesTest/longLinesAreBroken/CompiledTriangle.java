package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;

/**
 * {@link Triangle} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Triangle"
)
@SerializedGraph(
    method = "interpolate(double[],double[],double[])",
    fingerprint = 0x6eba1421ffc656cbL,
    text = "graph \"interpolate\" { input \"firstCorner\" argument input \"secondCorner\" argument "
        + "input \"thirdCorner\" argument outputs (\"result\") function "
        + "\"interpolate\"(%0.firstCorner: array<f64, 1>, %1.secondCorner: array<f64, 1>, "
        + "%2.thirdCorner: array<f64, 1>) -> (f64) { %3: i32 = apply constant() {value=bits i32 0} "
        + "@ \"Triangle.java\" 9 33 %4: f64 = apply array_load(%0, %3) @ 9 21 %5: i32 = apply "
        + "constant() {value=bits i32 1} @ 9 52 %6: f64 = apply array_load(%1, %5) @ 9 39 %7: i32 "
        + "= apply constant() {value=bits i32 1} @ 9 69 %8: f64 = apply array_load(%2, %7) @ 9 57 "
        + "%9: f64 = apply subtract(%6, %8) @ 9 39 %10: f64 = apply multiply(%4, %9) @ 9 21 %11: "
        + "i32 = apply constant() {value=bits i32 0} @ 10 24 %12: f64 = apply array_load(%1, %11) "
        + "@ 10 11 %13: i32 = apply constant() {value=bits i32 1} @ 10 42 %14: f64 = apply "
        + "array_load(%2, %13) @ 10 30 %15: i32 = apply constant() {value=bits i32 1} @ 10 59 %16: "
        + "f64 = apply array_load(%0, %15) @ 10 47 %17: f64 = apply subtract(%14, %16) @ 10 30 "
        + "%18: f64 = apply multiply(%12, %17) @ 10 11 %19: f64 = apply add(%10, %18) @ 9 21 %20: "
        + "i32 = apply constant() {value=bits i32 0} @ 11 23 %21: f64 = apply array_load(%2, %20) "
        + "@ 11 11 %22: i32 = apply constant() {value=bits i32 1} @ 11 41 %23: f64 = apply "
        + "array_load(%0, %22) @ 11 29 %24: i32 = apply constant() {value=bits i32 1} @ 11 59 %25: "
        + "f64 = apply array_load(%1, %24) @ 11 46 %26: f64 = apply subtract(%23, %25) @ 11 29 "
        + "%27: f64 = apply multiply(%21, %26) @ 11 11 %28.weight: f64 = apply add(%19, %27) @ 9 "
        + "21 %29: i32 = apply array_length(%0) @ 12 9 %30: i32 = apply array_length(%1) @ 12 31 "
        + "%31: bool = apply not_equal(%29, %30) @ 12 9 %36: bool = if %31 { %35: bool = apply "
        + "constant() {value=bits bool 1} @ 12 9 yield(%35) } else { %32: i32 = apply "
        + "array_length(%1) @ 12 54 %33: i32 = apply constant() {value=bits i32 2} @ 12 77 %34: "
        + "bool = apply not_equal(%32, %33) @ 12 54 yield(%34) } @ 12 9 %41: bool = if %36 { %40: "
        + "bool = apply constant() {value=bits bool 1} @ 12 9 yield(%40) } else { %37: i32 = apply "
        + "constant() {value=bits i32 0} @ 12 92 %38: f64 = apply constant() {value=bits f64 0} @ "
        + "12 82 %39: bool = apply equal(%28, %38) @ 12 82 yield(%39) } @ 12 9 if %41 { %42: i32 = "
        + "apply array_length(%0) @ 15 31 %43: i32 = apply array_length(%1) @ 15 59 %44: i32 = "
        + "apply array_length(%2) @ 16 17 throw \"java.lang.IllegalArgumentException\" [\"a "
        + "\\\"triangle\\\" has three corners, each of them with as many coordinates as the "
        + "others: \", \", \", \" and \", \"\"](%42, %43, %44) @ 13 7 } else { yield() } @ 12 5 "
        + "%45: i32 = apply constant() {value=bits i32 0} @ 18 44 %46: f64 = apply array_load(%0, "
        + "%45) @ 18 32 %47: i32 = apply constant() {value=bits i32 1} @ 18 60 %48: f64 = apply "
        + "array_load(%0, %47) @ 18 48 %49: f64 = apply math_hypot_f64_f64(%46, %48) @ 18 21 %50: "
        + "i32 = apply constant() {value=bits i32 0} @ 19 22 %51: f64 = apply array_load(%1, %50) "
        + "@ 19 9 %52: i32 = apply constant() {value=bits i32 1} @ 19 38 %53: f64 = apply "
        + "array_load(%2, %52) @ 19 26 %54: f64 = apply math_hypot_f64_f64(%51, %53) @ 18 73 %55: "
        + "f64 = apply math_fma_f64_f64_f64(%49, %28, %54) @ 18 12 return(%55) } }"
)
public final class CompiledTriangle extends Triangle implements CompiledModel {
  public CompiledTriangle() {
    super();
  }

  @Override
  double interpolate(double[] firstCorner, double[] secondCorner, double[] thirdCorner) {
    try {
      // Triangle.java:9
      double weight =
          firstCorner[0] * (secondCorner[1] - thirdCorner[1])
          + secondCorner[0] * (thirdCorner[1] - firstCorner[1])
          + thirdCorner[0] * (firstCorner[1] - secondCorner[1]);
      // Triangle.java:12
      if (firstCorner.length != secondCorner.length || secondCorner.length != 2 || weight == 0.0) {
        // Triangle.java:13
        throw new IllegalArgumentException("a \"triangle\" has three corners, each of them with as "
            + "many coordinates as the others: " + firstCorner.length + ", " + secondCorner.length
            + " and " + thirdCorner.length);
      }
      return Math.fma(Math.hypot(firstCorner[0], firstCorner[1]), weight,
          Math.hypot(secondCorner[0], thirdCorner[1]));
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL = new ModelLines("demo.Triangle", "demo.CompiledTriangle",
        "Triangle.java,64:9,69:12,71:13,76:18,");
  }
}
