package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.annotation.HeldModels;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.emit.fingerprint.FingerprintsEmitter;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.TextBlocks;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.MethodGraph;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.NestedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * Emits {@code FooSerializedGraphs}: the graphs of a model's methods, static ones too, for models
 * that see only the class files. No code refers to the class, so a shrinker drops it, and the one
 * who reads {@code CompiledFoo} does not meet it.
 *
 * <pre>
 * &#64;SerializedGraph(
 *     method = "f(double)",
 *     fingerprint = 0x55599ddb669bde77L,
 *     text =
 *         """
 *         graph "f" {
 *         ...
 *         """)
 * final class FooSerializedGraphs {}
 * </pre>
 */
public final class SerializedGraphsEmitter {
  private static final Pattern RECORD = Pattern.compile("record<([\\w.$]+)>");

  private SerializedGraphsEmitter() {}

  /**
   * Emits the class.
   *
   * @param isConstructed whether a record has a constructor with code: then the class says so,
   *     since class files do not tell
   */
  public static GeneratedSource emit(
      ModelClass model, List<MethodGraph> methods, Predicate<String> isConstructed) {
    GeneratedSource.Texts texts = new GeneratedSource.Texts();
    Set<String> records = new TreeSet<>();
    List<AnnotationSpec> graphs = new ArrayList<>();
    for (MethodGraph method : methods) {
      String text = GraphPrinter.printCompact(method.graph());
      RECORD.matcher(text).results().forEach(each -> records.add(each.group(1)));
      graphs.add(graph(method, text + "\n", texts));
    }
    TypeSpec type =
        TypeSpec.classBuilder(GeneratedNames.serializedGraphs(model.name()))
            .addJavadoc(
                "The graphs of {@link $T}, for models that contain it and see no source of it.\n",
                model.name())
            .addAnnotation(GeneratedClasses.annotation(model))
            .addAnnotations(graphs)
            .addAnnotations(
                records.stream()
                    .filter(isConstructed)
                    .map(SerializedGraphsEmitter::construction)
                    .toList())
            .addAnnotations(held(model))
            .addOriginatingElement(model.element())
            .addModifiers(Modifier.FINAL)
            .build();
    return texts.file(GeneratedNames.serializedGraphs(model.name()), type);
  }

  private static AnnotationSpec construction(String record) {
    return AnnotationSpec.builder(SerializedGraph.class)
        .addMember("method", "$S", SerializedGraph.CONSTRUCTION + record)
        .addMember("text", "{}")
        .build();
  }

  /** The models in fields whose types do not tell them. */
  private static List<AnnotationSpec> held(ModelClass model) {
    Map<String, TypeElement> classes = new LinkedHashMap<>();
    model.nested().forEach(each -> classes.put(each.path(), each.model()));
    List<AnnotationSpec> held = new ArrayList<>();
    for (NestedModel each : model.nested()) {
      if (each.isCast() && !each.isElement()) {
        held.add(held(each.path(), List.of(each.model().getQualifiedName().toString())));
      }
    }
    for (ModelArray each : model.arrays()) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < each.length(); i++) {
        TypeElement element = classes.get(each.path(i));
        names.add(element == null ? "" : element.getQualifiedName().toString());
      }
      held.add(held(each.path(), names));
    }
    return held;
  }

  private static AnnotationSpec held(String field, List<String> classes) {
    AnnotationSpec.Builder annotation =
        AnnotationSpec.builder(HeldModels.class).addMember("field", "$S", field);
    if (classes.isEmpty()) {
      annotation.addMember("classes", "{}");
    }
    classes.forEach(each -> annotation.addMember("classes", "$S", each));
    return annotation.build();
  }

  private static AnnotationSpec graph(
      MethodGraph method, String text, GeneratedSource.Texts texts) {
    AnnotationSpec.Builder annotation =
        AnnotationSpec.builder(SerializedGraph.class)
            .addMember("method", "$S", method.key())
            .addMember("fingerprint", "$L", FingerprintsEmitter.literal(method.graph()));
    for (JavaText part : TextBlocks.of(text)) {
      annotation.addMember("text", "$L", texts.place(part));
    }
    return annotation.build();
  }
}
