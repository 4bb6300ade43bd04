package dev.kiln.graph.text;

import dev.kiln.array.NdArray;
import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.Bits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Prints graphs as text, by the grammar of this package. */
public final class GraphPrinter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final StringBuilder text = new StringBuilder();
  private int depth;

  private GraphPrinter() {}

  /** The graph as text. */
  public static String print(Graph graph) {
    GraphPrinter printer = new GraphPrinter();
    printer.graph(graph);
    return printer.text.toString();
  }

  private void graph(Graph graph) {
    line("graph " + quoted(graph.name()) + " {");
    depth++;
    for (Graph.Input input : graph.inputs()) {
      line("input " + quoted(input.name()) + " " + input.kind().name().toLowerCase(Locale.ROOT));
    }
    line("outputs " + list(graph.outputs().stream().map(GraphPrinter::quoted).toList()));
    function(graph.entry());
    graph.functions().forEach(this::function);
    depth--;
    line("}");
  }

  private void function(Function function) {
    String results = list(function.resultTypes().stream().map(Object::toString).toList());
    open(
        "function "
            + quoted(function.name())
            + definitions(function.parameters(), true)
            + " -> "
            + results
            + function.rule().map(GraphPrinter::rule).orElse("")
            + " {");
    contents(function.body());
    close("}");
  }

  private static String rule(DerivativeRule rule) {
    List<String> roles =
        rule.roles().stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toList();
    return " derivative "
        + list(roles)
        + rule.vjp().map(name -> " vjp " + quoted(name)).orElse("")
        + rule.jvp().map(name -> " jvp " + quoted(name)).orElse("");
  }

  private void contents(Block block) {
    block.operations().forEach(this::operation);
    line(terminator(block.terminator()));
  }

  private void operation(Operation operation) {
    String results =
        operation.results().isEmpty() ? "" : definitions(operation.results(), false) + " = ";
    String where = position(operation);
    if (operation instanceof Operation.Apply apply) {
      line(
          results
              + "apply "
              + apply.definition().name()
              + uses(apply.operands())
              + attributes(apply.attributes())
              + where);
    } else if (operation instanceof Operation.If branch) {
      open(results + "if " + use(branch.condition()) + " {");
      contents(branch.thenBlock());
      close("} else {");
      depth++;
      contents(branch.elseBlock());
      close("}" + where);
    } else if (operation instanceof Operation.Loop loop) {
      open(
          results
              + "loop "
              + quoted(loop.label())
              + uses(loop.operands())
              + " condition"
              + definitions(loop.condition().parameters(), true)
              + " {");
      contents(loop.condition());
      close("} body" + definitions(loop.body().parameters(), true) + " {");
      depth++;
      contents(loop.body());
      close("}" + where);
    } else if (operation instanceof Operation.Scope scope) {
      open(results + "scope " + quoted(scope.label()) + " {");
      contents(scope.body());
      close("}" + where);
    } else if (operation instanceof Operation.Call call) {
      line(results + "call " + quoted(call.function()) + uses(call.operands()) + where);
    }
  }

  private static String terminator(Terminator terminator) {
    String uses = uses(terminator.operands());
    if (terminator instanceof Terminator.Yield) {
      return "yield" + uses;
    }
    if (terminator instanceof Terminator.Condition end) {
      return "condition " + use(end.condition()) + uses(end.carried());
    }
    if (terminator instanceof Terminator.Break end) {
      return "break " + quoted(end.label()) + uses;
    }
    if (terminator instanceof Terminator.Continue end) {
      return "continue " + quoted(end.label()) + uses;
    }
    if (terminator instanceof Terminator.Return) {
      return "return" + uses;
    }
    if (terminator instanceof Terminator.Throw end) {
      String parts =
          end.message().stream().map(GraphPrinter::quoted).collect(Collectors.joining(", "));
      return "throw " + quoted(end.exception()) + " [" + parts + "]" + uses;
    }
    return "unreachable";
  }

  private static String position(Operation operation) {
    var where = operation.position();
    return where.isKnown()
        ? " @ " + quoted(where.file()) + " " + where.line() + " " + where.column()
        : "";
  }

  private static String definitions(List<Value> values, boolean parenthesised) {
    String text =
        values.stream()
            .map(value -> use(value) + ": " + value.type())
            .collect(Collectors.joining(", "));
    return parenthesised ? "(" + text + ")" : text;
  }

  private static String uses(List<Value> values) {
    return list(values.stream().map(GraphPrinter::use).toList());
  }

  static String use(Value value) {
    return "%" + value.id() + (value.name().isEmpty() ? "" : "." + word(value.name()));
  }

  /** A plain name as it is, any other in quotes. */
  private static String word(String name) {
    return PLAIN.matcher(name).matches() ? name : quoted(name);
  }

  private static String list(List<String> parts) {
    return "(" + String.join(", ", parts) + ")";
  }

  private static String attributes(Attributes attributes) {
    if (attributes.isEmpty()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    attributes.asMap().forEach((name, value) -> parts.add(name + "=" + attribute(value)));
    return " {" + String.join(", ", parts) + "}";
  }

  private static String attribute(Attribute attribute) {
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

  private static String comment(Attribute.Number number) {
    return number.dtype().isFloating()
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

  private void open(String line) {
    line(line);
    depth++;
  }

  private void close(String line) {
    depth--;
    line(line);
  }

  private void line(String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
