package dev.kiln.processor.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphFingerprint;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.InlinedGraph;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.MethodKey;
import dev.kiln.processor.model.ModelClass;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * Emits what notices that a model was compiled into another one and has changed since: in {@code
 * FooGraphs} a method that gives the fingerprints of the graphs, and one that compares those of the
 * graphs that are compiled into {@code Foo}.
 *
 * <pre>
 * public static long fingerprintOf(String method) {
 *   checkModels(method);
 *   return switch (method) {
 *     case "loss(dev.kiln.tensor.Tensor)" -> 0x2b13e3d5a4f0c968L;
 *     default -> 0;
 *   };
 * }
 * </pre>
 */
final class FingerprintMethods {
  private final ModelClass model;
  private final List<LoweredMethod> methods;
  private final GeneratedSource.Texts texts;

  FingerprintMethods(ModelClass model, List<LoweredMethod> methods, GeneratedSource.Texts texts) {
    this.model = model;
    this.methods = methods;
    this.texts = texts;
  }

  /** The fingerprint of a graph as Java. */
  static String literal(Graph graph) {
    return literal(GraphFingerprint.of(graph));
  }

  private static String literal(long fingerprint) {
    return "0x%016xL".formatted(fingerprint);
  }

  /**
   * The statement of {@code FooGraphs} that checks what is compiled into a method; none where that
   * is nothing.
   */
  static JavaText check(ModelClass model, LoweredMethod method) {
    return compared(model, method).isEmpty()
        ? JavaText.EMPTY
        : JavaText.of("checkModels($S);\n", key(method));
  }

  /** The statements that check what is compiled into any method, for another class. */
  static JavaText checks(ModelClass model, List<LoweredMethod> methods) {
    JavaText.Builder code = JavaText.builder();
    for (LoweredMethod each : methods) {
      if (!compared(model, each).isEmpty()) {
        code.addStatement("$T.checkModels($S)", graphs(model.element()), key(each));
      }
    }
    return code.build();
  }

  void addTo(TypeSpec.Builder type) {
    type.addMethod(fingerprints(texts.body(fingerprints())));
    if (isAnyCompared()) {
      type.addMethod(checks());
    }
  }

  /** Adds what other models call, with the body that all methods of a model with errors have. */
  void addStubTo(TypeSpec.Builder type, CodeBlock body) {
    type.addMethod(fingerprints(body));
  }

  private JavaText fingerprints() {
    JavaText.Builder code = JavaText.builder();
    if (isAnyCompared()) {
      code.addStatement("checkModels(method)");
    }
    code.open("return switch (method)");
    for (LoweredMethod each : methods) {
      code.addStatement("case $S -> $L", key(each), literal(each.source()));
    }
    code.addStatement("default -> $L", GraphFingerprint.NONE).unindent().addStatement("}");
    return code.build();
  }

  private static MethodSpec fingerprints(CodeBlock body) {
    return method("fingerprintOf")
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

  private MethodSpec checks() {
    JavaText.Builder code = JavaText.builder().open("try").open("switch (method)");
    for (LoweredMethod method : methods) {
      List<InlinedGraph> compared = compared(model, method);
      if (!compared.isEmpty()) {
        code.open("case $S ->", key(method));
        compared.forEach(each -> addComparison(code, each));
        code.close();
      }
    }
    code.close().unindent();
    code.open("} catch ($T | $T e)", NoSuchMethodError.class, NoClassDefFoundError.class);
    code.addStatement(
            "throw $T.noVersion($S, e)", NestedModels.CHECKS, model.name().canonicalName())
        .close();
    return method("checkModels")
        .addJavadoc(
            "Checks that what is compiled into a method from other models is what they have now.\n")
        .addCode(texts.body(code.build()))
        .build();
  }

  private void addComparison(JavaText.Builder code, InlinedGraph graph) {
    code.addStatement(
        "$T.requireVersion($S, $S, $S, $L, $T.fingerprintOf($S))",
        NestedModels.CHECKS,
        model.name().canonicalName(),
        graph.model().getQualifiedName().toString(),
        graph.method(),
        literal(graph.fingerprint()),
        graphs(graph.model()),
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
  private static List<InlinedGraph> compared(ModelClass model, LoweredMethod method) {
    return method.inlined().stream()
        .filter(
            each ->
                each.model().getModifiers().contains(Modifier.PUBLIC)
                    || graphs(each.model()).packageName().equals(model.name().packageName()))
        .toList();
  }

  private static ClassName graphs(TypeElement model) {
    return GeneratedNames.of(ClassName.get(model), "", "Graphs");
  }

  private static String key(LoweredMethod method) {
    return MethodKey.of(method.method().element());
  }
}
