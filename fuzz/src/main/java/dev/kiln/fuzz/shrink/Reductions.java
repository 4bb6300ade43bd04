package dev.kiln.fuzz.shrink;

import dev.kiln.fuzz.program.Edits;
import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.ProgramText;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.fuzz.program.SwitchGroup;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Ways to make a program smaller, those that take most away first. */
final class Reductions {
  private final Program program;
  private final List<Supplier<Program>> found = new ArrayList<>();

  private Reductions(Program program) {
    this.program = program;
  }

  /** All ways; not each gives correct Java, or a smaller program. */
  static List<Supplier<Program>> of(Program program) {
    Reductions reductions = new Reductions(program);
    reductions.calls();
    new MemberReductions(program).all().forEach(reductions.found::add);
    List<Object> places = Edits.places(program);
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i) instanceof List<?> list) {
        reductions.statements(i, list.stream().map(Statement.class::cast).toList());
      }
    }
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i) instanceof Expression expression) {
        reductions.expression(i, expression);
      }
    }
    return reductions.found;
  }

  /** How large a program is. */
  static int size(Program program) {
    return ProgramText.files(program).values().stream().mapToInt(String::length).sum();
  }

  private void calls() {
    if (program.calls().size() > 1) {
      for (Program.TestCall call : program.calls()) {
        found.add(
            () -> new Program(program.name(), program.records(), program.models(), List.of(call)));
      }
    }
    for (int i = 0; i < program.calls().size(); i++) {
      Program.TestCall call = program.calls().get(i);
      for (Statement.Declaration each : call.shared()) {
        List<Statement.Declaration> rest = new ArrayList<>(call.shared());
        rest.remove(each);
        replaceCall(i, new Program.TestCall(call.method(), rest, call.arguments()));
      }
    }
  }

  private void replaceCall(int index, Program.TestCall call) {
    found.add(
        () -> {
          List<Program.TestCall> calls = new ArrayList<>(program.calls());
          calls.set(index, call);
          return new Program(program.name(), program.records(), program.models(), calls);
        });
  }

  private void replace(int place, Object replacement) {
    found.add(() -> Edits.replace(program, place, replacement));
  }

  private void statements(int place, List<Statement> list) {
    for (int size = list.size(); size > 0; size /= 2) {
      for (int from = 0; from + size <= list.size(); from += size) {
        List<Statement> rest = new ArrayList<>(list.subList(0, from));
        rest.addAll(list.subList(from + size, list.size()));
        replace(place, List.copyOf(rest));
      }
    }
    for (int i = 0; i < list.size(); i++) {
      for (List<Statement> inner : unwrapped(list.get(i))) {
        List<Statement> flat = new ArrayList<>(list);
        flat.remove(i);
        flat.addAll(i, inner);
        replace(place, List.copyOf(flat));
      }
    }
  }

  /** What may stand in place of a statement. */
  private static List<List<Statement>> unwrapped(Statement statement) {
    List<List<Statement>> ways = new ArrayList<>();
    if (statement instanceof Statement.If choice) {
      ways.add(choice.then());
      ways.add(choice.otherwise());
      ways.add(List.of(new Statement.If(choice.condition(), choice.then(), List.of())));
      ways.add(List.of(new Statement.Evaluation(choice.condition())));
    } else if (statement instanceof Statement.Block block) {
      ways.add(block.body());
    } else if (statement instanceof Statement.While loop) {
      ways.add(loop.body());
      ways.add(List.of(new Statement.While("", loop.condition(), loop.body())));
    } else if (statement instanceof Statement.DoWhile loop) {
      ways.add(loop.body());
    } else if (statement instanceof Statement.For loop) {
      List<Statement> once = new ArrayList<>();
      loop.start().ifPresent(once::add);
      once.addAll(loop.body());
      ways.add(once);
    } else if (statement instanceof Statement.ForEach loop) {
      ways.add(loop.body());
    } else if (statement instanceof Statement.Switch choice) {
      switchWays(choice, ways);
    }
    return ways;
  }

  private static void switchWays(Statement.Switch choice, List<List<Statement>> ways) {
    for (SwitchGroup group : choice.groups()) {
      ways.add(group.body());
    }
    for (List<SwitchGroup> groups : fewer(choice.groups())) {
      ways.add(
          List.of(
              new Statement.Switch(choice.label(), choice.selector(), groups, choice.hasArrows())));
    }
  }

  /** The groups without one of them, or without one label. */
  private static List<List<SwitchGroup>> fewer(List<SwitchGroup> groups) {
    List<List<SwitchGroup>> ways = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      List<SwitchGroup> rest = new ArrayList<>(groups);
      SwitchGroup group = rest.remove(i);
      ways.add(rest);
      if (group.labels().size() > 1) {
        List<SwitchGroup> one = new ArrayList<>(groups);
        one.set(i, new SwitchGroup(group.labels().subList(0, 1), group.body()));
        ways.add(one);
      }
    }
    return ways;
  }

  private void expression(int place, Expression expression) {
    if (expression.type() == null) {
      return;
    }
    for (Object each : Edits.places(wrap(expression))) {
      boolean fits =
          each instanceof Expression inner
              && inner != expression
              && expression.type().equals(inner.type());
      if (fits) {
        replace(place, each);
      }
    }
    if (expression.type() instanceof ScalarType scalar) {
      constants(scalar).forEach(text -> replace(place, new Expression.Literal(scalar, text)));
    }
    if (expression.type() instanceof ArrayType array
        && !(expression instanceof Expression.Variable)
        && array.rank() == 1) {
      replace(
          place,
          new Expression.NewArray(array, List.of(new Expression.Literal(ScalarType.INT32, "1"))));
    }
    if (expression instanceof Expression.ArrayOf array) {
      for (int i = 0; i < array.elements().size(); i++) {
        List<Expression> rest = new ArrayList<>(array.elements());
        rest.remove(i);
        replace(place, new Expression.ArrayOf(array.type(), rest));
      }
    }
    if (expression instanceof Expression.SwitchValue value) {
      for (List<SwitchGroup> groups : fewer(value.groups())) {
        replace(
            place,
            new Expression.SwitchValue(value.type(), value.selector(), groups, value.hasArrows()));
      }
    }
  }

  private static Program wrap(Expression expression) {
    Program.TestCall call = new Program.TestCall("", List.of(), List.of(expression));
    return new Program("", List.of(), List.of(), List.of(call));
  }

  private static List<String> constants(ScalarType type) {
    return switch (type.dtype()) {
      case BOOL -> List.of("true", "false");
      case INT32 -> List.of("0", "1");
      case INT64 -> List.of("0L", "1L");
      case FLOAT32 -> List.of("0f", "1f", "0.5f");
      case FLOAT64 -> List.of("0.0", "1.0", "0.5");
    };
  }
}
