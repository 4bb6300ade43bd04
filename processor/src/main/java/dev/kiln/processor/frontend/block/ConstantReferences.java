package dev.kiln.processor.frontend.block;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.report.Site;
import dev.kiln.type.RecordType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * References to arrays that {@code @NoGradient} makes constant, and to records in such arrays.
 * Other code may hold the same array: it stays what it is, but marked references are only read, and
 * what is loaded through them has no derivative.
 */
public final class ConstantReferences {
  private final Set<Value> marked = new HashSet<>();
  private final Site site;

  ConstantReferences(Site site) {
    this.site = site;
  }

  public void mark(Value value) {
    marked.add(value);
  }

  /** Whether the value is a reference to an array, or to a record in one, that is only read. */
  public boolean isMarked(Value value) {
    return marked.contains(value);
  }

  /** A marked reference got a name. */
  void rename(Value value, Value named) {
    if (marked.contains(value)) {
      marked.add(named);
    }
  }

  /** Refuses operations on marked references other than reading. */
  void check(Tree tree, OpDefinition operation, List<Value> operands) {
    if (operation.is(Trait.LENGTH) || operation.is(Trait.PART)) {
      return;
    }
    for (int i = 0; i < operands.size(); i++) {
      boolean written = operation.is(Trait.STORE) && i == 0;
      requireUnmarked(tree, operands.get(i), written ? "written" : "made part of something else");
    }
  }

  /** Whether the result of an operation was loaded through a marked reference. */
  boolean isLoad(OpDefinition operation, List<Value> operands) {
    return operation.is(Trait.PART) && marked.contains(operands.get(0));
  }

  /**
   * Refuses to let a marked reference go where its mark would be lost.
   *
   * @param value may be null
   */
  public void requireUnmarked(Tree tree, Value value, String use) {
    if (value != null && marked.contains(value)) {
      String part = value.type() instanceof RecordType ? "an element" : "a row";
      String name = value.name().isEmpty() ? part : "'" + value.name() + "'";
      throw site.refuse(tree, Code.NO_GRADIENT_ARRAY, name, use);
    }
  }
}
