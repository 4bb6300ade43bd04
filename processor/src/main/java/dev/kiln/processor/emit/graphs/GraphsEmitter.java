package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Block;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.emit.fingerprint.FingerprintsEmitter;
import dev.kiln.processor.emit.model.FieldAccess;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.model.NestedModels;
import dev.kiln.processor.emit.model.Stubs;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.TextBlocks;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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

  /**
   * The operations of all graphs of a class. javac takes as long for the code that builds them as
   * for the compiled model, and nobody reads that much of it.
   */
  private static final int LARGEST_CLASS_AS_CODE = 1000;

  private final GeneratedSource.Texts texts = new GeneratedSource.Texts();
  private final ModelClass model;
  private final TypeSpec.Builder type;
  private final int largestAsCode;
  private final GraphMethods graphs;
  private final DerivedNames names;

  /** What all methods do of a model that could not be compiled. */
  private final Optional<CodeBlock> stub;

  private GraphsEmitter(
      ModelClass model,
      TypeSpec.Builder type,
      int largestAsCode,
      DerivedNames names,
      Optional<CodeBlock> stub) {
    this.stub = stub;
    this.type = type;
    this.largestAsCode = largestAsCode;
    this.names = names;
    this.graphs = new GraphMethods(type, texts, names.graphs());
    this.model = model;
  }

  /**
   * Emits the class.
   *
   * @param asText whether to keep all graphs as text
   */
  public static GeneratedSource emit(
      ModelClass model, List<LoweredMethod> methods, DerivedNames names, boolean asText) {
    return emit(model, methods, names, asText, Optional.empty());
  }

  /** Emits the class of a model with errors: all signatures, without code. */
  public static GeneratedSource stub(
      ModelClass model, List<LoweredMethod> methods, DerivedNames names) {
    return emit(model, methods, names, false, Optional.of(Stubs.body(model)));
  }

  private static GeneratedSource emit(
      ModelClass model,
      List<LoweredMethod> methods,
      DerivedNames names,
      boolean asText,
      Optional<CodeBlock> stub) {
    ClassName name = GeneratedNames.graphs(model.name());
    TypeSpec.Builder type =
        GeneratedClasses.beside(
            model,
            name,
            "The compute methods of {@link $T} as graphs.\n",
            names.taken().qualified());
    if (model.element().getModifiers().contains(Modifier.PUBLIC)) {
      type.addModifiers(Modifier.PUBLIC);
    }
    GraphsEmitter emitter =
        new GraphsEmitter(
            model, type, asText || isLarge(methods) ? 0 : LARGEST_AS_CODE, names, stub);
    methods.forEach(emitter::addGraphs);
    if (Stubs.mayBeNamed(model.element())) {
      emitter.addStateOf(methods);
    }
    return emitter.texts.file(name, type.build());
  }

  private static boolean isLarge(List<LoweredMethod> methods) {
    return methods.stream()
            .flatMap(
                method -> Stream.concat(Stream.of(method.forward()), method.gradient().stream()))
            .mapToInt(graph -> size(graph.entry().body()))
            .filter(size -> size <= LARGEST_AS_CODE)
            .sum()
        > LARGEST_CLASS_AS_CODE;
  }

  private void addGraphs(LoweredMethod method) {
    JavaText check = FingerprintsEmitter.check(model, method);
    addGraph(names.graph(method, ""), method.forward(), check);
    String nameOfGradient = names.graph(method, DerivedNames.GRADIENT);
    method.gradient().ifPresent(gradient -> addGraph(nameOfGradient, gradient, check));
    for (DerivedMethod derived : method.derived()) {
      // as text, since nobody reads the code that would build it, but javac would
      String name = names.graph(method, derived.key());
      if (stub.isPresent()) {
        addStub(name);
      } else {
        addText(name, derived.graph(), check);
      }
    }
  }

  private void addStub(String name) {
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(Graph.class)
            .addCode(stub.orElseThrow())
            .build());
  }

  private void addGraph(String name, Graph graph, JavaText check) {
    if (stub.isPresent()) {
      addStub(name);
    } else if (size(graph.entry().body()) > largestAsCode) {
      addText(name, graph, check);
    } else {
      graphs.emit(name, graph, check);
    }
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

  // public static Graph loss() { return GraphParser.parse("""graph .."""); }
  private void addText(String name, Graph graph, JavaText check) {
    List<JavaText> parts = TextBlocks.of(GraphPrinter.print(graph));
    JavaText text =
        parts.size() == 1
            ? parts.get(0)
            : JavaText.of("$T.join($S, $L)", String.class, "", JavaText.join(parts, ", "));
    JavaText body = JavaText.of("$Lreturn $T.parse($L);\n", check, GraphParser.class, text);
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addJavadoc(
                "The graph of {@code $L}, kept as text since the code to build it would be long.\n",
                graph.name())
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
            .returns(Graph.class)
            .addCode(texts.body(body))
            .build());
  }

  private void addStateOf(List<LoweredMethod> methods) {
    String name = names.graphs().contains("stateOf") ? "stateOf_" : "stateOf";
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addJavadoc(
                """
                What the graphs read from a model: its parameters and other fields.

                @throws IllegalArgumentException if the model is of a subclass, which may override what
                    the graphs compute
                """)
            .addModifiers(Modifier.STATIC)
            .addParameter(model.name(), "model")
            .returns(FEEDS);
    if (model.element().getModifiers().contains(Modifier.PUBLIC)) {
      method.addModifiers(Modifier.PUBLIC);
    }
    if (stub.isPresent()) {
      type.addMethod(method.addCode(stub.get()).build());
      return;
    }
    FieldAccess access = new FieldAccess(model);
    JavaText.Builder code =
        JavaText.builder()
            .addStatement("$T.requireOwnGraphs(model, $T.class)", NestedModels.CHECKS, model.name())
            .add(NestedModels.requireExact(model, "model"))
            .add("return $T.none()", FEEDS);
    for (ModelField field : model.fields()) {
      JavaText value = access.read(new JavaText("model"), field.path());
      code.add("\n        .and($S, $L)", field.path(), value);
      String told = "this." + field.path(); // where an argument has the field's name
      if (methods.stream().anyMatch(each -> reads(each, told))) {
        code.add("\n        .and($S, $L)", told, value);
      }
    }
    code.add(ExceptionFactories.of(methods.stream().map(LoweredMethod::forward).toList()));
    type.addMethod(method.addCode(texts.body(code.add(";\n").build())).build());
  }
}
