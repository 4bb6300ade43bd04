package dev.kiln.pass.exit;

import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Value;
import java.util.List;
import java.util.Map;

/**
 * Where a block's values go.
 *
 * @param normal the types of the values at the normal end
 * @param direct exits whose values take the place of the normal ones, with the code to give
 * @param outer exits that go further out, each with slots of its own for its values
 * @param coded whether there is a slot for the exit code
 */
public record Destination(
    List<Slot> normal, Map<Exit, Integer> direct, List<Exit> outer, boolean coded) {

  /** The values of a normal end only. */
  public static Destination of(List<Slot> normal) {
    return new Destination(normal, Map.of(), List.of(), false);
  }

  /** The values of a normal end, and of exits that go further out, with a code if there are any. */
  public static Destination of(List<Slot> normal, List<Exit> outer) {
    return new Destination(normal, Map.of(), outer, !outer.isEmpty());
  }

  /** The results of a construct without exits. */
  public static Destination plain(List<Value> results) {
    return of(Slot.like(results));
  }
}
