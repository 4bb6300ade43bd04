package dev.kiln.autodiff.entry;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.activity.Variation;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Which array inputs a graph may store into.
 *
 * @param all their names
 * @param alsoRead those whose elements it may look at too, so that what they held matters
 */
public record WrittenInputs(List<String> all, List<String> alsoRead) {
  public WrittenInputs {
    all = List.copyOf(all);
    alsoRead = List.copyOf(alsoRead);
  }

  /** Those of a graph whose records are flattened. */
  public static WrittenInputs of(Graph graph) {
    Variation variation = new Variation(graph.entry(), new CustomRules(graph), List.of());
    List<String> written = new ArrayList<>();
    List<String> read = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value parameter = graph.entry().parameters().get(i);
      if (variation.isWritten(parameter)) {
        written.add(graph.inputs().get(i).name());
        if (variation.isRead(parameter)) {
          read.add(graph.inputs().get(i).name());
        }
      }
    }
    return new WrittenInputs(written, read);
  }
}
