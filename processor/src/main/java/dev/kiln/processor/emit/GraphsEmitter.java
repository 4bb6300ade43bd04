package dev.kiln.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Block;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Emits {@code FooGraphs}.
 *
 * <pre>
 * public final class FooGraphs {
 *   public static Graph loss() { GraphBuilder g = new GraphBuilder("loss"); ... }
 *   public static Graph lossGradient() { ... }
 *   public static Feeds stateOf(Foo model) { return Feeds.none().and("w1", model.w1); }
 * }
 * </pre>
 */
public final class GraphsEmitter {
  private static final ClassName FEEDS = ClassName.get("dev.kiln.session", "Feeds");

  /** A method of the class file holds 64 KB; building an operation takes about 50 bytes. */
  private static final int LARGEST_AS_CODE = 500;

  /** A constant of the class file holds 64 KB. */
  private static final int LONGEST_CONSTANT = 20_000;

  private GraphsEmitter() {}

  /** Emits the class. */
  public static JavaFile emit(ModelClass model, List<LoweredMethod> methods) {
    ClassName name = CompiledClassEmitter.generatedName(model, "", "Graphs");
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addJavadoc("The compute methods of {@link $T} as graphs.\n", model.name())
            .addAnnotation(CompiledClassEmitter.generated(model))
            .addOriginatingElement(model.element())
            .addModifiers(Modifier.FINAL)
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    boolean isPublic = model.element().getModifiers().contains(Modifier.PUBLIC);
    if (isPublic) {
      type.addModifiers(Modifier.PUBLIC);
    }
    Set<String> names = new HashSet<>();
    GraphMethods graphs = new GraphMethods(type);
    for (LoweredMethod method : methods) {
      addGraph(type, graphs, names, method.method().name(), method.forward());
      method
          .gradient()
          .ifPresent(g -> addGraph(type, graphs, names, method.method().name() + "Gradient", g));
      for (DerivedMethod derived : method.derived()) {
        // as text, since nobody reads the code that would build it, but javac would
        String graph = unusedName(names, method.method().name() + derived.suffix());
        type.addMethod(asText(graph, derived.graph()));
      }
    }
    type.addMethod(stateOf(model, methods, names));
    return CompiledClassEmitter.file(name, type.build());
  }

  private static void addGraph(
      TypeSpec.Builder type,
      GraphMethods methods,
      Set<String> names,
      String preferred,
      Graph graph) {
    String name = unusedName(names, preferred);
    if (size(graph.entry().body()) > LARGEST_AS_CODE) {
      type.addMethod(asText(name, graph));
    } else {
      methods.emit(name, graph);
    }
  }

  private static String unusedName(Set<String> names, String preferred) {
    String name = preferred;
    for (int i = 2; !names.add(name); i++) {
      name = preferred + i;
    }
    return name;
  }

  private static boolean reads(LoweredMethod method, String input) {
    return method.forward().inputs().stream().anyMatch(each -> each.name().equals(input));
  }

  private static int size(Block block) {
    int size = block.operations().size();
    for (Operation operation : block.operations()) {
      for (Block nested : operation.blocks()) {
        size += size(nested);
      }
    }
    return size;
  }

  // public static Graph loss() { return GraphParser.parse(String.join("", "graph ..", "..")); }
  private static MethodSpec asText(String name, Graph graph) {
    String text = GraphPrinter.print(graph);
    List<CodeBlock> parts = new ArrayList<>();
    for (int at = 0; at < text.length(); at += LONGEST_CONSTANT) {
      int end = Math.min(text.length(), at + LONGEST_CONSTANT);
      parts.add(CodeBlock.of("$L", Literals.string(text.substring(at, end))));
    }
    return MethodSpec.methodBuilder(name)
        .addJavadoc(
            "The graph of {@code $L}, kept as text since the code to build it would be long.\n",
            graph.name())
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .returns(Graph.class)
        .addStatement(
            "return $T.parse($T.join($S, $L))",
            GraphParser.class,
            String.class,
            "",
            CodeBlock.join(parts, ",\n"))
        .build();
  }

  private static MethodSpec stateOf(
      ModelClass model, List<LoweredMethod> methods, Set<String> names) {
    String name = names.contains("stateOf") ? "stateOf_" : "stateOf";
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addJavadoc("What the graphs read from a model: its parameters and other fields.\n")
            .addModifiers(Modifier.STATIC)
            .addParameter(model.name(), "model")
            .returns(FEEDS);
    if (model.element().getModifiers().contains(Modifier.PUBLIC)) {
      method.addModifiers(Modifier.PUBLIC);
    }
    FieldAccess access = new FieldAccess(model);
    CodeBlock.Builder code = CodeBlock.builder().add("return $T.none()", FEEDS);
    for (ModelField field : model.fields()) {
      CodeBlock value = access.read(CodeBlock.of("model"), field.path());
      code.add("\n    .and($S, $L)", field.path(), value);
      String told = "this." + field.path(); // where an argument has the field's name
      if (methods.stream().anyMatch(each -> reads(each, told))) {
        code.add("\n    .and($S, $L)", told, value);
      }
    }
    return method.addStatement(code.build()).build();
  }
}
