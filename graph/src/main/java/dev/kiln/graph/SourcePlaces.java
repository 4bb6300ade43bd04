package dev.kiln.graph;

import dev.kiln.type.SourcePosition;
import java.util.stream.Stream;

/** Where in the user's source a block of a graph comes from. */
public final class SourcePlaces {
  private SourcePlaces() {}

  /** The first place that is known in a block. */
  public static SourcePosition first(Block block) {
    return positions(block)
        .filter(SourcePosition::isKnown)
        .findFirst()
        .orElse(SourcePosition.UNKNOWN);
  }

  private static Stream<SourcePosition> positions(Block block) {
    return block.operations().stream()
        .flatMap(
            operation ->
                Stream.concat(
                    Stream.of(operation.position()),
                    operation.blocks().stream().flatMap(SourcePlaces::positions)));
  }
}
