package dev.kiln.tensor;

import dev.kiln.op.Derivative;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Pullback;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
   *     floating-point, if this tape did not record how it was computed, or if the same tensor is
   *     given twice as a source
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
   * @throws IllegalArgumentException if {@code cotangent} has another dtype or shape, if this tape
   *     did not record how {@code result} was computed, or if the same tensor is given twice as a
   *     source
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
    List<Step> seen = List.copyOf(steps);
    requireDistinct(sources);
    requireSeen(seen, result, sources);
    Set<Tensor> varied = varied(seen, sources);
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
      gradients.add(
          gradient != null ? gradient : Tensor.zeros(source.dtype(), source.shape().toArray()));
    }
    return gradients;
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

  /** What is made of given numbers need not be seen: its derivatives are zero. */
  private static void requireSeen(List<Step> seen, Tensor result, Tensor... sources) {
    boolean known =
        !result.isComputed()
            || seen.stream().anyMatch(step -> step.result() == result)
            || Arrays.stream(sources).anyMatch(source -> source == result);
    if (!known) {
      throw new IllegalArgumentException(
          "this tape has not seen how a tensor of type "
              + result.array().typeText()
              + " was computed: compute it while the tape is open, on the thread that opened it");
    }
  }

  /** What depends on a source, by identity. */
  private static Set<Tensor> varied(List<Step> steps, Tensor... sources) {
    Set<Tensor> varied = new HashSet<>(List.of(sources));
    for (Step step : steps) {
      if (step.result().dtype().isFloating()
          && !step.isConstant()
          && step.inputs().stream().anyMatch(varied::contains)) {
        varied.add(step.result());
      }
    }
    return varied;
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
