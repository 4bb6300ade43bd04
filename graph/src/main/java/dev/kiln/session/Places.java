package dev.kiln.session;

import dev.kiln.graph.Function;
import dev.kiln.graph.SourcePlaces;
import dev.kiln.op.definition.Frame;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.Arrays;
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
    StackTraceElement place = element(function, position);
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
      insert(failure, frame.failed.stream().map(places::get).toList());
    }
  }

  /** Puts the place where a function begins into the stack trace of what its arguments fail. */
  static void addBegin(Throwable failure, Function function) {
    SourcePosition begin = SourcePlaces.first(function.body());
    if (begin.isKnown()) {
      insert(failure, List.of(element(function.name(), begin)));
    }
  }

  /** The class is that of the file; its package is not known. */
  private static StackTraceElement element(String function, SourcePosition position) {
    String file = position.file();
    return new StackTraceElement(file.replace(".java", ""), function, file, position.line());
  }

  /** As in plain Java, only what failed inside Java's own classes is before the model. */
  private static void insert(Throwable failure, List<StackTraceElement> elements) {
    List<StackTraceElement> trace = new ArrayList<>(Arrays.asList(failure.getStackTrace()));
    int at = 0;
    while (at < trace.size() && trace.get(at).getClassName().startsWith("java.")) {
      at++;
    }
    trace.addAll(at, elements);
    failure.setStackTrace(trace.toArray(new StackTraceElement[0]));
  }
}
