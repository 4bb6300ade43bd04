package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.plan.SavedElements;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Value;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ValueType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the forward sweep leaves in arrays that the caller sees: arguments and results. It is put
 * back after the backward sweep, which undoes stores, so that these are the same arrays as those of
 * the method, with the same rows, and hold the same.
 */
public final class FinalContents {
  /** A stack with the contents of each array. */
  private final Map<Value, Value> stacks = new LinkedHashMap<>();

  /**
   * Keeps what arrays hold now.
   *
   * @param arrays of the primal function
   * @param purpose says so, as a sentence for when memory runs out
   */
  public FinalContents(
      Collection<Value> arrays, String purpose, ForwardSweep forward, BlockBuilder body) {
    for (Value each : arrays) {
      Value array = forward.primal(each);
      ArrayType type = (ArrayType) array.type();
      ValueType element = SavedElements.of(type, body.position());
      Attributes attributes = StackOps.attributes(type.rank() == 1 ? element : type, purpose);
      Value stack = body.apply("contents", StackOps.STACK_NEW, attributes, List.of());
      body.perform(StackOps.STACK_PUSH_ALL, Attributes.NONE, List.of(stack, array));
      stacks.put(array, stack);
    }
  }

  public void putBack(BlockBuilder body) {
    stacks.forEach(
        (array, stack) ->
            body.perform(StackOps.STACK_POP_ALL, Attributes.NONE, List.of(stack, array)));
  }
}
