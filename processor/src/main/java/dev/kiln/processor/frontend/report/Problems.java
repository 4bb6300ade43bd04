package dev.kiln.processor.frontend.report;

import com.sun.source.tree.Tree;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a method and all that it calls: one message for each place. */
public final class Problems {
  private final Map<Tree, Diagnostic> refused = new LinkedHashMap<>();
  private boolean incorrect;

  /** Notes a refusal; the same code may be read several times. */
  public void add(Refusal refusal) {
    refusal.diagnostic().ifPresent(each -> refused.putIfAbsent(each.tree(), each));
    incorrect |= refusal.isLeftToJavac();
  }

  public boolean isEmpty() {
    return refused.isEmpty() && !incorrect;
  }

  /** What Kiln says; javac says the rest. */
  public List<Diagnostic> refused() {
    return new ArrayList<>(refused.values());
  }
}
