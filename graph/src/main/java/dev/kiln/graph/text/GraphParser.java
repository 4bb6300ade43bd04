package dev.kiln.graph.text;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.MessageForm;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Parses the text of graphs, by the grammar of this package: what {@link GraphPrinter} prints comes
 * back equal. The parser checks the syntax and that values are defined; {@link
 * dev.kiln.graph.Verifier} checks the rest.
 */
public final class GraphParser {
  private static final int DEEPEST = 500;

  private final Lexer lexer;
  private final TypeParser types;
  private Map<Integer, Value> values = new HashMap<>();
  private int depth;

  /** The file of the position before. */
  private String file = "";

  private GraphParser(String text) {
    this.lexer = new Lexer(text);
    this.types = new TypeParser(lexer);
  }

  /**
   * Parses a graph.
   *
   * @throws GraphSyntaxException if the text is not a graph, with line and column
   */
  public static Graph parse(String text) {
    GraphParser parser = new GraphParser(text);
    Graph graph = parser.graph();
    if (!parser.lexer.isAtEnd()) {
      throw parser.lexer.failure("unexpected text after the graph");
    }
    return graph;
  }

  private Graph graph() {
    lexer.expect("graph");
    String name = lexer.string();
    lexer.expect("{");
    List<Graph.Input> inputs = new ArrayList<>();
    while (lexer.accept("input")) {
      String input = lexer.string();
      inputs.add(new Graph.Input(input, kind()));
    }
    lexer.expect("outputs");
    List<String> outputs = list(lexer::string);
    List<Function> functions = new ArrayList<>();
    do {
      functions.add(function());
    } while (!lexer.accept("}"));
    return new Graph(
        name, inputs, outputs, functions.get(0), functions.subList(1, functions.size()));
  }

  private Graph.Kind kind() {
    String word = lexer.word();
    for (Graph.Kind kind : Graph.Kind.values()) {
      if (kind.name().equalsIgnoreCase(word)) {
        return kind;
      }
    }
    throw lexer.failureAtLast("there is no kind of input '" + word + "'");
  }

  private MessageForm form() {
    String word = lexer.word();
    for (MessageForm.Kind kind : MessageForm.Kind.values()) {
      if (kind.name().equalsIgnoreCase(word)) {
        return new MessageForm(kind, lexer.string(), list("[", "]", lexer::string));
      }
    }
    throw lexer.failureAtLast("there is no form '" + word + "' in a message");
  }

  private Function function() {
    lexer.expect("function");
    values = new HashMap<>();
    String name = lexer.string();
    List<Value> parameters = list(this::definition);
    lexer.expect("->");
    List<ValueType> results = list(types::type);
    Optional<DerivativeRule> rule = rule();
    return new Function(name, block(parameters), results, rule);
  }

  private Optional<DerivativeRule> rule() {
    if (!lexer.accept("derivative")) {
      return Optional.empty();
    }
    List<DerivativeRule.Role> roles = list(this::role);
    Optional<String> vjp = lexer.accept("vjp") ? Optional.of(lexer.string()) : Optional.empty();
    Optional<String> jvp = lexer.accept("jvp") ? Optional.of(lexer.string()) : Optional.empty();
    if (vjp.isEmpty() && jvp.isEmpty()) {
      throw lexer.failure("expected 'vjp' or 'jvp'");
    }
    return Optional.of(new DerivativeRule(vjp, jvp, roles));
  }

  private DerivativeRule.Role role() {
    String word = lexer.word();
    for (DerivativeRule.Role role : DerivativeRule.Role.values()) {
      if (role.name().equalsIgnoreCase(word)) {
        return role;
      }
    }
    throw lexer.failure("there is no role '" + word + "' in a derivative");
  }

  private Block block(List<Value> parameters) {
    if (++depth > DEEPEST) {
      throw lexer.failure("the graph is nested too deeply");
    }
    lexer.expect("{");
    List<Operation> operations = new ArrayList<>();
    Terminator end = terminator();
    while (end == null) {
      operations.add(operation());
      end = terminator();
    }
    lexer.expect("}");
    depth--;
    return new Block(parameters, operations, end);
  }

  private Operation operation() {
    List<Pending> results = new ArrayList<>();
    if (lexer.isNext('%')) {
      do {
        results.add(pending());
      } while (lexer.accept(","));
      lexer.expect("=");
    }
    if (lexer.accept("apply")) {
      return apply(results);
    }
    if (lexer.accept("if")) {
      Value condition = use();
      Block first = block(List.of());
      lexer.expect("else");
      Block second = block(List.of());
      SourcePosition where = position();
      return new Operation.If(condition, first, second, define(results), where);
    }
    if (lexer.accept("loop")) {
      String label = lexer.string();
      List<Value> initial = list(this::use);
      lexer.expect("condition");
      Block condition = block(list(this::definition));
      lexer.expect("body");
      Block body = block(list(this::definition));
      SourcePosition where = position();
      return new Operation.Loop(label, initial, condition, body, define(results), where);
    }
    if (lexer.accept("scope")) {
      String label = lexer.string();
      Block body = block(List.of());
      SourcePosition where = position();
      return new Operation.Scope(label, body, define(results), where);
    }
    if (!lexer.accept("call")) {
      throw lexer.unexpected("an operation or the end of the block");
    }
    String function = lexer.string();
    List<Value> operands = list(this::use);
    SourcePosition where = position();
    return new Operation.Call(function, operands, define(results), where);
  }

  private Operation apply(List<Pending> results) {
    OpDefinition definition = definitionNamed(lexer.word());
    List<Value> operands = list(this::use);
    Attributes attributes = attributes();
    SourcePosition where = position();
    return new Operation.Apply(definition, attributes, operands, define(results), where);
  }

  private OpDefinition definitionNamed(String name) {
    try {
      return Catalogue.named(name);
    } catch (IllegalArgumentException e) {
      throw lexer.failureAtLast(e.getMessage());
    }
  }

  private Terminator terminator() {
    if (lexer.accept("yield")) {
      return new Terminator.Yield(list(this::use));
    }
    if (lexer.accept("condition")) {
      Value condition = use();
      return new Terminator.Condition(condition, list(this::use));
    }
    if (lexer.accept("break")) {
      String label = lexer.string();
      return new Terminator.Break(label, list(this::use));
    }
    if (lexer.accept("continue")) {
      String label = lexer.string();
      return new Terminator.Continue(label, list(this::use));
    }
    if (lexer.accept("return")) {
      return new Terminator.Return(list(this::use));
    }
    if (lexer.accept("throw")) {
      String exception = lexer.string();
      List<String> parts = list("[", "]", lexer::string);
      List<Value> operands = list(this::use);
      List<MessageForm> forms = lexer.accept("as") ? list(this::form) : List.of();
      return new Terminator.Throw(exception, parts, forms, operands, position());
    }
    return lexer.accept("unreachable") ? new Terminator.Unreachable() : null;
  }

  /** A value whose definition has been read, but which is not in scope yet. */
  private record Pending(int id, String name, ValueType type, int position) {}

  private Pending pending() {
    int position = lexer.position();
    lexer.expect("%");
    int id = lexer.smallNumber();
    String name = name();
    lexer.expect(":");
    return new Pending(id, name, types.type(), position);
  }

  private String name() {
    if (!lexer.accept(".")) {
      return "";
    }
    return lexer.isString() ? lexer.string() : lexer.word();
  }

  private Value definition() {
    return define(List.of(pending())).get(0);
  }

  private List<Value> define(List<Pending> pending) {
    List<Value> defined = new ArrayList<>();
    for (Pending each : pending) {
      Value value = new Value(each.id(), each.name(), each.type());
      if (values.put(each.id(), value) != null) {
        throw lexer.failureAt(each.position(), "%" + each.id() + " is defined twice");
      }
      defined.add(value);
    }
    return defined;
  }

  private Value use() {
    int position = lexer.position();
    lexer.expect("%");
    int id = lexer.smallNumber();
    String name = name();
    Value value = values.get(id);
    if (value == null || !name.isEmpty() && !value.name().equals(name)) {
      throw lexer.failureAt(
          position, "%" + id + (name.isEmpty() ? "" : "." + name) + " is not defined");
    }
    return value;
  }

  private SourcePosition position() {
    if (!lexer.accept("@")) {
      return SourcePosition.UNKNOWN;
    }
    if (file.isEmpty() || lexer.isString()) {
      file = lexer.string();
    }
    int start = lexer.position();
    int line = lexer.smallNumber();
    if (line == 0) {
      throw lexer.failureAt(start, "lines are counted from 1");
    }
    return new SourcePosition(file, line, lexer.smallNumber());
  }

  private Attributes attributes() {
    Attributes attributes = Attributes.NONE;
    if (!lexer.accept("{")) {
      return attributes;
    }
    do {
      String name = lexer.word();
      lexer.expect("=");
      attributes = attributes.with(name, attribute());
    } while (lexer.accept(","));
    lexer.expect("}");
    return attributes;
  }

  private Attribute attribute() {
    String kind = lexer.word();
    return switch (kind) {
      case "int" -> new Attribute.Integer(lexer.number());
      case "ints" -> new Attribute.Integers(list("[", "]", lexer::number));
      case "truth" -> new Attribute.Truth(lexer.number() != 0);
      case "dims" -> new Attribute.Dims(types.dims());
      case "dtype" -> new Attribute.ElementType(types.dtype());
      case "type" -> new Attribute.Type(types.type());
      case "bits" -> {
        DType dtype = types.dtype();
        yield new Attribute.Number(dtype, lexer.number());
      }
      case "array" -> new Attribute.Array(array());
      case "text" -> new Attribute.Text(lexer.string());
      default -> throw lexer.failureAtLast("there is no kind of attribute '" + kind + "'");
    };
  }

  private NdArray array() {
    int position = lexer.position();
    DType dtype = types.dtype();
    List<Integer> sizes = list("[", "]", lexer::smallNumber);
    List<Long> bits = list("[", "]", lexer::number);
    TensorShape shape;
    try {
      shape = TensorShape.of(sizes.stream().mapToInt(size -> size).toArray());
    } catch (IllegalArgumentException e) {
      throw lexer.failureAt(position, e.getMessage());
    }
    if (shape.elements() != bits.size()) {
      throw lexer.failureAt(position, bits.size() + " elements for shape " + shape);
    }
    return fill(dtype, shape, bits);
  }

  private static NdArray fill(DType dtype, TensorShape shape, List<Long> bits) {
    NdArray array = dev.kiln.kernel.tensor.Creation.zeros(dtype, shape.toArray());
    for (int i = 0; i < bits.size(); i++) {
      long each = bits.get(i);
      switch (dtype) {
        case FLOAT32 -> array.floats()[i] = Bits.toFloat(each);
        case FLOAT64 -> array.doubles()[i] = Bits.toDouble(each);
        case INT32 -> array.ints()[i] = Bits.toInt(each);
        case INT64 -> array.longs()[i] = each;
        case BOOL -> array.booleans()[i] = Bits.toBoolean(each);
      }
    }
    return array;
  }

  private <T> List<T> list(Supplier<T> item) {
    return list("(", ")", item);
  }

  private <T> List<T> list(String open, String close, Supplier<T> item) {
    lexer.expect(open);
    List<T> items = new ArrayList<>();
    while (!lexer.accept(close)) {
      if (!items.isEmpty()) {
        lexer.expect(",");
      }
      items.add(item.get());
    }
    return items;
  }
}
