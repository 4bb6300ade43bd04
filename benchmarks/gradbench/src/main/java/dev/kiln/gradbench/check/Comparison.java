package dev.kiln.gradbench.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares JSON values. Numbers agree if they differ by no more than the tolerance times the larger
 * magnitude of the two, or of the largest number of their array where that is more: an element that
 * cancelled to nearly nothing has the absolute error of its neighbours.
 */
public final class Comparison {
  private final double tolerance;
  private double worst;

  /** A comparison with a relative tolerance. */
  public Comparison(double tolerance) {
    this.tolerance = tolerance;
  }

  /** The largest difference seen so far, in the measure that the tolerance is about. */
  public double worst() {
    return worst;
  }

  /** The first place where the values disagree, if there is one. */
  public Optional<String> firstDifference(JsonNode expected, JsonNode actual) {
    return compare("output", expected, actual, 0);
  }

  private Optional<String> compare(String path, JsonNode expected, JsonNode actual, double scale) {
    if (expected.isNumber() && actual.isNumber()) {
      return numbers(path, expected.asDouble(), actual.asDouble(), scale);
    }
    if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
      double largest = largest(expected);
      for (int i = 0; i < expected.size(); i++) {
        Optional<String> found =
            compare(path + "[" + i + "]", expected.get(i), actual.get(i), largest);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    if (expected.isObject() && actual.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      expected.fieldNames().forEachRemaining(names::add);
      actual.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        Optional<String> found =
            compare(path + "." + name, expected.path(name), actual.path(name), 0);
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    return expected.equals(actual)
        ? Optional.empty()
        : Optional.of(path + ": expected " + shape(expected) + " but was " + shape(actual));
  }

  private Optional<String> numbers(String path, double expected, double actual, double scale) {
    if (expected == actual) {
      return Optional.empty();
    }
    double magnitude = Math.max(scale, Math.max(Math.abs(expected), Math.abs(actual)));
    double difference = Math.abs(expected - actual) / magnitude;
    worst = Math.max(worst, difference);
    // not "more than", so that no NaN passes
    return difference <= tolerance
        ? Optional.empty()
        : Optional.of(path + ": expected " + expected + " but was " + actual);
  }

  /** The largest magnitude of the numbers that an array holds itself. */
  private static double largest(JsonNode array) {
    double largest = 0;
    for (Iterator<JsonNode> elements = array.elements(); elements.hasNext(); ) {
      JsonNode element = elements.next();
      if (element.isNumber()) {
        largest = Math.max(largest, Math.abs(element.asDouble()));
      }
    }
    return largest;
  }

  private static String shape(JsonNode value) {
    return value.isArray() ? "an array of " + value.size() : value.toString();
  }
}
