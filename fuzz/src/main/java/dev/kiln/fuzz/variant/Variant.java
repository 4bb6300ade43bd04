package dev.kiln.fuzz.variant;

import dev.kiln.fuzz.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * A change to a program that changes nothing of what it computes.
 *
 * @param changes what was done
 */
public record Variant(Program program, List<String> changes) {
  /** A kind of change; empty where the program offers no place for it. */
  private record Kind(
      String name, BiFunction<Program, SplittableRandom, Optional<Program>> change) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("reordering", Reordering::of),
          new Kind("helper", Outlining::of),
          new Kind("loop splitting", LoopSplitting::of),
          // last, since the others know locals by their names
          new Kind("renaming", Renaming::of));

  /** The program with each kind of change that it has a place for. */
  public static Variant of(Program program, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Program changed = program;
    List<String> changes = new ArrayList<>();
    for (Kind kind : KINDS) {
      Optional<Program> next = kind.change().apply(changed, random);
      if (next.isPresent()) {
        changed = next.get();
        changes.add(kind.name());
      }
    }
    return new Variant(changed, changes);
  }
}
