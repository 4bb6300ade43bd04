package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;

/**
 * {@link Range} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Range"
)
@SerializedGraph(
    method = "contains(int,int,int)",
    fingerprint = 0x7d598bc599edf9a0L,
    text = "graph \"contains\" { input \"low\" argument input \"x\" argument input \"high\" "
        + "argument outputs (\"result\") function \"contains\"(%0.low: i32, %1.x: i32, %2.high: "
        + "i32) -> (bool) { %3: bool = apply less_equal(%0, %1) @ \"Range.java\" 9 12 %6: bool = "
        + "if %3 { %4: bool = apply less(%1, %2) @ 9 24 yield(%4) } else { %5: bool = apply "
        + "constant() {value=bits bool 0} @ 9 12 yield(%5) } @ 9 12 %10: bool = if %6 { %9: bool = "
        + "apply constant() {value=bits bool 1} @ 9 12 yield(%9) } else { %7: i32 = apply "
        + "constant() {value=bits i32 0} @ 9 41 %8: bool = apply equal(%1, %7) @ 9 36 yield(%8) } "
        + "@ 9 12 return(%10) } }"
)
@SerializedGraph(
    method = "clamp(int,int,int)",
    fingerprint = 0x771e71fe9b66529fL,
    text = "graph \"clamp\" { input \"low\" argument input \"x\" argument input \"high\" argument "
        + "outputs (\"result\") function \"clamp\"(%0.low: i32, %1.x: i32, %2.high: i32) -> (i32) "
        + "{ %3: bool = apply less(%1, %0) @ \"Range.java\" 14 12 %6: i32 = if %3 { yield(%0) } "
        + "else { %4: bool = apply greater(%1, %2) @ 14 28 %5: i32 = if %4 { yield(%2) } else { "
        + "yield(%1) } @ 14 28 yield(%5) } @ 14 12 return(%6) } }"
)
@SerializedGraph(
    method = "sign(double)",
    fingerprint = 0xb9e52226221a0638L,
    text = "graph \"sign\" { input \"x\" argument outputs (\"result\") function \"sign\"(%0.x: "
        + "f64) -> (i32) { %1.sign: i32 = apply undefined() {type=type i32} @ \"Range.java\" 19 5 "
        + "%2: i32 = apply constant() {value=bits i32 0} @ 20 13 %3: f64 = apply constant() "
        + "{value=bits f64 0} @ 20 9 %4: bool = apply less(%0, %3) @ 20 9 %12.sign: i32 = if %4 { "
        + "%5.sign: i32 = apply constant() {value=bits i32 -1} @ 21 14 yield(%5) } else { %6: i32 "
        + "= apply constant() {value=bits i32 0} @ 22 20 %7: f64 = apply constant() {value=bits "
        + "f64 0} @ 22 16 %8: bool = apply greater(%0, %7) @ 22 16 %11.sign: i32 = if %8 { "
        + "%9.sign: i32 = apply constant() {value=bits i32 1} @ 23 14 yield(%9) } else { %10.sign: "
        + "i32 = apply constant() {value=bits i32 0} @ 25 14 yield(%10) } @ 22 12 yield(%11) } @ "
        + "20 5 return(%12) } }"
)
public final class CompiledRange extends Range implements CompiledModel {
  public CompiledRange() {
    super();
  }

  @Override
  boolean contains(int low, int x, int high) {
    return low <= x && x < high || x == 0;
  }

  @Override
  int clamp(int low, int x, int high) {
    return x < low ? low : x > high ? high : x;
  }

  @Override
  int sign(double x) {
    return x < 0.0 ? -1 : x > 0.0 ? 1 : 0;
  }
}
