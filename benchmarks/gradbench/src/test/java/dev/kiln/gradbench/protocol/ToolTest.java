package dev.kiln.gradbench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.gradbench.eval.KilnEvals;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolTest {
  private final ObjectMapper json = new ObjectMapper();

  /** The replies to lines of messages. */
  private List<JsonNode> replies(String... messages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Tool("kiln", KilnEvals.all())
        .serve(
            new BufferedReader(new StringReader(String.join("\n", messages))),
            new PrintStream(out, false, StandardCharsets.UTF_8));
    List<JsonNode> replies = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      replies.add(json.readTree(line));
    }
    return replies;
  }

  @Test
  void speaksTheSuitesFirstExample() throws IOException {
    List<JsonNode> replies =
        replies(
            "{\"id\": 0, \"kind\": \"start\", \"eval\": \"hello\"}",
            "{\"id\": 1, \"kind\": \"define\", \"module\": \"hello\"}",
            evaluate(2, "hello", "square", "3.0"),
            "{\"id\": 3, \"kind\": \"analysis\", \"of\": 2, \"valid\": true}",
            evaluate(4, "hello", "double", "9.0"));

    assertEquals(5, replies.size());
    for (int id = 0; id < 5; id++) {
      assertEquals(id, replies.get(id).path("id").asInt(-1));
    }
    assertEquals("kiln", replies.get(0).path("tool").asText());
    assertTrue(replies.get(1).path("success").asBoolean());
    assertEquals(9, replies.get(2).path("output").asDouble());
    assertEquals(1, replies.get(3).size(), "only the identifier answers an analysis");
    assertEquals(18, replies.get(4).path("output").asDouble());
  }

  @Test
  void everyRunHasATimingNamedEvaluate() throws IOException {
    JsonNode reply =
        replies(
                evaluate(
                    7,
                    "kmeans",
                    "cost",
                    "{\"points\": [[0, 1], [2, 2]], \"centroids\": [[0, 0]], "
                        + "\"min_runs\": 3, \"min_seconds\": 0}"))
            .get(0);

    assertTrue(reply.path("success").asBoolean(), reply.toString());
    assertEquals(9, reply.path("output").asDouble());
    assertEquals(3, reply.path("timings").size());
    for (JsonNode timing : reply.path("timings")) {
      assertEquals("evaluate", timing.path("name").asText());
      assertTrue(timing.path("nanoseconds").isIntegralNumber());
    }
  }

  @Test
  void gmmAnswersWithTheShapesOfItsInput() throws IOException {
    JsonNode reply =
        replies(
                evaluate(
                    1,
                    "gmm",
                    "jacobian",
                    """
                    {"d": 2, "k": 1, "n": 1, "x": [[0.5, -1]], "m": 0, "gamma": 1, "alpha": [0.3],
                     "mu": [[0.1, 0.2]], "q": [[0, 0.1]], "l": [[-0.2]], "min_runs": 1}\
                    """
                        .replace("\n", " ")))
            .get(0);

    assertTrue(reply.path("success").asBoolean(), reply.toString());
    JsonNode output = reply.path("output");
    assertEquals("[0.0]", output.path("alpha").toString(), "one component has all the weight");
    assertEquals(2, output.path("mu").path(0).size());
    assertEquals(2, output.path("q").path(0).size());
    assertEquals(1, output.path("l").path(0).size());
  }

  @Test
  void anUnknownModuleIsNotDefined() throws IOException {
    JsonNode reply = replies("{\"id\": 1, \"kind\": \"define\", \"module\": \"ode\"}").get(0);

    assertFalse(reply.path("success").asBoolean(true));
    assertTrue(reply.path("error").asText().contains("no module ode"), reply.toString());
  }

  @Test
  void anUnknownFunctionFailsAndNamesTheOthers() throws IOException {
    JsonNode reply = replies(evaluate(1, "hello", "triple", "1.0")).get(0);

    assertFalse(reply.path("success").asBoolean(true));
    assertTrue(reply.path("error").asText().contains("no function triple"), reply.toString());
    assertTrue(reply.path("error").asText().contains("square"), reply.toString());
  }

  @Test
  void aWrongInputFailsAndTheNextMessageIsAnswered() throws IOException {
    List<JsonNode> replies =
        replies(
            evaluate(1, "kmeans", "cost", "{\"points\": \"many\"}"),
            evaluate(2, "hello", "square", "2.0"));

    assertFalse(replies.get(0).path("success").asBoolean(true));
    assertTrue(replies.get(0).path("error").asText().contains("points"));
    assertEquals(4, replies.get(1).path("output").asDouble());
  }

  private static String evaluate(int id, String module, String function, String input) {
    return "{\"id\": %d, \"kind\": \"evaluate\", \"module\": \"%s\", \"function\": \"%s\", \"input\": %s}"
        .formatted(id, module, function, input);
  }
}
