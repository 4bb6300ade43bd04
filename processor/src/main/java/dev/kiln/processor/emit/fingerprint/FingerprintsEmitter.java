package dev.kiln.processor.emit.fingerprint;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphFingerprint;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.model.NestedModels;
import dev.kiln.processor.emit.model.Stubs;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.InlinedGraph;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.MethodGraph;
import dev.kiln.processor.model.ModelClass;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * Emits {@code FooFingerprints}, which notices that a model was compiled into another one and has
 * changed since: it gives the fingerprints of the graphs of {@code Foo}, and compares those of the
 * graphs that are compiled into {@code Foo}. It refers to no graph, so that {@code CompiledFoo}
 * runs without them.
 *
 * <pre>
 * public final class FooFingerprints {
 *   public static long of(String method) {
 *     check(method);
 *     return switch (method) {
 *       case "loss(dev.kiln.tensor.Tensor)" -> 0x2b13e3d5a4f0c968L;
 *       default -> 0;
 *     };
 *   }
 *
 *   static void check(String method) {
 *     try {
 *       switch (method) {
 *         case "loss(dev.kiln.tensor.Tensor)" -> {
 *           ModelChecks.requireVersion("demo.Foo", "library.Bar", "f(double)", 0x55599ddb669bde77L,
 *               BarFingerprints.of("f(double)"));
 *         }
 *       }
 *     } catch (NoSuchMethodError | NoClassDefFoundError e) {
 *       throw ModelChecks.noVersion("demo.Foo", e);
 *     }
 *   }
 * }
 * </pre>
 */
public final class FingerprintsEmitter {
  private final ModelClass model;
  private final List<MethodGraph> methods;
  private final GeneratedSource.Texts texts = new GeneratedSource.Texts();

  private FingerprintsEmitter(ModelClass model, List<MethodGraph> methods) {
    this.model = model;
    this.methods = methods;
  }

  /** Emits the class. */
  public static GeneratedSource emit(
      ModelClass model, List<MethodGraph> methods, DerivedNames names) {
    return new FingerprintsEmitter(model, methods).emit(names, Optional.empty());
  }

  /** Emits the class of a model with errors, which other models call. */
  public static GeneratedSource stub(ModelClass model, DerivedNames names) {
    return new FingerprintsEmitter(model, List.of()).emit(names, Optional.of(Stubs.body(model)));
  }

  /** The fingerprint of a graph as Java. */
  public static String literal(Graph graph) {
    return literal(GraphFingerprint.of(graph));
  }

  private static String literal(long fingerprint) {
    return "0x%016xL".formatted(fingerprint);
  }

  /**
   * The statement that checks what is compiled into a method, for another class; none where that is
   * nothing.
   */
  public static JavaText check(ModelClass model, LoweredMethod lowered) {
    MethodGraph method = lowered.sourceGraph();
    return compared(model, method).isEmpty()
        ? JavaText.EMPTY
        : JavaText.of("$T.check($S);\n", fingerprints(model.element()), method.key());
  }

  /** The statements that check what is compiled into any method. */
  public static JavaText checks(ModelClass model, List<LoweredMethod> methods) {
    JavaText.Builder code = JavaText.builder();
    methods.forEach(each -> code.add(check(model, each)));
    return code.build();
  }

  private GeneratedSource emit(DerivedNames names, Optional<CodeBlock> stub) {
    TypeSpec.Builder type =
        GeneratedClasses.beside(
            model,
            fingerprints(model.element()),
            "What tells versions of {@link $T} apart.\n",
            names.taken().qualified());
    if (model.element().getModifiers().contains(Modifier.PUBLIC)) {
      type.addModifiers(Modifier.PUBLIC);
    }
    type.addMethod(fingerprints(stub.orElseGet(() -> texts.body(fingerprints()))));
    if (stub.isEmpty() && isAnyCompared()) {
      type.addMethod(comparisons());
    }
    return texts.file(fingerprints(model.element()), type.build());
  }

  private JavaText fingerprints() {
    JavaText.Builder code = JavaText.builder();
    if (isAnyCompared()) {
      code.addStatement("check(method)");
    }
    code.open("return switch (method)");
    for (MethodGraph each : methods) {
      code.addStatement("case $S -> $L", each.key(), literal(each.graph()));
    }
    code.addStatement("default -> $L", GraphFingerprint.NONE).unindent().addStatement("}");
    return code.build();
  }

  private static MethodSpec fingerprints(CodeBlock body) {
    return method("of")
        .addJavadoc(
            """
            A number that changes with what the graph of a method computes. Models that have the graph
            compiled in compare it with the one that they knew.

            @param method its name and the types of its parameters
            """)
        .addModifiers(Modifier.PUBLIC)
        .returns(TypeName.LONG)
        .addCode(body)
        .build();
  }

  private MethodSpec comparisons() {
    JavaText.Builder code = JavaText.builder().open("try").open("switch (method)");
    for (MethodGraph method : methods) {
      List<InlinedGraph> compared = compared(model, method);
      if (!compared.isEmpty()) {
        code.open("case $S ->", method.key());
        compared.forEach(each -> addComparison(code, each));
        code.close();
      }
    }
    code.close().unindent();
    code.open("} catch ($T | $T e)", NoSuchMethodError.class, NoClassDefFoundError.class);
    code.addStatement(
            "throw $T.noVersion($S, e)", NestedModels.CHECKS, model.name().canonicalName())
        .close();
    return method("check")
        .addJavadoc(
            "Checks that what is compiled into a method from other models is what they have now.\n")
        .addCode(texts.body(code.build()))
        .build();
  }

  private void addComparison(JavaText.Builder code, InlinedGraph graph) {
    code.addStatement(
        "$T.requireVersion($S, $S, $S, $L, $T.of($S))",
        NestedModels.CHECKS,
        model.name().canonicalName(),
        graph.model().getQualifiedName().toString(),
        graph.method(),
        literal(graph.fingerprint()),
        fingerprints(graph.model()),
        graph.method());
  }

  private static MethodSpec.Builder method(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.STATIC)
        .addParameter(String.class, "method");
  }

  private boolean isAnyCompared() {
    return methods.stream().anyMatch(each -> !compared(model, each).isEmpty());
  }

  /** The graphs whose models can be asked; others are in packages that do not show them. */
  private static List<InlinedGraph> compared(ModelClass model, MethodGraph method) {
    return method.inlined().stream()
        .filter(
            each ->
                each.model().getModifiers().contains(Modifier.PUBLIC)
                    || fingerprints(each.model()).packageName().equals(model.name().packageName()))
        .toList();
  }

  private static ClassName fingerprints(TypeElement model) {
    return GeneratedNames.of(ClassName.get(model), "", "Fingerprints");
  }
}
