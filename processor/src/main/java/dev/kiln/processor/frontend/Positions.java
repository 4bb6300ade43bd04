package dev.kiln.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.Trees;
import dev.kiln.graph.SourcePosition;
import java.util.HashMap;
import java.util.Map;

/** Where trees begin. */
final class Positions {
  private final Trees trees;
  private final Map<CompilationUnitTree, String> files = new HashMap<>();

  Positions(Trees trees) {
    this.trees = trees;
  }

  SourcePosition of(CompilationUnitTree unit, Tree tree) {
    long start = trees.getSourcePositions().getStartPosition(unit, tree);
    if (start < 0) {
      return SourcePosition.UNKNOWN;
    }
    LineMap lines = unit.getLineMap();
    return new SourcePosition(
        files.computeIfAbsent(unit, Positions::fileName),
        (int) lines.getLineNumber(start),
        (int) lines.getColumnNumber(start));
  }

  /**
   * The last part of a path. Positions are in comments of generated code, so there is no line break
   * in it, nor a backslash, which could begin a Unicode escape.
   */
  private static String fileName(CompilationUnitTree unit) {
    String path = unit.getSourceFile().getName();
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    return name.replaceAll("\\p{Cntrl}", "_");
  }
}
