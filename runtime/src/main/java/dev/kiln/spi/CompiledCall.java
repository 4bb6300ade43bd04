package dev.kiln.spi;

import dev.kiln.annotation.DType;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.tensor.RecordedCall;
import dev.kiln.tensor.Recording;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of a compiled method as one step of a tape. Generated code makes it from the value and the
 * derivatives that the generated gradient method computed:
 *
 * <pre>
 * LossGradient gradient = lossGradient(x, label);
 * return CompiledCall.of("loss", gradient.value())
 *     .with("w1", this.w1, gradient.w1())
 *     .without("x", x)
 *     .record();
 * </pre>
 *
 * <p>The result is one number, so that its cotangent multiplies the derivatives. They are those at
 * the time of the call, whatever becomes of the model's parameters later.
 *
 * <p>The derivatives are numbers, not recorded operations: a tape that is asked to differentiate
 * them again refuses. While several tapes are open, compiled methods therefore run their eager
 * code.
 */
public final class CompiledCall {
  private record Input(String name, Tensor tensor, Tensor gradient) {}

  private final String method;
  private final Tensor value;
  private final List<Input> inputs = new ArrayList<>();

  private CompiledCall(String method, Tensor value) {
    this.method = method;
    this.value = value;
  }

  /**
   * Whether a compiled method may run as one step: exactly one tape is open on this thread. With
   * more, the outer ones must see each operation, to differentiate the derivatives of the inner.
   */
  public static boolean isOneStep() {
    Recording recording = Recording.current();
    return recording != null && recording.recorders().size() == 1;
  }

  /**
   * A call without inputs yet.
   *
   * @param method the name for messages
   * @param value what the call returned: a floating-point tensor with one element
   */
  public static CompiledCall of(String method, Tensor value) {
    return new CompiledCall(method, value);
  }

  /** Adds an input and the derivative of the value with respect to it, of the same shape. */
  public CompiledCall with(String name, Tensor input, Tensor gradient) {
    inputs.add(new Input(name, input, gradient));
    return this;
  }

  /** Adds an input for whose derivative {@code @Differentiable(wrt = ...)} did not ask. */
  public CompiledCall without(String name, Tensor input) {
    inputs.add(new Input(name, input, null));
    return this;
  }

  /**
   * Tells the open tapes of a call of a derivative that they do not see into it.
   *
   * @param derivative the generated method that was called
   * @param inputs the tensors that it depends on
   * @param results what it returned
   */
  public static void recordDerivative(
      String derivative, List<Tensor> inputs, List<Tensor> results) {
    String message =
        "a tape is asked to differentiate through "
            + derivative
            + ", which is compiled, so that the tape cannot see into it: use a derivative of the"
            + " compiled class for the method that calls it, or StopGradient.of(..) of what it"
            + " returns";
    results.forEach(each -> Recording.record(new DerivativeStep(message, inputs, each)));
  }

  /** Tells the open tapes of the call, and returns its value. */
  public Tensor record() {
    Recording.record(new Step());
    return value;
  }

  /** What the tape keeps. */
  private final class Step implements RecordedCall {
    @Override
    public List<Tensor> inputs() {
      return inputs.stream().map(Input::tensor).toList();
    }

    @Override
    public Tensor result() {
      return value;
    }

    @Override
    public Tensor pullback(Tensor cotangent, int index) {
      Input input = inputs.get(index);
      if (input.gradient() == null) {
        throw new NotDifferentiableException(
            "the compiled method "
                + method
                + " has no derivative with respect to '"
                + input.name()
                + "': add it to its @Differentiable(wrt = ...)",
            SourcePosition.UNKNOWN);
      }
      // what a tape that is open now records from here on must not take the derivative for a
      // constant
      Recording.record(
          new DerivativeStep(
              "a derivative of the compiled method "
                  + method
                  + " is differentiated again: open another tape around the one that is asked for"
                  + " the first derivative, before the method is called",
              inputs(),
              input.gradient()));
      DType dtype = input.gradient().dtype();
      return input
          .gradient()
          .multiply(cotangent.dtype() == dtype ? cotangent : cotangent.cast(dtype));
    }
  }

  /** Says that a derivative depends on the inputs of the call, in a way that is not known. */
  private record DerivativeStep(String message, List<Tensor> inputs, Tensor result)
      implements RecordedCall {
    @Override
    public Tensor pullback(Tensor cotangent, int input) {
      throw new NotDifferentiableException(message, SourcePosition.UNKNOWN);
    }
  }
}
