package dev.kiln.tensor;

import java.util.ArrayList;
import java.util.List;

/** The recorders that are open on the current thread, innermost last. */
public final class Recording {
  private static final ThreadLocal<Recording> CURRENT = new ThreadLocal<>();

  private final List<Recorder> recorders = new ArrayList<>();

  private Recording() {}

  /** The recorders of this thread, or null where none is open. */
  public static Recording current() {
    return CURRENT.get();
  }

  /** Opens a recorder on this thread. */
  public static void open(Recorder recorder) {
    Recording recording = CURRENT.get();
    if (recording == null) {
      recording = new Recording();
      CURRENT.set(recording);
    }
    recording.recorders.add(recorder);
  }

  /** Closes a recorder; does nothing if it is not open on this thread. */
  public static void close(Recorder recorder) {
    Recording recording = CURRENT.get();
    if (recording != null) {
      recording.recorders.remove(recorder);
      if (recording.recorders.isEmpty()) {
        CURRENT.remove();
      }
    }
  }

  /** Passes a call to all recorders that are open on this thread. */
  public static void record(RecordedCall call) {
    Recording recording = CURRENT.get();
    if (recording != null) {
      recording.recorders.forEach(recorder -> recorder.record(call));
    }
  }

  /** The open recorders, innermost last. */
  public List<Recorder> recorders() {
    return recorders;
  }
}
