package dev.kiln.session;

import dev.kiln.op.definition.Frame;
import dev.kiln.spi.ModelTraces;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/** The places in the user's source that the steps of a graph come from, by number. */
final class Places {
  /** Of deeper recursion only the innermost calls are told. */
  private static final int MOST = 100;

  private static final int UNKNOWN = -1;

  private final List<StackTraceElement> places = new ArrayList<>();

  /** The number of a place in a function; the same for all that fail there. */
  int number(String function, SourcePosition position) {
    if (!position.isKnown()) {
      return UNKNOWN;
    }
    StackTraceElement place = ModelTraces.element("", function, position.file(), position.line());
    if (places.isEmpty() || !places.get(places.size() - 1).equals(place)) {
      places.add(place);
    }
    return places.size() - 1;
  }

  /** Notes that a step failed, or a call in which one did, once that is over. */
  static void fail(Frame frame, int number) {
    if (frame.failed == null && number != UNKNOWN) {
      frame.failed = new ArrayList<>();
      frame.failed.add(number);
    }
  }

  /** Notes that a call failed. */
  static void failInside(Frame frame, Frame inner, int number) {
    if (inner.failed == null) {
      fail(frame, number);
      return;
    }
    frame.failed = inner.failed;
    if (number != UNKNOWN && frame.failed.size() < MOST) {
      frame.failed.add(number);
    }
  }

  /** Puts the places of what failed into the stack trace. */
  void addTo(Throwable failure, Frame frame) {
    if (frame.failed != null) {
      ModelTraces.insert(
          failure, Places.class.getPackageName(), frame.failed.stream().map(places::get).toList());
    }
  }
}
