package dev.kiln.pass.exit;

import dev.kiln.graph.Terminator;
import java.util.Optional;

/**
 * A way to leave a construct other than its normal end.
 *
 * @param kind break, continue or return
 * @param label of the construct; empty for the function
 */
public record Exit(String kind, String label) {
  public static final Exit RETURN = new Exit("return", "");

  public static Exit breakOf(String label) {
    return new Exit("break", label);
  }

  public static Exit continueOf(String label) {
    return new Exit("continue", label);
  }

  /** The exit that ends a block, if one does. */
  public static Optional<Exit> of(Terminator terminator) {
    if (terminator instanceof Terminator.Break end) {
      return Optional.of(breakOf(end.label()));
    }
    if (terminator instanceof Terminator.Continue end) {
      return Optional.of(continueOf(end.label()));
    }
    return terminator instanceof Terminator.Return ? Optional.of(RETURN) : Optional.empty();
  }
}
