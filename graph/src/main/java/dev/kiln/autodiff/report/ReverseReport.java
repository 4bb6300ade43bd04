package dev.kiln.autodiff.report;

import dev.kiln.type.SourcePosition;
import java.util.List;

/**
 * The costs of the reverse mode of a graph, besides its arithmetic, for each function, as data.
 *
 * @param functions the entry, then the called functions that have a forward and a backward function
 *     of their own
 */
public record ReverseReport(List<Section> functions) {
  public ReverseReport {
    functions = List.copyOf(functions);
  }

  /**
   * The facts about one function.
   *
   * @param function its name
   */
  public record Section(String function, List<Item> items) {
    public Section {
      items = List.copyOf(items);
    }
  }

  /** A kind of cost or of saving. */
  public enum Kind {
    /** A value that the forward sweep saves each time that it computes it. */
    STORED,
    /** An overwritten array element, which is saved and restored. */
    OVERWRITTEN,
    /** An array that is copied before a loop and restored. */
    COPIED,
    /** The number of iterations of a loop. */
    COUNTED,
    /** An integer that is recovered by running its updates backward. */
    RECOVERED,
    /** A value that is computed or loaded again. */
    REPEATED,
    /** A loop whose iterations are reversed one by one, so that nothing is saved between them. */
    FUSED,
    /** A loop that is reversed after it has ended, last iteration first. */
    NOT_FUSED,
    /** A number whose cotangent only the iteration receives that set it last. */
    TAKEN,
    /** A loop of which snapshots are kept. */
    CHECKPOINTED,
    /** A loop with {@code @Checkpoint} that needs no snapshots. */
    UNCHECKPOINTED,
    /** An input or a variable without a derivative. */
    INACTIVE;

    /** Whether it uses memory until the backward sweep. */
    public boolean isKept() {
      return switch (this) {
        case STORED, OVERWRITTEN, COPIED, COUNTED, CHECKPOINTED -> true;
        case RECOVERED, REPEATED, FUSED, NOT_FUSED, TAKEN, UNCHECKPOINTED, INACTIVE -> false;
      };
    }
  }

  /**
   * One fact.
   *
   * @param subject the user's name, or the operation that makes a nameless value
   * @param position where it is computed
   * @param loops the loops around it that take space of their own for each iteration, outermost
   *     first
   * @param size of one such value, in words; empty where none is kept
   * @param bytes of one such value, where it is always the same; else 0
   * @param reason why, or empty
   */
  public record Item(
      Kind kind,
      String subject,
      SourcePosition position,
      List<SourcePosition> loops,
      String size,
      long bytes,
      String reason) {
    public Item {
      loops = List.copyOf(loops);
    }
  }
}
