package dev.kiln.graph;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.Term;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.scalar.RankZeroOps;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Builds a graph by hand. Values are {@link Term}s, with a method for each operation.
 *
 * <pre>
 * GraphBuilder g = new GraphBuilder("count");
 * List&lt;Term&gt; last = g.whileLoop(
 *     v -&gt; v.get(0).less(v.get(1)),
 *     v -&gt; List.of(v.get(0).add(2), v.get(1).add(1)),
 *     g.constant(0), g.constant(10));
 * g.output("first", last.get(0));
 * g.output("second", last.get(1));
 * Graph graph = g.build();
 * </pre>
 *
 * <p>{@link #block()} gives access to everything else that a graph can hold; {@link
 * FunctionBuilder} builds it without nesting.
 */
public final class GraphBuilder {
  private final String name;
  private final ValueSource values;
  private final List<Graph.Input> inputs = new ArrayList<>();
  private final List<Value> parameters = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();
  private final List<Value> results = new ArrayList<>();
  private final List<dev.kiln.graph.Function> functions = new ArrayList<>();
  private BlockBuilder current;
  private int loops;

  /** Begins a graph. */
  public GraphBuilder(String name) {
    this.name = name;
    this.values = new ValueSource();
    this.current = new BlockBuilder(values, List.of());
  }

  /** The block that operations are added to at the moment. */
  public BlockBuilder block() {
    return current;
  }

  /** An input that is fed at each run. */
  public Term input(String input, ValueType type) {
    return input(input, type, Graph.Kind.ARGUMENT);
  }

  /** An input of a given kind. */
  public Term input(String input, ValueType type, Graph.Kind kind) {
    if (inputs.stream().anyMatch(each -> each.name().equals(input))) {
      throw new IllegalArgumentException("there are two inputs '" + input + "'");
    }
    Value value = values.create(input.substring(input.lastIndexOf('.') + 1), type);
    inputs.add(new Graph.Input(input, kind));
    parameters.add(value);
    return term(value);
  }

  /** A scalar constant: an int, long, float, double or boolean. */
  public Term constant(Object number) {
    ScalarType type;
    if (number instanceof Integer) {
      type = ScalarType.INT32;
    } else if (number instanceof Long) {
      type = ScalarType.INT64;
    } else if (number instanceof Float) {
      type = ScalarType.FLOAT32;
    } else if (number instanceof Double) {
      type = ScalarType.FLOAT64;
    } else if (number instanceof Boolean) {
      type = ScalarType.BOOL;
    } else {
      throw new IllegalArgumentException("a constant cannot be " + number);
    }
    return term(current.constant(type, number));
  }

  /** A tensor constant. */
  public Term constant(NdArray array) {
    return term(
        current.apply(
            "",
            ConstantOps.TENSOR_CONSTANT,
            Attributes.of("value", new Attribute.Array(array)),
            List.of()));
  }

  /** What follows comes from this place of the user's source. */
  public GraphBuilder at(String file, int line, int column) {
    current.at(new SourcePosition(file, line, column));
    return this;
  }

  /** What follows comes from no known place. */
  public GraphBuilder nowhere() {
    current.at(SourcePosition.UNKNOWN);
    return this;
  }

  /** Names the result of the operation just before, which is shown where the graph is printed. */
  public Term name(String result, Term term) {
    return term(current.name(value(term), result));
  }

  /** Applies an operation of the catalogue that has a result and no attributes. */
  public Term apply(String operation, Term... operands) {
    return applyWith(Attributes.NONE, operation, operands);
  }

  /** Applies an operation of the catalogue that has a result. */
  public Term applyWith(Attributes attributes, String operation, Term... operands) {
    Objects.requireNonNull(attributes, "attributes");
    Objects.requireNonNull(operation, "operation");
    for (Term operand : Objects.requireNonNull(operands, "operands")) {
      Objects.requireNonNull(operand, "operand");
    }
    List<Value> values = values(List.of(operands));
    return term(current.apply("", Catalogue.named(operation), attributes, values));
  }

  /** The term of a value of this graph. */
  public Term term(Value value) {
    return new BlockTerm(() -> current, value);
  }

  /** The value of a term of this graph. */
  public Value value(Term term) {
    return ((BlockTerm) term).value();
  }

  /**
   * Repeats {@code body} while {@code condition} holds, on carried values that begin as {@code
   * initial}.
   *
   * @param condition gives a bool, as a scalar or as a tensor of rank 0
   * @param body gives the next values, of the same types
   * @return the values at the end
   */
  public List<Term> whileLoop(
      Function<List<Term>, Term> condition,
      Function<List<Term>, List<Term>> body,
      Term... initial) {
    List<Value> start = new ArrayList<>();
    for (Term each : initial) {
      start.add(value(each));
    }
    BlockBuilder outer = current;
    List<Value> last =
        outer.loop(
            "loop_" + ++loops,
            BlockBuilder.Slot.like(start),
            start,
            (block, carried) ->
                inside(
                    block,
                    () ->
                        new Terminator.Condition(truth(condition.apply(terms(carried))), carried)),
            (block, carried) ->
                inside(block, () -> new Terminator.Yield(values(body.apply(terms(carried))))));
    return terms(last);
  }

  /** The values of one of two branches, which give as many, of the same types. */
  public List<Term> ifElse(
      Term condition,
      java.util.function.Supplier<List<Term>> whenTrue,
      java.util.function.Supplier<List<Term>> whenFalse) {
    BlockBuilder outer = current;
    Value test = truth(condition);
    Block first =
        outer.nested(
            List.of(),
            (block, none) -> inside(block, () -> new Terminator.Yield(values(whenTrue.get()))));
    Block second =
        outer.nested(
            List.of(),
            (block, none) -> inside(block, () -> new Terminator.Yield(values(whenFalse.get()))));
    List<Value> chosen = new ArrayList<>();
    for (Value each : first.terminator().operands()) {
      chosen.add(values.create("", each.type()));
    }
    outer.add(new Operation.If(test, first, second, chosen, outer.position()));
    return terms(chosen);
  }

  private Terminator inside(BlockBuilder block, java.util.function.Supplier<Terminator> code) {
    BlockBuilder outer = current;
    current = block;
    try {
      return code.get();
    } finally {
      current = outer;
    }
  }

  private Value truth(Term condition) {
    Value value = value(condition);
    boolean tensor = value.type() instanceof TensorType type && type.dtype() == DType.BOOL;
    return tensor ? current.apply(RankZeroOps.TO_BOOLEAN, value) : value;
  }

  private List<Term> terms(List<Value> each) {
    return each.stream().map(this::term).toList();
  }

  private List<Value> values(List<Term> each) {
    return each.stream().map(this::value).toList();
  }

  /** Declares an input, for a graph whose entry function is built on its own. */
  public GraphBuilder declareInput(String input, Graph.Kind kind) {
    inputs.add(new Graph.Input(input, kind));
    return this;
  }

  /** Declares the next result, for a graph whose entry function is built on its own. */
  public GraphBuilder declareOutput(String output) {
    outputs.add(output);
    return this;
  }

  /** Names a result of the graph. */
  public GraphBuilder output(String output, Term value) {
    outputs.add(output);
    results.add(value(value));
    return this;
  }

  /** Adds a function that calls can name. */
  public GraphBuilder function(dev.kiln.graph.Function function) {
    functions.add(function);
    return this;
  }

  /** Finishes the graph; its results are the outputs in order. */
  public Graph build() {
    Block body = new Block(parameters, current.operations(), new Terminator.Return(results));
    List<ValueType> types = results.stream().map(Value::type).toList();
    return build(new dev.kiln.graph.Function(name, body, types));
  }

  /**
   * Finishes a graph with an entry function that was built on its own, with a parameter for each
   * declared input.
   */
  public Graph build(dev.kiln.graph.Function entry) {
    Graph graph = new Graph(name, inputs, outputs, entry, functions);
    Verifier.verify(graph);
    return graph;
  }
}
