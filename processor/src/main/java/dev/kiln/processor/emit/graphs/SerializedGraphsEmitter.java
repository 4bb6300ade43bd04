package dev.kiln.processor.emit.graphs;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.emit.fingerprint.FingerprintsEmitter;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.MethodGraph;
import dev.kiln.processor.model.ModelClass;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/**
 * Emits {@code FooSerializedGraphs}: the graphs of a model's methods, static ones too, for models
 * that see only the class files. No code refers to the class, so a shrinker drops it, and the one
 * who reads {@code CompiledFoo} does not meet it.
 *
 * <pre>
 * &#64;SerializedGraph(
 *     method = "f(double)",
 *     fingerprint = 0x55599ddb669bde77L,
 *     text = "graph \"f\" { ...")
 * final class FooSerializedGraphs {}
 * </pre>
 */
public final class SerializedGraphsEmitter {
  /** A constant of a class file holds 65535 bytes, and a character needs up to three. */
  private static final int LONGEST = 20_000;

  private SerializedGraphsEmitter() {}

  private static final Pattern RECORD = Pattern.compile("record<([\\w.$]+)>");

  /**
   * Emits the class.
   *
   * @param isConstructed whether a record has a constructor with code: then the class says so,
   *     since class files do not tell
   */
  public static GeneratedSource emit(
      ModelClass model, List<MethodGraph> methods, Predicate<String> isConstructed) {
    GeneratedSource.Texts texts = new GeneratedSource.Texts();
    TypeSpec type =
        TypeSpec.classBuilder(GeneratedNames.serializedGraphs(model.name()))
            .addJavadoc(
                "The graphs of {@link $T}, for models that contain it and see no source of it.\n",
                model.name())
            .addAnnotation(GeneratedClasses.annotation(model))
            .addAnnotations(methods.stream().map(each -> graph(each, texts)).toList())
            .addAnnotations(
                records(methods).stream()
                    .filter(isConstructed)
                    .map(SerializedGraphsEmitter::construction)
                    .toList())
            .addOriginatingElement(model.element())
            .addModifiers(Modifier.FINAL)
            .build();
    return texts.file(GeneratedNames.serializedGraphs(model.name()), type);
  }

  /** The records in graphs. */
  private static Set<String> records(List<MethodGraph> methods) {
    Set<String> records = new TreeSet<>();
    for (MethodGraph each : methods) {
      Matcher matcher = RECORD.matcher(GraphPrinter.printCompact(each.graph()));
      while (matcher.find()) {
        records.add(matcher.group(1));
      }
    }
    return records;
  }

  private static AnnotationSpec construction(String record) {
    return AnnotationSpec.builder(SerializedGraph.class)
        .addMember("method", "$S", SerializedGraph.CONSTRUCTION + record)
        .addMember("text", "{}")
        .build();
  }

  private static AnnotationSpec graph(MethodGraph method, GeneratedSource.Texts texts) {
    AnnotationSpec.Builder annotation =
        AnnotationSpec.builder(SerializedGraph.class)
            .addMember("method", "$S", method.key())
            .addMember("fingerprint", "$L", FingerprintsEmitter.literal(method.graph()));
    String text = GraphPrinter.printCompact(method.graph());
    for (int start = 0; start < text.length(); start += LONGEST) {
      int end = Math.min(start + LONGEST, text.length());
      JavaText part = JavaText.of("$S", text.substring(start, end));
      annotation.addMember("text", "$L", texts.place(part));
    }
    return annotation.build();
  }
}
