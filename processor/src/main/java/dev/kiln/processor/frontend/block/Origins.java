package dev.kiln.processor.frontend.block;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.report.DivisionWarnings;
import dev.kiln.processor.frontend.report.Site;
import dev.kiln.type.ScalarType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The code that values of a function come from, for what is said of them. */
final class Origins {
  private final Site site;
  private final DivisionWarnings divisions;
  private final Map<Value, Tree> origins = new HashMap<>();

  /** The quotients of integers, and the divisions that they come from. */
  private final Map<Value, Tree> quotients = new HashMap<>();

  Origins(Site site, DivisionWarnings divisions) {
    this.site = site;
    this.divisions = divisions;
  }

  void put(Value value, Tree tree) {
    origins.put(value, tree);
  }

  void rename(Value value, Value named) {
    origins.computeIfAbsent(named, key -> origins.get(value));
  }

  void quotient(Tree division, Value value) {
    quotients.put(value, division);
  }

  /** Warns where a quotient of integers becomes a floating-point number that nobody asked for. */
  void widens(Value value, ScalarType type) {
    Tree division = quotients.get(value);
    if (division != null && type.isFloating()) {
      divisions.add(site, division);
    }
  }

  /** A message with the places that operands come from, so that both shapes are seen there. */
  String withOrigins(String message, List<Value> operands) {
    StringBuilder text = new StringBuilder(message);
    String separator = " (";
    for (Value operand : new LinkedHashSet<>(operands)) {
      String origin = of(operand);
      if (!origin.isEmpty()) {
        text.append(separator).append(operand.type()).append(' ').append(origin);
        separator = "; ";
      }
    }
    return separator.equals(" (") ? message : text.append(')').toString();
  }

  private String of(Value value) {
    Tree tree = origins.get(value);
    if (tree != null) {
      return "from line " + site.position(tree).line();
    }
    return value.name().isEmpty() ? "" : "is '" + value.name() + "'";
  }
}
