package dev.kiln.processor.frontend.report;

import com.sun.source.tree.Tree;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Warnings of divisions of integers whose quotients become floating-point numbers, each once. */
public final class DivisionWarnings {
  private final Map<Tree, Diagnostic> warnings = new LinkedHashMap<>();

  /** Warns of a division in a file. */
  public void add(Site site, Tree division) {
    add(Diagnostic.on(division, site.unit(), Code.INTEGER_DIVISION));
  }

  /** Takes over a warning of another model. */
  public void add(Diagnostic warning) {
    warnings.put(warning.tree(), warning);
  }

  /** All warnings, in the order in which their divisions were first read. */
  public List<Diagnostic> all() {
    return List.copyOf(warnings.values());
  }
}
