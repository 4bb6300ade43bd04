package demo;

import dev.kiln.annotation.Generated;

/**
 * {@link Meeting} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Meeting"
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
