package dev.kiln.gradbench.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.Evaluation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tool's side of GradBench's protocol: one JSON message a line, and one line in reply to each.
 */
public final class Tool {
  private final String name;
  private final Map<String, Eval<?>> evals;
  private final ObjectMapper json = Json.mapper();

  /**
   * A tool.
   *
   * @param name what it calls itself
   * @param evals what it can evaluate
   */
  public Tool(String name, List<Eval<?>> evals) {
    this.name = name;
    this.evals = evals.stream().collect(Collectors.toMap(Eval::name, Function.identity()));
  }

  /**
   * Replies to all messages until there are no more.
   *
   * @throws IOException if a line is no JSON object, or if reading fails
   */
  public void serve(BufferedReader messages, PrintStream replies) throws IOException {
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      replies.println(json.writeValueAsString(reply(json.readTree(line))));
      replies.flush();
    }
  }

  /** The reply to one message. What goes wrong in an evaluation is told in the reply. */
  public ObjectNode reply(JsonNode message) {
    ObjectNode reply = json.createObjectNode();
    reply.set("id", message.path("id"));
    switch (message.path("kind").asText()) {
      case "start" -> reply.put("tool", name);
      case "define" -> define(message.path("module").asText(), reply);
      case "evaluate" -> evaluate(message, reply);
      default -> {
        // such as "analysis": only the identifier is expected
      }
    }
    return reply;
  }

  private void define(String module, ObjectNode reply) {
    reply.put("success", evals.containsKey(module));
    if (!evals.containsKey(module)) {
      reply.put("error", unknown(module));
    }
  }

  private String unknown(String module) {
    return "no module " + module + "; there are " + evals.keySet().stream().sorted().toList();
  }

  private void evaluate(JsonNode message, ObjectNode reply) {
    try {
      String module = message.path("module").asText();
      Eval<?> eval = evals.get(module);
      if (eval == null) {
        throw new IllegalArgumentException(unknown(module));
      }
      JsonNode input = message.path("input");
      Evaluation evaluation = prepare(eval, message.path("function").asText(), input);
      long[] nanoseconds = Runs.of(input).time(evaluation);
      reply.put("success", true);
      reply.set("output", json.valueToTree(evaluation.output()));
      ArrayNode timings = reply.putArray("timings");
      for (long time : nanoseconds) {
        timings.addObject().put("name", "evaluate").put("nanoseconds", time);
      }
    } catch (IOException | RuntimeException e) {
      reply.put("success", false);
      reply.put("error", e.toString());
    }
  }

  private <I> Evaluation prepare(Eval<I> eval, String function, JsonNode input) throws IOException {
    return eval.prepare(function, json.treeToValue(input, eval.inputType()));
  }
}
