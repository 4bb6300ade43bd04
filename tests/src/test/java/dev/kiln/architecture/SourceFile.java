package dev.kiln.architecture;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The sizes of a main source file, without its {@link PrimitiveCopies}, and of its methods, in
 * lines.
 */
record SourceFile(Path path, long lines, List<Method> methods) {
  /** A method with a body. It branches where a condition, a loop or a switch is in it. */
  record Method(String name, long line, long lines, boolean branches) {}

  /** The name of its class. */
  String name() {
    return path.getFileName().toString().replace(".java", "");
  }

  private static final List<String> MODULES =
      List.of(
          "annotations",
          "runtime",
          "graph",
          "processor",
          "testkit",
          "formats",
          "nn",
          "data",
          "example-app",
          "examples",
          "fuzz",
          "benchmarks",
          "benchmarks/gradbench");

  private static final Set<Tree.Kind> BRANCHES =
      EnumSet.of(
          Tree.Kind.IF,
          Tree.Kind.FOR_LOOP,
          Tree.Kind.ENHANCED_FOR_LOOP,
          Tree.Kind.WHILE_LOOP,
          Tree.Kind.DO_WHILE_LOOP,
          Tree.Kind.SWITCH,
          Tree.Kind.SWITCH_EXPRESSION,
          Tree.Kind.TRY);

  /** All main source files of the project, from the folder beside this module's. */
  static List<SourceFile> all() {
    Path root = Path.of(System.getProperty("basedir", "")).toAbsolutePath().getParent();
    List<Path> paths =
        MODULES.stream()
            .map(module -> root.resolve(module).resolve("src/main/java"))
            .filter(Files::isDirectory)
            .flatMap(SourceFile::javaFilesIn)
            .toList();
    try {
      return parse(paths);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaFilesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SourceFile> parse(List<Path> paths) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(paths));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<SourceFile> sources = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        sources.add(measure(unit, positions));
      }
      return sources;
    }
  }

  private static SourceFile measure(CompilationUnitTree unit, SourcePositions positions)
      throws IOException {
    Path path = Path.of(unit.getSourceFile().toUri());
    LineMap lines = unit.getLineMap();
    List<Method> methods = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void unused) {
        if (method.getBody() != null) {
          long first = lines.getLineNumber(positions.getStartPosition(unit, method));
          long last = lines.getLineNumber(positions.getEndPosition(unit, method));
          String name = method.getName().toString();
          methods.add(new Method(name, first, last - first + 1, branches(method.getBody())));
        }
        return super.visitMethod(method, unused);
      }
    }.scan(unit, null);
    long own = PrimitiveCopies.without(Files.readString(path)).lines().count();
    return new SourceFile(path, own, List.copyOf(methods));
  }

  private static boolean branches(BlockTree body) {
    boolean[] found = {false};
    new TreeScanner<Void, Void>() {
      @Override
      public Void scan(Tree tree, Void unused) {
        found[0] |= tree != null && BRANCHES.contains(tree.getKind());
        return super.scan(tree, unused);
      }
    }.scan(body, null);
    return found[0];
  }
}
