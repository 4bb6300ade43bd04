package dev.kiln.pass.analysis.loop;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where each value, operation and block of a function stands. */
public final class FunctionStructure {

  /**
   * The place of a block.
   *
   * @param owner the operation that the block is nested in; null for the body of the function
   * @param parent the block that {@code owner} stands in; null for the body of the function
   * @param index the index of {@code owner} in {@code parent}
   * @param loops the loops around the block, outermost first
   */
  private record Place(Operation owner, Block parent, int index, List<Operation.Loop> loops) {}

  private final Function function;
  private final Map<Block, Place> places = new IdentityHashMap<>();
  private final Map<Value, Block> homes = new LinkedHashMap<>();
  private final Map<Operation, Block> blocks = new IdentityHashMap<>();
  private final Map<Value, Operation> definitions = new HashMap<>();
  private final Map<Value, Integer> indices = new HashMap<>();
  private final Map<Value, Integer> uses = new HashMap<>();

  public FunctionStructure(Function function) {
    this.function = function;
    collect(function.body(), new Place(null, null, -1, List.of()));
  }

  public Function function() {
    return function;
  }

  /** The values in the order in which the text of the function defines them. */
  public Iterable<Value> values() {
    return Collections.unmodifiableSet(homes.keySet());
  }

  /** The block that defines {@code value}. */
  public Block home(Value value) {
    return homes.get(value);
  }

  /** The block that the operation stands in. */
  public Block home(Operation operation) {
    return blocks.get(operation);
  }

  /** The operation that defines {@code value}; empty for the parameter of a block. */
  public Optional<Operation> definition(Value value) {
    return Optional.ofNullable(definitions.get(value));
  }

  /** The application that defines {@code value}; empty where something else does. */
  public Optional<Operation.Apply> application(Value value) {
    return definitions.get(value) instanceof Operation.Apply apply
        ? Optional.of(apply)
        : Optional.empty();
  }

  public boolean isConstant(Value value) {
    return application(value).filter(made -> made.is(Trait.LITERAL)).isPresent();
  }

  /** The bits of the constant, of a scalar type, that the value is. */
  public Optional<Long> constant(Value value) {
    return application(value).flatMap(Operation.Apply::number).map(Attribute.Number::bits);
  }

  /** Whether the value is the constant 0 of an integer type. */
  public boolean isConstantZero(Value value) {
    return !value.type().isFloating() && constant(value).filter(bits -> bits == 0).isPresent();
  }

  /** The index of the defining operation in its block; -1 for the parameter of a block. */
  public int index(Value value) {
    return indices.get(value);
  }

  /** How often the value is an operand. */
  public int uses(Value value) {
    return uses.getOrDefault(value, 0);
  }

  /** The loops around a block, outermost first. */
  public List<Operation.Loop> loops(Block block) {
    return places.get(block).loops();
  }

  boolean isInLoop(Block block) {
    return !loops(block).isEmpty();
  }

  /** The operation that a block is nested in; null for the body of the function. */
  public Operation owner(Block block) {
    return places.get(block).owner();
  }

  /** The block around a nested block; null for the body of the function. */
  public Block parent(Block block) {
    return places.get(block).parent();
  }

  public boolean encloses(Block outer, Block inner) {
    for (Block block = inner; block != null; block = places.get(block).parent()) {
      if (block == outer) {
        return true;
      }
    }
    return false;
  }

  /**
   * The index in {@code outer} of the operation that leads to position {@code index} of {@code
   * block}: {@code index} itself where the blocks are the same.
   */
  public int anchor(Block outer, Block block, int index) {
    Block at = block;
    int position = index;
    while (at != outer) {
      Place place = places.get(at);
      position = place.index();
      at = place.parent();
      if (at == null) {
        throw new IllegalArgumentException("the one block does not enclose the other");
      }
    }
    return position;
  }

  /** The innermost block that encloses both. */
  public Block commonBlock(Block first, Block second) {
    Block block = first;
    while (!encloses(block, second)) {
      block = places.get(block).parent();
    }
    return block;
  }

  private void collect(Block block, Place place) {
    places.put(block, place);
    for (Value parameter : block.parameters()) {
      homes.put(parameter, block);
      indices.put(parameter, -1);
    }
    List<Operation> operations = block.operations();
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      blocks.put(operation, block);
      operation.operands().forEach(this::use);
      List<Operation.Loop> loops = place.loops();
      if (operation instanceof Operation.Loop loop) {
        loops = new ArrayList<>(loops);
        loops.add(loop);
      }
      for (Block nested : operation.blocks()) {
        collect(nested, new Place(operation, block, i, loops));
      }
      for (Value result : operation.results()) {
        homes.put(result, block);
        indices.put(result, i);
        definitions.put(result, operation);
      }
    }
    block.terminator().operands().forEach(this::use);
  }

  private void use(Value value) {
    uses.merge(value, 1, Integer::sum);
  }
}
