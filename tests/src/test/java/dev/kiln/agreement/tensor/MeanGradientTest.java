package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of {@link MeanPrograms}. */
final class MeanGradientTest extends GradientTable {
  private static final double[] SAMPLES = {1, 0.5, -2, 0.25, -1};

  @Override
  public List<Program> programs() {
    Program means = model("Means", MeanPrograms.SOURCE);
    for (String method : MeanPrograms.METHODS) {
      means = means.calling(method, 0.75, SAMPLES).calling(method, 1.25, new double[] {0.5});
    }
    for (String method : List.of("unlessEmpty", "ifAny", "byChoice", "byHelper", "inHelper")) {
      means = means.calling(method, 0.75, new double[0]);
    }
    return List.of(
        means,
        model("OtherMeans", MeanPrograms.OTHERS)
            .calling(
                "overRows", new double[] {0.5, -1, 2}, new double[][] {{1, 2}, {3, 4, 5}, {-0.5}})
            .calling("ofFloats", 0.5f, new float[] {1, 2, 0.5f})
            .calling("byOther", 0.5, SAMPLES, new double[] {1, 2, 3, 4, 5, 6})
            .calling("byInteger", 0.5, new double[0], 3)
            .calling("byWritten", 0.5, SAMPLES, new double[] {1.5, 2})
            .calling("all", 0.5, SAMPLES, SAMPLES.clone())
            .calling("twice", 0.5, SAMPLES)
            .calling("twice", 0.5, new double[0])
            .calling("guarded", 0.5, SAMPLES));
  }
}
