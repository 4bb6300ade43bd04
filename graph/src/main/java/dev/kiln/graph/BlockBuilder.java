package dev.kiln.graph;

import dev.kiln.op.ConstantOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a block operation by operation. The front end, the passes and the derivative transforms
 * all build through this class; {@link GraphBuilder} puts names and terms on top of it.
 */
public final class BlockBuilder {

  /** Fills a nested block and returns how it ends. */
  @FunctionalInterface
  public interface Region {
    Terminator build(BlockBuilder block, List<Value> parameters);
  }

  /** The name and type of a value to be defined. */
  public record Slot(String name, ValueType type) {
    /** A slot with the name and type of {@code value}. */
    public static Slot like(Value value) {
      return new Slot(value.name(), value.type());
    }

    /** A slot for each of {@code values}. */
    public static List<Slot> like(List<Value> values) {
      return values.stream().map(Slot::like).toList();
    }
  }

  private final ValueSource values;
  private final List<Value> parameters;
  private final List<Operation> operations = new ArrayList<>();
  private SourcePosition position = SourcePosition.UNKNOWN;

  public BlockBuilder(ValueSource values, List<Value> parameters) {
    this.values = values;
    this.parameters = List.copyOf(parameters);
  }

  /** The source of new values of the function that this block is part of. */
  public ValueSource values() {
    return values;
  }

  public List<Value> parameters() {
    return parameters;
  }

  /** The operations so far. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** The operation that was added last. */
  public Operation last() {
    return operations.get(operations.size() - 1);
  }

  /** Operations that are added from here on come from {@code where}. */
  public BlockBuilder at(SourcePosition where) {
    position = where;
    return this;
  }

  public SourcePosition position() {
    return position;
  }

  /** Finishes the block. */
  public Block build(Terminator terminator) {
    return new Block(parameters, operations, terminator);
  }

  /** Adds an operation that is already built. */
  public void add(Operation operation) {
    operations.add(operation);
  }

  /** Moves the operation at index {@code from} in front of the one at index {@code to}. */
  public void move(int from, int to) {
    operations.add(to, operations.remove(from));
  }

  /**
   * Gives a value the user's name, where it is the still nameless result of the last operation, and
   * was not used since; else returns it as it is.
   */
  public Value name(Value value, String name) {
    int last = operations.size() - 1;
    boolean fresh =
        last >= 0
            && value.name().isEmpty()
            && operations.get(last).results().equals(List.of(value));
    if (!fresh) {
      return value;
    }
    Value named = new Value(value.id(), name, value.type());
    Operation operation = operations.get(last);
    if (operation instanceof Operation.Apply apply) {
      operations.set(
          last,
          new Operation.Apply(
              apply.definition(),
              apply.attributes(),
              apply.operands(),
              List.of(named),
              apply.position()));
    } else if (operation instanceof Operation.If branch) {
      operations.set(
          last,
          new Operation.If(
              branch.condition(),
              branch.thenBlock(),
              branch.elseBlock(),
              List.of(named),
              branch.position()));
    } else if (operation instanceof Operation.Call call) {
      operations.set(
          last,
          new Operation.Call(call.function(), call.operands(), List.of(named), call.position()));
    } else {
      return value;
    }
    return named;
  }

  /**
   * Applies an operation that has a result.
   *
   * @param name the user's name for the result, or the empty text
   * @throws TypeMismatchException if the operation is not defined for these operands
   */
  public Value apply(
      String name, OpDefinition definition, Attributes attributes, List<Value> operands) {
    ValueType type =
        resultType(definition, attributes, operands)
            .orElseThrow(() -> new IllegalArgumentException(definition.name() + " has no result"));
    Value result = values.create(name, type);
    add(new Operation.Apply(definition, attributes, operands, List.of(result), position));
    return result;
  }

  /** Applies an operation that has a result and no attributes. */
  public Value apply(OpDefinition definition, Value... operands) {
    return apply("", definition, Attributes.NONE, List.of(operands));
  }

  /** Applies an operation without result. */
  public void perform(OpDefinition definition, Attributes attributes, List<Value> operands) {
    if (resultType(definition, attributes, operands).isPresent()) {
      throw new IllegalArgumentException(definition.name() + " has a result");
    }
    add(new Operation.Apply(definition, attributes, operands, List.of(), position));
  }

  /** A scalar constant; {@code number} is a wrapper such as {@link Integer} or {@link Boolean}. */
  public Value constant(ScalarType type, Object number) {
    return constantBits(type, dev.kiln.op.definition.Bits.box(number, type.dtype()));
  }

  /** A scalar constant given by its {@linkplain dev.kiln.op.definition.Bits bits}. */
  public Value constantBits(ScalarType type, long bits) {
    return apply(
        "",
        ConstantOps.CONSTANT,
        Attributes.of("value", new Attribute.Number(type.dtype(), bits)),
        List.of());
  }

  /** A block nested in this one, at the same position. */
  public Block nested(List<Slot> slots, Region region) {
    List<Value> nestedParameters =
        slots.stream().map(slot -> values.create(slot.name(), slot.type())).toList();
    BlockBuilder nested = new BlockBuilder(values, nestedParameters).at(position);
    Terminator terminator = region.build(nested, nestedParameters);
    return nested.build(terminator);
  }

  /** Adds an {@code If} and returns its results. */
  public List<Value> ifElse(
      Value condition, List<Slot> results, Region thenRegion, Region elseRegion) {
    SourcePosition where = position;
    Block thenBlock = nested(List.of(), thenRegion);
    Block elseBlock = nested(List.of(), elseRegion);
    List<Value> defined = define(results);
    add(new Operation.If(condition, thenBlock, elseBlock, defined, where));
    return defined;
  }

  /** Adds a {@code Loop} whose carried values have the names and types of {@code slots}. */
  public List<Value> loop(
      String label, List<Slot> slots, List<Value> initial, Region condition, Region body) {
    SourcePosition where = position;
    Block conditionBlock = nested(slots, condition);
    Block bodyBlock = nested(slots, body);
    List<Value> defined = define(slots);
    add(new Operation.Loop(label, initial, conditionBlock, bodyBlock, defined, where));
    return defined;
  }

  /** Adds a {@code Scope} and returns its results. */
  public List<Value> scope(String label, List<Slot> results, Region body) {
    SourcePosition where = position;
    Block block = nested(List.of(), body);
    List<Value> defined = define(results);
    add(new Operation.Scope(label, block, defined, where));
    return defined;
  }

  /** Adds a call of {@code function} and returns its results. */
  public List<Value> call(String function, List<Slot> results, List<Value> operands) {
    List<Value> defined = define(results);
    add(new Operation.Call(function, operands, defined, position));
    return defined;
  }

  private List<Value> define(List<Slot> slots) {
    return slots.stream().map(slot -> values.create(slot.name(), slot.type())).toList();
  }

  private static Optional<ValueType> resultType(
      OpDefinition definition, Attributes attributes, List<Value> operands) {
    return definition.resultType(attributes, operands.stream().map(Value::type).toList());
  }
}
