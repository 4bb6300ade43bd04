package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.residual.ResidualStorage;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Key;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Kind;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arrays in which loops of known length save a number of each iteration, by the number of the
 * iteration.
 */
final class IterationArrays {
  private final FunctionDerivation derivation;
  private final ResidualStorage storage;
  private final GraphCopier forward;
  private final Map<Value, Value> arrays = new HashMap<>();

  /**
   * @param forward copies the function in which the loops are
   */
  IterationArrays(FunctionDerivation derivation, ResidualStorage storage, GraphCopier forward) {
    this.derivation = derivation;
    this.storage = storage;
    this.forward = forward;
  }

  /** Makes the arrays for what a loop saves, if its length is known. */
  void make(Operation.Loop loop, BlockBuilder target) {
    for (Value saved : derivation.plan().savedIn(loop.body())) {
      Optional<CountedLoop> counted = derivation.indexing(saved);
      if (counted.isPresent() && !derivation.isSavedOnce(saved)) {
        Value array =
            target.apply(
                ResidualStorage.label(saved.name()),
                ArrayOps.ARRAY_NEW,
                ArrayOps.saving(
                    new ArrayType(saved.type(), 1),
                    storage.purpose(new Key(Kind.PRIMAL, saved), saved.name())),
                List.of(iterations(counted.get(), target)));
        arrays.put(saved, array);
      }
    }
  }

  /** Whether there is an array for the value. */
  boolean contains(Value saved) {
    return arrays.containsKey(saved);
  }

  /** The array for the value; null where there is none. */
  Value of(Value saved) {
    return arrays.get(saved);
  }

  /** Saves the value of the current iteration. */
  void store(Value saved, BlockBuilder target) {
    CountedLoop loop = derivation.indexing(saved).orElseThrow();
    Value index = loop.iteration(forward.single(loop.variable()), start(loop), target);
    target.perform(
        ArrayOps.ARRAY_STORE,
        Attributes.NONE,
        List.of(arrays.get(saved), index, forward.lookup(saved).get(0)));
  }

  private Value start(CountedLoop loop) {
    return derivation.structure().isConstantZero(loop.start())
        ? null
        : forward.single(loop.start());
  }

  /** How often a loop will run. */
  private Value iterations(CountedLoop loop, BlockBuilder target) {
    Value bound = loop.bound(derivation.structure(), target, each -> forward.lookup(each).get(0));
    Value iterations = loop.iteration(bound, start(loop), target);
    if (loop.includesBound()) {
      Value one = target.constant(ScalarType.INT32, 1);
      iterations = target.apply(ElementwiseOps.ADD, iterations, one);
    }
    return target.apply(LoopReversal.MAXIMUM, iterations, target.constant(ScalarType.INT32, 0));
  }
}
