package dev.kiln.fuzz.variant;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Node;
import dev.kiln.fuzz.program.Nodes;
import dev.kiln.fuzz.program.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which local variables code mentions. The generator gives locals names of one letter. */
final class Locals {
  private static final String LOCAL = "[a-z]\\d*";

  private Locals() {}

  static boolean isLocal(String name) {
    return name.matches(LOCAL);
  }

  /** The locals that code mentions, with what they are. */
  static Map<String, Expression.Variable> mentioned(Node node) {
    Map<String, Expression.Variable> found = new LinkedHashMap<>();
    Nodes.visit(
        node,
        each -> {
          if (each instanceof Expression.Variable variable && isLocal(variable.name())) {
            found.put(variable.name(), variable);
          }
        });
    return found;
  }

  /** The locals that are declared within. */
  static Set<String> declared(Node node) {
    Set<String> found = new TreeSet<>();
    Nodes.visit(
        node,
        each -> {
          if (each instanceof Statement.Declaration declaration) {
            found.add(declaration.name());
          } else if (each instanceof Statement.ForEach loop) {
            found.add(loop.name());
          }
        });
    return found;
  }
}
