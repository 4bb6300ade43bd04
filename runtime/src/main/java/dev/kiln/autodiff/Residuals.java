package dev.kiln.autodiff;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ConstantOps;
import dev.kiln.type.ScalarType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the backward pass needs of the forward pass, and where each value lives.
 *
 * <p>A value outside all loops is used directly (out of a branch as a further result of its {@code
 * If}). A value inside a loop is pushed on a stack of its own when it is defined, and popped where
 * the backward pass enters the reverse of its block. Constants are made again.
 *
 * <p>Besides the function's own values there are two kinds that the forward pass adds: the trip
 * count of each loop and the shadow of each active array reference. They are given values here, so
 * that they are kept the same way.
 */
final class Residuals {
  private final Map<Value, Block> homes = new HashMap<>();
  private final Map<Value, Operation.Apply> definitions = new HashMap<>();
  private final Map<Block, Boolean> inLoop = new IdentityHashMap<>();
  private final Map<Operation.Loop, Value> trips = new IdentityHashMap<>();
  private final Map<Value, Value> shadows = new HashMap<>();
  private final Set<Value> saved = new LinkedHashSet<>();
  private int synthetic = -1;

  Residuals(Function function) {
    collect(function.body(), false);
  }

  /** The block that defines {@code value}. */
  Block home(Value value) {
    return homes.get(value);
  }

  /** Whether the value is defined in a loop, and so has many instances. */
  boolean isInLoop(Value value) {
    return inLoop.get(homes.get(value));
  }

  /** The operation that makes the constant, or null where {@code value} is not a constant. */
  Operation.Apply constant(Value value) {
    Operation.Apply apply = definitions.get(value);
    boolean constant =
        apply != null
            && (apply.definition() == ConstantOps.CONSTANT
                || apply.definition() == ConstantOps.TENSOR_CONSTANT);
    return constant ? apply : null;
  }

  /** The value that stands for the trip count of a loop. */
  Value trips(Operation.Loop loop) {
    return trips.get(loop);
  }

  /** The value that stands for the shadow of an array reference. */
  Value shadow(Value reference) {
    return shadows.computeIfAbsent(
        reference,
        key -> {
          Value shadow = new Value(synthetic--, shadowName(key), key.type());
          homes.put(shadow, homes.get(key));
          return shadow;
        });
  }

  static String shadowName(Value value) {
    return adjointName(value.name());
  }

  /** The customary name of an adjoint: {@code dSum} for {@code sum}. */
  static String adjointName(String name) {
    return name.isEmpty() ? "" : "d" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** Says that the backward pass needs {@code value}. */
  void save(Value value) {
    saved.add(value);
  }

  /** The values found so far that the backward pass needs, in the order in which it asked. */
  Set<Value> saved() {
    return saved;
  }

  /** Whether a saved value is defined in {@code block} or in a block nested there. */
  boolean savesWithin(Block block) {
    return saved.stream().anyMatch(value -> isInLoop(value) && encloses(block, homes.get(value)));
  }

  private static boolean encloses(Block outer, Block inner) {
    return outer == inner
        || outer.operations().stream()
            .flatMap(operation -> operation.blocks().stream())
            .anyMatch(block -> encloses(block, inner));
  }

  private void collect(Block block, boolean repeated) {
    inLoop.put(block, repeated);
    block.parameters().forEach(parameter -> homes.put(parameter, block));
    for (Operation operation : block.operations()) {
      operation.results().forEach(result -> homes.put(result, block));
      if (operation instanceof Operation.Apply apply && !apply.results().isEmpty()) {
        definitions.put(apply.result(), apply);
      }
      boolean loop = operation instanceof Operation.Loop;
      if (loop) {
        Value count = new Value(synthetic--, "trips", ScalarType.INT32);
        trips.put((Operation.Loop) operation, count);
        homes.put(count, block);
      }
      operation.blocks().forEach(nested -> collect(nested, repeated || loop));
    }
  }
}
