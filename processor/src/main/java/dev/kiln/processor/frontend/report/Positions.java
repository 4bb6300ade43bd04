package dev.kiln.processor.frontend.report;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.Trees;
import dev.kiln.type.SourcePosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Where trees begin. */
public final class Positions {
  private final Trees trees;
  private final Map<CompilationUnitTree, File> files = new HashMap<>();

  private record File(String name, LineMap lines) {}

  public Positions(Trees trees) {
    this.trees = trees;
  }

  public SourcePosition of(CompilationUnitTree unit, Tree tree) {
    long start = trees.getSourcePositions().getStartPosition(unit, MadeTree.written(tree));
    if (start < 0) {
      return SourcePosition.UNKNOWN;
    }
    File file = files.computeIfAbsent(unit, key -> new File(fileName(key), lines(key)));
    return new SourcePosition(
        file.name(),
        (int) file.lines().getLineNumber(start),
        (int) file.lines().getColumnNumber(start));
  }

  /** With {@code -g:none}, javac has no map of lines. */
  private static LineMap lines(CompilationUnitTree unit) {
    LineMap known = unit.getLineMap();
    try {
      return known != null
          ? known
          : new SourceLines(unit.getSourceFile().getCharContent(true).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
