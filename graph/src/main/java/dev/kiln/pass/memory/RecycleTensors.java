package dev.kiln.pass.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.control.MemoryOps;
import dev.kiln.op.definition.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says after which operation an intermediate tensor is not needed any more, so that the results
 * that follow take its memory: {@code x.matmul(w1).add(b1).relu().matmul(w2)} needs two arrays for
 * a batch of any size, and the next call takes the same ones.
 *
 * <p>Only in the entry function, where nothing else has the elements of a tensor and the last that
 * reads it is in the block that made it: a block's own tensors, what a loop alone carries from
 * iteration to iteration, and what only a stack saved for the backward sweep. What is returned or
 * used in a nested block is left to the garbage collector.
 */
public final class RecycleTensors {
  private final Ownership ownership;

  /** From which on ids are free in the entry function. */
  private int nextId;

  private RecycleTensors(Graph graph) {
    ownership = new Ownership(graph);
    nextId = greatestId(graph.entry().body()) + 1;
  }

  /** The graph with an operation after the last use of each such tensor. */
  public static Graph run(Graph graph) {
    Function entry = graph.entry();
    Block body = new RecycleTensors(graph).recycling(entry.body(), Set.of());
    return graph.withEntry(entry.withBody(body));
  }

  private Block recycling(Block block, Set<Value> given) {
    Map<Integer, List<Value>> deaths = new TensorLifetimes(block, given, ownership).deaths();
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < block.operations().size(); i++) {
      Operation operation = block.operations().get(i);
      operations.add(
          operation instanceof Operation.Loop loop
              ? recycling(loop, operations)
              : inside(operation));
      for (Value dead : deaths.getOrDefault(i, List.of())) {
        operations.add(
            new Operation.Apply(
                MemoryOps.RECYCLE,
                Attributes.NONE,
                List.of(dead),
                List.of(),
                operation.position()));
      }
    }
    return new Block(block.parameters(), operations, block.terminator());
  }

  /** The same in nested blocks. */
  private Operation inside(Operation operation) {
    if (operation instanceof Operation.If branch) {
      return new Operation.If(
          branch.condition(),
          recycling(branch.thenBlock(), Set.of()),
          recycling(branch.elseBlock(), Set.of()),
          branch.results(),
          branch.position());
    }
    if (operation instanceof Operation.Scope scope) {
      return new Operation.Scope(
          scope.label(), recycling(scope.body(), Set.of()), scope.results(), scope.position());
    }
    return operation;
  }

  /**
   * The same in the body of a loop; conditions of loops stay expressions.
   *
   * @param before where copies go of what the loop begins with, where that is not the loop's alone:
   *     one copy instead of a new array in each iteration
   */
  private Operation recycling(Operation.Loop loop, List<Operation> before) {
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < loop.operands().size(); i++) {
      Value given = loop.operands().get(i);
      if (ownership.isCopied(loop, i)) {
        Value copy = new Value(nextId++, given.name(), given.type());
        before.add(
            new Operation.Apply(
                MemoryOps.COPY, Attributes.NONE, List.of(given), List.of(copy), loop.position()));
        given = copy;
      }
      operands.add(given);
    }
    return new Operation.Loop(
        loop.label(),
        operands,
        loop.condition(),
        recycling(loop.body(), ownership.carried(loop)),
        loop.results(),
        loop.position());
  }

  private static int greatestId(Block block) {
    int greatest = ids(block.parameters());
    for (Operation operation : block.operations()) {
      greatest = Math.max(greatest, ids(operation.results()));
      for (Block inner : operation.blocks()) {
        greatest = Math.max(greatest, greatestId(inner));
      }
    }
    return greatest;
  }

  private static int ids(List<Value> values) {
    return values.stream().mapToInt(Value::id).max().orElse(-1);
  }
}
