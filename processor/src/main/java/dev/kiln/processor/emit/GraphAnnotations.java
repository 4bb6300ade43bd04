package dev.kiln.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.MethodKey;

/** Emits the graph of a method as an annotation, for models that see only the class file. */
final class GraphAnnotations {
  /** A constant of a class file holds 65535 bytes, and a character needs up to three. */
  private static final int LONGEST = 20_000;

  private GraphAnnotations() {}

  // @SerializedGraph(method = "f(double)", text = "graph \"f\" { ...")
  static AnnotationSpec of(LoweredMethod lowered, GeneratedSource.Texts texts) {
    AnnotationSpec.Builder annotation =
        AnnotationSpec.builder(SerializedGraph.class)
            .addMember("method", "$S", MethodKey.of(lowered.method().element()))
            .addMember("fingerprint", "$L", FingerprintsEmitter.literal(lowered.source()));
    String text = GraphPrinter.printCompact(lowered.source());
    for (int start = 0; start < text.length(); start += LONGEST) {
      int end = Math.min(start + LONGEST, text.length());
      JavaText part = JavaText.of("$S", text.substring(start, end));
      annotation.addMember("text", "$L", texts.place(part));
    }
    return annotation.build();
  }
}
