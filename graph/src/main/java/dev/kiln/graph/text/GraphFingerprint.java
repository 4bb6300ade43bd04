package dev.kiln.graph.text;

import dev.kiln.graph.Graph;

/**
 * A number that tells graphs apart which compute something else. It is the same on every machine
 * and after a change of the source that does not matter: of comments, layout, and the names of
 * local variables and of methods that are called.
 */
public final class GraphFingerprint {
  /** No graph has this fingerprint. */
  public static final long NONE = 0;

  private GraphFingerprint() {}

  /** The fingerprint of a graph: FNV-1a of its text, 64 bits. */
  public static long of(Graph graph) {
    String text = GraphPrinter.printBare(graph);
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash == NONE ? 1 : hash;
  }
}
