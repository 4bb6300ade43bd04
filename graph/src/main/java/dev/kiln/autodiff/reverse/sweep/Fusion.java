package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.adjoint.AdjointZeros;
import dev.kiln.autodiff.fusion.FusedLoops;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.residual.ValuesAtHand;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.pass.copy.GraphCopier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Copies a loop whose iterations are reversed at once ({@link FusedLoops}): its body is followed by
 * the reverse of its body. The loop carries, beside its own values, the adjoints of the numbers
 * from outside that it uses.
 */
final class Fusion {
  /** The cotangents of the function's results. */
  public interface ResultCotangents {
    /** The cotangent of the result with this index, made in {@code block} if it is a constant. */
    Value of(int result, BlockBuilder block);
  }

  private final FunctionDerivation derivation;
  private final FusedLoops fused;
  private final GraphCopier forward;
  private final ValuesAtHand atHand;
  private final Supplier<BackwardSweep> backward;
  private final ResultCotangents cotangents;
  private final Map<Operation.Loop, Map<Value, Value>> contributions = new IdentityHashMap<>();

  /** The cotangents of the sums of the loops around the current point. */
  private final Map<Operation.Loop, Map<Integer, Value>> known = new IdentityHashMap<>();

  /** What was computed ahead of its place. */
  private final List<EarlyCopies> ahead = new ArrayList<>();

  /**
   * @param forward copies the function in which the loops are
   * @param backward makes the sweep that reverses an iteration
   */
  <C extends GraphCopier & ValuesAtHand> Fusion(
      FunctionDerivation derivation,
      C forward,
      Supplier<BackwardSweep> backward,
      ResultCotangents cotangents) {
    this.derivation = derivation;
    this.fused = derivation.fused();
    this.forward = forward;
    this.atHand = forward;
    this.backward = backward;
    this.cotangents = cotangents;
  }

  /** What a loop has added to the adjoints of numbers from outside it. */
  Map<Value, Value> contributions(Operation.Loop loop) {
    return contributions.get(loop);
  }

  /** The value, where it was computed ahead of its place already. */
  Optional<Value> ahead(Value value) {
    return ahead.stream().map(each -> each.inPlaceOf(value)).flatMap(Optional::stream).findFirst();
  }

  private CotangentsAhead.Ends cotangentsOf(BlockBuilder target) {
    return (block, operand) ->
        derivation.structure().owner(block) instanceof Operation.Loop around
            ? known.get(around).get(operand)
            : cotangents.of(operand, target);
  }

  /** Says what a branch that has ended passes on of what a loop in it has added. */
  void passOn(Operation.Loop loop, List<Value> added) {
    List<Value> outer = List.copyOf(contributions.get(loop).keySet());
    contributions.put(loop, zip(outer, added));
  }

  /** Slots for adjoints of numbers. */
  static List<Slot> slots(List<Value> numbers) {
    return numbers.stream().map(each -> new Slot(AdjointNames.of(each), each.type())).toList();
  }

  void copy(Operation.Loop loop, BlockBuilder target) {
    EarlyCopies copies = new EarlyCopies(fused.early(loop), atHand, target);
    ahead.add(copies);
    CotangentsAhead early =
        new CotangentsAhead(
            derivation.structure(), fused.cotangents(), copies, cotangentsOf(target), target);
    Map<Integer, Value> seeds = new HashMap<>();
    for (int sum : fused.sums(loop)) {
      early.of(loop.results().get(sum)).ifPresent(each -> seeds.put(sum, each));
    }
    known.put(loop, seeds);
    List<Value> outer = new ArrayList<>(fused.outerNumbers(loop));
    List<Slot> slots = new ArrayList<>(forward.slots(loop.results()));
    List<Value> initial = new ArrayList<>(forward.lookup(loop.operands()));
    int own = slots.size();
    slots.addAll(slots(outer));
    for (Value value : outer) {
      initial.add(AdjointZeros.of(value.type(), target));
    }
    List<Value> results =
        target.loop(
            loop.label(),
            slots,
            initial,
            (block, parameters) -> copyCondition(loop, parameters, own, block),
            (block, parameters) -> copyBody(loop, parameters, own, outer, block));
    forward.defineAll(loop.results(), results.subList(0, own));
    contributions.put(loop, zip(outer, results.subList(own, results.size())));
  }

  private Terminator copyCondition(
      Operation.Loop loop, List<Value> parameters, int own, BlockBuilder block) {
    forward.defineAll(loop.condition().parameters(), parameters.subList(0, own));
    Terminator.Condition end = (Terminator.Condition) forward.copyInto(loop.condition(), block);
    List<Value> carried = new ArrayList<>(end.carried());
    carried.addAll(parameters.subList(own, parameters.size()));
    return new Terminator.Condition(end.condition(), carried);
  }

  private Terminator copyBody(
      Operation.Loop loop, List<Value> parameters, int own, List<Value> outer, BlockBuilder block) {
    forward.defineAll(loop.body().parameters(), parameters.subList(0, own));
    Terminator.Yield end = (Terminator.Yield) forward.copyInto(loop.body(), block);
    List<Value> next = new ArrayList<>(end.operands());
    Map<Value, Value> added = zip(outer, parameters.subList(own, parameters.size()));
    next.addAll(backward.get().reverseIteration(loop, block, added, known.get(loop)));
    return new Terminator.Yield(next);
  }

  private static Map<Value, Value> zip(List<Value> keys, List<Value> values) {
    Map<Value, Value> map = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i));
    }
    return map;
  }
}
