package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ArrayType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What called functions do with the references that they are given. */
final class CalleeReferences implements CalleeResults {
  private final Map<String, Function> functions = new HashMap<>();
  private final Map<String, Optional<Set<Integer>>> known = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  CalleeReferences(Graph graph) {
    graph.functions().forEach(function -> functions.put(function.name(), function));
  }

  /**
   * Whether after a call its arguments lead where they led before: the function, with all that it
   * calls, stores no reference but in arrays that it makes.
   */
  boolean storesNone(String name) {
    return given(name).isPresent();
  }

  @Override
  public Optional<Set<Integer>> given(String name) {
    Optional<Set<Integer>> answer = known.get(name);
    if (answer == null) {
      if (!functions.containsKey(name) || !asked.add(name)) {
        return Optional.empty(); // unknown, or recursive
      }
      Function function = functions.get(name);
      AliasClasses classes = new AliasClasses(function, this);
      answer =
          storesNone(function.body(), classes)
              ? Optional.of(given(function, classes))
              : Optional.empty();
      known.put(name, answer);
    }
    return answer;
  }

  private boolean storesNone(Block block, AliasClasses classes) {
    for (Operation operation : block.operations()) {
      boolean stores = operation instanceof Operation.Apply apply && stores(apply, classes);
      boolean calls = operation instanceof Operation.Call call && !storesNone(call.function());
      if (stores
          || calls
          || !operation.blocks().stream().allMatch(each -> storesNone(each, classes))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a reference may be stored, in an array that was given or in a stack. */
  private static boolean stores(Operation.Apply apply, AliasClasses classes) {
    if (!apply.results().isEmpty() || apply.operands().size() < 2 || apply.is(Trait.CHECK)) {
      return false;
    }
    boolean copiesNumbers = apply.is(Trait.COPIES_NUMBERS);
    Value target = apply.operands().get(0);
    if (AliasClasses.isReference(target) && !classes.isFromOutside(classes.root(target))) {
      return false;
    }
    Value last = apply.operands().get(apply.operands().size() - 1);
    return last.type() instanceof ArrayType array && !(copiesNumbers && array.rank() == 1);
  }

  private static Set<Integer> given(Function function, AliasClasses classes) {
    Set<Value> returned = new HashSet<>();
    collectReturned(function.body(), classes, returned);
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < function.parameters().size(); i++) {
      Value parameter = function.parameters().get(i);
      if (AliasClasses.isReference(parameter) && returned.contains(classes.root(parameter))) {
        given.add(i);
      }
    }
    return given;
  }

  private static void collectReturned(Block block, AliasClasses classes, Set<Value> returned) {
    if (block.terminator() instanceof Terminator.Return end) {
      end.operands().stream()
          .filter(AliasClasses::isReference)
          .forEach(value -> returned.add(classes.root(value)));
    }
    for (Operation operation : block.operations()) {
      operation.blocks().forEach(nested -> collectReturned(nested, classes, returned));
    }
  }
}
