package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;

/**
 * {@link Meeting} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Meeting"
)
@SerializedGraph(
    method = "meet(int,int)",
    text = "graph \"meet\" { input \"first\" argument input \"second\" argument outputs (\"result\") function \"meet\"(%0.first: i32, %1.second: i32) -> (i32) { %11.first: i32, %12.second: i32 = loop \"loop_1\"(%0.first, %1.second) condition(%2.first: i32, %3.second: i32) { %4: bool = apply less(%2.first, %3.second) @ \"Meeting.java\" 9 12 condition %4(%2.first, %3.second) } body(%5.first: i32, %6.second: i32) { %7: i32 = apply constant() {value=bits i32 2} @ \"Meeting.java\" 10 16 %8.first: i32 = apply add(%5.first, %7) @ \"Meeting.java\" 10 7 %9: i32 = apply constant() {value=bits i32 1} @ \"Meeting.java\" 11 17 %10.second: i32 = apply add(%6.second, %9) @ \"Meeting.java\" 11 7 yield(%8.first, %10.second) } @ \"Meeting.java\" 9 5 return(%11.first) } }"
)
public final class CompiledMeeting extends Meeting {
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
