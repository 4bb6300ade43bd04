package dev.kiln.op.control;

import dev.kiln.kernel.tensor.Layouts;
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

  /** The elements of operand 0 in memory of their own, which may be recycled. */
  public static final OpDefinition COPY =
      new OpDefinition(
              "copy",
              1,
              List.of(),
              Effect.PURE,
              (attributes, operands) -> Optional.of(TypeRules.tensor("copy", operands, 0)),
              new Evaluation.OnTensors((attributes, x) -> Layouts.copy(x[0])),
              new Emission.Call("dev.kiln.kernel.tensor.Layouts", "copy", List.of()),
              new Derivative.None("only generated code has it"),
              List.of())
          .with(Trait.NEW_ELEMENTS);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(RECYCLE, COPY);
}
