package dev.kiln.autodiff.fusion;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Obstacle;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells which numbers have a cotangent that is known before they are: those that lead to the result
 * by sums, by factors that are known already ({@link EarlyValues}) and through conditionals on what
 * is known already.
 */
public final class EarlyCotangents {
  private static final Optional<Obstacle> NONE = Optional.empty();

  /**
   * A use of a number.
   *
   * @param user null where the terminator of the block uses it
   */
  public record Use(Block block, Operation user, int operand) {}

  private final FunctionStructure structure;
  private final Activity activity;
  private final ChosenLoops fused;
  private final Map<Value, List<Use>> uses = new HashMap<>();

  EarlyCotangents(FunctionStructure structure, Activity activity, ChosenLoops fused) {
    this.structure = structure;
    this.activity = activity;
    this.fused = fused;
    collect(structure.function().body());
  }

  /** The uses of {@code value} that its cotangent comes from. */
  public List<Use> uses(Value value) {
    return uses.getOrDefault(value, List.of()).stream().filter(this::matters).toList();
  }

  /**
   * What keeps the cotangent of a number from being known where these values are; empty where it is
   * known.
   */
  Optional<Obstacle> obstacle(Value value, EarlyValues early) {
    return obstacle(value, early, new HashMap<>());
  }

  private Optional<Obstacle> obstacle(
      Value value, EarlyValues early, Map<Value, Optional<Obstacle>> known) {
    Optional<Obstacle> found = known.get(value);
    if (found == null) {
      found =
          uses(value).stream()
              .map(use -> obstacle(value, use, early, known))
              .flatMap(Optional::stream)
              .findFirst();
      known.put(value, found);
    }
    return found;
  }

  private Optional<Obstacle> obstacle(
      Value value, Use use, EarlyValues early, Map<Value, Optional<Obstacle>> known) {
    for (Block at = use.block();
        !structure.encloses(at, early.block());
        at = structure.parent(at)) {
      Optional<Obstacle> around =
          structure.owner(at) instanceof Operation.If branch
              ? early.obstacle(branch.condition())
              : obstacle(value, " is used in another loop", structure.owner(at).position());
      if (around.isPresent()) {
        return around;
      }
    }
    if (use.user() == null) {
      return obstacleAtEnd(value, use, early, known);
    }
    SourcePosition position = use.user().position();
    if (use.user() instanceof Operation.Loop loop) {
      return Accumulation.isSum(loop, use.operand(), structure)
          ? obstacle(loop.results().get(use.operand()), early, known)
          : obstacle(value, " is used for more than a sum in another loop", position);
    }
    if (!(use.user() instanceof Operation.Apply apply) || !isLinear(apply, use.operand())) {
      return obstacle(value, " is used in an operation that is not linear in it", position);
    }
    Optional<Obstacle> factor = factor(apply, use.operand()).map(early::obstacle).orElse(NONE);
    return factor.isPresent() ? factor : obstacle(apply.result(), early, known);
  }

  private Optional<Obstacle> obstacleAtEnd(
      Value value, Use use, EarlyValues early, Map<Value, Optional<Obstacle>> known) {
    Operation owner = structure.owner(use.block());
    if (owner instanceof Operation.If branch) {
      return obstacle(branch.results().get(use.operand()), early, known);
    }
    boolean isKnown =
        owner == null && use.block().terminator() instanceof Terminator.Return
            || owner instanceof Operation.Loop loop
                && use.block() == loop.body()
                && fused.contains(loop)
                && fused.sums(loop).contains(use.operand());
    return isKnown
        ? NONE
        : obstacle(
            value,
            " is carried to the next iteration",
            owner == null ? SourcePosition.UNKNOWN : owner.position());
  }

  private Optional<Obstacle> obstacle(Value value, String reason, SourcePosition position) {
    return Optional.of(new Obstacle(Subjects.of(value, structure) + reason, position));
  }

  /** Whether the result is a sum of the operand times a factor and something else. */
  private static boolean isLinear(Operation.Apply apply, int operand) {
    OpDefinition definition = apply.definition();
    boolean numbers =
        !apply.results().isEmpty()
            && apply.result().type() instanceof ScalarType
            && apply.operands().stream().allMatch(each -> each.type() instanceof ScalarType);
    return numbers
        && (definition.isLinear()
            || definition.is(Trait.BILINEAR)
            || definition.is(Trait.MULTIPLY_ADD)
            || definition.is(Trait.LINEAR_IN_FIRST) && operand == 0);
  }

  /** The factor of a linear operand, or divisor, where there is one. */
  private static Optional<Value> factor(Operation.Apply apply, int operand) {
    OpDefinition definition = apply.definition();
    boolean scales =
        definition.is(Trait.BILINEAR)
            || definition.is(Trait.LINEAR_IN_FIRST)
            || definition.is(Trait.MULTIPLY_ADD) && operand < 2;
    return scales ? Optional.of(apply.operands().get(1 - operand)) : Optional.empty();
  }

  private boolean matters(Use use) {
    if (use.user() == null && use.block().terminator() instanceof Terminator.Throw) {
      return false; // a message has no cotangent
    }
    if (use.user() == null && structure.owner(use.block()) instanceof Operation.If branch) {
      return activity.isActiveNumber(branch.results().get(use.operand()));
    }
    if (use.user() instanceof Operation.Apply apply && !apply.results().isEmpty()) {
      return activity.isActiveNumber(apply.result());
    }
    return true;
  }

  private void collect(Block block) {
    for (Operation operation : block.operations()) {
      for (int i = 0; i < operation.operands().size(); i++) {
        add(operation.operands().get(i), new Use(block, operation, i));
      }
      operation.blocks().forEach(this::collect);
    }
    for (int i = 0; i < block.terminator().operands().size(); i++) {
      add(block.terminator().operands().get(i), new Use(block, null, i));
    }
  }

  private void add(Value value, Use use) {
    uses.computeIfAbsent(value, key -> new ArrayList<>()).add(use);
  }
}
