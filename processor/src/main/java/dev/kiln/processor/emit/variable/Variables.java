package dev.kiln.processor.emit.variable;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.name.JavaNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Assigns the values of a function to Java variables.
 *
 * <p>Carried values, results of constructs and what is passed to them are copies of one another.
 * Two copies share a variable where no two values in it are live at once. What shares a variable,
 * or is assigned more than once, is mutable.
 */
public final class Variables {
  /** What the names of indices begin with that the user does not see. */
  public static final String INDEX = "index$";

  /** A class of values that share a variable. */
  private static final class Shared {
    final List<Value> members = new ArrayList<>();
  }

  private final Interference interference;
  private final Map<Value, Shared> shared = new HashMap<>();
  private final Set<Value> assigned = new HashSet<>();
  private final Map<Shared, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  /** The next number to try behind a name. */
  private final Map<String, Integer> numbers = new HashMap<>();

  private final Map<String, Target> targets = new HashMap<>();
  private final Map<Value, Operation> definitions = new HashMap<>();

  private record Target(List<Value> results, List<Value> carried) {}

  /**
   * @param reserved names that no variable takes
   * @param given parameters that have their names already
   */
  public Variables(
      Function function,
      Interference interference,
      Set<String> reserved,
      Map<Value, String> given) {
    this.interference = interference;
    taken.addAll(reserved);
    given.forEach(
        (parameter, name) -> {
          taken.add(name);
          names.put(shareOf(parameter), name);
        });
    function.parameters().forEach(parameter -> name(shareOf(parameter)));
    index(function.body());
    coalesce(function.body(), List.of());
  }

  /** The operation that defines a value, or null for a parameter. */
  public Operation definition(Value value) {
    return definitions.get(value);
  }

  /** The name of the value's variable. */
  public String name(Value value) {
    return name(shareOf(value));
  }

  /** Whether two values are in one variable. */
  public boolean same(Value left, Value right) {
    return shareOf(left) == shareOf(right);
  }

  /** Whether the variable is assigned as part of a construct, so that it is declared before it. */
  public boolean isMutable(Value value) {
    Shared share = shareOf(value);
    return share.members.size() > 1 || share.members.stream().anyMatch(assigned::contains);
  }

  /** Whether the variable holds the content of a parameter of the function from the start. */
  boolean includesParameter(Value value, List<Value> parameters) {
    return shareOf(value).members.stream().anyMatch(parameters::contains);
  }

  /** An identity for the variable. */
  public Object variable(Value value) {
    return shareOf(value);
  }

  private Shared shareOf(Value value) {
    return shared.computeIfAbsent(
        value,
        key -> {
          Shared share = new Shared();
          share.members.add(key);
          return share;
        });
  }

  private String name(Shared share) {
    return names.computeIfAbsent(share, key -> fresh(preferred(key)));
  }

  private static String preferred(Shared share) {
    for (Value member : share.members) {
      if (member.name().startsWith(INDEX)) {
        return "index";
      }
      if (!member.name().isEmpty()) {
        return JavaNames.identifier(member.name());
      }
    }
    return JavaNames.temporary(share.members.get(0).type());
  }

  /** A name that no variable has at this place. */
  public String fresh(String preferred) {
    String name = preferred;
    int number = numbers.getOrDefault(preferred, 2);
    while (!taken.add(name)) {
      name = preferred + number++;
    }
    numbers.put(preferred, number);
    return name;
  }

  /** Says that the variable of a value is not visible any more, so that others may be called so. */
  void release(Value value) {
    Shared share = shareOf(value);
    String name = names.remove(share); // where it is declared again, the name may be another's
    if (name != null && taken.remove(name)) {
      numbers.remove(preferred(share));
    }
  }

  private void index(Block block) {
    for (Operation operation : block.operations()) {
      operation.results().forEach(result -> definitions.put(result, operation));
      if (!operation.blocks().isEmpty()) {
        assigned.addAll(operation.results());
      }
      if (operation instanceof Operation.Loop loop) {
        targets.put(loop.label(), new Target(loop.results(), loop.condition().parameters()));
      } else if (operation instanceof Operation.Scope scope) {
        targets.put(scope.label(), new Target(scope.results(), List.of()));
      }
      operation.blocks().forEach(this::index);
    }
  }

  private void coalesce(Block block, List<Value> yieldsTo) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Loop loop) {
        // one variable for a carried value in condition, body and after the loop
        merge(loop.condition().parameters(), loop.body().parameters());
        merge(loop.condition().parameters(), loop.results());
        assigned.addAll(loop.condition().parameters());
        assigned.addAll(loop.body().parameters());
        if (loop.condition().terminator() instanceof Terminator.Condition end) {
          merge(loop.body().parameters(), end.carried());
          merge(loop.results(), end.carried());
        }
        merge(loop.condition().parameters(), loop.operands());
        coalesce(loop.condition(), List.of());
        coalesce(loop.body(), loop.condition().parameters());
      } else {
        operation.blocks().forEach(nested -> coalesce(nested, operation.results()));
      }
    }
    Terminator end = block.terminator();
    if (end instanceof Terminator.Yield) {
      merge(yieldsTo, end.operands());
    } else if (end instanceof Terminator.Break exit) {
      merge(targets.get(exit.label()).results(), exit.operands());
    } else if (end instanceof Terminator.Continue exit) {
      merge(targets.get(exit.label()).carried(), exit.operands());
    }
  }

  private void merge(List<Value> left, List<Value> right) {
    for (int i = 0; i < left.size() && i < right.size(); i++) {
      merge(left.get(i), right.get(i));
    }
  }

  private void merge(Value left, Value right) {
    Shared first = shareOf(left);
    Shared second = shareOf(right);
    if (first == second
        || !left.type().equals(right.type())
        || isConstant(left)
        || isConstant(right)
        || interfere(first, second)) {
      return;
    }
    boolean bothNamed = names.containsKey(first) && names.containsKey(second);
    if (bothNamed) {
      return;
    }
    Shared kept = names.containsKey(second) ? second : first;
    Shared gone = kept == first ? second : first;
    kept.members.addAll(gone.members);
    gone.members.forEach(member -> shared.put(member, kept));
  }

  private boolean isConstant(Value value) {
    return definitions.get(value) instanceof Operation.Apply apply && apply.is(Trait.FREE);
  }

  private boolean interfere(Shared first, Shared second) {
    for (Value left : first.members) {
      for (Value right : second.members) {
        if (interference.between(left, right)) {
          return true;
        }
      }
    }
    return false;
  }
}
