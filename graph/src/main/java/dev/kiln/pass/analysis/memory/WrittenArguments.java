package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which arrays the functions of a graph may write, of those that they are given. */
public final class WrittenArguments implements CalleeWrites {
  private final Graph graph;
  private Map<String, Set<Written>> functions;

  public WrittenArguments(Graph graph) {
    this.graph = graph;
  }

  @Override
  public Set<Written> of(Operation.Call call) {
    if (functions == null) {
      functions = find();
    }
    return functions.getOrDefault(call.function(), Set.of());
  }

  /** Functions may call each other in circles: what is found only grows, until nothing is new. */
  private Map<String, Set<Written>> find() {
    functions = new HashMap<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Function function : graph.functions()) {
        Set<Written> found = find(function);
        changed |= !found.equals(functions.put(function.name(), found));
      }
    }
    return functions;
  }

  private Set<Written> find(Function function) {
    AliasClasses classes = new AliasClasses(function, true);
    MemoryEffects effects = new MemoryEffects(classes, this);
    Set<Memory> memory = effects.writesOfOthers(function);
    Set<Written> written = new HashSet<>();
    for (int i = 0; i < function.parameters().size(); i++) {
      Value parameter = function.parameters().get(i);
      for (Memory each : memory) {
        if (AliasClasses.isReference(parameter)
            && each.root().equals(classes.root(parameter))
            && each.rank() <= classes.memory(parameter).rank()) {
          written.add(new Written(i, each.rank()));
        }
      }
    }
    return written;
  }
}
