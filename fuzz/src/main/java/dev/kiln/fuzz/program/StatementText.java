package dev.kiln.fuzz.program;

import java.util.List;

/** Statements as Java source, indented by {@code depth} steps. */
final class StatementText {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  StatementText(int depth) {
    this.depth = depth;
  }

  static String of(List<Statement> statements, int depth) {
    StatementText printer = new StatementText(depth);
    printer.print(statements);
    return printer.text.toString();
  }

  /** The groups of a switch in braces. */
  String groups(List<SwitchGroup> groups, boolean hasArrows) {
    text.append("{\n");
    depth++;
    for (SwitchGroup group : groups) {
      String labels =
          group.labels().isEmpty() ? "default" : "case " + String.join(", ", group.labels());
      if (hasArrows) {
        line(labels + " ->" + arrowBody(group.body()));
      } else {
        line(labels + ":");
        nested(group.body());
      }
    }
    depth--;
    indent().append("}");
    return text.toString();
  }

  private String arrowBody(List<Statement> body) {
    if (body.size() == 1 && body.get(0) instanceof Statement.Yield yield) {
      return " " + ExpressionText.of(yield.value()) + ";";
    }
    boolean isAlone =
        body.size() == 1
            && (body.get(0) instanceof Statement.Throw
                || body.get(0) instanceof Statement.Evaluation);
    if (isAlone) {
      return " " + of(body, 0).strip();
    }
    return " {\n" + of(body, depth + 1) + "  ".repeat(depth) + "}";
  }

  private void print(List<Statement> statements) {
    statements.forEach(this::print);
  }

  private void print(Statement statement) {
    if (statement instanceof Statement.Declaration declaration) {
      line(declaration(declaration) + ";");
    } else if (statement instanceof Statement.Evaluation evaluation) {
      line(ExpressionText.of(evaluation.expression()) + ";");
    } else if (statement instanceof Statement.If choice) {
      printIf(choice);
    } else if (statement instanceof Statement.Block block) {
      line(label(block.label()) + "{");
      nested(block.body());
      line("}");
    } else if (statement instanceof Statement.Switch choice) {
      String head = label(choice.label()) + "switch (" + ExpressionText.of(choice.selector());
      line(head + ") " + new StatementText(depth).groups(choice.groups(), choice.hasArrows()));
    } else if (isLoop(statement)) {
      printLoop(statement);
    } else {
      line(simple(statement) + ";");
    }
  }

  private static boolean isLoop(Statement statement) {
    return statement instanceof Statement.While
        || statement instanceof Statement.DoWhile
        || statement instanceof Statement.For
        || statement instanceof Statement.ForEach;
  }

  private void printIf(Statement.If choice) {
    line("if (" + ExpressionText.of(choice.condition()) + ") {");
    nested(choice.then());
    if (!choice.otherwise().isEmpty()) {
      line("} else {");
      nested(choice.otherwise());
    }
    line("}");
  }

  private void printLoop(Statement statement) {
    if (statement instanceof Statement.While loop) {
      line(label(loop.label()) + "while (" + ExpressionText.of(loop.condition()) + ") {");
      nested(loop.body());
      line("}");
    } else if (statement instanceof Statement.DoWhile loop) {
      line(label(loop.label()) + "do {");
      nested(loop.body());
      line("} while (" + ExpressionText.of(loop.condition()) + ");");
    } else if (statement instanceof Statement.For loop) {
      String start = loop.start().map(StatementText::start).orElse("");
      String condition = loop.condition().map(ExpressionText::of).orElse("");
      String updates = ExpressionText.list(loop.updates());
      String head = "for (" + start + "; " + condition + "; " + updates + ") {";
      line(label(loop.label()) + head);
      nested(loop.body());
      line("}");
    } else {
      Statement.ForEach loop = (Statement.ForEach) statement;
      String variable = ExpressionText.type(loop.type()) + " " + loop.name();
      String array = ExpressionText.of(loop.array());
      line(label(loop.label()) + "for (" + variable + " : " + array + ") {");
      nested(loop.body());
      line("}");
    }
  }

  private static String start(Statement statement) {
    return statement instanceof Statement.Declaration declaration
        ? declaration(declaration)
        : ExpressionText.of(((Statement.Evaluation) statement).expression());
  }

  private static String declaration(Statement.Declaration declaration) {
    String type = declaration.isInferred() ? "var" : ExpressionText.type(declaration.type());
    return type
        + " "
        + declaration.name()
        + declaration.value().map(value -> " = " + ExpressionText.of(value)).orElse("");
  }

  private static String simple(Statement statement) {
    if (statement instanceof Statement.Break exit) {
      return exit.label().isEmpty() ? "break" : "break " + exit.label();
    }
    if (statement instanceof Statement.Continue exit) {
      return exit.label().isEmpty() ? "continue" : "continue " + exit.label();
    }
    if (statement instanceof Statement.Yield yield) {
      return "yield " + yielded(yield.value());
    }
    if (statement instanceof Statement.Return exit) {
      return "return" + exit.value().map(value -> " " + ExpressionText.of(value)).orElse("");
    }
    if (statement instanceof Statement.Throw exit) {
      String value = exit.value().map(each -> " + " + ExpressionText.inner(each)).orElse("");
      return "throw new " + exit.exception() + "(\"" + exit.text() + "\"" + value + ")";
    }
    Statement.Assert check = (Statement.Assert) statement;
    return "assert "
        + ExpressionText.of(check.condition())
        + check.message().map(message -> " : \"" + message + "\"").orElse("");
  }

  /** javac takes {@code yield (a, b)[0]} for a call, whatever is in the parentheses. */
  private static String yielded(Expression value) {
    String text = ExpressionText.of(value);
    return text.startsWith("(") && text.contains(",")
        ? "(" + ExpressionText.type(value.type()) + ") (" + text + ")"
        : text;
  }

  private static String label(String label) {
    return label.isEmpty() ? "" : label + ": ";
  }

  private void nested(List<Statement> statements) {
    depth++;
    print(statements);
    depth--;
  }

  private void line(String content) {
    indent().append(content).append('\n');
  }

  private StringBuilder indent() {
    return text.append("  ".repeat(depth));
  }
}
