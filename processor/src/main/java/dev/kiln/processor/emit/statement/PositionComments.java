package dev.kiln.processor.emit.statement;

import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The comments that say where statements come from: one before each group of statements that come
 * from neighbouring lines, with the statements nested in them. In a backward sweep the lines
 * descend.
 *
 * <pre>
 * // Decay.java:12-15
 * // Decay.java:15-12
 * </pre>
 *
 * @param comment before the statement; empty where it is in the group of the one before
 * @param said the lines that a comment has said, of which nested blocks need not speak
 */
record PositionComments(String comment, Optional<Lines> said) {
  /** Around the body of a method. */
  static final PositionComments TOP = new PositionComments("", Optional.empty());

  /** So many lines a reader finds at a glance. */
  private static final int MOST = 10;

  /**
   * Neighbouring lines of a file.
   *
   * @param first the lowest
   * @param last the highest
   */
  record Lines(String file, int first, int last) {
    static Lines of(SourcePosition place) {
      return new Lines(place.file(), place.line(), place.line());
    }

    boolean contains(Lines other) {
      return file.equals(other.file) && first <= other.first && other.last <= last;
    }

    /** Both; empty where they are not close together. */
    Optional<Lines> and(Lines other) {
      int low = Math.min(first, other.first);
      int high = Math.max(last, other.last);
      return file.equals(other.file) && high - low < MOST
          ? Optional.of(new Lines(file, low, high))
          : Optional.empty();
    }
  }

  /** The comments for the statements of a block that this comment stands above. */
  List<PositionComments> of(List<? extends Statement> statements) {
    List<PositionComments> comments = new ArrayList<>();
    int at = 0;
    while (at < statements.size()) {
      Group group = new Group(statements, at);
      boolean isSaid = group.lines.isEmpty() || said.isPresent() && isSaid(group.lines.get());
      Optional<Lines> inside =
          group.lines.isEmpty() || isSaid && !group.isApart ? said : group.inside();
      for (int i = at; i < group.end; i++) {
        boolean isFirst = i == group.start && !isSaid;
        comments.add(new PositionComments(isFirst ? group.comment() : "", inside));
      }
      at = group.end;
    }
    return comments;
  }

  private boolean isSaid(Lines lines) {
    return said.orElseThrow().contains(lines);
  }

  /** The statements from one on that one comment tells of. */
  private static final class Group {
    /** The first statement whose place is known. */
    private int start;

    private int end;
    private Optional<Lines> lines = Optional.empty();

    /** Where lines go up or down from the first: its sign. */
    private int direction;

    /** Whether this is one statement that comes from more lines than a comment tells of. */
    private boolean isApart;

    private int lastHead;

    Group(List<? extends Statement> statements, int from) {
      start = from;
      end = from;
      while (end < statements.size() && !isApart && add(statements.get(end))) {
        end++;
        start = lines.isEmpty() ? end : start;
      }
      if (isApart) {
        end = Math.max(end, from + 1);
      }
    }

    private boolean add(Statement statement) {
      List<SourcePosition> places = new ArrayList<>();
      collect(statement, places);
      if (places.isEmpty()) {
        return true;
      }
      int head = places.get(0).line();
      Optional<Lines> span = Optional.of(Lines.of(places.get(0)));
      for (SourcePosition place : places) {
        span = span.flatMap(found -> found.and(Lines.of(place)));
      }
      if (lines.isEmpty()) {
        isApart = span.isEmpty();
        lines = Optional.of(span.orElseGet(() -> Lines.of(places.get(0))));
        lastHead = head;
        return true;
      }
      Optional<Lines> both = span.flatMap(found -> found.and(lines.get()));
      int way = Integer.signum(head - lastHead);
      if (both.isEmpty() || way * direction < 0) {
        return false;
      }
      direction = direction == 0 ? way : direction;
      lines = both;
      lastHead = head;
      return true;
    }

    private static void collect(Statement statement, List<SourcePosition> places) {
      if (statement.place().isKnown()) {
        places.add(statement.place());
      }
      statement.nested().forEach(each -> collect(each, places));
    }

    /** Within a statement that is apart, comments tell of all. */
    Optional<Lines> inside() {
      return isApart ? Optional.empty() : lines;
    }

    String comment() {
      Lines all = lines.orElseThrow();
      String from = all.file() + ":" + (direction < 0 ? all.last() : all.first());
      return all.first() == all.last()
          ? from
          : from + "-" + (direction < 0 ? all.first() : all.last());
    }
  }
}
