package dev.kiln.train;

import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Changes parameters by their gradients, step by step. Parameters and gradients are maps by the
 * names of parameters, as generated classes give them:
 *
 * <pre>{@code
 * Optimizer adam = Optimizer.adam(Schedule.constant(1e-3));
 * CompiledDigits.LossGradient slope = digits.lossGradient(x, label);
 * DigitsParameters.set(digits, adam.step(DigitsParameters.get(digits), slope.gradients()));
 * }</pre>
 *
 * <p>The settings come first: a method such as {@link #clippedByNorm} gives another optimiser,
 * which has not made a step yet. {@link #state} has all that a training needs to go on with the
 * same bits. An optimiser is for one model and one thread.
 */
public final class Optimizer {
  private static final String STEPS = "steps";
  private static final String AVERAGE = "average";

  private final UpdateRule rule;
  private final Schedule schedule;
  private final UnaryOperator<Map<String, Tensor>> clipping;
  private final double coupledDecay;
  private final double decoupledDecay;
  private final double averaging;
  private final OwnedArrays inPlace;
  private final Map<String, List<Tensor>> slots = new LinkedHashMap<>();
  private final Map<String, Tensor> average = new LinkedHashMap<>();
  private long steps;

  private Optimizer(
      UpdateRule rule,
      Schedule schedule,
      UnaryOperator<Map<String, Tensor>> clipping,
      double coupledDecay,
      double decoupledDecay,
      double averaging,
      boolean inPlace) {
    this.rule = rule;
    this.schedule = schedule;
    this.clipping = clipping;
    this.coupledDecay = coupledDecay;
    this.decoupledDecay = decoupledDecay;
    this.averaging = averaging;
    this.inPlace =
        inPlace ? new OwnedArrays(rule.loop(), rule.slots(), coupledDecay, decoupledDecay) : null;
  }

  /** An optimiser with a rule of its own. */
  public static Optimizer of(UpdateRule rule, Schedule schedule) {
    return new Optimizer(rule, schedule, UnaryOperator.identity(), 0, 0, 0, false);
  }

  /** Gradient descent. */
  public static Optimizer sgd(Schedule schedule) {
    return of(UpdateRules.descent(), schedule);
  }

  /** Gradient descent with momentum; 0.9 is usual. */
  public static Optimizer momentum(double momentum, Schedule schedule) {
    return of(UpdateRules.momentum(momentum), schedule);
  }

  /** Gradient descent with Nesterov's momentum; 0.9 is usual. */
  public static Optimizer nesterov(double momentum, Schedule schedule) {
    return of(UpdateRules.nesterov(momentum), schedule);
  }

  /** Adam with the numbers of its paper: 0.9, 0.999 and 1e-8. */
  public static Optimizer adam(Schedule schedule) {
    return of(UpdateRules.adam(0.9, 0.999, 1e-8), schedule);
  }

  /** Adam with decoupled weight decay (Loshchilov and Hutter, 2019); 0.01 is usual. */
  public static Optimizer adamW(double decay, Schedule schedule) {
    return adam(schedule).decoupledWeightDecay(decay);
  }

  /** RMSProp with a decay of 0.99 and an epsilon of 1e-8. */
  public static Optimizer rmsProp(Schedule schedule) {
    return of(UpdateRules.rmsProp(0.99, 1e-8), schedule);
  }

  /** Adagrad with an epsilon of 1e-10. */
  public static Optimizer adagrad(Schedule schedule) {
    return of(UpdateRules.adagrad(1e-10), schedule);
  }

  /** Lion with the numbers of its paper, 0.9 and 0.99, and decoupled weight decay. */
  public static Optimizer lion(double decay, Schedule schedule) {
    return of(UpdateRules.lion(0.9, 0.99), schedule).decoupledWeightDecay(decay);
  }

  /** Adds {@code decay * parameter} to each gradient, the derivative of a penalty on squares. */
  public Optimizer weightDecay(double decay) {
    return new Optimizer(
        rule, schedule, clipping, decay, decoupledDecay, averaging, inPlace != null);
  }

  /** Multiplies each parameter by {@code 1 - rate * decay} before its step. */
  public Optimizer decoupledWeightDecay(double decay) {
    return new Optimizer(rule, schedule, clipping, coupledDecay, decay, averaging, inPlace != null);
  }

  /**
   * Scales all gradients where their norm together is larger than a bound; see {@link Clipping}.
   */
  public Optimizer clippedByNorm(double bound) {
    return clipped(gradients -> Clipping.byNorm(gradients, bound));
  }

  /** Limits each element of the gradients to {@code [-bound, bound]}. */
  public Optimizer clippedByValue(double bound) {
    return clipped(gradients -> Clipping.byValue(gradients, bound));
  }

  private Optimizer clipped(UnaryOperator<Map<String, Tensor>> clip) {
    return new Optimizer(
        rule, schedule, clip, coupledDecay, decoupledDecay, averaging, inPlace != null);
  }

  /**
   * Keeps exponential averages of the parameters, {@code decay average + (1 - decay) parameter}
   * after each step, which begin as the parameters before the first; see {@link #average}.
   */
  public Optimizer averaging(double decay) {
    return new Optimizer(
        rule, schedule, clipping, coupledDecay, decoupledDecay, decay, inPlace != null);
  }

  /**
   * Changes parameters in place, with the same bits: the first step copies them into arrays of the
   * optimiser, whose tensors a step gives; later steps change these arrays and make none. So read
   * what a model has computed before the next step, and copy parameters that are to stay as they
   * are ({@code Tensor.of(w.toFloatArray(), ..)}, a {@link Checkpoint} written to a file). For
   * parameters of dtype float32.
   *
   * @throws IllegalArgumentException if the rule is not one of {@link UpdateRules} and has no loop
   */
  public Optimizer inPlace() {
    if (rule.loop() == null) {
      throw new IllegalArgumentException("the rule has no loop that changes arrays in place");
    }
    return new Optimizer(rule, schedule, clipping, coupledDecay, decoupledDecay, averaging, true);
  }

  /** How many steps were made. */
  public long steps() {
    return steps;
  }

  /** The rate of the next step. */
  public double rate() {
    return schedule.rate(steps);
  }

  /**
   * The parameters after one more step, in their order. Those without a gradient stay as they are.
   *
   * @throws IllegalArgumentException if a gradient is that of no parameter, or has another dtype or
   *     shape than its parameter; nothing has changed then
   */
  public Map<String, Tensor> step(Map<String, Tensor> parameters, Map<String, Tensor> gradients) {
    requireFit(parameters, gradients);
    Map<String, Tensor> clipped = clipping.apply(gradients);
    double rate = rate();
    steps++;
    if (inPlace != null) {
      if (averaging > 0 && average.isEmpty()) {
        average.putAll(parameters);
      }
      Map<String, Tensor> changed = inPlace.step(parameters, clipped, rate, steps);
      if (averaging > 0) {
        changed.forEach(
            (name, value) -> {
              Tensor blended = UpdateRules.blend(average.get(name), value, averaging);
              // Computed now, since the next step changes the numbers of the parameter.
              average.put(name, Tensor.of(blended.array()));
            });
      }
      return changed;
    }
    Map<String, Tensor> next = new LinkedHashMap<>(parameters);
    clipped.forEach((name, g) -> next.put(name, updated(name, parameters.get(name), g, rate)));
    if (averaging > 0) {
      next.forEach(
          (name, value) ->
              average.merge(
                  name,
                  UpdateRules.blend(parameters.get(name), value, averaging),
                  (old, first) -> UpdateRules.blend(old, value, averaging)));
    }
    return next;
  }

  private Tensor updated(String name, Tensor parameter, Tensor gradient, double rate) {
    Tensor g = coupledDecay == 0 ? gradient : gradient.add(parameter.multiply(coupledDecay));
    Tensor w = decoupledDecay == 0 ? parameter : parameter.multiply(1 - rate * decoupledDecay);
    List<Tensor> kept = slots.getOrDefault(name, zeros(parameter));
    UpdateRule.Update update = rule.update(w, g, kept, rate, steps);
    slots.put(name, update.slots());
    return update.parameter();
  }

  private List<Tensor> zeros(Tensor parameter) {
    NdArray array = parameter.array();
    List<Tensor> zeros = new ArrayList<>();
    for (int i = 0; i < rule.slots().size(); i++) {
      zeros.add(Tensor.zeros(array.dtype(), array.shape().toArray()));
    }
    return zeros;
  }

  private static void requireFit(Map<String, Tensor> parameters, Map<String, Tensor> gradients) {
    gradients.forEach(
        (name, gradient) -> {
          Tensor parameter = parameters.get(name);
          if (parameter == null) {
            throw new IllegalArgumentException(
                "there is a gradient '"
                    + name
                    + "', but the parameters are "
                    + parameters.keySet());
          }
          String type = parameter.array().typeText();
          if (!type.equals(gradient.array().typeText())) {
            throw new IllegalArgumentException(
                "the gradient of '"
                    + name
                    + "' is "
                    + gradient.array().typeText()
                    + ", the parameter is "
                    + type);
          }
        });
  }

  /**
   * The averages of all parameters after the last step.
   *
   * @throws IllegalStateException if none are kept, or no step was made
   */
  public Map<String, Tensor> average() {
    if (average.isEmpty()) {
      throw new IllegalStateException(
          averaging == 0
              ? "this optimiser keeps no averages: say averaging(decay)"
              : "there are averages after the first step");
    }
    return new LinkedHashMap<>(average);
  }

  /**
   * All that the optimiser keeps between steps, for a weight file: {@code steps}, and for each
   * parameter what its rule keeps, such as {@code velocity.encoder.w}, and its average.
   */
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(STEPS, Tensor.scalar(steps));
    Map<String, List<Tensor>> all = inPlace == null ? slots : inPlace.slots();
    all.forEach(
        (name, kept) -> {
          for (int i = 0; i < kept.size(); i++) {
            state.put(rule.slots().get(i) + "." + name, kept.get(i));
          }
        });
    average.forEach((name, value) -> state.put(AVERAGE + "." + name, value));
    return state;
  }

  /**
   * Goes on after the steps of which this is the {@link #state}: the same gradients then give the
   * same parameters, bit for bit. The optimiser must have the same settings.
   *
   * @throws IllegalArgumentException if it is no state of an optimiser with the same rule
   */
  public void restore(Map<String, Tensor> state) {
    Map<String, Tensor> rest = new LinkedHashMap<>(state);
    Tensor count = rest.remove(STEPS);
    if (count == null) {
      throw new IllegalArgumentException("the state has no '" + STEPS + "'");
    }
    long before = count.toLong();
    Map<String, List<Tensor>> kept = new LinkedHashMap<>();
    Map<String, Tensor> averages = new LinkedHashMap<>();
    for (String key : state.keySet()) {
      int dot = key.indexOf('.');
      String name = key.substring(dot + 1);
      if (dot > 0 && key.startsWith(AVERAGE + ".")) {
        averages.put(name, rest.remove(key));
      } else if (dot > 0 && !rule.slots().isEmpty() && key.startsWith(rule.slots().get(0) + ".")) {
        kept.put(name, take(rest, name));
      }
    }
    if (!rest.isEmpty() || averages.isEmpty() != (averaging == 0 || before == 0)) {
      throw new IllegalArgumentException(
          "the state is that of another optimiser; unknown: " + rest.keySet());
    }
    steps = before;
    slots.clear();
    if (inPlace == null) {
      slots.putAll(kept);
    } else {
      inPlace.restore(kept);
    }
    average.clear();
    average.putAll(averages);
  }

  private List<Tensor> take(Map<String, Tensor> state, String name) {
    List<Tensor> kept = new ArrayList<>();
    for (String slot : rule.slots()) {
      Tensor value = state.remove(slot + "." + name);
      if (value == null) {
        throw new IllegalArgumentException("the state has no '" + slot + "." + name + "'");
      }
      kept.add(value);
    }
    return kept;
  }
}
