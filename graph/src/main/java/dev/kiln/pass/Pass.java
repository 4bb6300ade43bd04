package dev.kiln.pass;

import dev.kiln.graph.Graph;
import java.util.function.UnaryOperator;

/**
 * A pass at its place.
 *
 * @param stage when it runs
 * @param name as options, dumps and errors have it; no other pass has it
 * @param isNeeded whether what follows cannot do without it
 * @param transform what it does
 */
public record Pass(Stage stage, String name, boolean isNeeded, UnaryOperator<Graph> transform) {

  /** A pass that what follows cannot do without. */
  static Pass needed(Stage stage, String name, UnaryOperator<Graph> transform) {
    return new Pass(stage, stage.prefix() + name, true, transform);
  }

  /** A pass that may be left out. */
  static Pass optional(Stage stage, String name, UnaryOperator<Graph> transform) {
    return new Pass(stage, stage.prefix() + name, false, transform);
  }
}
