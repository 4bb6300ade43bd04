package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.annotation.DType;
import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.StringLiterals;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.StackType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Emits the code that builds graphs through the public builders: a method for each graph, and one
 * for each function that a graph calls.
 *
 * <pre>
 * public static Graph count() {
 *   FunctionBuilder code = new FunctionBuilder("count", "Count.java");
 *   Value first = code.parameter("first", ScalarType.INT32);
 *   code.at(3, 5).loop("loop_1", first);
 *   {
 *     ...
 *     code.condition(value, first2);
 *   }
 *   ...
 *   code.returns(first5);
 *   GraphBuilder graph = new GraphBuilder("count");
 *   graph.declareInput("first", Graph.Kind.ARGUMENT);
 *   graph.declareOutput("result");
 *   return graph.build(code.build(ScalarType.INT32));
 * }
 * </pre>
 */
final class GraphMethods {
  private static final String GRAPH = "dev.kiln.graph";
  private static final ClassName GRAPH_TYPE = ClassName.get(GRAPH, "Graph");
  private static final ClassName BUILDER = ClassName.get(GRAPH, "GraphBuilder");
  private static final ClassName CODE = ClassName.get(GRAPH, "FunctionBuilder");
  private static final ClassName FUNCTION = ClassName.get(GRAPH, "Function");
  private static final ClassName VALUE = ClassName.get(GRAPH, "Value");
  private static final ClassName TERMINATOR = ClassName.get(GRAPH, "Terminator");
  private static final ClassName TYPES = ClassName.get("dev.kiln.graph.text", "TypeParser");
  private static final ClassName SCALAR = ClassName.get("dev.kiln.type", "ScalarType");
  private static final ClassName LIST = ClassName.get("java.util", "List");

  private final TypeSpec.Builder type;
  private final GeneratedSource.Texts texts;
  private final Map<Function, String> functions = new HashMap<>();

  /** The names of methods. */
  private final Set<String> names;

  /**
   * @param names what methods for called functions must not be called
   */
  GraphMethods(TypeSpec.Builder type, GeneratedSource.Texts texts, Set<String> names) {
    this.type = type;
    this.texts = texts;
    this.names = new HashSet<>(names);
  }

  /**
   * Adds the method {@code name}, which builds {@code graph}.
   *
   * @param check what it does first
   */
  void emit(String name, Graph graph, JavaText check) {
    JavaText.Builder code = JavaText.builder().add(check);
    new Statements(code).add(graph.entry());
    code.addStatement("$T graph = new $T($S)", BUILDER, BUILDER, graph.name());
    for (Graph.Input input : graph.inputs()) {
      code.addStatement(
          "graph.declareInput($S, $T.Kind.$L)", input.name(), GRAPH_TYPE, input.kind().name());
    }
    for (String output : graph.outputs()) {
      code.addStatement("graph.declareOutput($S)", output);
    }
    for (int i = 0; i < graph.functions().size(); i++) {
      code.addStatement("graph.function($L())", function(graph.functions().get(i), name, i));
    }
    code.addStatement("return graph.build($L)", finished(graph.entry()));
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addJavadoc("The graph of {@code $L}.\n", graph.name())
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(GRAPH_TYPE)
            .addCode(texts.body(code.build()))
            .build());
  }

  /** The method that builds a called function; graphs share it. */
  private String function(Function function, String graph, int number) {
    String known = functions.get(function);
    if (known != null) {
      return known;
    }
    String method = graph + "Function" + (number + 1);
    while (!names.add(method)) {
      method += "_";
    }
    JavaText.Builder code = JavaText.builder();
    new Statements(code).add(function);
    code.addStatement("return $L", finished(function));
    type.addMethod(
        MethodSpec.methodBuilder(method)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(FUNCTION)
            .addCode(texts.body(code.build()))
            .build());
    functions.put(function, method);
    return method;
  }

  private static JavaText finished(Function function) {
    List<JavaText> types = function.resultTypes().stream().map(GraphMethods::type).toList();
    return JavaText.of(
        "code.build($L)$L",
        arguments(types),
        function.rule().map(GraphMethods::rule).orElse(JavaText.of("")));
  }

  private static JavaText rule(DerivativeRule rule) {
    ClassName owner = ClassName.get(GRAPH, "DerivativeRule");
    List<JavaText> roles =
        rule.roles().stream()
            .map(role -> JavaText.of("$T.$L", owner.nestedClass("Role"), role.name()))
            .toList();
    return JavaText.of(
        ".withRule($T.of(new $T($L, $L, $L)))",
        Optional.class,
        owner,
        optional(rule.vjp()),
        optional(rule.jvp()),
        list(roles));
  }

  private static JavaText optional(Optional<String> name) {
    return name.map(each -> JavaText.of("$T.of($S)", Optional.class, each))
        .orElseGet(() -> JavaText.of("$T.empty()", Optional.class));
  }

  /** The statements of one function. */
  private static final class Statements {
    private final JavaText.Builder code;
    private final Map<Value, String> names = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private SourcePosition last = SourcePosition.UNKNOWN;
    private String file = "";

    Statements(JavaText.Builder code) {
      this.code = code;
      taken.put("code", 1);
      taken.put("graph", 1);
    }

    void add(Function function) {
      file = firstFile(function.body());
      code.addStatement(
          "$T code = new $T($S, $L)", CODE, CODE, function.name(), StringLiterals.of(file));
      for (Value parameter : function.parameters()) {
        code.addStatement(
            "$T $L = code.parameter($S, $L)",
            VALUE,
            name(parameter),
            parameter.name(),
            type(parameter.type()));
      }
      contents(function.body());
    }

    private static String firstFile(Block block) {
      return block.operations().stream()
          .map(operation -> operation.position().file())
          .findFirst()
          .orElse("");
    }

    private void contents(Block block) {
      block.operations().forEach(this::operation);
      code.addStatement("$L", terminator(block.terminator()));
    }

    private void nested(Block block) {
      code.add("{\n").indent();
      for (Value parameter : block.parameters()) {
        boolean isNameless = parameter.name().isEmpty();
        JavaText name = isNameless ? JavaText.EMPTY : JavaText.of("$S", parameter.name());
        code.addStatement("$T $L = code.parameter($L)", VALUE, name(parameter), name);
      }
      contents(block);
      code.unindent().add("}\n");
    }

    private void operation(Operation operation) {
      if (operation instanceof Operation.Apply apply) {
        apply(apply);
        return;
      }
      JavaText at = at(operation.position());
      if (operation instanceof Operation.If branch) {
        code.addStatement("$L.ifElse($L)", at, use(branch.condition()));
      } else if (operation instanceof Operation.Loop loop) {
        code.addStatement("$L.loop($L)", at, labelled(loop.label(), loop.operands()));
      } else if (operation instanceof Operation.Scope scope) {
        code.addStatement("$L.scope($S)", at, scope.label());
      } else {
        Operation.Call call = (Operation.Call) operation;
        code.addStatement("$L.call($L)", at, labelled(call.function(), call.operands()));
      }
      operation.blocks().forEach(this::nested);
      for (Value result : operation.results()) {
        code.addStatement(
            "$T $L = code.result($L)", VALUE, name(result), named(result, type(result.type())));
      }
    }

    /** {@code code.at(3, 5)}, or {@code code} where the position is the same as before. */
    private JavaText at(SourcePosition position) {
      if (position.equals(last)) {
        return JavaText.of("code");
      }
      last = position;
      if (!position.isKnown()) {
        return JavaText.of("code.nowhere()");
      }
      return position.file().equals(file)
          ? JavaText.of("code.at($L, $L)", position.line(), position.column())
          : JavaText.of("code.at($S, $L, $L)", position.file(), position.line(), position.column());
    }

    private void apply(Operation.Apply apply) {
      JavaText at = at(apply.position());
      String operation = apply.definition().name();
      if (apply.results().isEmpty()) {
        code.addStatement(
            "$L.perform($L, $L)",
            at,
            attributes(apply.attributes()),
            labelled(operation, apply.operands()));
        return;
      }
      Value result = apply.result();
      JavaText call =
          apply.number().isPresent()
              ? constant(result, apply.number().get())
              : apply.attributes().isEmpty()
                  ? JavaText.of("apply($L)", named(result, labelled(operation, apply.operands())))
                  : JavaText.of(
                      "applyWith($L, $L)",
                      attributes(apply.attributes()),
                      named(result, labelled(operation, apply.operands())));
      code.addStatement("$T $L = $L.$L", VALUE, name(result), at, call);
    }

    private static JavaText constant(Value result, Attribute.Number number) {
      Expression literal = Literals.of(number.dtype(), number.bits());
      boolean plain = Literals.isExact(number.dtype(), number.bits());
      return plain
          ? JavaText.of(
              "$L($L)",
              number.dtype().name().toLowerCase(Locale.ROOT),
              named(result, literal.code()))
          : JavaText.of(
              "bits($L)",
              named(
                  result, JavaText.of("$T.$L, $LL", SCALAR, number.dtype().name(), number.bits())));
    }

    /** Arguments, behind the name of the value that they are for, where it has one. */
    private static JavaText named(Value value, JavaText arguments) {
      return value.name().isEmpty() ? arguments : JavaText.of("$S, $L", value.name(), arguments);
    }

    private JavaText terminator(Terminator end) {
      JavaText uses = arguments(end.operands().stream().map(this::use).toList());
      if (end instanceof Terminator.Yield) {
        return JavaText.of("code.yields($L)", uses);
      }
      if (end instanceof Terminator.Condition) {
        return JavaText.of("code.condition($L)", uses);
      }
      if (end instanceof Terminator.Break exit) {
        return JavaText.of("code.breaks($L)", labelled(exit.label(), end.operands()));
      }
      if (end instanceof Terminator.Continue exit) {
        return JavaText.of("code.continues($L)", labelled(exit.label(), end.operands()));
      }
      if (end instanceof Terminator.Return) {
        return JavaText.of("code.returns($L)", uses);
      }
      if (end instanceof Terminator.Throw exception) {
        List<JavaText> arguments = new ArrayList<>();
        arguments.add(JavaText.of("$S", exception.exception()));
        arguments.add(
            list(exception.message().stream().map(part -> JavaText.of("$S", part)).toList()));
        exception.operands().forEach(operand -> arguments.add(use(operand)));
        return JavaText.of("$L.throwsNew($L)", at(exception.position()), arguments(arguments));
      }
      return JavaText.of("code.end(new $T.Unreachable())", TERMINATOR);
    }

    private JavaText use(Value value) {
      String name = names.get(value);
      if (name == null) {
        throw new IllegalStateException("no code for " + value);
      }
      return new JavaText(name);
    }

    private JavaText labelled(String first, List<Value> operands) {
      List<JavaText> all = new ArrayList<>();
      all.add(JavaText.of("$S", first));
      operands.forEach(operand -> all.add(use(operand)));
      return arguments(all);
    }

    /** The name of a new variable for {@code value}. */
    private String name(Value value) {
      String identifier = JavaNames.identifier(value.name());
      String candidate = identifier;
      while (taken.containsKey(candidate)) {
        candidate = identifier + taken.merge(identifier, 1, Integer::sum);
      }
      taken.put(candidate, 1);
      names.put(value, candidate);
      return candidate;
    }
  }

  private static JavaText list(List<JavaText> parts) {
    return JavaText.of("$T.of($L)", LIST, arguments(parts));
  }

  private static JavaText arguments(List<JavaText> parts) {
    return JavaText.join(parts, ", ");
  }

  private static JavaText type(ValueType type) {
    if (type instanceof ScalarType scalar) {
      return JavaText.of("$T.$L", SCALAR, scalar.dtype().name());
    }
    if (type instanceof ArrayType array) {
      return JavaText.of("new $T($L, $L)", ArrayType.class, type(array.element()), array.rank());
    }
    if (type instanceof StackType stack) {
      return JavaText.of("new $T($L)", StackType.class, type(stack.element()));
    }
    if (type instanceof TensorType tensor
        && tensor.dims().stream().allMatch(GraphMethods::isPlain)) {
      List<JavaText> parts = new ArrayList<>();
      parts.add(JavaText.of("$T.$L", DType.class, tensor.dtype().name()));
      tensor.dims().forEach(dim -> parts.add(dim(dim)));
      return JavaText.of("$T.of($L)", TensorType.class, arguments(parts));
    }
    return JavaText.of("$T.parse($S)", TYPES, type.toString()); // sizes that are computed
  }

  private static boolean isPlain(Dim dim) {
    return dim.name().isPresent() || dim.constant().isPresent();
  }

  private static JavaText dim(Dim dim) {
    return dim.name().isPresent()
        ? JavaText.of("$T.named($S)", Dim.class, dim.name().get())
        : JavaText.of("$T.of($L)", Dim.class, dim.constant().getAsLong());
  }

  private static JavaText attributes(Attributes attributes) {
    ClassName owner = ClassName.get("dev.kiln.op.definition", "Attributes");
    if (attributes.isEmpty()) {
      return JavaText.of("$T.NONE", owner);
    }
    JavaText.Builder code = JavaText.builder().add("$T", owner);
    String link = ".of($S, $L)";
    for (Map.Entry<String, Attribute> each : attributes.asMap().entrySet()) {
      code.add(link, each.getKey(), attribute(each.getValue()));
      link = ".with($S, $L)";
    }
    return code.build();
  }

  private static JavaText attribute(Attribute attribute) {
    ClassName owner = ClassName.get("dev.kiln.op.definition", "Attribute");
    String kind = attribute.getClass().getSimpleName();
    return JavaText.of("new $T($L)", owner.nestedClass(kind), content(attribute));
  }

  private static JavaText content(Attribute attribute) {
    if (attribute instanceof Attribute.Integer integer) {
      return JavaText.of("$L", integer.value());
    }
    if (attribute instanceof Attribute.Integers integers) {
      return list(integers.values().stream().map(v -> JavaText.of("$LL", v)).toList());
    }
    if (attribute instanceof Attribute.Truth truth) {
      return JavaText.of("$L", truth.value());
    }
    if (attribute instanceof Attribute.Dims dims) {
      return JavaText.of("$T.parseDims($S)", TYPES, dims.dims().toString());
    }
    if (attribute instanceof Attribute.ElementType type) {
      return JavaText.of("$T.$L", DType.class, type.dtype().name());
    }
    if (attribute instanceof Attribute.Type type) {
      return type(type.type());
    }
    if (attribute instanceof Attribute.Number number) {
      return JavaText.of("$T.$L, $LL", DType.class, number.dtype().name(), number.bits());
    }
    if (attribute instanceof Attribute.Array array) {
      return Literals.of(array.array());
    }
    return JavaText.of("$S", ((Attribute.Text) attribute).text());
  }
}
