package dev.kiln.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Differences: by how much each number that a call gives changes with each number that it is given.
 * Two central differences each, by Richardson's extrapolation.
 */
final class Slopes {
  /** What a call gives, as lists of numbers by their names. */
  @FunctionalInterface
  interface Rows {
    Map<String, List<Double>> of(Object model, Object[] arguments);
  }

  /** A number, and the sum of the magnitudes that it was added up from. */
  record Number(double value, double scale) {}

  private final Method method;
  private final Supplier<Object> model;
  private final Supplier<Object[]> arguments;
  private final Rows rows;
  private final double step;

  /** For each element of an input the changes of the rows. */
  private final Map<String, List<Map<String, List<Double>>>> columns = new HashMap<>();

  Slopes(
      Method method, Supplier<Object> model, Supplier<Object[]> arguments, Rows rows, double step) {
    this.method = method;
    this.model = model;
    this.arguments = arguments;
    this.rows = rows;
    this.step = step;
  }

  /** For each element of the input, the sum of the changes of rows times the weights of these. */
  List<Number> pulled(String input, Map<String, List<Double>> weights) {
    List<Number> sums = new ArrayList<>();
    for (Map<String, List<Double>> column : columns(input)) {
      double sum = 0;
      double scale = 0;
      for (Map.Entry<String, List<Double>> each : weights.entrySet()) {
        List<Double> slopes = column.get(each.getKey());
        assertEquals(slopes.size(), each.getValue().size(), "weights of " + each.getKey());
        for (int i = 0; i < slopes.size(); i++) {
          sum += slopes.get(i) * each.getValue().get(i);
          scale += Math.abs(slopes.get(i) * each.getValue().get(i));
        }
      }
      sums.add(new Number(sum, scale));
    }
    return sums;
  }

  /** For each element of a row, the sum of its changes in a direction in the space of inputs. */
  List<Number> pushed(String row, Map<String, List<Double>> direction) {
    List<Number> sums = new ArrayList<>(Collections.nCopies(size(row), new Number(0, 0)));
    direction.forEach(
        (input, steps) -> {
          List<Map<String, List<Double>>> all = columns(input);
          assertEquals(all.size(), steps.size(), "steps of " + input);
          for (int j = 0; j < all.size(); j++) {
            List<Double> slopes = all.get(j).get(row);
            for (int i = 0; i < slopes.size(); i++) {
              Number before = sums.get(i);
              double term = slopes.get(i) * steps.get(j);
              sums.set(i, new Number(before.value() + term, before.scale() + Math.abs(term)));
            }
          }
        });
    return sums;
  }

  /** How many numbers a row has. */
  int size(String row) {
    return rows.of(model.get(), arguments.get()).get(row).size();
  }

  /** The changes of the rows with each element of an input. */
  List<Map<String, List<Double>>> columns(String input) {
    List<Map<String, List<Double>>> known = columns.get(input);
    if (known == null) {
      known = new ArrayList<>();
      int count = Slot.elements(slot(input, model.get(), arguments.get()).get()).size();
      for (int i = 0; i < count; i++) {
        known.add(column(input, i));
      }
      columns.put(input, known);
    }
    return known;
  }

  private Map<String, List<Double>> column(String input, int element) {
    Map<String, List<Double>> wide = central(input, element, 2 * step);
    Map<String, List<Double>> narrow = central(input, element, step);
    narrow.forEach(
        (row, slopes) -> {
          for (int i = 0; i < slopes.size(); i++) {
            slopes.set(i, slopes.get(i) + (slopes.get(i) - wide.get(row).get(i)) / 3);
          }
        });
    return narrow;
  }

  private Map<String, List<Double>> central(String input, int element, double step) {
    Map<String, List<Double>> above = moved(input, element, step);
    Map<String, List<Double>> below = moved(input, element, -step);
    Map<String, List<Double>> slopes = new LinkedHashMap<>();
    above.forEach(
        (row, values) -> {
          List<Double> ofRow = new ArrayList<>();
          for (int i = 0; i < values.size(); i++) {
            ofRow.add((values.get(i) - below.get(row).get(i)) / (2 * step));
          }
          slopes.put(row, ofRow);
        });
    return slopes;
  }

  private Map<String, List<Double>> moved(String input, int element, double by) {
    Object fresh = model.get();
    Object[] given = arguments.get();
    slot(input, fresh, given).move(element, by);
    return rows.of(fresh, given);
  }

  private Slot slot(String input, Object model, Object[] given) {
    return Slot.of(input, model, method, given);
  }
}
