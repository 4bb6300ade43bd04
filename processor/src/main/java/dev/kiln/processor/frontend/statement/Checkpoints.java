package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.annotation.Checkpoint;
import dev.kiln.graph.Value;
import dev.kiln.op.control.CheckpointOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.Target;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * Finds the loops that {@code @Checkpoint} is for: on a variable of the loop itself, on the local
 * variable declared right before it, or on the method.
 */
public final class Checkpoints {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Finds the marks of code at one place. */
  public Checkpoints(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** What the annotation of a method says; empty where there is none. */
  public Optional<Attributes> of(MethodTree method) {
    return read(method.getModifiers());
  }

  /** Refuses an annotation of the method that no loop took. */
  public void requireTaken(MethodTree method) {
    if (context.mark().isUnused()) {
      throw misplaced(method, "a method without loops");
    }
  }

  /**
   * Refuses an annotated variable that is not followed by a loop.
   *
   * @param before the statement that may declare one, or null
   * @param next what follows; null for the end of the code
   */
  public void check(StatementTree before, StatementTree next) {
    Optional<VariableTree> announced = announced(before);
    if (announced.isPresent() && (next == null || !isLoop(next))) {
      String what = "'" + announced.get().getName() + "', which no loop follows";
      block.unknowns().note(misplaced(announced.get(), what));
    }
  }

  private static boolean isLoop(StatementTree tree) {
    return switch (tree.getKind()) {
      case WHILE_LOOP, DO_WHILE_LOOP, FOR_LOOP, ENHANCED_FOR_LOOP -> true;
      case LABELED_STATEMENT -> isLoop(((LabeledStatementTree) tree).getStatement());
      default -> false;
    };
  }

  private Optional<VariableTree> announced(StatementTree before) {
    return before instanceof VariableTree variable && find(variable.getModifiers()).isPresent()
        ? Optional.of(variable)
        : Optional.empty();
  }

  /**
   * The mark of a loop that is about to be lowered.
   *
   * @param before the statement in front of it, or null
   */
  Optional<Attributes> of(StatementTree loop, StatementTree before) {
    Optional<Attributes> own = announced(before).flatMap(each -> read(each.getModifiers()));
    if (own.isPresent()) {
      return own;
    }
    if (loop instanceof EnhancedForLoopTree each) {
      own = read(each.getVariable().getModifiers());
    } else if (loop instanceof ForLoopTree counting) {
      own =
          counting.getInitializer().stream()
              .filter(VariableTree.class::isInstance)
              .findFirst()
              .flatMap(first -> read(((VariableTree) first).getModifiers()));
    }
    boolean outermost = context.targets().stream().noneMatch(Target::isLoop);
    return own.isEmpty() && outermost ? context.mark().take() : own;
  }

  /** Puts the mark into the block of a loop that each iteration runs. */
  void put(StatementTree loop, Optional<Attributes> mark) {
    mark.ifPresent(
        attributes -> block.perform(loop, CheckpointOps.CHECKPOINT, attributes, List.of()));
  }

  private Optional<AnnotationTree> find(ModifiersTree modifiers) {
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      TypeElement type = context.names().typeOrNull(annotation.getAnnotationType(), context);
      if (type != null && type.getQualifiedName().contentEquals(Checkpoint.class.getName())) {
        return Optional.of(annotation);
      }
    }
    return Optional.empty();
  }

  private Optional<Attributes> read(ModifiersTree modifiers) {
    return find(modifiers)
        .map(
            annotation ->
                Attributes.of("snapshots", number(annotation, "snapshots"))
                    .with("iterations", number(annotation, "iterations")));
  }

  private Attribute number(AnnotationTree annotation, String name) {
    for (ExpressionTree argument : annotation.getArguments()) {
      if (argument instanceof AssignmentTree assignment
          && assignment.getVariable().toString().equals(name)) {
        ExpressionTree tree = assignment.getExpression();
        Value value = lowerer.initializer(tree, ScalarType.INT32);
        Optional<Long> bits = block.constantBits(value);
        if (bits.isEmpty() || bits.get().intValue() < 0) {
          throw block.refuse(tree, Code.CHECKPOINT_COUNT, name);
        }
        return new Attribute.Integer(bits.get().intValue());
      }
    }
    return new Attribute.Integer(0);
  }

  private Refusal misplaced(Tree tree, String what) {
    return block.refuse(tree, Code.CHECKPOINT_MISPLACED, what);
  }
}
