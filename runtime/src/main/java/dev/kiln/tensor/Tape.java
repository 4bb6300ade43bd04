package dev.kiln.tensor;

import dev.kiln.op.Derivative;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.GradientOps;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Pullback;
import dev.kiln.op.SpecialOps;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Records eager tensor operations on this thread while it is open, and differentiates them.
 *
 * <pre>
 * try (Tape tape = Tape.open()) {
 *   Tensor loss = model.loss(x, label);
 *   List&lt;Tensor&gt; gradient = tape.gradient(loss, model.w1, model.b1);
 * }
 * </pre>
 *
 * <p>The tape records a call of a compiled method ({@code CompiledFoo} of a {@code @Model class
 * Foo}) as one step, and differentiates it by the generated derivative, if the method is
 * {@code @Differentiable}, its result is a tensor, and no other tape is open. Every other compiled
 * method whose result has floating-point tensors runs its eager code, and the tape records each
 * operation. So the same training loop works with {@code Foo} and {@code CompiledFoo}.
 *
 * <p>The interface is functional, like JAX's {@code vjp}: tensors have no gradient state, and every
 * tensor can be a source. Tapes may be nested: computing a gradient runs ordinary operations, which
 * an outer tape records; this gives higher derivatives. The gradient may be computed any number of
 * times, also after the tape was closed.
 */
public final class Tape implements Recorder, AutoCloseable {
  /** What happened, in order: operations, and calls with rules of their own. */
  private sealed interface Step {
    List<Tensor> inputs();

    Tensor result();

    /** Whether no derivative flows through. */
    boolean isConstant();

    /** The contribution to the cotangent of an input; empty where it is zero. */
    Optional<Tensor> pullback(Tensor cotangent, int input);
  }

  private final List<Step> steps = new ArrayList<>();

  private Tape() {}

  /** Opens a tape on the current thread. */
  public static Tape open() {
    Tape tape = new Tape();
    Recording.open(tape);
    return tape;
  }

  /** Stops recording. */
  @Override
  public void close() {
    Recording.close(this);
  }

  @Override
  public void record(
      OpDefinition operation, Attributes attributes, List<Tensor> operands, Tensor result) {
    steps.add(new Entry(operation, attributes, List.copyOf(operands), result));
  }

  @Override
  public void record(RecordedCall call) {
    steps.add(new CallStep(call, call.inputs()));
  }

  /**
   * The derivatives of {@code loss}, a floating-point tensor with one element, with respect to each
   * of {@code sources}; zeros for a source on which the loss does not depend.
   *
   * @throws IllegalArgumentException if {@code loss} has more than one element or is not
   *     floating-point, if, as far as this tape has recorded, it depends on none of the sources, or
   *     if the same tensor is given twice as a source
   * @throws NotDifferentiableException if an operation between them has no derivative
   */
  public List<Tensor> gradient(Tensor loss, Tensor... sources) {
    Objects.requireNonNull(loss, "loss");
    if (loss.shape().elements() != 1 || !loss.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "the gradient of a tensor of type "
              + loss.array().typeText()
              + "; it needs one floating-point number: sum it, or pull back a cotangent");
    }
    return pullback(loss, Tensor.ones(loss.dtype(), loss.shape().toArray()), sources);
  }

  /**
   * The cotangents of {@code sources}, for a given cotangent of {@code result}; zeros for a source
   * on which the result does not depend.
   *
   * @param cotangent has the dtype and shape of {@code result}
   * @throws IllegalArgumentException if {@code cotangent} has another dtype or shape, if, as far as
   *     this tape has recorded, {@code result} depends on none of the sources, or if the same
   *     tensor is given twice as a source
   * @throws NotDifferentiableException if an operation between them has no derivative
   */
  public List<Tensor> pullback(Tensor result, Tensor cotangent, Tensor... sources) {
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(cotangent, "cotangent");
    for (int i = 0; i < sources.length; i++) {
      if (sources[i] == null) {
        throw new NullPointerException("source " + i + " is null");
      }
    }
    if (cotangent.dtype() != result.dtype() || !cotangent.shape().equals(result.shape())) {
      throw new IllegalArgumentException(
          "pullback: the cotangent of a result of type "
              + result.array().typeText()
              + " must have that type, not "
              + cotangent.array().typeText());
    }
    List<Step> seen = withoutKinks(steps, List.of(sources));
    requireDistinct(sources);
    requireReached(seen, result, sources);
    Set<Tensor> varied =
        reached(seen, step -> step.result().dtype().isFloating() && !step.isConstant(), sources);
    Map<Tensor, Tensor> cotangents = new IdentityHashMap<>();
    cotangents.put(result, cotangent);
    for (int i = seen.size() - 1; i >= 0; i--) {
      Step step = seen.get(i);
      Tensor incoming = cotangents.get(step.result());
      if (incoming != null && varied.contains(step.result())) {
        pull(step, incoming, varied, cotangents);
      }
    }
    List<Tensor> gradients = new ArrayList<>();
    for (Tensor source : sources) {
      Tensor gradient = cotangents.get(source);
      if (gradient == null) {
        gradient = Tensor.zeros(source.dtype(), source.shape().toArray());
      }
      noteOrigin(gradient, result);
      gradients.add(gradient);
    }
    return gradients;
  }

  /** The steps, with the square of a distance as the sum of squares that it is. */
  private static List<Step> withoutKinks(List<Step> steps, List<Tensor> sources) {
    Map<Tensor, List<Tensor>> points = new IdentityHashMap<>();
    List<Step> all = new ArrayList<>();
    for (Step step : steps) {
      List<Tensor> inputs = step.inputs();
      OpDefinition operation = step instanceof Entry entry ? entry.operation() : null;
      boolean isSquare =
          operation == ElementwiseOps.SQUARE
              || operation == ElementwiseOps.MULTIPLY && inputs.get(0) == inputs.get(1);
      if (isSquare && points.containsKey(inputs.get(0))) {
        addSquares(inputs.get(0), step.result(), points, all);
        continue;
      }
      if (operation == SpecialOps.HYPOT && !sources.contains(step.result())) {
        points.put(step.result(), inputs);
      }
      all.add(step);
    }
    return all;
  }

  private static void addSquares(
      Tensor operand, Tensor result, Map<Tensor, List<Tensor>> points, List<Step> all) {
    List<Tensor> point = points.get(operand);
    if (point == null) {
      List<Tensor> twice = List.of(operand, operand);
      all.add(new Entry(ElementwiseOps.MULTIPLY, Attributes.NONE, twice, result));
    } else {
      point.forEach(each -> addSquares(each, result, points, all));
    }
  }

  private static void requireDistinct(Tensor... sources) {
    Map<Tensor, Integer> places = new IdentityHashMap<>();
    for (int i = 0; i < sources.length; i++) {
      Integer before = places.putIfAbsent(sources[i], i);
      if (before != null) {
        throw new IllegalArgumentException(
            "sources " + before + " and " + i + " are one tensor: ask for its derivative once");
      }
    }
  }

  /**
   * For open tapes, a derivative depends on what was differentiated, though it be computed from
   * constants, as that of a linear function is.
   */
  private static void noteOrigin(Tensor gradient, Tensor result) {
    Recording recording = Recording.current();
    if (recording != null) {
      for (Recorder recorder : recording.recorders()) {
        recorder.record(GradientOps.STOP_GRADIENT, Attributes.NONE, List.of(result), gradient);
      }
    }
  }

  private static void requireReached(List<Step> seen, Tensor result, Tensor... sources) {
    if (sources.length > 0 && !reached(seen, step -> true, sources).contains(result)) {
      throw new IllegalArgumentException(
          "as far as this tape has seen, a result of type "
              + result.array().typeText()
              + " depends on none of the sources: compute it from them while the tape is open, on"
              + " the thread that opened it, by methods of tensors all the way");
    }
  }

  /** What is made of a source by such steps, by identity. */
  private static Set<Tensor> reached(List<Step> steps, Predicate<Step> through, Tensor... sources) {
    Set<Tensor> reached = new HashSet<>(List.of(sources));
    for (Step step : steps) {
      if (through.test(step) && step.inputs().stream().anyMatch(reached::contains)) {
        reached.add(step.result());
      }
    }
    return reached;
  }

  private static void pull(
      Step step, Tensor incoming, Set<Tensor> varied, Map<Tensor, Tensor> cotangents) {
    for (int i = 0; i < step.inputs().size(); i++) {
      Tensor input = step.inputs().get(i);
      if (varied.contains(input)) {
        step.pullback(incoming, i)
            .ifPresent(pulled -> cotangents.merge(input, pulled, Tensor::add));
      }
    }
  }

  private record CallStep(RecordedCall call, List<Tensor> inputs) implements Step {
    @Override
    public Tensor result() {
      return call.result();
    }

    @Override
    public boolean isConstant() {
      return false;
    }

    @Override
    public Optional<Tensor> pullback(Tensor cotangent, int input) {
      return Optional.of(call.pullback(cotangent, input));
    }
  }

  private record Entry(
      OpDefinition operation, Attributes attributes, List<Tensor> inputs, Tensor result)
      implements Step {
    @Override
    public boolean isConstant() {
      return operation.derivative() instanceof Derivative.Zero;
    }

    @Override
    public Optional<Tensor> pullback(Tensor cotangent, int input) {
      try {
        return Pullback.of(operation, new TensorTerm(cotangent), new EntryCall(this), input)
            .map(pulled -> ((TensorTerm) pulled).tensor);
      } catch (Pullback.NoDerivativeException e) {
        throw new NotDifferentiableException(e.getMessage(), SourcePosition.UNKNOWN);
      }
    }
  }

  /** A tensor at hand in a derivative rule. */
  private static final class TensorTerm extends Term {
    private final Tensor tensor;

    TensorTerm(Tensor tensor) {
      this.tensor = tensor;
    }

    @Override
    public ValueType type() {
      return new TensorType(tensor.dtype(), tensor.dims());
    }

    @Override
    public Term apply(OpDefinition operation, Attributes attributes, List<Term> operands) {
      List<Tensor> tensors = operands.stream().map(term -> ((TensorTerm) term).tensor).toList();
      return new TensorTerm(tensor.apply(operation, attributes, tensors));
    }

    @Override
    public Term number(double value) {
      return new TensorTerm(tensor.number(value));
    }
  }

  private record EntryCall(Entry entry) implements Derivative.Call {
    @Override
    public Attributes attributes() {
      return entry.attributes();
    }

    @Override
    public int arity() {
      return entry.inputs().size();
    }

    @Override
    public Term operand(int index) {
      return new TensorTerm(entry.inputs().get(index));
    }

    @Override
    public Term result() {
      return new TensorTerm(entry.result());
    }

    @Override
    public ValueType operandType(int index) {
      return operand(index).type();
    }

    @Override
    public ValueType resultType() {
      return result().type();
    }
  }
}
