package dev.kiln.graph.text;

import dev.kiln.array.NdArray;
import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.MessageForm;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Bits;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Prints graphs as text, by the grammar of this package. */
public final class GraphPrinter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** What a text is for. */
  private enum Form {
    READABLE,
    COMPACT,
    BARE
  }

  private final StringBuilder text = new StringBuilder();
  private final Form form;
  private final boolean compact;
  private final Map<String, String> numbered = new HashMap<>();
  private int depth;
  private String file = "";

  private GraphPrinter(Form form) {
    this.form = form;
    this.compact = form != Form.READABLE;
  }

  /** The graph as text. */
  public static String print(Graph graph) {
    return print(graph, Form.READABLE);
  }

  /** One function as text. */
  public static String print(Function function) {
    GraphPrinter printer = new GraphPrinter(Form.READABLE);
    printer.function(function);
    return printer.text.toString();
  }

  /**
   * The graph for a machine to read: without the names of values where they are used, without
   * indentation and comments, and with the files of positions only where they change.
   */
  public static String printCompact(Graph graph) {
    return print(graph, Form.COMPACT);
  }

  /**
   * What the graph computes and nothing else, to compare graphs: without positions and the names of
   * values, and with numbers for the names of functions and labels. It cannot be read back.
   */
  public static String printBare(Graph graph) {
    return print(graph, Form.BARE);
  }

  private static String print(Graph graph, Form form) {
    GraphPrinter printer = new GraphPrinter(form);
    printer.graph(graph);
    return printer.text.toString();
  }

  private void graph(Graph graph) {
    text.append("graph ").append(quoted(graph.name())).append(" {");
    depth++;
    for (Graph.Input input : graph.inputs()) {
      line().append("input ").append(quoted(input.name())).append(' ');
      text.append(input.kind().name().toLowerCase(Locale.ROOT));
    }
    line().append("outputs ");
    list(graph.outputs(), GraphPrinter::quoted);
    function(graph.entry());
    graph.functions().forEach(this::function);
    depth--;
    line().append('}');
    if (!compact) {
      text.append('\n');
    }
  }

  private void function(Function function) {
    line().append("function ").append(called(function.name()));
    definitions(function.parameters());
    text.append(" -> ");
    list(function.resultTypes(), Object::toString);
    function.rule().ifPresent(this::rule);
    block(function.body());
  }

  private void rule(DerivativeRule rule) {
    text.append(" derivative ");
    list(rule.roles(), role -> role.name().toLowerCase(Locale.ROOT));
    rule.vjp().ifPresent(name -> text.append(" vjp ").append(called(name)));
    rule.jvp().ifPresent(name -> text.append(" jvp ").append(called(name)));
  }

  private void block(Block block) {
    text.append(" {");
    depth++;
    block.operations().forEach(this::operation);
    line();
    terminator(block.terminator());
    depth--;
    line().append('}');
  }

  private void operation(Operation operation) {
    line();
    for (int i = 0; i < operation.results().size(); i++) {
      text.append(i == 0 ? "" : ", ");
      definition(operation.results().get(i));
    }
    text.append(operation.results().isEmpty() ? "" : " = ");
    if (operation instanceof Operation.Apply apply) {
      text.append("apply ").append(apply.definition().name());
      uses(apply.operands());
      attributes(apply.attributes());
    } else if (operation instanceof Operation.If branch) {
      text.append("if ");
      use(branch.condition());
      block(branch.thenBlock());
      text.append(" else");
      block(branch.elseBlock());
    } else if (operation instanceof Operation.Loop loop) {
      text.append("loop ").append(called(loop.label()));
      uses(loop.operands());
      text.append(" condition");
      definitions(loop.condition().parameters());
      block(loop.condition());
      text.append(" body");
      definitions(loop.body().parameters());
      block(loop.body());
    } else if (operation instanceof Operation.Scope scope) {
      text.append("scope ").append(called(scope.label()));
      block(scope.body());
    } else if (operation instanceof Operation.Call call) {
      text.append("call ").append(called(call.function()));
      uses(call.operands());
    }
    position(operation.position());
  }

  private void terminator(Terminator terminator) {
    if (terminator instanceof Terminator.Yield) {
      text.append("yield");
    } else if (terminator instanceof Terminator.Condition end) {
      text.append("condition ");
      use(end.condition());
      uses(end.carried());
      return;
    } else if (terminator instanceof Terminator.Break end) {
      text.append("break ").append(called(end.label()));
    } else if (terminator instanceof Terminator.Continue end) {
      text.append("continue ").append(called(end.label()));
    } else if (terminator instanceof Terminator.Return) {
      text.append("return");
    } else if (terminator instanceof Terminator.Throw end) {
      text.append("throw ").append(quoted(end.exception())).append(" [");
      separated(end.message(), GraphPrinter::quoted);
      text.append(']');
    } else {
      text.append("unreachable");
      return;
    }
    uses(terminator.operands());
    if (terminator instanceof Terminator.Throw end) {
      if (!end.forms().isEmpty()) {
        text.append(" as ");
        list(end.forms(), GraphPrinter::form);
      }
      position(end.position());
    }
  }

  private static String form(MessageForm form) {
    List<String> names = form.names().stream().map(GraphPrinter::quoted).toList();
    return form.word() + " " + quoted(form.format()) + " [" + String.join(", ", names) + "]";
  }

  private void position(SourcePosition where) {
    if (!where.isKnown() || form == Form.BARE) {
      return;
    }
    text.append(" @ ");
    if (!compact || !where.file().equals(file)) {
      text.append(quoted(where.file())).append(' ');
      file = where.file();
    }
    text.append(where.line()).append(' ').append(where.column());
  }

  private void definitions(List<Value> values) {
    text.append('(');
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ", ");
      definition(values.get(i));
    }
    text.append(')');
  }

  private void definition(Value value) {
    if (form == Form.BARE) {
      use(value);
    } else {
      text.append(name(value));
    }
    text.append(": ").append(value.type());
  }

  private void uses(List<Value> values) {
    text.append('(');
    for (int i = 0; i < values.size(); i++) {
      text.append(i == 0 ? "" : ", ");
      use(values.get(i));
    }
    text.append(')');
  }

  private void use(Value value) {
    if (compact) {
      text.append('%').append(value.id());
    } else {
      text.append(name(value));
    }
  }

  /** The name of a function or a label. */
  private String called(String name) {
    return form == Form.BARE
        ? numbered.computeIfAbsent(name, key -> "#" + numbered.size())
        : quoted(name);
  }

  static String name(Value value) {
    return "%" + value.id() + (value.name().isEmpty() ? "" : "." + word(value.name()));
  }

  /** A plain name as it is, any other in quotes. */
  private static String word(String name) {
    return PLAIN.matcher(name).matches() ? name : quoted(name);
  }

  private <T> void list(List<T> items, java.util.function.Function<T, String> print) {
    text.append('(');
    separated(items, print);
    text.append(')');
  }

  private <T> void separated(List<T> items, java.util.function.Function<T, String> print) {
    for (int i = 0; i < items.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(print.apply(items.get(i)));
    }
  }

  private void attributes(Attributes attributes) {
    if (attributes.isEmpty()) {
      return;
    }
    String separator = " {";
    for (Map.Entry<String, Attribute> each : attributes.asMap().entrySet()) {
      text.append(separator).append(each.getKey()).append('=').append(attribute(each.getValue()));
      separator = ", ";
    }
    text.append('}');
  }

  private String attribute(Attribute attribute) {
    if (attribute instanceof Attribute.Integer integer) {
      return "int " + integer.value();
    }
    if (attribute instanceof Attribute.Integers integers) {
      return "ints " + integers.values();
    }
    if (attribute instanceof Attribute.Truth truth) {
      return "truth " + (truth.value() ? 1 : 0);
    }
    if (attribute instanceof Attribute.Dims dims) {
      return "dims " + dims.dims();
    }
    if (attribute instanceof Attribute.ElementType type) {
      return "dtype " + type.dtype();
    }
    if (attribute instanceof Attribute.Type type) {
      return "type " + type.type();
    }
    if (attribute instanceof Attribute.Number number) {
      // the number itself is for readers; the bits are what counts
      return "bits " + number.dtype() + " " + number.bits() + comment(number);
    }
    if (attribute instanceof Attribute.Array constant) {
      return "array " + array(constant.array());
    }
    return "text " + quoted(((Attribute.Text) attribute).text());
  }

  private String comment(Attribute.Number number) {
    return !compact && number.dtype().isFloating()
        ? " /* " + Bits.unbox(number.bits(), number.dtype()) + " */"
        : "";
  }

  private static String array(NdArray array) {
    List<String> bits = new ArrayList<>();
    for (int i = 0; i < array.shape().elements(); i++) {
      bits.add(
          Long.toString(
              switch (array.dtype()) {
                case FLOAT32 -> Bits.of(array.floats()[i]);
                case FLOAT64 -> Bits.of(array.doubles()[i]);
                case INT32 -> array.ints()[i];
                case INT64 -> array.longs()[i];
                case BOOL -> Bits.of(array.booleans()[i]);
              }));
    }
    return array.dtype() + " " + array.shape() + " [" + String.join(", ", bits) + "]";
  }

  /** A string in double quotes, with escapes for all that is not plain ASCII. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char each : text.toCharArray()) {
      if (each == '"' || each == '\\') {
        quoted.append('\\').append(each);
      } else if (each < ' ' || each > '~') {
        quoted.append(String.format("\\u%04x", (int) each));
      } else {
        quoted.append(each);
      }
    }
    return quoted.append('"').toString();
  }

  /** Begins a line, or what would be one. */
  private StringBuilder line() {
    return switch (form) {
      case READABLE -> text.append('\n').append("  ".repeat(depth));
      case COMPACT -> text.append('\n');
      case BARE -> text.append(' ');
    };
  }
}
