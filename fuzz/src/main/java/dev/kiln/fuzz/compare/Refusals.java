package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Observation;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.type.ArrayType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Derivatives refuse arguments that are one array, where one of them may be written. */
final class Refusals {
  private static final Set<String> WRITING =
      Set.of("array_store", "array_assign", "array_accumulate", "array_clear", "array_add_all");

  private static final Set<String> NEW = Set.of("array_new", "array_zeros_like");

  private Refusals() {}

  static boolean isRefusal(Observation observation) {
    return observation.threw(IllegalArgumentException.class, "the same array");
  }

  /** Whether the same was thrown; what sessions take as columns has other paths in refusals. */
  static boolean areAlike(Observation session, Observation compiled) {
    return session.throwsLike(compiled) || isRefusal(session) && isRefusal(compiled);
  }

  /**
   * Whether a method may write into something else than arrays that it has just made. An array that
   * is stored in another counts as written, since from then on both may be.
   */
  static boolean mayWrite(Graph primal) {
    boolean found = mayWrite(primal.entry().body(), new HashSet<>());
    for (Function function : primal.functions()) {
      found |= mayWrite(function.body(), new HashSet<>());
    }
    return found;
  }

  private static boolean mayWrite(Block block, Set<Value> made) {
    boolean found = false;
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        String name = apply.definition().name();
        if (NEW.contains(name)) {
          made.addAll(apply.results());
        }
        found |= WRITING.contains(name) && !isHarmless(apply, made);
      }
      for (Block inner : operation.blocks()) {
        found |= mayWrite(inner, made);
      }
    }
    return found;
  }

  private static boolean isHarmless(Operation.Apply write, Set<Value> made) {
    List<Value> operands = write.operands();
    boolean storesArray = operands.get(operands.size() - 1).type() instanceof ArrayType;
    return made.contains(operands.get(0)) && !storesArray;
  }
}
