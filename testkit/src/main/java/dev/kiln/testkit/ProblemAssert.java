package dev.kiln.testkit;

import dev.kiln.testkit.run.Problem;
import java.util.List;
import java.util.function.Predicate;
import org.opentest4j.AssertionFailedError;

/**
 * Assertions on an error or a warning. Each narrows down which one is meant; one that no diagnostic
 * meets fails, and shows all that were found.
 */
public final class ProblemAssert {
  private final List<Problem> all;
  private final List<Problem> meant;
  private final String description;

  private ProblemAssert(List<Problem> all, List<Problem> meant, String description) {
    this.all = all;
    this.meant = meant;
    this.description = description;
  }

  static ProblemAssert among(List<Problem> all, String kind, String code, String model) {
    return new ProblemAssert(all, all, kind)
        .narrowed(each -> each.code().equals(code), " " + code + " for " + model);
  }

  /** In a file, by its simple name, such as {@code Foo.java}. */
  public ProblemAssert inFile(String name) {
    return narrowed(each -> ("/" + each.file()).endsWith("/" + name), " in " + name);
  }

  /** On a line, counted from 1. */
  public ProblemAssert onLine(long line) {
    return narrowed(each -> each.line() == line, " on line " + line);
  }

  /** On a line that has a text. */
  public ProblemAssert onLineContaining(String text) {
    return narrowed(
        each -> each.source().contains(text), " on a line that contains '" + text + "'");
  }

  /** At a column, counted from 1. */
  public ProblemAssert atColumn(long column) {
    return narrowed(each -> each.column() == column, " at column " + column);
  }

  /** With a message: all of it, without the code. */
  public ProblemAssert withMessage(String message) {
    return narrowed(each -> each.text().equals(message), " with the message '" + message + "'");
  }

  /** With a message that has a part. */
  public ProblemAssert withMessageContaining(String part) {
    return narrowed(
        each -> each.message().contains(part), " with a message that contains '" + part + "'");
  }

  /** And nothing else of its kind: no other error, or no other warning. */
  public void alone() {
    if (all.size() > 1) {
      throw new AssertionFailedError(
          "expected " + description + " alone, but found\n" + Problem.list(all));
    }
  }

  private ProblemAssert narrowed(Predicate<Problem> condition, String more) {
    List<Problem> left = meant.stream().filter(condition).toList();
    String now = description + more;
    if (left.isEmpty()) {
      throw new AssertionFailedError(
          "expected " + now + ", but found " + (all.isEmpty() ? "none" : "\n" + Problem.list(all)));
    }
    return new ProblemAssert(all, left, now);
  }
}
