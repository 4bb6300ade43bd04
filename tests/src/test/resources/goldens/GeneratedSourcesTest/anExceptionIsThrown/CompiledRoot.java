package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.annotation.SerializedGraph;
import dev.kiln.spi.CompiledModel;
import dev.kiln.spi.ModelLines;

/**
 * {@link Root} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Root"
)
@SerializedGraph(
    method = "root(double)",
    fingerprint = 0xab4bf074514524caL,
    text = "graph \"root\" { input \"x\" argument outputs (\"result\") function \"root\"(%0.x: "
        + "f64) -> (f64) { %1: i32 = apply constant() {value=bits i32 0} @ \"Root.java\" 9 13 %2: "
        + "f64 = apply constant() {value=bits f64 0} @ 9 9 %3: bool = apply less(%0, %2) @ 9 9 if "
        + "%3 { throw \"java.lang.IllegalArgumentException\" [\"negative: \", \"\"](%0) @ 10 7 } "
        + "else { yield() } @ 9 5 %4: f64 = apply math_sqrt_f64(%0) @ 12 12 return(%4) } }"
)
public final class CompiledRoot extends Root implements CompiledModel {
  public CompiledRoot() {
    super();
  }

  @Override
  double root(double x) {
    try {
      // Root.java:9
      if (x < 0.0) {
        // Root.java:10
        throw new IllegalArgumentException("negative: " + x);
      }
      return Math.sqrt(x);
    } catch (RuntimeException | Error e) {
      SourceLines.MODEL.addTo(e);
      throw e;
    }
  }

  /**
   * Where in the source the code of this file comes from, for stack traces.
   */
  private static final class SourceLines {
    static final ModelLines MODEL = new ModelLines("demo.Root", "demo.CompiledRoot",
        "Root.java,32:9,34:10,37:12,");
  }
}
