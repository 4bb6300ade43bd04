package dev.kiln.pass.nest;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Effect;
import dev.kiln.pass.nest.IndexSpace.Placement;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which operations of a block become nests. An operation joins those that make its operands, as
 * long as they have one index space and the joined ones can run at one place: no operation outside
 * needs what one of them makes and makes what another needs.
 */
final class NestGroups {
  /** So many operations at most become one nest, so that HotSpot compiles its loops. */
  private static final int MOST = 120;

  private final List<Operation> operations;

  /** For each operation, those that must run before it. */
  private final List<Set<Integer>> before = new ArrayList<>();

  private final Map<Value, Integer> makers = new HashMap<>();
  private final int[] parents;
  private final List<Group> groups = new ArrayList<>();

  /** What is joined so far; null for an operation that cannot be. */
  private record Group(IndexSpace space, int split, List<Integer> members) {}

  /** Whether a block has operations to join at all; to find out how takes far longer. */
  static boolean mayJoin(Block block) {
    return block.operations().stream().filter(each -> single(each, 0) != null).limit(2).count()
        == 2;
  }

  NestGroups(Block block) {
    operations = block.operations();
    parents = new int[operations.size()];
    int lastEffect = -1;
    for (int i = 0; i < operations.size(); i++) {
      parents[i] = i;
      Operation operation = operations.get(i);
      Set<Integer> needed = new LinkedHashSet<>();
      operation
          .uses()
          .forEach(
              value -> {
                Integer maker = makers.get(value);
                if (maker != null) {
                  needed.add(maker);
                }
              });
      boolean isPure =
          operation instanceof Operation.Apply apply && apply.definition().effect() == Effect.PURE;
      if (!isPure) {
        if (lastEffect >= 0) {
          needed.add(lastEffect);
        }
        lastEffect = i;
      }
      before.add(needed);
      for (Value result : operation.results()) {
        makers.put(result, i);
      }
      groups.add(single(operation, i));
    }
    // from the last on, so that what is cheap to compute is computed where it is used
    for (int i = operations.size() - 1; i >= 0; i--) {
      if (groups.get(i) != null) {
        joinOperands(i);
      }
    }
  }

  /** The operations, and groups of several as lists, in an order in which they can run. */
  List<List<Operation>> ordered() {
    List<List<Operation>> ordered = new ArrayList<>();
    boolean[] placed = new boolean[operations.size()];
    for (int i = 0; i < operations.size(); i++) {
      List<Integer> members = members(i);
      if (members.get(members.size() - 1) == i) {
        place(i, placed, ordered);
      }
    }
    return ordered;
  }

  private void place(int at, boolean[] placed, List<List<Operation>> ordered) {
    List<Integer> members = members(at);
    if (placed[members.get(0)]) {
      return;
    }
    members.forEach(member -> placed[member] = true);
    for (int member : members) {
      for (int needed : before.get(member)) {
        place(needed, placed, ordered);
      }
    }
    ordered.add(members.stream().map(operations::get).toList());
  }

  private static Group single(Operation operation, int at) {
    if (!(operation instanceof Operation.Apply apply) || ElementCode.of(apply).isEmpty()) {
      return null;
    }
    IndexSpace space = new IndexSpace(ElementNest.dims(apply.result()));
    int split = -1;
    for (Value operand : apply.operands()) {
      Optional<Placement> placement = space.place(((TensorType) operand.type()).dims());
      if (placement.isEmpty() || !IndexSpace.agree(split, placement.get().split())) {
        return null;
      }
      split = Math.max(split, placement.get().split());
    }
    return space.isNumber() ? null : new Group(space, split, List.of(at));
  }

  private void joinOperands(int at) {
    for (Value operand : operations.get(at).operands()) {
      Integer maker = makers.get(operand);
      if (maker != null && groups.get(root(maker)) != null && root(maker) != root(at)) {
        join(root(maker), root(at));
      }
    }
  }

  private void join(int left, int right) {
    Group first = groups.get(left);
    Group second = groups.get(right);
    if (!first.space().equals(second.space())
        || !IndexSpace.agree(first.split(), second.split())
        || first.members().size() + second.members().size() > MOST) {
      return;
    }
    List<Integer> members = new ArrayList<>(first.members());
    members.addAll(second.members());
    members.sort(null);
    if (isReachedFromOutside(members)) {
      return;
    }
    parents[right] = left;
    groups.set(left, new Group(first.space(), Math.max(first.split(), second.split()), members));
  }

  /** Whether something that the operations need can only run after one of them. */
  private boolean isReachedFromOutside(List<Integer> members) {
    boolean[] inside = new boolean[operations.size()];
    members.forEach(member -> inside[member] = true);
    boolean[] seen = new boolean[operations.size()];
    List<Integer> open = new ArrayList<>();
    for (int member : members) {
      for (int needed : before.get(member)) {
        if (!inside[needed]) {
          open.add(needed);
        }
      }
    }
    while (!open.isEmpty()) {
      int next = open.remove(open.size() - 1);
      if (inside[next]) {
        return true;
      }
      if (seen[next]) {
        continue;
      }
      for (int member : members(next)) {
        seen[member] = true;
        open.addAll(before.get(member));
      }
    }
    return false;
  }

  private List<Integer> members(int at) {
    Group group = groups.get(root(at));
    return group == null ? List.of(at) : group.members();
  }

  private int root(int at) {
    int root = at;
    while (parents[root] != root) {
      root = parents[root];
    }
    return root;
  }
}
