package dev.kiln.graph.text;

/** The text of a graph or type is malformed. */
public final class GraphSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  GraphSyntaxException(String message, int line, int column) {
    super("line " + line + ", column " + column + ": " + message);
  }
}
