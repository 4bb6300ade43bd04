package dev.kiln.processor.frontend.array;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.WhereOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.type.ScalarType;
import java.util.List;

/** A loop over the indices from 0 to a count, which the user's code does not spell out. */
final class IndexLoop {
  private final OpenBlock block;
  private final Tree tree;

  private IndexLoop(OpenBlock block, Tree tree) {
    this.block = block;
    this.tree = tree;
  }

  /** Adds the code of one iteration. */
  @FunctionalInterface
  interface Body {
    void add(IndexLoop inner, Value index);
  }

  /** Adds a loop to a block. */
  static void add(OpenBlock block, Tree tree, String label, Value count, Body body) {
    Value zero = block.constant(tree, ScalarType.INT32, 0);
    Value checked = block.create("", ScalarType.INT32);
    OpenBlock condition = block.nested(List.of(checked));
    Value isIn = condition.apply(tree, ElementwiseOps.LESS, checked, count);
    Block checks = condition.build(new Terminator.Condition(isIn, List.of(checked)));
    Value index = block.create("i", ScalarType.INT32);
    OpenBlock inner = block.nested(List.of(index));
    IndexLoop loop = new IndexLoop(inner, tree);
    body.add(loop, index);
    Value next = loop.plus(index, inner.constant(tree, ScalarType.INT32, 1));
    Block repeats = inner.build(new Terminator.Yield(List.of(next)));
    List<Value> results = List.of(block.create("", ScalarType.INT32));
    block.add(new Operation.Loop(label, List.of(zero), checks, repeats, results, block.at(tree)));
  }

  Value plus(Value left, Value right) {
    boolean isZero = block.constantBits(left).filter(bits -> bits == 0).isPresent();
    return isZero ? right : block.apply(tree, ElementwiseOps.ADD, left, right);
  }

  Value minus(Value left, Value right) {
    return block.apply(tree, ElementwiseOps.SUBTRACT, left, right);
  }

  Value choice(Value condition, Value first, Value second) {
    return block.apply(tree, WhereOps.WHERE, condition, first, second);
  }

  Value load(Value array, Value index) {
    return block.apply(tree, ArrayOps.ARRAY_LOAD, array, index);
  }

  void store(Value array, Value index, Value value) {
    block.perform(tree, ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(array, index, value));
  }
}
