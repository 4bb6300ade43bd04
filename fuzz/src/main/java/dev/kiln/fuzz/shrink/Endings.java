package dev.kiln.fuzz.shrink;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Node;
import dev.kiln.fuzz.program.Nodes;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the loops of a program still end: by a counter that the head of the loop steps and
 * compares, and that nothing else assigns. A reduction may have dropped either.
 */
final class Endings {
  private Endings() {}

  static boolean areKept(Program program) {
    boolean[] kept = {true};
    Nodes.visit(program, node -> kept[0] &= ends(node));
    return kept[0];
  }

  private static boolean ends(Node node) {
    if (node instanceof Statement.While loop) {
      return endsBy(loop.condition(), loop.body()) || endsFirst(loop.body());
    }
    if (node instanceof Statement.DoWhile loop) {
      return endsBy(loop.condition(), loop.body());
    }
    if (node instanceof Statement.For loop) {
      boolean isStepped =
          loop.condition().isPresent()
              && loop.updates().stream()
                  .anyMatch(update -> counts(update, loop.condition().get(), loop.body()));
      return isStepped
          || loop.condition().isPresent() && endsBy(loop.condition().get(), loop.body())
          || endsFirst(loop.body());
    }
    return true;
  }

  /** Whether an update moves a variable that the condition compares towards its end. */
  private static boolean counts(Expression update, Expression condition, List<Statement> body) {
    if (!(condition instanceof Expression.Infix comparison)
        || !(comparison.left() instanceof Expression.Variable counter)) {
      return false;
    }
    boolean isDown = comparison.operator().startsWith(">");
    return targets(update).equals(List.of(counter.name()))
        && moves(update, isDown)
        && !isAssigned(counter.name(), comparison.right())
        && !isAssigned(counter.name(), new Statement.Block("", body))
        && !mentions(comparison.right(), counter.name());
  }

  private static boolean moves(Expression update, boolean isDown) {
    if (update instanceof Expression.Step step) {
      return step.operator().equals(isDown ? "--" : "++");
    }
    return update instanceof Expression.Assignment change
        && change.operator().equals(isDown ? "-=" : "+=")
        && change.value() instanceof Expression.Literal step
        && step.text().matches("[1-9]");
  }

  /** {@code fuel-- > 0}, or that and more. */
  private static boolean endsBy(Expression condition, List<Statement> body) {
    if (condition instanceof Expression.Infix both && both.operator().equals("&&")) {
      return endsBy(both.left(), body);
    }
    Optional<String> fuel = fuel(condition, ">");
    return fuel.isPresent() && !isAssigned(fuel.get(), new Statement.Block("", body));
  }

  /** {@code if (--fuel < 0) break;} at the head of an endless loop. */
  private static boolean endsFirst(List<Statement> body) {
    if (body.isEmpty() || !(body.get(0) instanceof Statement.If exit)) {
      return false;
    }
    Optional<String> fuel = fuel(exit.condition(), "<");
    Statement rest = new Statement.Block("", body.subList(1, body.size()));
    return fuel.isPresent()
        && exit.then().equals(List.of(new Statement.Break("")))
        && !isAssigned(fuel.get(), rest);
  }

  private static Optional<String> fuel(Expression condition, String operator) {
    return condition instanceof Expression.Infix comparison
            && comparison.operator().equals(operator)
            && comparison.right() instanceof Expression.Literal
            && comparison.left() instanceof Expression.Step step
            && step.operator().equals("--")
            && step.target() instanceof Expression.Variable variable
        ? Optional.of(variable.name())
        : Optional.empty();
  }

  private static boolean isAssigned(String name, Node node) {
    return targets(node).contains(name);
  }

  private static List<String> targets(Node node) {
    List<String> targets = new ArrayList<>();
    Nodes.visit(
        node,
        each -> {
          Expression target =
              each instanceof Expression.Assignment assignment
                  ? assignment.target()
                  : each instanceof Expression.Step step ? step.target() : null;
          if (target instanceof Expression.Variable variable) {
            targets.add(variable.name());
          }
        });
    return targets;
  }

  private static boolean mentions(Node node, String name) {
    boolean[] found = {false};
    Nodes.visit(
        node,
        each ->
            found[0] |=
                each instanceof Expression.Variable variable && variable.name().equals(name));
    return found[0];
  }
}
