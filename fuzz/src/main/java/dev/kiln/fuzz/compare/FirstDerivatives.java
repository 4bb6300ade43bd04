package dev.kiln.fuzz.compare;

import dev.kiln.autodiff.Jvp;
import dev.kiln.fuzz.run.LoadedProgram;
import dev.kiln.fuzz.run.Numbers;
import dev.kiln.fuzz.run.Outcome;
import dev.kiln.graph.Graph;
import dev.kiln.op.NotDifferentiableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gradients, cotangents and tangents of one call. Forward mode pushes a random direction, {@code
 * v}; reverse mode pulls random weights, {@code w}, of the results and of what the call leaves in
 * arrays. {@code <w, J v>} is {@code <J' w, v>}, and what differences of plain Java give.
 */
final class FirstDerivatives {
  static final String FORWARD = "forward mode";
  static final String REVERSE = "reverse mode";
  static final String DIFFERENCES = "differences";

  private final Comparison comparison;
  private final Graph primal;
  private final Ledger ledger;

  private Movement movement;
  private Optional<Outcome> forward = Optional.empty();
  private List<String> inputsWithTangents = List.of();
  private Optional<Outcome> onlyWrt = Optional.empty();
  private Optional<Outcome> reverse = Optional.empty();
  private Optional<Outcome> gradient = Optional.empty();
  private Optional<Differences.Answer> answer = Optional.empty();

  FirstDerivatives(Comparison comparison) {
    this.comparison = comparison;
    this.primal = comparison.primal();
    this.ledger = comparison.ledger();
  }

  /** How inputs move. */
  Movement movement() {
    return movement;
  }

  /** What differences said, where they were made. */
  Optional<Differences.Answer> answer() {
    return answer;
  }

  /** The generated gradient, or that of a session where none is generated. */
  Optional<Outcome> gradient() {
    return gradient;
  }

  /** What forward mode leaves where nothing moves but what is differentiated. */
  Optional<Outcome> forward() {
    return onlyWrt;
  }

  private String input(String shadow) {
    return Directions.input(primal, shadow).orElseThrow();
  }

  void check() {
    movement = new Movement(comparison);
    runForward();
    onlyWrt = pushOnlyWrt();
    if (comparison.has("Vjp") && comparison.plain().thrown().isEmpty()) {
      reverse = DerivedRun.of(comparison, "Vjp", "cotangent", movement.cotangents());
      SharedShadows.check(comparison, "Vjp", movement.cotangents(), reverse);
    }
    if (comparison.has("Gradient")) {
      gradient = DerivedRun.of(comparison, "Gradient", "gradient", Map.of());
    }
    reverse.ifPresent(this::checkReverse);
    gradient.ifPresent(this::checkGradient);
    if (comparison.has("GradientInto")) {
      checkInto();
    }
    forward.ifPresent(this::checkShadows);
    checkDifferences();
  }

  private void runForward() {
    if (comparison.has("Jvp")) {
      Graph graph = comparison.graph("Jvp");
      setInputsWithTangents(graph);
      forward = DerivedRun.of(comparison, "Jvp", "tangent", movement.tangents(graph));
    } else if (comparison.plain().thrown().isEmpty()) {
      try {
        Graph graph = Jvp.of(primal, comparison.wrt());
        setInputsWithTangents(graph);
        Outcome outcome =
            comparison.runs().session(comparison.call(), graph, movement.tangents(graph));
        if (Refusals.isRefusal(outcome.observation())) {
          return;
        }
        outcome.thrown().ifPresent(e -> comparison.disagree(FORWARD, "threw " + e));
        forward = Optional.of(outcome).filter(each -> each.thrown().isEmpty());
      } catch (NotDifferentiableException e) {
        // as the documentation says of calls that return several arrays
      }
    }
  }

  private void setInputsWithTangents(Graph graph) {
    inputsWithTangents = comparison.added(graph).stream().map(this::input).toList();
  }

  /** What forward mode gives for an output, or for an array that is written. */
  private Object tangent(Outcome outcome, String shadow) {
    return Directions.output(primal, shadow).isPresent()
        ? outcome.outputs().get(shadow)
        : outcome.shadows().get(shadow);
  }

  /** What reverse mode gives for an input, or for a written array that is not differentiated. */
  private Object cotangent(Outcome outcome, String input) {
    Map<String, Object> pulled = pulled(outcome);
    return pulled.containsKey(input)
        ? pulled.get(input)
        : outcome.shadows().get(Directions.shadow(input));
  }

  /** The outputs behind those of the method. */
  private Map<String, Object> pulled(Outcome outcome) {
    Map<String, Object> pulled = new LinkedHashMap<>();
    List<String> names = List.copyOf(outcome.outputs().keySet());
    for (String name : names.subList(primal.outputs().size(), names.size())) {
      pulled.put(name, outcome.outputs().get(name));
    }
    return pulled;
  }

  private void checkReverse(Outcome outcome) {
    Map<String, Object> moving = movement.direction();
    moving.keySet().removeIf(name -> cotangent(outcome, name) == null);
    boolean isCompared = false;
    boolean areAllCompared = false;
    String reason = "no forward mode";
    if (forward.isPresent()) {
      Map<String, Object> pushed = new LinkedHashMap<>(moving);
      pushed.keySet().retainAll(inputsWithTangents);
      isCompared = areClose(forward.get(), outcome, pushed);
      areAllCompared =
          isCompared
              && (pushed.equals(moving)
                  || pushAll(moving).filter(all -> areClose(all, outcome, moving)).isPresent());
      reason = "not finite";
      markForward(weights(forward.get()).keySet(), isCompared, reason);
    }
    for (String name : pulled(outcome).keySet()) {
      mark("Vjp", name, isCompared && moving.containsKey(name), FORWARD, reason);
    }
    for (Map.Entry<String, Object> each : outcome.shadows().entrySet()) {
      String item = "shadow " + each.getKey();
      Optional<String> input = Directions.input(primal, each.getKey());
      boolean isOutput = Directions.output(primal, each.getKey()).isPresent();
      if (isOutput || input.isEmpty()) {
        checkSame("Vjp", item, movement.cotangents().get(each.getKey()), each.getValue());
      } else if (pulled(outcome).containsKey(input.get())) {
        checkSame("Vjp", item, pulled(outcome).get(input.get()), each.getValue());
      } else {
        mark("Vjp", item, areAllCompared, FORWARD, reason);
      }
    }
  }

  /** Those of what forward mode has a tangent of: what it says nothing of does not move. */
  private Map<String, Object> weights(Outcome pushing) {
    Map<String, Object> weights = movement.cotangents();
    weights.keySet().removeIf(name -> tangent(pushing, name) == null);
    return weights;
  }

  /**
   * Compares forward mode with reverse mode.
   *
   * @param moving what forward mode has moved
   * @return whether there were numbers to compare
   */
  private boolean areClose(Outcome pushing, Outcome pulling, Map<String, Object> moving) {
    Slope pushed = Slope.of(weights(pushing), name -> tangent(pushing, name));
    Slope pulled = Slope.of(moving, name -> cotangent(pulling, name));
    boolean isUsable = pushed.isUsable() && pulled.isUsable();
    if (isUsable && !pushed.isClose(pulled, movement.tolerance())) {
      comparison.disagree(
          "JVP and VJP", "<w, Jv> = " + pushed.value() + ", but <J'w, v> = " + pulled.value());
    }
    return isUsable;
  }

  /**
   * Forward mode where all of {@code moving} is differentiated: the generated one takes no tangent
   * of an array, not differentiated, into which nothing goes that is.
   */
  private Optional<Outcome> pushAll(Map<String, Object> moving) {
    try {
      Graph graph = Jvp.of(primal, List.copyOf(moving.keySet()));
      return Optional.of(
              comparison.runs().session(comparison.call(), graph, movement.tangents(graph)))
          .filter(each -> each.thrown().isEmpty());
    } catch (NotDifferentiableException e) {
      return Optional.empty(); // more goes into numbers without derivative than was asked for
    }
  }

  private void markForward(Iterable<String> shadows, boolean isCompared, String reason) {
    if (comparison.has("Jvp")) {
      for (String shadow : shadows) {
        boolean isOutput = Directions.output(primal, shadow).isPresent();
        mark("Jvp", isOutput ? shadow : "shadow " + shadow, isCompared, REVERSE, reason);
      }
    }
  }

  private void mark(String run, String item, boolean isCompared, String reference, String reason) {
    if (isCompared) {
      ledger.compared(run, item, reference);
    } else {
      ledger.excused(run, item, reason);
    }
  }

  /** What nothing should have changed, or what is given twice. */
  private void checkSame(String run, String item, Object expected, Object actual) {
    ledger.compared(run, item, "what it should be");
    boolean isSame =
        Numbers.areAlike(expected, actual)
            && Numbers.elements(expected).equals(Numbers.elements(actual));
    if (!isSame) {
      comparison.disagree(
          item + " of " + run, Numbers.elements(expected), Numbers.elements(actual));
    }
  }

  private void checkGradient(Outcome outcome) {
    Map<String, Object> values = pulled(outcome);
    boolean isCompared = false;
    String reason = "no forward mode";
    Map<String, Object> moving = movement.direction();
    moving.keySet().retainAll(values.keySet());
    Slope pulled = Slope.of(moving, values::get);
    if (onlyWrt.isPresent()) {
      String shadow = Directions.shadow(primal.outputs().get(0));
      List<Double> tangent = Numbers.elements(onlyWrt.get().outputs().get(shadow));
      Slope pushed = tangent.isEmpty() ? Slope.NONE : new Slope(tangent.get(0), 0);
      isCompared = pushed.isUsable() && pulled.isUsable();
      reason = "not finite";
      if (isCompared && !pulled.isClose(pushed, movement.tolerance())) {
        comparison.disagree(FORWARD, pushed.value() + ", but reverse mode: " + pulled.value());
      }
      if (reverse.isEmpty() && movement.isOnlyOfWrt()) {
        markForward(List.of(shadow), isCompared, reason);
      }
    }
    for (String name : values.keySet()) {
      mark("Gradient", name, isCompared && moving.containsKey(name), FORWARD, reason);
    }
    for (String name : Tapes.check(comparison, values, movement.tolerance())) {
      ledger.compared("Gradient", name, "a tape");
    }
  }

  /** Forward mode where nothing moves but what is differentiated. */
  private Optional<Outcome> pushOnlyWrt() {
    if (forward.isEmpty() || movement.isOnlyOfWrt()) {
      return forward;
    }
    Graph graph =
        comparison.has("Jvp") ? comparison.graph("Jvp") : Jvp.of(primal, comparison.wrt());
    return Optional.of(
        comparison.runs().session(comparison.call(), graph, movement.tangentsOfWrt(graph)));
  }

  /** The gradient again, into arrays that hold something else before. */
  private void checkInto() {
    Map<String, Object> buffers = new LinkedHashMap<>();
    for (String name : comparison.added(comparison.graph("GradientInto"))) {
      Object value = comparison.before().get(input(name));
      Object buffer = value instanceof Double ? new double[1] : value;
      Object sevens = Numbers.like(value instanceof Float ? new float[1] : buffer, () -> 7);
      buffers.put(name, Numbers.separate(sevens));
    }
    Optional<Outcome> into = DerivedRun.of(comparison, "GradientInto", "gradient", buffers);
    SharedShadows.check(comparison, "GradientInto", buffers, into);
    for (String name : into.map(Outcome::shadows).orElse(Map.of()).keySet()) {
      String item = "shadow " + name;
      if (gradient.isEmpty()) {
        ledger.excused("GradientInto", item, "no gradient");
        continue;
      }
      List<Double> expected = Numbers.elements(gradient.get().outputs().get(input(name)));
      List<Double> actual = Numbers.elements(into.get().shadows().get(name));
      ledger.compared("GradientInto", item, "the gradient");
      if (!expected.equals(actual)) {
        comparison.disagree("gradient into " + name, expected, actual);
      }
    }
  }

  /** Tangents of arrays that the method does not write are as they were given. */
  private void checkShadows(Outcome outcome) {
    if (!comparison.has("Jvp")) {
      return;
    }
    Map<String, Object> given = movement.tangents(comparison.graph("Jvp"));
    for (Ledger.Item each : ledger.left()) {
      if (each.run().equals("Jvp") && each.name().startsWith("shadow ")) {
        String name = each.name().substring("shadow ".length());
        if (hasChanged(input(name))) {
          continue; // written, where reverse mode has refused the arguments
        }
        checkSame("Jvp", each.name(), given.get(name), outcome.shadows().get(name));
      }
    }
    boolean hasReverse = reverse.isPresent() || gradient.isPresent();
    ledger.excuseRest("Jvp", hasReverse ? "does not move" : "no reverse mode");
  }

  private boolean hasChanged(String input) {
    return !Numbers.elements(comparison.before().get(input))
        .equals(Numbers.elements(comparison.after().get(input)));
  }

  private void checkDifferences() {
    Optional<Outcome> pulling = reverse.isPresent() ? reverse : gradient;
    Map<String, Object> doubles = movement.direction();
    doubles.values().removeIf(each -> !Numbers.isDouble(each));
    Map<String, Object> weights = new LinkedHashMap<>();
    if (reverse.isPresent()) {
      weights.putAll(movement.cotangents());
    } else if (gradient.isPresent()) {
      Object value = comparison.after().get(primal.outputs().get(0));
      weights.put(Directions.shadow(primal.outputs().get(0)), Numbers.like(value, () -> 1));
    }
    weights
        .keySet()
        .removeIf(name -> comparison.after().get(Comparison.shadowed(primal, name)) == null);
    boolean isPossible =
        pulling.isPresent()
            && !doubles.isEmpty()
            && weights.values().stream().allMatch(Numbers::isDouble);
    if (!isPossible) {
      return;
    }
    doubles.keySet().removeIf(name -> cotangent(pulling.get(), name) == null);
    Slope slope = Slope.of(doubles, name -> cotangent(pulling.get(), name));
    if (!slope.isUsable()) {
      return;
    }
    LoadedProgram traced = comparison.program().traced();
    Differences differences = new Differences(traced, comparison.call(), doubles);
    answer =
        Optional.of(
            differences.check(
                slope,
                (result, model, call) -> {
                  Map<String, Object> after = comparison.after(traced, result, model, call);
                  return Slope.of(weights, name -> after.get(Comparison.shadowed(primal, name)))
                      .value();
                }));
    if (answer.get() == Differences.Answer.WRONG) {
      comparison.disagree(DIFFERENCES, differences.value() + ", but derivative: " + slope.value());
    }
    boolean isSettled =
        answer.get() == Differences.Answer.WRONG || answer.get() == Differences.Answer.RIGHT;
    if (isSettled) {
      String run = reverse.isPresent() ? "Vjp" : "Gradient";
      pulled(pulling.get()).keySet().stream()
          .filter(doubles::containsKey)
          .forEach(name -> ledger.compared(run, name, DIFFERENCES));
    }
  }
}
