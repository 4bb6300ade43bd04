package dev.kiln.autodiff.entry;

import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Value;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.pass.analysis.memory.WrittenArguments;
import dev.kiln.type.ArrayType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * From which rank on a graph writes its array inputs: 1 where it may store numbers, as in {@code
 * m[i][j] = x}; 2 where it stores no more than rows, as in {@code m[i] = row}; 0 where it stores
 * nothing.
 */
final class WrittenRanks {
  private WrittenRanks() {}

  /** The ranks, one for each input. */
  static List<Integer> of(Graph graph) {
    Graph prepared = PassRunner.unobserved().run(Stage.BEFORE_REVERSE, graph);
    Function entry = prepared.entry();
    AliasClasses classes = new AliasClasses(entry, true);
    MemoryEffects effects = new MemoryEffects(classes, new WrittenArguments(prepared));
    Set<Memory> memory = effects.writesOfOthers(entry);
    List<Integer> ranks = new ArrayList<>();
    for (Value input : entry.parameters()) {
      ranks.add(AliasClasses.isReference(input) ? lowest(input, classes, memory) : 0);
    }
    return ranks;
  }

  private static int lowest(Value input, AliasClasses classes, Set<Memory> memory) {
    return memory.stream()
        .filter(each -> each.root().equals(classes.root(input)))
        .mapToInt(Memory::rank)
        .filter(rank -> rank <= ((ArrayType) input.type()).rank())
        .min()
        .orElse(0);
  }
}
