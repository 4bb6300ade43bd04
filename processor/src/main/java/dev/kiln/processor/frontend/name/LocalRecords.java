package dev.kiln.processor.frontend.name;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import dev.kiln.processor.frontend.report.MadeTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/**
 * Records that are declared in methods. The compiler has no classes for them before it compiles the
 * methods, so they are known by their trees. Which one a name means follows from its place.
 */
public final class LocalRecords {
  private static final Pattern NAME = Pattern.compile(".*\\.\\d+\\.[^.]+");

  private final Trees trees;
  private final Map<CompilationUnitTree, List<LocalRecord>> known = new HashMap<>();

  LocalRecords(Trees trees) {
    this.trees = trees;
  }

  /**
   * A record that is declared in a method.
   *
   * @param name that of values of it, which no class has
   * @param start where its declaration begins
   * @param end where the code ends that may name it
   */
  public record LocalRecord(ClassTree tree, String name, long start, long end) {
    /** The components in order. */
    public List<VariableTree> components() {
      List<VariableTree> components = new ArrayList<>();
      for (Tree member : tree.getMembers()) {
        if (isComponent(member)) {
          components.add((VariableTree) member);
        }
      }
      return components;
    }

    /** Whether it has nothing but its components. */
    public boolean isPlain() {
      return tree.getTypeParameters().isEmpty()
          && tree.getMembers().stream().allMatch(LocalRecord::isComponent);
    }

    /** A record has no other fields than components and static ones. */
    private static boolean isComponent(Tree member) {
      return member instanceof VariableTree variable
          && !variable.getModifiers().getFlags().contains(Modifier.STATIC);
    }
  }

  /** Whether values of a type with that name are those of a local record. */
  public static boolean isName(String type) {
    return NAME.matcher(type).matches();
  }

  /** The local record that a tree names: the innermost one whose scope it is in. */
  Optional<LocalRecord> find(Tree tree, Scope scope) {
    if (!(tree instanceof IdentifierTree identifier)) {
      return Optional.empty();
    }
    CompilationUnitTree unit = scope.unit();
    long at = trees.getSourcePositions().getStartPosition(unit, MadeTree.written(tree));
    return known.computeIfAbsent(unit, this::read).stream()
        .filter(each -> each.tree().getSimpleName().contentEquals(identifier.getName()))
        .filter(each -> each.start() <= at && at < each.end())
        .reduce((first, second) -> first.start() > second.start() ? first : second);
  }

  private List<LocalRecord> read(CompilationUnitTree unit) {
    Declarations declarations = new Declarations(unit, trees.getSourcePositions());
    declarations.scan(unit, null);
    return declarations.found;
  }

  /** Finds the declarations of a file; what is passed is where the scope ends. */
  private static final class Declarations extends TreeScanner<Void, Long> {
    final List<LocalRecord> found = new ArrayList<>();
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private String around = "";

    Declarations(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
    }

    @Override
    public Void visitClass(ClassTree tree, Long end) {
      if (end != null && tree.getKind() == Tree.Kind.RECORD) {
        String name = around + "." + (found.size() + 1) + "." + tree.getSimpleName();
        found.add(new LocalRecord(tree, name, positions.getStartPosition(unit, tree), end));
      }
      String outer = around;
      Tree ofUnit = unit.getPackageName();
      String prefix = outer.isEmpty() ? ofUnit == null ? "" : ofUnit + "." : outer + ".";
      around = prefix + tree.getSimpleName();
      super.visitClass(tree, null);
      around = outer;
      return null;
    }

    @Override
    public Void visitBlock(BlockTree tree, Long end) {
      return super.visitBlock(tree, positions.getEndPosition(unit, tree));
    }

    @Override
    public Void visitSwitch(SwitchTree tree, Long end) {
      return super.visitSwitch(tree, positions.getEndPosition(unit, tree));
    }

    @Override
    public Void visitCase(CaseTree tree, Long end) {
      return super.visitCase(tree, end == null ? positions.getEndPosition(unit, tree) : end);
    }
  }
}
