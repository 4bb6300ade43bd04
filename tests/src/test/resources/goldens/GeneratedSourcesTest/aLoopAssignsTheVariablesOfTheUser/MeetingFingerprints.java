package demo;

import dev.kiln.annotation.Generated;

/**
 * What tells versions of {@link Meeting} apart.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Meeting"
)
public final class MeetingFingerprints {
  private MeetingFingerprints() {
  }

  /**
   * A number that changes with what the graph of a method computes. Models that have the graph
   * compiled in compare it with the one that they knew.
   *
   * @param method its name and the types of its parameters
   */
  public static long of(String method) {
    return switch (method) {
      case "meet(int,int)" -> 0x508ad34d535e2bd3L;
      default -> 0;
    };
  }
}
