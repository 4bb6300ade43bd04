package dev.kiln.autodiff.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cheapest set of vertices that separates the sources of a directed graph from its sinks, by
 * maximum flow along shortest augmenting paths (Edmonds and Karp, 1972).
 *
 * @param <V> the vertices
 */
final class MinimumCut<V> {
  private static final long INFINITE = Long.MAX_VALUE / 4;

  private static final int SOURCE = 0;
  private static final int SINK = 1;

  /** Each vertex has two nodes, joined by an arc that carries its cost: entry and entry + 1. */
  private final Map<V, Integer> entries = new HashMap<>();

  private final List<V> vertices = new ArrayList<>();
  private final List<List<Integer>> leaving = new ArrayList<>();
  private final List<Integer> heads = new ArrayList<>();
  private final List<Long> capacities = new ArrayList<>();

  MinimumCut() {
    leaving.add(new ArrayList<>());
    leaving.add(new ArrayList<>());
  }

  /** Adds a vertex that can be cut at a cost. */
  void vertex(V vertex, long cost) {
    int entry = leaving.size();
    leaving.add(new ArrayList<>());
    leaving.add(new ArrayList<>());
    entries.put(vertex, entry);
    vertices.add(vertex);
    arc(entry, entry + 1, cost);
  }

  void edge(V from, V to) {
    arc(entries.get(from) + 1, entries.get(to), INFINITE);
  }

  void source(V vertex) {
    arc(SOURCE, entries.get(vertex), INFINITE);
  }

  void sink(V vertex) {
    arc(entries.get(vertex) + 1, SINK, INFINITE);
  }

  /** The cut that is nearest to the sinks, in the order in which the vertices were added. */
  Set<V> solve() {
    int[] path = augmentingPath();
    while (path[SINK] >= 0) {
      long flow = INFINITE;
      for (int node = SINK; node != SOURCE; node = tail(path[node])) {
        flow = Math.min(flow, capacities.get(path[node]));
      }
      for (int node = SINK; node != SOURCE; node = tail(path[node])) {
        capacities.set(path[node], capacities.get(path[node]) - flow);
        capacities.set(path[node] ^ 1, capacities.get(path[node] ^ 1) + flow);
      }
      path = augmentingPath();
    }
    boolean[] reaching = reachingSink();
    Set<V> cut = new LinkedHashSet<>();
    for (V vertex : vertices) {
      int entry = entries.get(vertex);
      if (reaching[entry + 1] && !reaching[entry]) {
        cut.add(vertex);
      }
    }
    return cut;
  }

  private boolean[] reachingSink() {
    boolean[] reaching = new boolean[leaving.size()];
    reaching[SINK] = true;
    Deque<Integer> pending = new ArrayDeque<>();
    pending.add(SINK);
    while (!pending.isEmpty()) {
      for (int arc : leaving.get(pending.remove())) {
        int tail = heads.get(arc);
        if (!reaching[tail] && capacities.get(arc ^ 1) > 0) {
          reaching[tail] = true;
          pending.add(tail);
        }
      }
    }
    return reaching;
  }

  private void arc(int from, int to, long capacity) {
    leaving.get(from).add(heads.size());
    heads.add(to);
    capacities.add(capacity);
    leaving.get(to).add(heads.size());
    heads.add(from);
    capacities.add(0L);
  }

  private int tail(int arc) {
    return heads.get(arc ^ 1);
  }

  /** For each node the arc by which it is reached; -1 where it is not. */
  private int[] augmentingPath() {
    int[] reachedBy = new int[leaving.size()];
    Arrays.fill(reachedBy, -1);
    reachedBy[SOURCE] = Integer.MAX_VALUE;
    Deque<Integer> pending = new ArrayDeque<>();
    pending.add(SOURCE);
    while (!pending.isEmpty() && reachedBy[SINK] < 0) {
      int node = pending.remove();
      for (int arc : leaving.get(node)) {
        int head = heads.get(arc);
        if (reachedBy[head] < 0 && capacities.get(arc) > 0) {
          reachedBy[head] = arc;
          pending.add(head);
        }
      }
    }
    return reachedBy;
  }
}
