package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;

/**
 * {@link Meeting} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Meeting"
)
@SerializedGraph(
    method = "meet(int,int)",
    fingerprint = 0x508ad34d535e2bd3L,
    text = "graph \"meet\" { input \"first\" argument input \"second\" argument outputs "
        + "(\"result\") function \"meet\"(%0.first: i32, %1.second: i32) -> (i32) { %11.first: "
        + "i32, %12.second: i32 = loop \"loop_1\"(%0, %1) condition(%2.first: i32, %3.second: i32) "
        + "{ %4: bool = apply less(%2, %3) @ \"Meeting.java\" 9 12 condition %4(%2, %3) } "
        + "body(%5.first: i32, %6.second: i32) { %7: i32 = apply constant() {value=bits i32 2} @ "
        + "10 16 %8.first: i32 = apply add(%5, %7) @ 10 7 %9: i32 = apply constant() {value=bits "
        + "i32 1} @ 11 17 %10.second: i32 = apply add(%6, %9) @ 11 7 yield(%8, %10) } @ 9 5 "
        + "return(%11) } }"
)
public final class CompiledMeeting extends Meeting implements CompiledModel {
  public CompiledMeeting() {
    super();
  }

  @Override
  int meet(int first, int second) {
    // Meeting.java:9
    while (first < second) {
      first += 2;
      second += 1;
    }
    return first;
  }
}
