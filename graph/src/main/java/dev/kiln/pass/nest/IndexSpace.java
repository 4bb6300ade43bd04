package dev.kiln.pass.nest;

import dev.kiln.type.Dim;
import java.util.List;
import java.util.Optional;

/**
 * The elements of a tensor of some dimensions, over which a nest runs, and how operands of other
 * dimensions are broadcast to them.
 */
public record IndexSpace(List<Dim> dims) {
  public IndexSpace {
    dims = List.copyOf(dims);
  }

  /** Where the element of an operand is that belongs to an element of the space. */
  public enum Access {
    /** At the same place. */
    WHOLE,
    /** There is one element. */
    NUMBER,
    /** The space is rows of this operand's length, and all take the same row. */
    ROW,
    /** The space is rows, and each has an element of its own. */
    COLUMN
  }

  /**
   * How an operand lies in the space.
   *
   * @param split how many of the first dimensions count rows; -1 where that does not matter
   */
  public record Placement(Access access, int split) {}

  /** How an operand of some dimensions lies in the space, where a nest can do it. */
  public Optional<Placement> place(List<Dim> operand) {
    if (operand.equals(dims)) {
      return Optional.of(new Placement(Access.WHOLE, -1));
    }
    if (operand.size() > dims.size()) {
      return Optional.empty();
    }
    int changes = 0;
    int split = -1;
    boolean isFirstVarying = false;
    boolean isVarying = false;
    boolean isFirst = true;
    int missing = dims.size() - operand.size();
    for (int i = 0; i < dims.size(); i++) {
      if (dims.get(i).is(1)) {
        continue;
      }
      boolean varies = i >= missing && operand.get(i - missing).equals(dims.get(i));
      if (isFirst) {
        isFirstVarying = varies;
        isFirst = false;
      } else if (varies != isVarying) {
        changes++;
        split = i;
      }
      isVarying = varies;
    }
    if (changes == 0) {
      Access access = isFirstVarying ? Access.WHOLE : Access.NUMBER;
      return Optional.of(new Placement(access, -1));
    }
    return changes == 1
        ? Optional.of(new Placement(isFirstVarying ? Access.COLUMN : Access.ROW, split))
        : Optional.empty();
  }

  /** Whether operands that are placed with these splits can be in one nest. */
  static boolean agree(int split, int other) {
    return split < 0 || other < 0 || split == other;
  }

  /** Whether there is but one element, whatever sizes names have. */
  public boolean isNumber() {
    return dims.stream().allMatch(dim -> dim.is(1));
  }
}
