package dev.kiln.fuzz.variant;

import dev.kiln.fuzz.program.Edits;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Nodes;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Moves an expression into a method of its own: the inverse of inlining. */
final class Outlining {
  private static final String NAME = "moved";

  private Outlining() {}

  static Optional<Program> of(Program program, SplittableRandom random) {
    List<Candidate> candidates = new ArrayList<>();
    Program.ModelClass model = program.main();
    for (int i = 0; i < model.methods().size(); i++) {
      Program.Method method = model.methods().get(i);
      List<Expression> targets = targets(method);
      for (Object place : Edits.places(only(method))) {
        if (place instanceof Expression expression
            && canMove(expression)
            && targets.stream().noneMatch(target -> target == expression)) {
          candidates.add(new Candidate(i, expression));
        }
      }
    }
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(moved(program, candidates.get(random.nextInt(candidates.size()))));
  }

  private record Candidate(int method, Expression expression) {}

  private static Program only(Program.Method method) {
    Program.ModelClass model = new Program.ModelClass("", List.of(), List.of(method), "");
    return new Program("", List.of(), List.of(model), List.of());
  }

  /** What is assigned, which no call can stand for. */
  private static List<Expression> targets(Program.Method method) {
    List<Expression> targets = new ArrayList<>();
    Nodes.visit(
        method,
        each -> {
          if (each instanceof Expression.Assignment assignment) {
            targets.add(assignment.target());
          } else if (each instanceof Expression.Step step) {
            targets.add(step.target());
          }
        });
    return targets;
  }

  private static boolean canMove(Expression expression) {
    boolean isComputed =
        expression.type() != null
            && !(expression instanceof Expression.Variable)
            && !(expression instanceof Expression.Literal)
            && !Locals.mentioned(expression).isEmpty();
    boolean[] stays = {!isComputed};
    Nodes.visit(
        expression,
        each ->
            stays[0] |=
                each instanceof Statement
                    // a size is to be seen where it is used
                    || each instanceof Expression.MethodCall call && call.method().equals("dim")
                    || each instanceof Expression.SwitchValue
                    || each instanceof Expression.Assignment
                    || each instanceof Expression.Step);
    return !stays[0];
  }

  private static Program moved(Program program, Candidate candidate) {
    Program.ModelClass model = program.main();
    Program.Method method = model.methods().get(candidate.method());
    Map<String, Expression.Variable> locals = Locals.mentioned(candidate.expression());
    List<Program.Parameter> parameters = new ArrayList<>();
    List<Expression> arguments = new ArrayList<>();
    locals
        .values()
        .forEach(
            local -> {
              parameters.add(new Program.Parameter(local.type(), local.name()));
              arguments.add(local);
            });
    Expression call =
        new Expression.Call(candidate.expression().type(), NAME, List.copyOf(arguments));
    Program.Method helper =
        new Program.Method(
            method.modifiers().contains("static") ? "static" : "private",
            Optional.of(candidate.expression().type()),
            NAME,
            List.copyOf(parameters),
            List.of(new Statement.Return(Optional.of(candidate.expression()))));
    Program alone = only(method);
    int place = placeOf(alone, candidate.expression());
    Program.Method changed = Edits.replace(alone, place, call).main().methods().get(0);
    List<Program.Method> methods = new ArrayList<>(model.methods());
    methods.set(candidate.method(), changed);
    methods.add(helper);
    List<Program.ModelClass> models = new ArrayList<>(program.models());
    models.set(0, model.with(model.fields(), List.copyOf(methods)));
    return new Program(program.name(), program.records(), List.copyOf(models), program.calls());
  }

  private static int placeOf(Program program, Expression wanted) {
    List<Object> places = Edits.places(program);
    int index = 0;
    while (places.get(index) != wanted) {
      index++;
    }
    return index;
  }
}
