package dev.kiln.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/**
 * Times as tables and plots.
 *
 * @param times microseconds, medians over the iterations of all JVMs
 * @param vectors whether Kiln's kernels ran on the Vector API
 */
record Figures(Map<Workload, Map<Library.Name, Double>> times, boolean vectors) {
  private static final String NONE = "-";

  private String title() {
    return "JDK %s, %s".formatted(Runtime.version().feature(), vectors ? "vectors" : "no flag");
  }

  private static String[] row(Workload workload, Map<Library.Name, Double> each) {
    double kiln = each.get(Library.Name.KILN);
    OptionalDouble best =
        each.entrySet().stream()
            .filter(entry -> entry.getKey() != Library.Name.KILN)
            .mapToDouble(Map.Entry::getValue)
            .min();
    return new String[] {
      workload.title(),
      number(kiln),
      time(each, Library.Name.PYTORCH),
      time(each, Library.Name.ONNX_RUNTIME),
      best.isPresent() ? String.format(Locale.ROOT, "%.3g", kiln / best.getAsDouble()) : NONE
    };
  }

  private static String time(Map<Library.Name, Double> each, Library.Name name) {
    return each.containsKey(name) ? number(each.get(name)) : NONE;
  }

  private static String number(double microseconds) {
    int decimals = microseconds < 10 ? 2 : microseconds < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", microseconds);
  }

  /** A table. */
  String markdown() {
    StringBuilder text =
        new StringBuilder(
            """
            %s; microseconds, one thread

            | | Kiln | PyTorch | ONNX Runtime | Kiln / best peer |
            |---|---|---|---|---|
            """
                .formatted(title()));
    times.forEach(
        (workload, each) ->
            text.append("| ").append(String.join(" | ", row(workload, each))).append(" |\n"));
    return text.toString();
  }

  /** The table and a plot, as a page that needs no other file. */
  String html() throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            <!DOCTYPE html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Kiln beside its peers</title>
            <h1>Kiln beside its peers</h1>
            <p>%s; microseconds, one thread</p>
            <table>
            <tr><th></th><th>Kiln</th><th>PyTorch</th><th>ONNX Runtime</th><th>Kiln / best peer</th></tr>
            """
                .formatted(title()));
    times.forEach(
        (workload, each) ->
            text.append("<tr><td>")
                .append(String.join("</td><td>", row(workload, each)))
                .append("</td></tr>\n"));
    byte[] plot = BitmapEncoder.getBitmapBytes(plot(), BitmapEncoder.BitmapFormat.PNG);
    return text.append("</table>\n<img alt=\"The ratios as bars\" src=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(plot))
        .append("\">\n</html>\n")
        .toString();
  }

  /**
   * The time of each peer divided by that of Kiln, on a scale on which ten times is 1: above 0,
   * Kiln is faster.
   */
  private CategoryChart plot() {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(1200)
            .height(700)
            .title("Decimal logarithm of time of the peer / time of Kiln, " + title())
            .build();
    chart.getStyler().setXAxisLabelRotation(60);
    for (Library.Name peer : List.of(Library.Name.PYTORCH, Library.Name.ONNX_RUNTIME)) {
      List<String> names = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      times.forEach(
          (workload, each) -> {
            names.add(workload.name());
            ratios.add(
                each.containsKey(peer)
                    ? Math.log10(each.get(peer) / each.get(Library.Name.KILN))
                    : Double.NaN);
          });
      chart.addSeries(peer.name(), names, ratios);
    }
    return chart;
  }
}
