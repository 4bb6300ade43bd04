package dev.kiln.testkit;

import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.session.Feeds;

/** Graphs that are not quite those of {@link Skewed}. */
final class SkewedGraphs {
  private SkewedGraphs() {}

  static Feeds stateOf(Skewed model) {
    return Feeds.of("rate", model.rate);
  }

  static Graph same() {
    return unary("same", "%4: f64 = apply add(%0, %0) %5: f64 = apply multiply(%4, %1)");
  }

  static Graph otherResult() {
    return unary("otherResult", "%4: f64 = apply add(%0, %0) %5: f64 = apply subtract(%4, %1)");
  }

  static Graph otherState() {
    return unary("otherState", "%4: f64 = apply add(%0, %0) %5: f64 = apply multiply(%4, %1)");
  }

  static Graph otherException() {
    return unary("otherException", "%4: f64 = apply add(%0, %0) %5: f64 = apply multiply(%4, %1)");
  }

  static Graph otherArray() {
    return GraphParser.parse(
        """
        graph "otherArray" {
          input "x" argument
          outputs ()
          function "otherArray"(%0: array<f64, 1>) -> () { return() }
        }
        """);
  }

  private static Graph unary(String name, String body) {
    return GraphParser.parse(
        """
        graph "%s" {
          input "x" argument
          input "rate" parameter
          outputs ("result")
          function "%s"(%%0: f64, %%1: f64) -> (f64) { %s return(%%5) }
        }
        """
            .formatted(name, name, body));
  }
}
