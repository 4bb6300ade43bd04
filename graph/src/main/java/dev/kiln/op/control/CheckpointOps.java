package dev.kiln.op.control;

import dev.kiln.kernel.saved.Checkpoints;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/** What checkpointing of loops needs: a mark, and the schedule of the reverse. */
public final class CheckpointOps {
  private CheckpointOps() {}

  /**
   * Marks the loop in whose body, or condition block, it stands: reverse mode keeps at most {@code
   * snapshots} copies of what the loop carries, or as many as recursive halving takes where it is
   * 0, and records {@code iterations} iterations at a time, or a number that Kiln chooses where it
   * is 0. It does nothing by itself.
   */
  public static final OpDefinition CHECKPOINT =
      new OpDefinition(
              "checkpoint",
              0,
              List.of(
                  new OpDefinition.AttributeSpec("snapshots", Attribute.Integer.class),
                  new OpDefinition.AttributeSpec("iterations", Attribute.Integer.class)),
              Effect.WRITE,
              (attributes, operands) -> Optional.empty(),
              new Evaluation.OnFrame(site -> frame -> {}),
              new Emission.Statement(""),
              new Derivative.Zero(),
              List.of())
          .with(Trait.FOR_DERIVATIVES);

  /**
   * How many iterations to run before the next snapshot: of operand 0 iterations to be reversed, of
   * which operand 1 are recorded at a time, with operand 2 snapshots left.
   */
  public static final OpDefinition CHECKPOINT_DISTANCE =
      new OpDefinition(
          "checkpoint_distance",
          3,
          List.of(),
          Effect.PURE,
          (attributes, operands) -> {
            for (int i = 0; i < operands.size(); i++) {
              if (!operands.get(i).equals(ScalarType.INT32)) {
                throw new TypeMismatchException(i, "checkpoint_distance takes int operands");
              }
            }
            return Optional.of(ScalarType.INT32);
          },
          new Evaluation.OnScalars(
              (attributes, operands) ->
                  (first, second, third) ->
                      Checkpoints.distance((int) first, (int) second, (int) third)),
          new Emission.Call("dev.kiln.kernel.saved.Checkpoints", "distance", List.of()),
          new Derivative.Zero(),
          List.of());

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(CHECKPOINT, CHECKPOINT_DISTANCE);
}
