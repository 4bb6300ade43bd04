package dev.kiln.fuzz.compare;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.testkit.run.Observation;
import java.util.ArrayList;
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
   * Whether a method may write into something else than an array that it makes and keeps to itself.
   * An array that is stored, passed on or returned may be taken for any that goes the same way.
   */
  static boolean mayWrite(Graph primal) {
    List<Function> functions = new ArrayList<>(primal.functions());
    functions.add(primal.entry());
    return functions.stream().anyMatch(each -> mayWrite(each.body()));
  }

  private static boolean mayWrite(Block body) {
    Set<Value> made = new HashSet<>();
    Set<Value> written = new HashSet<>();
    Set<Value> passedOn = new HashSet<>();
    collect(body, made, written, passedOn);
    made.removeAll(passedOn);
    return !made.containsAll(written);
  }

  private static void collect(
      Block block, Set<Value> made, Set<Value> written, Set<Value> passedOn) {
    for (Operation operation : block.operations()) {
      List<Value> operands = operation.operands();
      String name = operation instanceof Operation.Apply apply ? apply.definition().name() : "";
      if (NEW.contains(name)) {
        made.addAll(operation.results());
      }
      if (WRITING.contains(name)) {
        written.add(operands.get(0));
      }
      int inPlace = name.startsWith("array_") && !operands.isEmpty() ? 1 : 0;
      passedOn.addAll(operands.subList(inPlace, operands.size()));
      operation.blocks().forEach(inner -> collect(inner, made, written, passedOn));
    }
    passedOn.addAll(block.terminator().operands());
  }
}
