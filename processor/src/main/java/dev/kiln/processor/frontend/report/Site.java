package dev.kiln.processor.frontend.report;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.type.SourcePosition;
import java.util.Optional;

/** The file that code is in: names places in it, and refuses what is there. */
public record Site(CompilationUnitTree unit, Positions positions) {
  /** Refuses the tree. */
  public Refusal refuse(Tree tree, Code code, Object... particulars) {
    return new Refusal(Diagnostic.on(MadeTree.written(tree), unit, code, particulars));
  }

  /** Refuses the tree, with advice that is more precise than that of the code, where there is. */
  public Refusal refuse(Tree tree, Code code, Optional<Alternative> instead, Object what) {
    return instead.isPresent() ? refuse(tree, code, what, instead.get()) : refuse(tree, code, what);
  }

  /** Where a tree begins. */
  public SourcePosition position(Tree tree) {
    return positions.of(unit, tree);
  }

  /** How messages name the place of a tree. */
  public String place(Tree tree) {
    SourcePosition position = position(tree);
    return position.file() + ":" + position.line();
  }
}
