package dev.kiln.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Block;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.SourcePosition;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.type.ValueType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** Emits the code that builds one graph through the public builders. */
final class GraphMethods {
  private static final String GRAPH = "dev.kiln.graph";
  private static final ClassName BUILDER = ClassName.get(GRAPH, "GraphBuilder");
  private static final ClassName BLOCK = ClassName.get(GRAPH, "BlockBuilder");
  private static final ClassName VALUE = ClassName.get(GRAPH, "Value");
  private static final ClassName TERMINATOR = ClassName.get(GRAPH, "Terminator");
  private static final ClassName CATALOGUE = ClassName.get("dev.kiln.op", "Catalogue");
  private static final ClassName TYPES = ClassName.get("dev.kiln.graph.text", "TypeParser");

  private final TypeSpec.Builder type;
  private final String name;
  private final Map<Value, CodeBlock> values = new HashMap<>();
  private final Map<String, Integer> taken = new LinkedHashMap<>();

  GraphMethods(TypeSpec.Builder type, String name) {
    this.type = type;
    this.name = name;
  }

  void emit(Graph graph) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("$T graph = new $T($S)", BUILDER, BUILDER, graph.name());
    fresh("graph");
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      Value value = graph.entry().parameters().get(i);
      String local = fresh(value.name());
      code.addStatement(
          "$T $L = graph.value(graph.input($S, $L, $T.Kind.$L))",
          VALUE,
          local,
          input.name(),
          type(value.type()),
          ClassName.get(GRAPH, "Graph"),
          input.kind().name());
      values.put(value, CodeBlock.of("$L", local));
    }
    String block = fresh("block");
    code.addStatement("$T $L = graph.block()", BLOCK, block);
    CodeBlock end = block(graph.entry().body(), block, code);
    for (int i = 0; i < graph.functions().size(); i++) {
      code.addStatement("graph.function($L())", function(graph.functions().get(i), i));
    }
    code.addStatement(
        "return graph.build($L, $L, $L)",
        list(graph.outputs().stream().map(o -> CodeBlock.of("$S", o)).toList()),
        list(graph.entry().resultTypes().stream().map(GraphMethods::type).toList()),
        end);
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addJavadoc("The graph of {@code $L}.\n", graph.name())
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(ClassName.get(GRAPH, "Graph"))
            .addCode(code.build())
            .build());
  }

  /** A called function becomes a private method; returns its name. */
  private String function(Function function, int number) {
    String method = name + "Function" + (number + 1);
    GraphMethods inner = new GraphMethods(type, method);
    CodeBlock.Builder code = CodeBlock.builder();
    ClassName source = ClassName.get(GRAPH, "ValueSource");
    code.addStatement("$T source = new $T()", source, source);
    inner.fresh("source");
    for (Value parameter : function.parameters()) {
      String local = inner.fresh(parameter.name());
      code.addStatement(
          "$T $L = source.create($S, $L)", VALUE, local, parameter.name(), type(parameter.type()));
      inner.values.put(parameter, CodeBlock.of("$L", local));
    }
    String block = inner.fresh("block");
    code.addStatement(
        "$T $L = new $T(source, $L)", BLOCK, block, BLOCK, inner.uses(function.parameters()));
    CodeBlock end = inner.block(function.body(), block, code);
    ClassName functionType = ClassName.get(GRAPH, "Function");
    code.addStatement(
        "return new $T($S, $L.build($L), $L$L)",
        functionType,
        function.name(),
        block,
        end,
        list(function.resultTypes().stream().map(GraphMethods::type).toList()),
        function.rule().map(GraphMethods::rule).orElse(CodeBlock.of("")));
    type.addMethod(
        MethodSpec.methodBuilder(method)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .returns(functionType)
            .addCode(code.build())
            .build());
    return method;
  }

  private static CodeBlock rule(DerivativeRule rule) {
    ClassName type = ClassName.get(GRAPH, "DerivativeRule");
    List<CodeBlock> roles =
        rule.roles().stream()
            .map(role -> CodeBlock.of("$T.$L", type.nestedClass("Role"), role.name()))
            .toList();
    return CodeBlock.of(
        ", $T.of(new $T($L, $L, $L))",
        Optional.class,
        type,
        optional(rule.vjp()),
        optional(rule.jvp()),
        list(roles));
  }

  private static CodeBlock optional(Optional<String> name) {
    return name.map(each -> CodeBlock.of("$T.of($S)", Optional.class, each))
        .orElseGet(() -> CodeBlock.of("$T.empty()", Optional.class));
  }

  /** Adds the operations of a block; returns the expression of its terminator. */
  private CodeBlock block(Block block, String builder, CodeBlock.Builder code) {
    SourcePosition last = SourcePosition.UNKNOWN;
    for (Operation operation : block.operations()) {
      if (!operation.position().equals(last)) {
        last = operation.position();
        code.addStatement(
            "$L.at(new $T($S, $L, $L))",
            builder,
            ClassName.get(GRAPH, "SourcePosition"),
            last.file(),
            last.line(),
            last.column());
      }
      operation(operation, builder, code);
    }
    return terminator(block.terminator());
  }

  private void operation(Operation operation, String builder, CodeBlock.Builder code) {
    if (operation instanceof Operation.Apply apply) {
      apply(apply, builder, code);
      return;
    }
    String results = fresh(operation.results().isEmpty() ? "none" : "results");
    ClassName listType = ClassName.get("java.util", "List");
    if (!operation.results().isEmpty()) {
      code.add("$T<$T> $L = ", listType, VALUE, results);
    }
    if (operation instanceof Operation.If branch) {
      code.add("$L.ifElse($L, $L,\n", builder, use(branch.condition()), slots(branch.results()));
      region(branch.thenBlock(), code);
      code.add(",\n");
      region(branch.elseBlock(), code);
    } else if (operation instanceof Operation.Loop loop) {
      code.add(
          "$L.loop($S, $L, $L,\n",
          builder,
          loop.label(),
          slots(loop.results()),
          uses(loop.operands()));
      region(loop.condition(), code);
      code.add(",\n");
      region(loop.body(), code);
    } else if (operation instanceof Operation.Scope scope) {
      code.add("$L.scope($S, $L,\n", builder, scope.label(), slots(scope.results()));
      region(scope.body(), code);
    } else {
      Operation.Call call = (Operation.Call) operation;
      code.add(
          "$L.call($S, $L, $L",
          builder,
          call.function(),
          slots(call.results()),
          uses(call.operands()));
    }
    code.add(");\n");
    for (int i = 0; i < operation.results().size(); i++) {
      values.put(operation.results().get(i), CodeBlock.of("$L.get($L)", results, i));
    }
  }

  /** {@code (block2, values2) -> { ...; return new Terminator.Yield(..); }}. */
  private void region(Block block, CodeBlock.Builder code) {
    String builder = fresh("block");
    String parameters = fresh("values");
    for (int i = 0; i < block.parameters().size(); i++) {
      values.put(block.parameters().get(i), CodeBlock.of("$L.get($L)", parameters, i));
    }
    CodeBlock.Builder inner = CodeBlock.builder();
    CodeBlock end = block(block, builder, inner);
    code.add("    ($L, $L) -> {\n", builder, parameters)
        .indent()
        .indent()
        .indent()
        .add(inner.build())
        .addStatement("return $L", end)
        .unindent()
        .add("}")
        .unindent()
        .unindent();
  }

  private void apply(Operation.Apply apply, String builder, CodeBlock.Builder code) {
    CodeBlock definition = CodeBlock.of("$T.named($S)", CATALOGUE, apply.definition().name());
    CodeBlock attributes = attributes(apply.attributes());
    if (apply.results().isEmpty()) {
      code.addStatement(
          "$L.perform($L, $L, $L)", builder, definition, attributes, uses(apply.operands()));
      return;
    }
    String local = fresh(apply.result().name().isEmpty() ? "value" : apply.result().name());
    code.addStatement(
        "$T $L = $L.apply($S, $L, $L, $L)",
        VALUE,
        local,
        builder,
        apply.result().name(),
        definition,
        attributes,
        uses(apply.operands()));
    values.put(apply.result(), CodeBlock.of("$L", local));
  }

  private CodeBlock terminator(Terminator end) {
    String kind = end.getClass().getSimpleName();
    if (end instanceof Terminator.Condition condition) {
      return CodeBlock.of(
          "new $T.Condition($L, $L)",
          TERMINATOR,
          use(condition.condition()),
          uses(condition.carried()));
    }
    if (end instanceof Terminator.Break exit) {
      return CodeBlock.of("new $T.Break($S, $L)", TERMINATOR, exit.label(), uses(end.operands()));
    }
    if (end instanceof Terminator.Continue exit) {
      return CodeBlock.of(
          "new $T.Continue($S, $L)", TERMINATOR, exit.label(), uses(end.operands()));
    }
    if (end instanceof Terminator.Throw exception) {
      return CodeBlock.of(
          "new $T.Throw($S, $L, $L)",
          TERMINATOR,
          exception.exception(),
          list(exception.message().stream().map(part -> CodeBlock.of("$S", part)).toList()),
          uses(end.operands()));
    }
    return end instanceof Terminator.Unreachable
        ? CodeBlock.of("new $T.Unreachable()", TERMINATOR)
        : CodeBlock.of("new $T.$L($L)", TERMINATOR, kind, uses(end.operands()));
  }

  private CodeBlock use(Value value) {
    CodeBlock code = values.get(value);
    if (code == null) {
      throw new IllegalStateException("no code for " + value);
    }
    return code;
  }

  private CodeBlock uses(List<Value> each) {
    return list(each.stream().map(this::use).toList());
  }

  private static CodeBlock slots(List<Value> each) {
    ClassName slot = BLOCK.nestedClass("Slot");
    return list(
        each.stream()
            .map(v -> CodeBlock.of("new $T($S, $L)", slot, v.name(), type(v.type())))
            .toList());
  }

  private static CodeBlock list(List<CodeBlock> parts) {
    return CodeBlock.of(
        "$T.of($L)", ClassName.get("java.util", "List"), CodeBlock.join(parts, ", "));
  }

  private static CodeBlock type(ValueType type) {
    return CodeBlock.of("$T.parse($S)", TYPES, type.toString());
  }

  private static CodeBlock attributes(Attributes attributes) {
    ClassName type = ClassName.get("dev.kiln.op", "Attributes");
    CodeBlock.Builder code = CodeBlock.builder().add("$T.NONE", type);
    attributes.asMap().forEach((name, value) -> code.add(".with($S, $L)", name, attribute(value)));
    return code.build();
  }

  private static CodeBlock attribute(Attribute attribute) {
    ClassName owner = ClassName.get("dev.kiln.op", "Attribute");
    String kind = attribute.getClass().getSimpleName();
    return CodeBlock.of("new $T($L)", owner.nestedClass(kind), content(attribute));
  }

  private static CodeBlock content(Attribute attribute) {
    if (attribute instanceof Attribute.Integer integer) {
      return CodeBlock.of("$L", integer.value());
    }
    if (attribute instanceof Attribute.Integers integers) {
      return list(integers.values().stream().map(v -> CodeBlock.of("$LL", v)).toList());
    }
    if (attribute instanceof Attribute.Truth truth) {
      return CodeBlock.of("$L", truth.value());
    }
    if (attribute instanceof Attribute.Dims dims) {
      return CodeBlock.of("$T.parseDims($S)", TYPES, dims.dims().toString());
    }
    if (attribute instanceof Attribute.ElementType type) {
      return CodeBlock.of("$T.$L", dev.kiln.annotation.DType.class, type.dtype().name());
    }
    if (attribute instanceof Attribute.Type type) {
      return type(type.type());
    }
    if (attribute instanceof Attribute.Number number) {
      return CodeBlock.of(
          "$T.$L, $LL", dev.kiln.annotation.DType.class, number.dtype().name(), number.bits());
    }
    if (attribute instanceof Attribute.Array array) {
      return ValueEmitter.tensor(array.array());
    }
    return CodeBlock.of("$S", ((Attribute.Text) attribute).text());
  }

  private String fresh(String preferred) {
    String identifier = JavaNames.identifier(preferred);
    String candidate = identifier;
    while (taken.containsKey(candidate)) {
      candidate = identifier + taken.merge(identifier, 1, Integer::sum);
    }
    taken.put(candidate, 1);
    return candidate;
  }
}
