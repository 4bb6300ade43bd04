package dev.kiln.fuzz.variant;

import dev.kiln.fuzz.program.Edits;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Node;
import dev.kiln.fuzz.program.Nodes;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Swaps neighbours that have nothing to do with one another. */
final class Reordering {
  private Reordering() {}

  static Optional<Program> of(Program program, SplittableRandom random) {
    List<Object> places = Edits.places(program);
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i) instanceof List<?> list) {
        List<Statement> statements =
            new ArrayList<>(list.stream().map(Statement.class::cast).toList());
        for (int j = 0; j + 1 < statements.size(); j++) {
          if (areIndependent(statements.get(j), statements.get(j + 1)) && random.nextBoolean()) {
            Collections.swap(statements, j, j + 1);
            return Optional.of(Edits.replace(program, i, List.copyOf(statements)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean areIndependent(Statement first, Statement second) {
    String left = written(first);
    String right = written(second);
    return left != null
        && right != null
        && !left.equals(right)
        && !Locals.mentioned(first).containsKey(right)
        && !Locals.mentioned(second).containsKey(left);
  }

  /** The only variable that a statement writes, where it does nothing else; else null. */
  private static String written(Statement statement) {
    if (statement instanceof Statement.Declaration each) {
      return each.value().isPresent() && isPure(each.value().get()) ? each.name() : null;
    }
    boolean assigns =
        statement instanceof Statement.Evaluation evaluation
            && evaluation.expression() instanceof Expression.Assignment assignment
            && assignment.target() instanceof Expression.Variable
            && !assignment.operator().contains("/")
            && !assignment.operator().contains("%")
            && isPure(assignment.value());
    return assigns
            && ((Statement.Evaluation) statement).expression()
                instanceof Expression.Assignment assignment
            && assignment.target() instanceof Expression.Variable variable
            && Locals.isLocal(variable.name())
        ? variable.name()
        : null;
  }

  /** Whether an expression neither throws nor writes, nor reads memory. */
  private static boolean isPure(Expression expression) {
    boolean[] pure = {true};
    Nodes.visit(expression, each -> pure[0] &= isPureItself(each));
    return pure[0];
  }

  private static boolean isPureItself(Node node) {
    if (node instanceof Expression.Infix infix) {
      return !infix.operator().equals("/") && !infix.operator().equals("%");
    }
    return node instanceof Expression.Literal
        || node instanceof Expression.Variable
        || node instanceof Expression.Prefix
        || node instanceof Expression.Cast
        || node instanceof Expression.Conditional;
  }
}
