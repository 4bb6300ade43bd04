package dev.kiln.processor.frontend;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.kiln.annotation.Checkpoint;
import dev.kiln.graph.Value;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.CheckpointOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.Body.Target;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * Finds the loops that {@code @Checkpoint} is for: on a variable of the loop itself, on the local
 * variable declared right before it, or on the method.
 */
final class CheckpointMarks {
  private final Body body;

  /** The mark of the whole method. */
  private Optional<Attributes> ofMethod = Optional.empty();

  /** The annotated variable in front of a loop that must come next. */
  private Optional<VariableTree> announced = Optional.empty();

  private boolean usesMark;

  CheckpointMarks(Body body) {
    this.body = body;
  }

  /** Takes notice of the annotation of the method. */
  void enter(MethodTree method) {
    ofMethod = read(method.getModifiers());
  }

  /** Refuses an annotation of the method that no loop took. */
  void leave(MethodTree method) {
    if (ofMethod.isPresent() && !usesMark) {
      throw misplaced(method, "a method without loops");
    }
  }

  /** Takes notice of a local variable. */
  void declare(VariableTree variable) {
    if (find(variable.getModifiers()).isPresent()) {
      announced = Optional.of(variable);
    }
  }

  /** Refuses an annotated variable, unless the statement is the loop that follows it. */
  void expect(StatementTree next) {
    boolean loop =
        switch (next.getKind()) {
          case WHILE_LOOP, DO_WHILE_LOOP, FOR_LOOP, ENHANCED_FOR_LOOP, LABELED_STATEMENT -> true;
          default -> false;
        };
    if (!loop) {
      requireNone();
    }
  }

  /** Refuses an annotated variable that no loop follows. */
  void requireNone() {
    if (announced.isPresent()) {
      throw misplaced(
          announced.get(), "'" + announced.get().getName() + "', which no loop follows");
    }
  }

  /** The mark of a loop that is about to be lowered. */
  Optional<Attributes> of(StatementTree loop) {
    Optional<Attributes> own = announced.flatMap(variable -> read(variable.getModifiers()));
    announced = Optional.empty();
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
    boolean outermost = body.targets.stream().noneMatch(Target::isLoop);
    if (own.isEmpty() && outermost && ofMethod.isPresent()) {
      usesMark = true;
      return ofMethod;
    }
    return own;
  }

  /** The variables of a {@code for} loop are declared; they announce no other loop. */
  void forget() {
    announced = Optional.empty();
  }

  /** Puts the mark into the block of a loop that runs each round. */
  void put(StatementTree loop, Optional<Attributes> mark) {
    mark.ifPresent(
        attributes -> body.perform(loop, CheckpointOps.CHECKPOINT, attributes, List.of()));
  }

  private Optional<AnnotationTree> find(ModifiersTree modifiers) {
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      TypeElement type = body.program.names().typeOrNull(annotation.getAnnotationType(), body);
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
                    .with("rounds", number(annotation, "rounds")));
  }

  private Attribute number(AnnotationTree annotation, String name) {
    for (ExpressionTree argument : annotation.getArguments()) {
      if (argument instanceof AssignmentTree assignment
          && assignment.getVariable().toString().equals(name)) {
        ExpressionTree tree = assignment.getExpression();
        Value value = body.expressions.initialize(tree, ScalarType.INT32);
        Optional<Long> bits = body.constantBits(value);
        if (bits.isEmpty() || bits.get().intValue() < 0) {
          throw body.refuse(tree, Code.CHECKPOINT_COUNT, name);
        }
        return new Attribute.Integer(bits.get().intValue());
      }
    }
    return new Attribute.Integer(0);
  }

  private RuntimeException misplaced(Tree tree, String what) {
    return body.refuse(tree, Code.CHECKPOINT_MISPLACED, what);
  }
}
