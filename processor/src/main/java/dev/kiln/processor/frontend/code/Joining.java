package dev.kiln.processor.frontend.code;

import com.sun.source.tree.Tree;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.block.Environment;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.Unknowns;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Brings the values of variables together where control does. */
public final class Joining {
  /** Where a variable may be one thing or another. */
  private static final String ASSIGNED = "assigned on one path of several";

  private final OpenBlock block;

  /** Brings values together at the end of a block. */
  public Joining(OpenBlock block) {
    this.block = block;
  }

  /**
   * The values of two branches that came together.
   *
   * @param value what the branches give; null for statements
   */
  public record Joined(boolean completes, Value value) {
    /** How the block ends after statements; null where control goes on. */
    public Terminator end() {
      return completes ? null : new Terminator.Unreachable();
    }
  }

  /** The values of both branches for one variable, or for the result where the name is empty. */
  private record Pair(String name, Value left, Value right) {}

  /** Adds an If of two branches and takes over what they assigned and, perhaps, their value. */
  public Joined join(Tree tree, Value condition, Branch first, Branch second, Set<String> names) {
    SourcePosition position = block.at(tree);
    boolean completes = first.completes() || second.completes();
    List<Pair> assigned = assigned(tree, first, second, names);
    List<Pair> pairs = new ArrayList<>(completes ? assigned : List.of());
    boolean valued = first.value() != null || second.value() != null;
    if (valued) {
      requireUnmarked(tree, first.value(), second.value());
      if (completes) {
        pairs.add(new Pair("", first.value(), second.value()));
      }
    }
    List<Slot> slots = pairs.stream().map(each -> slot(tree, each)).toList();
    List<Value> results = block.create(slots);
    List<Value> left = new ArrayList<>();
    List<Value> right = new ArrayList<>();
    pairs.forEach(each -> left.add(each.left()));
    pairs.forEach(each -> right.add(each.right()));
    block.add(
        new Operation.If(
            condition,
            first.block().build(end(first, left, slots)),
            second.block().build(end(second, right, slots)),
            results,
            position));
    for (int i = 0; i < results.size(); i++) {
      block.unknowns().follow(results.get(i), left.get(i), right.get(i));
      if (!pairs.get(i).name().isEmpty()) {
        block.environment().assign(pairs.get(i).name(), results.get(i));
      }
    }
    return new Joined(completes, valued && completes ? results.get(assigned.size()) : null);
  }

  private List<Pair> assigned(Tree tree, Branch first, Branch second, Set<String> names) {
    Environment environment = block.environment();
    List<Pair> assigned = new ArrayList<>();
    for (String name : environment.inScope(names)) {
      Value left = first.completes() ? first.block().environment().value(name) : null;
      Value right = second.completes() ? second.block().environment().value(name) : null;
      Value before = environment.value(name);
      boolean unchanged =
          (left == null || left.equals(before)) && (right == null || right.equals(before));
      if (!unchanged) {
        requireUnmarked(tree, left, right);
        assigned.add(new Pair(name, left, right));
      }
    }
    return assigned;
  }

  private void requireUnmarked(Tree tree, Value left, Value right) {
    block.references().requireUnmarked(tree, left, ASSIGNED);
    block.references().requireUnmarked(tree, right, ASSIGNED);
  }

  private Slot slot(Tree tree, Pair pair) {
    Value left = pair.left();
    Value right = pair.right();
    if (block.unknowns().isUnknown(left) || block.unknowns().isUnknown(right)) {
      boolean chooseRight = left == null || right != null && Unknowns.isUnknown(left.type());
      return new Slot(pair.name(), (chooseRight ? right : left).type());
    }
    if (left != null && right != null && !left.type().equals(right.type())) {
      block.requireEqual(tree, left.type(), right.type());
      throw block.refuseChange(
          tree,
          pair.name().isEmpty() ? "the value" : "'" + pair.name() + "'",
          left.type(),
          right.type());
    }
    return new Slot(pair.name(), (left != null ? left : right).type());
  }

  private static Terminator end(Branch branch, List<Value> values, List<Slot> slots) {
    if (!branch.completes()) {
      return branch.end();
    }
    List<Value> yielded = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Value value = values.get(i);
      yielded.add(value != null ? value : branch.block().undefined(slots.get(i).type()));
    }
    return new Terminator.Yield(yielded);
  }

  /** The slots of variables that a loop or scope carries; each must have a value already. */
  public List<Slot> carried(Tree tree, List<String> variables) {
    List<Slot> slots = new ArrayList<>();
    for (String name : variables) {
      Value value = block.environment().value(name);
      if (value == null) {
        block
            .unknowns()
            .note(
                block.refuse(
                    tree,
                    Code.STATEMENT,
                    "assigning '" + name + "' here before it has a value",
                    "initialise '" + name + "' where it is declared"));
        value = block.unknown(null);
        block.environment().assign(name, value);
      }
      block.references().requireUnmarked(tree, value, ASSIGNED);
      slots.add(new Slot(name, value.type()));
    }
    return slots;
  }

  /** The current values of the variables that a construct carries, checked against its slots. */
  public List<Value> valuesFor(Tree tree, Target target) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < target.variables().size(); i++) {
      String name = target.variables().get(i);
      ValueType type = target.types().get(i);
      Value value = block.environment().value(name);
      boolean known = !Unknowns.isUnknown(type) && !block.unknowns().isUnknown(value);
      if (known && !value.type().equals(type)) {
        block.requireEqual(tree, value.type(), type);
        throw block.refuseChange(tree, "'" + name + "'", value.type(), type);
      }
      block.references().requireUnmarked(tree, value, ASSIGNED);
      values.add(value);
    }
    return values;
  }
}
