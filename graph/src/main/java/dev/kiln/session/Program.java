package dev.kiln.session;

import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.op.definition.Frame;
import java.util.HashMap;
import java.util.Map;

/** A function prepared to run: a tree of steps on a frame. */
final class Program {
  /** What a step says of how it ended: normally, or by leaving a construct. */
  interface Node {
    /** Returns {@link #NORMAL}, {@link #RETURN}, or the code of the construct that is left. */
    int run(Frame frame);
  }

  static final int NORMAL = 0;
  static final int RETURN = -1;

  private final Places places;
  private int[] parameters;
  private int[] results;
  private int slots;
  private Node body;

  private Program(Places places) {
    this.places = places;
  }

  /** Prepares the entry function of a graph, with all that it calls. */
  static Program of(Graph graph, Exceptions exceptions) {
    Places places = new Places();
    Map<String, Program> programs = new HashMap<>();
    graph.functions().forEach(function -> programs.put(function.name(), new Program(places)));
    for (Function function : graph.functions()) {
      programs.get(function.name()).prepare(function, programs, exceptions);
    }
    Program entry = new Program(places);
    entry.prepare(graph.entry(), programs, exceptions);
    return entry;
  }

  private void prepare(Function function, Map<String, Program> programs, Exceptions exceptions) {
    Preparation preparation = new Preparation(function, programs, places, exceptions);
    parameters = preparation.slots(function.parameters());
    results = preparation.resultSlots();
    body = preparation.body();
    slots = preparation.slotCount();
  }

  Frame frame(Map<String, Long> sizes) {
    return new Frame(slots, sizes);
  }

  int[] parameters() {
    return parameters;
  }

  int[] results() {
    return results;
  }

  void run(Frame frame) {
    body.run(frame);
  }

  /** Puts the places of what failed in a run into the stack trace. */
  void locate(Throwable failure, Frame frame) {
    places.addTo(failure, frame);
  }
}
