package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.RuntimeVersion;

/**
 * {@link Meeting} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Meeting"
)
public final class CompiledMeeting extends Meeting implements CompiledModel {
  /**
   * What this was compiled for; another runtime is refused.
   */
  private static final int RUNTIME = RuntimeVersion.require(1, "demo.Meeting");

  public CompiledMeeting() {
    super();
  }

  @Override
  int meet(int first, int second) {
    // Meeting.java:9-11
    while (first < second) {
      first += 2;
      second += 1;
    }
    return first;
  }
}
