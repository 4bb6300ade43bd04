package dev.kiln.processor.emit.graphs;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.ThrownExceptions;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.session.Exceptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells sessions how to make the exceptions of a user's classes.
 *
 * <pre>
 * .throwing("demo.Diverged", message -&gt; new Diverged(message))
 * </pre>
 */
final class ExceptionFactories {
  private ExceptionFactories() {}

  /** The calls for all exceptions that graphs throw. */
  static JavaText of(List<Graph> graphs) {
    TreeMap<String, Set<Boolean>> made = new TreeMap<>();
    for (Graph graph : graphs) {
      for (Terminator.Throw each : ThrownExceptions.of(graph)) {
        if (!Exceptions.areKnown(each.exception())) {
          made.computeIfAbsent(each.exception(), key -> new LinkedHashSet<>())
              .add(each.message().isEmpty());
        }
      }
    }
    List<JavaText> calls = new ArrayList<>();
    made.forEach((name, forms) -> calls.add(call(name, forms)));
    return JavaText.join(calls, "");
  }

  private static JavaText call(String name, Set<Boolean> forms) {
    JavaText empty = JavaText.of("new $T()", JavaTypes.named(name));
    JavaText full = JavaText.of("new $T(message)", JavaTypes.named(name));
    JavaText made =
        forms.size() == 2
            ? JavaText.of("message == null ? $L : $L", empty, full)
            : forms.contains(true) ? empty : full;
    return JavaText.of("\n        .throwing($S, message -> $L)", name, made);
  }
}
