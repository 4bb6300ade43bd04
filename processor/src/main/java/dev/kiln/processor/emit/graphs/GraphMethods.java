package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Emits the code that builds graphs through the public builders: a method for each graph, and one
 * for each function that a graph calls. Graphs of tensor operations are built of terms ({@link
 * TermStatements}), all others statement by statement ({@link FunctionStatements}).
 *
 * <pre>
 * public static Graph count() {
 *   FunctionBuilder code = new FunctionBuilder("count", "Count.java");
 *   Value first = code.parameter("first", ScalarType.INT32);
 *   code.at(3, 5).loop("loop_1", first);
 *   {
 *     Value first2 = code.parameter("first");
 *     code.at(3, 12).condition(code.apply("less", first2, code.int32(10)), first2);
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
  private static final ClassName FUNCTION = ClassName.get(GRAPH, "Function");

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
    if (TermStatements.canBuild(graph)) {
      new TermStatements(code, graph).write();
    } else {
      addStatements(name, graph, code);
    }
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addJavadoc("The graph of {@code $L}.\n", graph.name())
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(GRAPH_TYPE)
            .addCode(texts.body(code.build()))
            .build());
  }

  private void addStatements(String name, Graph graph, JavaText.Builder code) {
    new FunctionStatements(code, graph.entry(), ValueNames.of(graph)).write();
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
    new FunctionStatements(code, function, ValueNames.of(function)).write();
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
    List<JavaText> types = function.resultTypes().stream().map(GraphLiterals::type).toList();
    return JavaText.of(
        "code.build($L)$L",
        GraphLiterals.arguments(types),
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
        GraphLiterals.list(roles));
  }

  private static JavaText optional(Optional<String> name) {
    return name.map(each -> JavaText.of("$T.of($S)", Optional.class, each))
        .orElseGet(() -> JavaText.of("$T.empty()", Optional.class));
  }
}
