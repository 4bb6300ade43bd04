package dev.kiln.autodiff;

import dev.kiln.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** Which array inputs a graph may store into. */
final class WrittenInputs {
  private WrittenInputs() {}

  static List<String> of(Graph graph) {
    Variation variation = new Variation(graph.entry(), List.of());
    List<String> written = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (variation.isWritten(graph.entry().parameters().get(i))) {
        written.add(graph.inputs().get(i).name());
      }
    }
    return written;
  }
}
