package dev.kiln.gradbench.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.gradbench.baseline.BaselineEvals;
import dev.kiln.gradbench.eval.BaEval;
import dev.kiln.gradbench.eval.GmmEval;
import dev.kiln.gradbench.eval.HtEval;
import dev.kiln.gradbench.eval.KMeansEval;
import dev.kiln.gradbench.eval.LstmEval;
import java.util.List;
import java.util.Optional;

/** All rows of the report. */
final class Contests {
  /** The seed that the suite uses. */
  private static final long SEED = 31337;

  private Contests() {}

  static List<Contest> all() {
    return List.of(
        gmm(2, 5, new Figures(0.064, 0.149, Double.NaN, Double.NaN)),
        gmm(10, 25, new Figures(1.75, 3.39, 3.7, 3.4)),
        gmm(20, 50, new Figures(6.9, 16.6, 20.7, 21)),
        gmm(64, 50, new Figures(37, 166, 331, 220)),
        ba(49, 7776, 31843, new Figures(0.74, 4.85, 10.7, 6)),
        lstm(2, 1024, new Figures(0.60, 4.30, 2.14, 2.2)),
        lstm(4, 4096, new Figures(4.9, 50.8, 16.4, Double.NaN)),
        ht(false, new Figures(0.085, 0.37, 6.0, 0.6)),
        ht(true, new Figures(0.086, 0.39, 6.6, 0.8)),
        kmeans(100, 10_000, 16, new Figures(4.3, 4.7, Double.NaN, 5)));
  }

  private static Contest gmm(int d, int k, Figures figures) {
    Contest contest =
        Contest.of(
            GmmEval.create(),
            Optional.of(BaselineEvals.gmm()),
            "objective",
            "jacobian",
            "d" + d + " k" + k + " n1000",
            new RandomInputs(SEED).gmm(d, k, 1000),
            figures);
    contest.input().put("d", d).put("k", k).put("n", 1000);
    return contest;
  }

  private static Contest lstm(int layers, int characters, Figures figures) {
    return Contest.of(
        LstmEval.create(),
        Optional.of(BaselineEvals.lstm()),
        "objective",
        "jacobian",
        "l" + layers + " c" + characters,
        new RandomInputs(SEED).lstm(layers, 7, characters),
        figures);
  }

  private static Contest ba(int cameras, int points, int observations, Figures figures) {
    return Contest.of(
        BaEval.create(),
        Optional.of(BaselineEvals.ba()),
        "objective",
        "jacobian",
        "n" + cameras + " m" + points + " p" + observations,
        new RandomInputs(SEED).ba(cameras, points, observations),
        figures);
  }

  private static Contest ht(boolean complicated, Figures figures) {
    Contest contest =
        Contest.of(
            HtEval.create(),
            Optional.empty(),
            "objective",
            "jacobian",
            (complicated ? "complicated" : "simple") + " c100",
            new RandomInputs(SEED).ht(100, complicated),
            figures);
    ObjectNode model = contest.input().withObject("/data/model");
    ArrayNode names = model.putArray("bone_names");
    for (int bone = 0; bone < model.path("parents").size(); bone++) {
      names.add("bone " + bone);
    }
    return contest;
  }

  private static Contest kmeans(int k, int n, int d, Figures figures) {
    return Contest.of(
        KMeansEval.create(),
        Optional.empty(),
        "cost",
        "dir",
        "k" + k + " n" + n + " d" + d,
        new RandomInputs(SEED).kmeans(k, n, d),
        figures);
  }
}
