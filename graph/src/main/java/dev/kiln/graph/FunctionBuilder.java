package dev.kiln.graph;

import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Builds a function statement by statement. A construct with nested blocks is begun by a call of
 * its own; then each of its blocks follows and ends in its terminator; then come its results.
 * Braces may show the nesting.
 *
 * <pre>
 * FunctionBuilder code = new FunctionBuilder("count", "Count.java");
 * Value first = code.parameter("first", ScalarType.INT32);
 * code.at(3, 5).loop("loop_1", first);
 * {
 *   Value before = code.parameter("first");
 *   Value limit = code.int32("", 10);
 *   Value test = code.apply("", "less", before, limit);
 *   code.condition(test, before);
 * }
 * {
 *   Value before = code.parameter("first");
 *   Value step = code.int32("", 2);
 *   Value after = code.apply("first", "add", before, step);
 *   code.yields(after);
 * }
 * Value last = code.result("first", ScalarType.INT32);
 * code.returns(last);
 * Function function = code.build(ScalarType.INT32);
 * </pre>
 *
 * <p>With neither lambdas nor types to infer, {@code javac} compiles such code many times faster
 * than the same calls of {@link BlockBuilder}; the processor writes graphs so.
 */
public final class FunctionBuilder {
  private final String name;
  private final String file;
  private final ValueSource values = new ValueSource();
  private final Deque<Level> levels = new ArrayDeque<>();
  private SourcePosition position = SourcePosition.UNKNOWN;
  private Construct complete;
  private Block body;

  /** An operation under construction. */
  private record Construct(
      SourcePosition position,
      int size,
      List<Value> carried,
      List<Block> blocks,
      List<Value> results,
      Form form) {
    Operation operation() {
      return form.of(position, blocks, results);
    }
  }

  /** A block under construction; the function's own has no construct. */
  private record Level(Construct construct, BlockBuilder block, List<Value> parameters) {}

  /**
   * Begins a function.
   *
   * @param file the source file that positions are in
   */
  public FunctionBuilder(String name, String file) {
    this.name = name;
    this.file = file;
    begin(null);
  }

  /** The next parameter of the function. */
  public Value parameter(String parameter, ValueType type) {
    Level level = level();
    if (level.construct() != null) {
      throw new IllegalStateException("'" + parameter + "' in a nested block");
    }
    return define(level.parameters(), parameter, type);
  }

  /** The next parameter of a block of a loop. */
  public Value parameter(String parameter) {
    Level level = level();
    int index = level.parameters().size();
    if (level.construct() == null || index >= level.construct().carried().size()) {
      throw new IllegalStateException("no loop carries a value for '" + parameter + "'");
    }
    return define(level.parameters(), parameter, level.construct().carried().get(index).type());
  }

  /** The next parameter of a block of a loop, without a name. */
  public Value parameter() {
    return parameter("");
  }

  /** What follows comes from this place of the file. */
  public FunctionBuilder at(int line, int column) {
    return at(file, line, column);
  }

  /** What follows comes from this place of another file. */
  public FunctionBuilder at(String other, int line, int column) {
    position = new SourcePosition(other, line, column);
    return this;
  }

  /** What follows comes from no known place. */
  public FunctionBuilder nowhere() {
    position = SourcePosition.UNKNOWN;
    return this;
  }

  /** A constant; {@code result} is its name, here and below; values without one are left out. */
  public Value int32(String result, int number) {
    return bits(result, ScalarType.INT32, number);
  }

  /** A constant. */
  public Value int64(String result, long number) {
    return bits(result, ScalarType.INT64, number);
  }

  /** A constant. */
  public Value float32(String result, float number) {
    return bits(result, ScalarType.FLOAT32, Bits.of(number));
  }

  /** A constant. */
  public Value float64(String result, double number) {
    return bits(result, ScalarType.FLOAT64, Bits.of(number));
  }

  /** A constant. */
  public Value bool(String result, boolean truth) {
    return bits(result, ScalarType.BOOL, Bits.of(truth));
  }

  /** A constant given by its {@linkplain Bits bits}. */
  public Value bits(String result, ScalarType type, long bits) {
    Attributes value = Attributes.of("value", new Attribute.Number(type.dtype(), bits));
    return applyWith(value, result, "constant");
  }

  /** A constant without a name. */
  public Value int32(int number) {
    return int32("", number);
  }

  /** A constant without a name. */
  public Value int64(long number) {
    return int64("", number);
  }

  /** A constant without a name. */
  public Value float32(float number) {
    return float32("", number);
  }

  /** A constant without a name. */
  public Value float64(double number) {
    return float64("", number);
  }

  /** A constant without a name. */
  public Value bool(boolean truth) {
    return bool("", truth);
  }

  /** A constant without a name, given by its {@linkplain Bits bits}. */
  public Value bits(ScalarType type, long bits) {
    return bits("", type, bits);
  }

  /** Applies an operation of the catalogue that has a nameless result and no attributes. */
  public Value apply(String operation, Value... operands) {
    return apply("", operation, operands);
  }

  /** Applies an operation of the catalogue that has a nameless result. */
  public Value applyWith(Attributes attributes, String operation, Value... operands) {
    return applyWith(attributes, "", operation, operands);
  }

  /** Applies an operation of the catalogue that has a result and no attributes. */
  public Value apply(String result, String operation, Value... operands) {
    return applyWith(Attributes.NONE, result, operation, operands);
  }

  /** Applies an operation of the catalogue that has a result. */
  public Value applyWith(
      Attributes attributes, String result, String operation, Value... operands) {
    OpDefinition definition = Catalogue.named(operation);
    return block().apply(result, definition, attributes, List.of(operands));
  }

  /** Applies an operation of the catalogue without result. */
  public void perform(Attributes attributes, String operation, Value... operands) {
    block().perform(Catalogue.named(operation), attributes, List.of(operands));
  }

  /** Calls a function of the graph; its results follow. */
  public void call(String function, Value... operands) {
    List<Value> given = List.of(operands);
    construct(
        0,
        List.of(),
        (where, parts, results) -> new Operation.Call(function, given, results, where));
  }

  /** Begins a conditional: a block for true, a block for false, results. */
  public void ifElse(Value condition) {
    construct(
        2,
        List.of(),
        (where, blocks, results) ->
            new Operation.If(condition, blocks.get(0), blocks.get(1), results, where));
  }

  /** Begins a loop: a block for the condition, a block for the body, results. */
  public void loop(String label, Value... initial) {
    List<Value> given = List.of(initial);
    construct(
        2,
        given,
        (where, blocks, results) ->
            new Operation.Loop(label, given, blocks.get(0), blocks.get(1), results, where));
  }

  /** Begins a scope: a block, results. */
  public void scope(String label) {
    construct(
        1,
        List.of(),
        (where, blocks, results) -> new Operation.Scope(label, blocks.get(0), results, where));
  }

  /** The next result of the construct or call just before, without a name. */
  public Value result(ValueType type) {
    return result("", type);
  }

  /** The next result of the construct or call just before. */
  public Value result(String result, ValueType type) {
    if (complete == null) {
      throw new IllegalStateException("nothing before gives '" + result + "'");
    }
    return define(complete.results(), result, type);
  }

  /** Ends a block; see {@link Terminator.Yield}. */
  public void yields(Value... operands) {
    end(new Terminator.Yield(List.of(operands)));
  }

  /** Ends the first block of a loop; see {@link Terminator.Condition}. */
  public void condition(Value condition, Value... carried) {
    end(new Terminator.Condition(condition, List.of(carried)));
  }

  /** Ends a block; see {@link Terminator.Break}. */
  public void breaks(String label, Value... operands) {
    end(new Terminator.Break(label, List.of(operands)));
  }

  /** Ends a block; see {@link Terminator.Continue}. */
  public void continues(String label, Value... operands) {
    end(new Terminator.Continue(label, List.of(operands)));
  }

  /** Ends a block; see {@link Terminator.Return}. */
  public void returns(Value... operands) {
    end(new Terminator.Return(List.of(operands)));
  }

  /** Ends a block; see {@link Terminator.Throw}. */
  public void throwsNew(
      String exception, List<String> message, List<MessageForm> forms, Value... operands) {
    end(new Terminator.Throw(exception, message, forms, List.of(operands), position));
  }

  /** Ends a block; see {@link Terminator.Throw}. */
  public void throwsNew(String exception, List<String> message, Value... operands) {
    end(new Terminator.Throw(exception, message, List.of(operands), position));
  }

  /** Ends a block in another way. */
  public void end(Terminator terminator) {
    Level level = level();
    levels.pop();
    Block block = new Block(level.parameters(), level.block().operations(), terminator);
    Construct construct = level.construct();
    if (construct == null) {
      body = block;
      return;
    }
    construct.blocks().add(block);
    if (construct.blocks().size() < construct.size()) {
      begin(construct);
    } else {
      complete = construct;
    }
  }

  /** Finishes the function. */
  public Function build(ValueType... resultTypes) {
    if (body == null) {
      throw new IllegalStateException("the body of " + name + " has not ended");
    }
    return new Function(name, body, List.of(resultTypes));
  }

  /** Makes an operation of its parts. */
  @FunctionalInterface
  private interface Form {
    Operation of(SourcePosition where, List<Block> blocks, List<Value> results);
  }

  private void construct(int size, List<Value> carried, Form form) {
    block();
    Construct construct =
        new Construct(position, size, carried, new ArrayList<>(), new ArrayList<>(), form);
    if (size == 0) {
      complete = construct;
    } else {
      begin(construct);
    }
  }

  private void begin(Construct construct) {
    levels.push(new Level(construct, new BlockBuilder(values, List.of()), new ArrayList<>()));
  }

  /** The innermost block; a construct before it has all its results now. */
  private Level level() {
    if (levels.isEmpty()) {
      throw new IllegalStateException("the body of " + name + " has ended");
    }
    if (complete != null) {
      levels.element().block().add(complete.operation());
      complete = null;
    }
    return levels.element();
  }

  private BlockBuilder block() {
    return level().block().at(position);
  }

  private Value define(List<Value> list, String given, ValueType type) {
    Value value = values.create(given, type);
    list.add(value);
    return value;
  }
}
