package dev.kiln.gradbench.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kiln.gradbench.protocol.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private final Comparison comparison = new Comparison(1e-8);

  private Optional<String> compare(String expected, String actual) throws JsonProcessingException {
    return comparison.firstDifference(
        Json.mapper().readTree(expected), Json.mapper().readTree(actual));
  }

  @Test
  void smallRelativeDifferencesAgree() throws JsonProcessingException {
    assertEquals(Optional.empty(), compare("[1e5, -2]", "[100000.0001, -2.0]"));
    assertEquals(1e-9, comparison.worst(), 1e-15);
  }

  @Test
  void aCancelledElementIsMeasuredByItsNeighbours() throws JsonProcessingException {
    assertEquals(Optional.empty(), compare("[1, 1e-12]", "[1, 0]"));
    assertEquals(Optional.of("output: expected 1.0E-12 but was 0.0"), compare("1e-12", "0"));
  }

  @Test
  void namesThePlaceOfADifference() throws JsonProcessingException {
    assertEquals(
        Optional.of("output.mu[1][0]: expected 3.0 but was 3.0001"),
        compare("{\"mu\": [[1], [3]]}", "{\"mu\": [[1], [3.0001]]}"));
  }

  @Test
  void anythingMissingIsADifference() throws JsonProcessingException {
    assertEquals(
        Optional.of("output: expected an array of 2 but was an array of 1"),
        compare("[1, 2]", "[1]"));
    assertEquals(Optional.of("output.b: expected 1 but was "), compare("{\"b\": 1}", "{}"));
    assertEquals(Optional.of("output.b: expected  but was 1"), compare("{}", "{\"b\": 1}"));
  }

  @Test
  void nothingAgreesWithNaN() throws JsonProcessingException {
    assertEquals(Optional.of("output[0]: expected 1.0 but was NaN"), compare("[1]", "[NaN]"));
  }
}
