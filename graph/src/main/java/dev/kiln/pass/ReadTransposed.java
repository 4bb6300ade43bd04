package dev.kiln.pass;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.MatrixOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Matrix products of transposes read the matrices themselves: {@code matmul(x, transpose(w))}
 * becomes {@code matmul_transposed(x, w)}, and the transpose is dead unless something else uses it.
 *
 * <p>Exact: each element of a product is the same chain of multiplications and additions, however
 * the operands lie in memory.
 */
public final class ReadTransposed extends GraphCopier {
  /** What the transposes so far are made of, by their values in the copy. */
  private final Map<Value, Value> transposed = new HashMap<>();

  private ReadTransposed() {}

  /** The graph with such products replaced. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(new ReadTransposed().copy(graph.entry()))
        .withFunctions(graph.functions().stream().map(f -> new ReadTransposed().copy(f)).toList());
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    List<Value> operands = lookup(apply.operands());
    if (!apply.is(Trait.MATRIX_PRODUCT)
        || operands.stream().noneMatch(transposed::containsKey)
        || operands.stream().anyMatch(operand -> ((TensorType) operand.type()).rank() < 2)) {
      super.copyApply(apply, target);
      if (apply.is(Trait.TRANSPOSITION)) {
        transposed.put(single(apply.result()), operands.get(0));
      }
      return;
    }
    boolean left = isTransposed(apply, MatrixOps.LEFT) != transposed.containsKey(operands.get(0));
    boolean right = isTransposed(apply, MatrixOps.RIGHT) != transposed.containsKey(operands.get(1));
    List<Value> read =
        operands.stream().map(operand -> transposed.getOrDefault(operand, operand)).toList();
    Value product =
        left || right
            ? target.apply(
                apply.result().name(),
                MatrixOps.MATMUL_TRANSPOSED,
                MatrixOps.transposing(left, right),
                read)
            : target.apply(apply.result().name(), MatrixOps.MATMUL, Attributes.NONE, read);
    define(apply.result(), List.of(product));
  }

  private static boolean isTransposed(Operation.Apply apply, String attribute) {
    return !apply.attributes().equals(Attributes.NONE) && apply.attributes().truth(attribute);
  }
}
