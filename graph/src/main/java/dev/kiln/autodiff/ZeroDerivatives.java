package dev.kiln.autodiff;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.pass.analysis.memory.AliasClasses;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds inputs whose derivatives are zero whatever the arguments are. */
public final class ZeroDerivatives {
  private ZeroDerivatives() {}

  /**
   * The inputs on which no floating-point result depends, and no floating-point number that the
   * graph writes into an array argument.
   *
   * @param wrt names of floating-point inputs
   */
  public static List<String> of(Graph graph, List<String> wrt) {
    return in(PassRunner.unobserved().run(Stage.BEFORE_REVERSE, graph), wrt);
  }

  private static List<String> in(Graph graph, List<String> wrt) {
    Function entry = graph.entry();
    Set<Value> useful = new LinkedHashSet<>();
    if (entry.body().terminator() instanceof Terminator.Return end) {
      end.operands().stream().filter(Activity::isFloating).forEach(useful::add);
    }
    if (graph.outputs().isEmpty()) {
      entry.parameters().stream()
          .filter(each -> AliasClasses.isReference(each) && Activity.isFloating(each))
          .forEach(useful::add);
    }
    List<Value> sources = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (wrt.contains(graph.inputs().get(i).name())) {
        sources.add(entry.parameters().get(i));
      }
    }
    Activity activity =
        new Activity(entry, new AliasClasses(entry, true), new CustomRules(graph), sources, useful);
    List<String> zero = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value parameter = entry.parameters().get(i);
      if (sources.contains(parameter) && !activity.isActive(parameter)) {
        zero.add(graph.inputs().get(i).name());
      }
    }
    return zero;
  }
}
