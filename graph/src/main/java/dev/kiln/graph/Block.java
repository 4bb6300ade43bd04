package dev.kiln.graph;

import java.util.List;

/**
 * A straight list of operations that ends in a terminator.
 *
 * @param parameters values that the enclosing operation gives the block at entry
 */
public record Block(List<Value> parameters, List<Operation> operations, Terminator terminator) {
  public Block {
    parameters = List.copyOf(parameters);
    operations = List.copyOf(operations);
  }
}
