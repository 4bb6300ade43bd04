package dev.kiln.graph;

import dev.kiln.array.NdArray;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.SourcePosition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A node of the graph. */
public sealed interface Operation {
  /** The values that it uses directly; those that nested blocks use are not among them. */
  List<Value> operands();

  /** The values that it defines. */
  List<Value> results();

  /** The nested blocks, in order. */
  List<Block> blocks();

  /** Where it comes from. */
  SourcePosition position();

  /** The values that it uses, those that nested blocks use among them. */
  default Set<Value> uses() {
    Set<Value> uses = new LinkedHashSet<>();
    addUses(uses);
    return uses;
  }

  /** Adds to a set what {@link #uses} gives: blocks may be nested by the hundred. */
  default void addUses(Set<Value> uses) {
    uses.addAll(operands());
    blocks().forEach(block -> block.addUses(uses));
  }

  /** Applies an operation of the catalogue; there is one result or none. */
  record Apply(
      OpDefinition definition,
      Attributes attributes,
      List<Value> operands,
      List<Value> results,
      SourcePosition position)
      implements Operation {
    public Apply {
      operands = List.copyOf(operands);
      results = List.copyOf(results);
    }

    /** Whether the trait holds for the operation. */
    public boolean is(Trait trait) {
      return definition.is(trait);
    }

    /** The number that it makes, if it is a literal of a scalar type. */
    public Optional<Attribute.Number> number() {
      return is(Trait.LITERAL) && attributes.get("value") instanceof Attribute.Number number
          ? Optional.of(number)
          : Optional.empty();
    }

    /** The number in the tensor that it makes, if it is a literal of a tensor of rank 0. */
    public Optional<Attribute.Number> tensorNumber() {
      if (!is(Trait.LITERAL)
          || !(attributes.get("value") instanceof Attribute.Array constant)
          || constant.array().shape().rank() > 0) {
        return Optional.empty();
      }
      NdArray array = constant.array();
      long bits =
          switch (array.dtype()) {
            case FLOAT32 -> Bits.of(array.floats()[0]);
            case FLOAT64 -> Bits.of(array.doubles()[0]);
            case INT32 -> array.ints()[0];
            case INT64 -> array.longs()[0];
            case BOOL -> Bits.of(array.booleans()[0]);
          };
      return Optional.of(new Attribute.Number(array.dtype(), bits));
    }

    /** The result of an operation that has one. */
    public Value result() {
      return results.get(0);
    }

    @Override
    public List<Block> blocks() {
      return List.of();
    }
  }

  /** Runs one of two blocks. A block without parameters; it yields the results. */
  record If(
      Value condition,
      Block thenBlock,
      Block elseBlock,
      List<Value> results,
      SourcePosition position)
      implements Operation {
    public If {
      results = List.copyOf(results);
    }

    @Override
    public List<Value> operands() {
      return List.of(condition);
    }

    @Override
    public List<Block> blocks() {
      return List.of(thenBlock, elseBlock);
    }
  }

  /**
   * Repeats. The carried values start as {@code operands}. Each iteration runs {@code condition}
   * with them as its parameters; it ends in {@link Terminator.Condition}, which passes them,
   * perhaps changed, to {@code body} or out as results. {@code body} yields the next ones. A {@code
   * break} gives the results directly. All these lists have the same types. A do-while loop has
   * everything in its condition block, and a body that yields its parameters.
   */
  record Loop(
      String label,
      List<Value> operands,
      Block condition,
      Block body,
      List<Value> results,
      SourcePosition position)
      implements Operation {
    public Loop {
      operands = List.copyOf(operands);
      results = List.copyOf(results);
    }

    @Override
    public List<Block> blocks() {
      return List.of(condition, body);
    }
  }

  /** Runs a block once, which {@code break} may leave early; yield and break give the results. */
  record Scope(String label, Block body, List<Value> results, SourcePosition position)
      implements Operation {
    public Scope {
      results = List.copyOf(results);
    }

    @Override
    public List<Value> operands() {
      return List.of();
    }

    @Override
    public List<Block> blocks() {
      return List.of(body);
    }
  }

  /** Calls another function of the graph. */
  record Call(String function, List<Value> operands, List<Value> results, SourcePosition position)
      implements Operation {
    public Call {
      operands = List.copyOf(operands);
      results = List.copyOf(results);
    }

    @Override
    public List<Block> blocks() {
      return List.of();
    }
  }
}
