package dev.kiln.fuzz.program;

import java.util.List;

/** Whether statements can complete normally, JLS 14.22, provided that none is unreachable. */
public final class Completion {
  private Completion() {}

  /** Whether control can reach the end of {@code statements}. */
  public static boolean completes(List<Statement> statements) {
    return statements.stream().allMatch(Completion::completes);
  }

  /** Whether control can reach the end of {@code statement}. */
  public static boolean completes(Statement statement) {
    if (statement instanceof Statement.If choice) {
      return choice.otherwise().isEmpty()
          || completes(choice.then())
          || completes(choice.otherwise());
    }
    if (statement instanceof Statement.While loop) {
      return !isTrue(loop.condition()) || breaks(loop.body(), loop.label(), true);
    }
    if (statement instanceof Statement.DoWhile loop) {
      boolean again = completes(loop.body()) || continues(loop.body(), loop.label(), true);
      return again && !isTrue(loop.condition()) || breaks(loop.body(), loop.label(), true);
    }
    if (statement instanceof Statement.For loop) {
      boolean ends = loop.condition().isPresent() && !isTrue(loop.condition().get());
      return ends || breaks(loop.body(), loop.label(), true);
    }
    if (statement instanceof Statement.Switch choice) {
      return completes(choice);
    }
    if (statement instanceof Statement.Block block) {
      return completes(block.body()) || breaks(block.body(), block.label(), false);
    }
    return !(statement instanceof Statement.Break
        || statement instanceof Statement.Continue
        || statement instanceof Statement.Yield
        || statement instanceof Statement.Return
        || statement instanceof Statement.Throw);
  }

  private static boolean completes(Statement.Switch choice) {
    List<SwitchGroup> groups = choice.groups();
    boolean hasDefault = groups.stream().anyMatch(group -> group.labels().isEmpty());
    if (!hasDefault || groups.stream().anyMatch(g -> breaks(g.body(), choice.label(), true))) {
      return true;
    }
    return choice.hasArrows()
        ? groups.stream().anyMatch(group -> completes(group.body()))
        : completes(groups.get(groups.size() - 1).body());
  }

  private static boolean isTrue(Expression condition) {
    return condition instanceof Expression.Literal literal && literal.text().equals("true");
  }

  /** Whether a break in {@code body} leaves what has the label; or, without one, the innermost. */
  private static boolean breaks(List<Statement> body, String label, boolean unlabelled) {
    return body.stream().anyMatch(each -> jumps(each, label, unlabelled, true));
  }

  private static boolean continues(List<Statement> body, String label, boolean unlabelled) {
    return body.stream().anyMatch(each -> jumps(each, label, unlabelled, false));
  }

  private static boolean jumps(
      Statement statement, String label, boolean unlabelled, boolean isBreak) {
    if (statement instanceof Statement.Break exit) {
      return isBreak && meets(exit.label(), label, unlabelled);
    }
    if (statement instanceof Statement.Continue exit) {
      return !isBreak && meets(exit.label(), label, unlabelled);
    }
    if (statement instanceof Statement.If choice) {
      return anyJumps(choice.then(), label, unlabelled, isBreak)
          || anyJumps(choice.otherwise(), label, unlabelled, isBreak);
    }
    if (statement instanceof Statement.Block block) {
      return anyJumps(block.body(), label, unlabelled, isBreak);
    }
    if (statement instanceof Statement.Switch choice) {
      boolean inside = unlabelled && !isBreak;
      return choice.groups().stream().anyMatch(g -> anyJumps(g.body(), label, inside, isBreak));
    }
    return anyJumps(loopBody(statement), label, false, isBreak);
  }

  private static boolean anyJumps(
      List<Statement> body, String label, boolean unlabelled, boolean isBreak) {
    return body.stream().anyMatch(each -> jumps(each, label, unlabelled, isBreak));
  }

  private static boolean meets(String jump, String label, boolean unlabelled) {
    return jump.isEmpty() ? unlabelled : jump.equals(label);
  }

  private static List<Statement> loopBody(Statement statement) {
    if (statement instanceof Statement.While loop) {
      return loop.body();
    }
    if (statement instanceof Statement.DoWhile loop) {
      return loop.body();
    }
    if (statement instanceof Statement.For loop) {
      return loop.body();
    }
    return statement instanceof Statement.ForEach loop ? loop.body() : List.of();
  }
}
