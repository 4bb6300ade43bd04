package dev.kiln.pass;

import dev.kiln.annotation.DType;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountingLoop;
import dev.kiln.pass.analysis.memory.SmallArrays;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the iterations of a loop one after the other where that makes the indices of a {@linkplain
 * SmallArrays small array} constants, so that {@link ScalarReplacement} can do without the array.
 *
 * <pre>
 * for (int i = 0; i &lt; 2; i++) {     offset[0] = point[0] - camera[3];
 *   offset[i] = point[i]            offset[1] = point[1] - camera[4];
 *       - camera[3 + i];
 * }
 * </pre>
 *
 * <p>Exact: the same operations in the same order.
 */
public final class UnrollShortLoops extends GraphCopier {
  private final SmallArrays arrays;

  /** The integers of the copy that are constants. */
  private final Map<Value, Integer> constants = new HashMap<>();

  /** The labels of constructs that are copied with each iteration, which they must not share. */
  private final Map<String, String> labels = new HashMap<>();

  private int iterationsAround;
  private int copies;

  private UnrollShortLoops(Function function) {
    arrays = SmallArrays.of(function);
  }

  /** The graph with such loops unrolled. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(unrolled(graph.entry()))
        .withFunctions(graph.functions().stream().map(UnrollShortLoops::unrolled).toList());
  }

  private static Function unrolled(Function function) {
    UnrollShortLoops copier = new UnrollShortLoops(function);
    return copier.arrays.loops().isEmpty() ? function : copier.copy(function);
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    Optional<Integer> folded = iterationsAround > 0 ? folded(apply) : Optional.empty();
    if (folded.isPresent()) {
      define(apply.result(), List.of(constant(folded.get(), target)));
      return;
    }
    super.copyApply(apply, target);
    number(apply).ifPresent(number -> constants.put(single(apply.result()), number));
  }

  private static Optional<Integer> number(Operation.Apply made) {
    return made.number()
        .filter(number -> number.dtype() == DType.INT32)
        .map(number -> (int) number.bits());
  }

  private Value constant(int number, BlockBuilder target) {
    Value value = target.constant(ScalarType.INT32, number);
    constants.put(value, number);
    return value;
  }

  /** The result of integer arithmetic on constants; it wraps around as Java's does. */
  private Optional<Integer> folded(Operation.Apply apply) {
    if (apply.operands().size() != 2) {
      return Optional.empty();
    }
    Integer first = constants.get(single(apply.operands().get(0)));
    Integer second = constants.get(single(apply.operands().get(1)));
    if (first == null || second == null) {
      return Optional.empty();
    }
    return result(apply.definition(), first, second);
  }

  private static Optional<Integer> result(OpDefinition definition, int first, int second) {
    if (definition.is(Trait.SUM)) {
      return Optional.of(first + second);
    }
    if (definition.is(Trait.DIFFERENCE)) {
      return Optional.of(first - second);
    }
    return definition.is(Trait.PRODUCT) ? Optional.of(first * second) : Optional.empty();
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    if (!arrays.loops().contains(loop)) {
      renamed(loop.label());
      super.copyLoop(loop, target);
      return;
    }
    CountingLoop counting = arrays.ranges().counting(loop);
    List<Value> carried = lookup(loop.operands());
    int variable = evaluate(counting.start());
    int bound = evaluate(counting.bound());
    iterationsAround++;
    for (; counting.holds(variable, bound); variable += counting.step()) {
      defineAll(loop.body().parameters(), carried);
      define(counting.variable(), List.of(constant(variable, target)));
      carried = new ArrayList<>(copyInto(loop.body(), target).operands());
    }
    iterationsAround--;
    defineAll(loop.results(), carried);
    define(loop.results().get(counting.slot()), List.of(constant(variable, target)));
  }

  /** What a start or a bound is; it may be made in the condition block, which is not copied. */
  private int evaluate(Value value) {
    Optional<Operation.Apply> made = arrays.ranges().definition(value);
    if (made.isEmpty()) {
      return constants.get(single(value));
    }
    Optional<Integer> number = number(made.get());
    if (number.isPresent()) {
      return number.get();
    }
    List<Value> operands = made.get().operands();
    if (operands.size() == 1) {
      return Math.toIntExact(arrays.ranges().of(value).orElseThrow().least());
    }
    int first = evaluate(operands.get(0));
    int second = evaluate(operands.get(1));
    return result(made.get().definition(), first, second).orElseThrow();
  }

  @Override
  protected void copyScope(Operation.Scope scope, BlockBuilder target) {
    renamed(scope.label());
    super.copyScope(scope, target);
  }

  private void renamed(String label) {
    if (iterationsAround > 0) {
      labels.put(label, label + "_iteration" + ++copies);
    }
  }

  @Override
  protected String label(String old) {
    return labels.getOrDefault(old, old);
  }
}
