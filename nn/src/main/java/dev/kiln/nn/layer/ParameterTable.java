package dev.kiln.nn.layer;

import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a model as a table for people. */
public final class ParameterTable {
  private ParameterTable() {}

  /**
   * A line for each parameter with its type and how many numbers it has, then a line for each part
   * of the model, which is what is before the last dot of a name, and a line for all.
   *
   * @param parameters as {@code FooParameters.get(model)} gives them
   */
  public static String of(Map<String, Tensor> parameters) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"parameter", "type", "numbers"});
    Map<String, Long> parts = new LinkedHashMap<>();
    long all = 0;
    for (Map.Entry<String, Tensor> each : parameters.entrySet()) {
      NdArray array = each.getValue().array();
      long count = array.shape().elements();
      rows.add(new String[] {each.getKey(), array.typeText(), Long.toString(count)});
      int dot = each.getKey().lastIndexOf('.');
      if (dot > 0) {
        parts.merge(each.getKey().substring(0, dot), count, Long::sum);
      }
      all += count;
    }
    parts.forEach((part, count) -> rows.add(new String[] {part, "", Long.toString(count)}));
    rows.add(new String[] {"all", "", Long.toString(all)});
    return text(rows);
  }

  private static String text(List<String[]> rows) {
    int[] widths = new int[3];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    String format = "%-" + widths[0] + "s  %-" + widths[1] + "s  %" + widths[2] + "s%n";
    StringBuilder text = new StringBuilder();
    rows.forEach(row -> text.append(format.formatted((Object[]) row).replace("\r\n", "\n")));
    return text.toString();
  }
}
