package dev.kiln.op.control;

import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeRules;
import java.util.List;
import java.util.Optional;

/** What generated code does with the memory of tensors. */
public final class MemoryOps {
  private MemoryOps() {}

  /**
   * Says that nothing reads the elements of operand 0 any more, and that no other value has them:
   * the results that are made next may take them. Generated code keeps them in its workspace; a
   * session leaves them to the garbage collector.
   */
  public static final OpDefinition RECYCLE =
      new OpDefinition(
              "recycle",
              1,
              List.of(),
              Effect.WRITE,
              (attributes, operands) -> {
                TypeRules.tensor("recycle", operands, 0);
                return Optional.empty();
              },
              new Evaluation.OnFrame(site -> frame -> {}),
              new Emission.Special(),
              new Derivative.Zero(),
              List.of())
          .with(Trait.RECYCLING);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(RECYCLE);
}
