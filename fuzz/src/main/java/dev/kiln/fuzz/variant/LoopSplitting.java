package dev.kiln.fuzz.variant;

import dev.kiln.fuzz.program.Edits;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Nodes;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Runs a counted loop in two: {@code for (int i = 0; i < n; i++) body} becomes {@code { int i = 0;
 * for (; i < n && i < 2; i++) body for (; i < n; i++) body }}.
 */
final class LoopSplitting {
  private LoopSplitting() {}

  static Optional<Program> of(Program program, SplittableRandom random) {
    List<Object> places = Edits.places(program);
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i) instanceof List<?> list) {
        for (int j = 0; j < list.size(); j++) {
          if (list.get(j) instanceof Statement.For loop && canSplit(loop)) {
            List<Statement> statements =
                new ArrayList<>(list.stream().map(Statement.class::cast).toList());
            statements.set(j, split(loop, random.nextInt(4)));
            return Optional.of(Edits.replace(program, i, List.copyOf(statements)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean canSplit(Statement.For loop) {
    boolean isCounted =
        loop.start().isPresent()
            && loop.start().get() instanceof Statement.Declaration
            && loop.condition().isPresent();
    boolean[] leaves = {false};
    Nodes.visit(
        loop,
        each ->
            leaves[0] |=
                each instanceof Statement.Break
                    || each instanceof Statement.Continue
                    || each instanceof Statement.Return
                    || each instanceof Statement.Throw
                    || each instanceof Statement.Yield
                    || each instanceof Expression.SwitchValue);
    return isCounted && !leaves[0];
  }

  private static Statement split(Statement.For loop, int at) {
    Statement.Declaration start = (Statement.Declaration) loop.start().orElseThrow();
    Expression counter = new Expression.Variable(start.type(), start.name());
    Expression literal = new Expression.Literal(ScalarType.INT32, Integer.toString(at));
    Expression half = new Expression.Infix(ScalarType.BOOL, "<", counter, literal);
    Expression condition = loop.condition().orElseThrow();
    Expression both = new Expression.Infix(ScalarType.BOOL, "&&", condition, half);
    Statement first =
        new Statement.For("", Optional.empty(), Optional.of(both), loop.updates(), loop.body());
    Statement second =
        new Statement.For(
            "", Optional.empty(), Optional.of(condition), loop.updates(), loop.body());
    return new Statement.Block("", List.of(start, first, second));
  }
}
