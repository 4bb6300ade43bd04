package dev.kiln.pass;

import static dev.kiln.pass.Pass.needed;
import static dev.kiln.pass.Pass.optional;
import static dev.kiln.pass.Stage.AFTER_DIFFERENTIATION;
import static dev.kiln.pass.Stage.AFTER_FORWARD;
import static dev.kiln.pass.Stage.AFTER_JACOBIAN;
import static dev.kiln.pass.Stage.AFTER_LOWERING;
import static dev.kiln.pass.Stage.AFTER_REVERSE;
import static dev.kiln.pass.Stage.BEFORE_EMISSION;
import static dev.kiln.pass.Stage.BEFORE_REVERSE;
import static dev.kiln.pass.Stage.IN_SESSION;
import static dev.kiln.pass.Stage.SHARING;
import static dev.kiln.pass.Stage.SPLITTING;

import java.util.List;

/** All passes, in the order in which they run. */
public final class Passes {
  /** The list. What is not in it does not run. */
  public static final List<Pass> ALL =
      List.of(
          needed(AFTER_LOWERING, "flatten-records", FlattenRecords::run),
          optional(AFTER_LOWERING, "inline", Inline::run),
          optional(AFTER_LOWERING, "unroll", UnrollShortLoops::run),
          optional(AFTER_LOWERING, "scalars", ScalarReplacement::run),
          optional(AFTER_LOWERING, "simplify", SimplifyArithmetic::run),
          optional(AFTER_LOWERING, "dead-code", EliminateDeadCode::run),
          needed(BEFORE_REVERSE, "inline", Inline::run),
          needed(BEFORE_REVERSE, "lower-exits", LowerExits::run),
          optional(BEFORE_REVERSE, "dead-code", EliminateDeadCode::run),
          optional(BEFORE_REVERSE, "common-subexpressions", CommonSubexpressions::run),
          optional(BEFORE_REVERSE, "running-extrema", RunningExtrema::run),
          optional(AFTER_REVERSE, "dead-code", EliminateDeadCode::run),
          needed(AFTER_REVERSE, "cancel-lengths", CancelLengths::run),
          optional(AFTER_REVERSE, "dead-lengths", EliminateDeadCode::run),
          optional(AFTER_REVERSE, "plain-products", PlainProducts::inReverse),
          optional(AFTER_FORWARD, "dead-code", EliminateDeadCode::run),
          optional(AFTER_FORWARD, "common-subexpressions", CommonSubexpressions::run),
          optional(AFTER_FORWARD, "dead-copies", EliminateDeadCode::run),
          optional(AFTER_FORWARD, "plain-products", PlainProducts::forward),
          optional(AFTER_JACOBIAN, "dead-code", EliminateDeadCode::run),
          optional(AFTER_DIFFERENTIATION, "simplify", SimplifyArithmetic::run),
          needed(SHARING, "dead-code", EliminateDeadCode::run),
          needed(BEFORE_EMISSION, "forget-derivatives", ForgetDerivatives::run),
          optional(BEFORE_EMISSION, "inner-loops", InnerLoopKernels::run),
          needed(SPLITTING, "split", SplitLargeFunctions::run),
          optional(IN_SESSION, "inner-loops", InnerLoopKernels::run));

  private Passes() {}

  /** Those of one stage. */
  public static List<Pass> of(Stage stage) {
    return ALL.stream().filter(pass -> pass.stage() == stage).toList();
  }
}
