package dev.kiln.autodiff.reverse.callee;

import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * The derivative of a called function, for one choice of active arguments and results: a function
 * that computes it and pushes its residuals, and one that pops them and pulls cotangents back.
 *
 * <p>The forward function takes the arguments, each active reference followed by its shadow, and
 * the shared stacks; its results are those of the primal, each active reference followed by its
 * shadow. The backward function takes the arguments that it uses, the shadows, the cotangents of
 * active numbers, the adjoints so far of threaded arguments, and the stacks; its results are the
 * adjoints of the active numbers.
 */
public interface CalleeDerivative {

  /**
   * For which arguments and results.
   *
   * @param arguments says of each whether it is active
   * @param distinct whether array arguments are known to be different arrays
   */
  record Choice(List<Boolean> arguments, List<Boolean> results, boolean distinct) {}

  String forwardName();

  String backwardName();

  /**
   * A function as the forward one, but without residuals: it takes no stacks, and only computes
   * results and their shadows. It is built where this method was called before.
   */
  String replayName();

  /** Whether the argument comes with a shadow. */
  boolean isShadowed(int argument);

  /** Whether the backward function gives an adjoint of the argument. */
  boolean hasAdjoint(int argument);

  /** Whether the backward function takes a cotangent of the result. */
  boolean hasCotangent(int result);

  /** Whether the backward function takes the argument itself. */
  boolean isUsedBackward(int argument);

  /**
   * Whether the backward function takes the adjoint that the argument has so far, and adds to it,
   * as a loop in the caller would.
   */
  boolean isThreaded(int argument);

  /**
   * A result in the function that makes it.
   *
   * @param result as that function returns it
   */
  record Made(FunctionDerivation by, Value result) {}

  /** The result, where the backward function may undo stores into arrays that it leads to. */
  Optional<Made> made(int result);
}
