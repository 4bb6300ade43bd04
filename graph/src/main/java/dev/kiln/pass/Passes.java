package dev.kiln.pass;

import static dev.kiln.pass.Pass.needed;
import static dev.kiln.pass.Pass.optional;

import dev.kiln.pass.derivative.AlternatingUpdates;
import dev.kiln.pass.derivative.PlainProducts;
import dev.kiln.pass.derivative.RunningExtrema;
import dev.kiln.pass.derivative.SquaredLengths;
import dev.kiln.pass.loop.InnerLoopKernels;
import dev.kiln.pass.loop.StepLast;
import dev.kiln.pass.memory.RecycleTensors;
import dev.kiln.pass.nest.FuseElementwise;
import java.util.Arrays;
import java.util.List;

/** All passes, by stage and in the order in which they run. What is not here does not run. */
public final class Passes {
  private Passes() {}

  /** Those of one stage. Only they are made, so that a session does not load all others. */
  public static List<Pass> of(Stage stage) {
    return switch (stage) {
      case AFTER_LOWERING ->
          List.of(
              needed(stage, "flatten-records", FlattenRecords::run),
              needed(stage, "decode-values", DecodeValues::run),
              optional(stage, "inline", Inline::run),
              optional(stage, "branches", ResolveBranches::run),
              optional(stage, "unroll", UnrollShortLoops::run),
              optional(stage, "scalars", ScalarReplacement::run),
              optional(stage, "simplify", SimplifyArithmetic::run),
              optional(stage, "read-transposed", ReadTransposed::run),
              optional(stage, "dead-code", EliminateDeadCode::run));
      case BEFORE_REVERSE ->
          List.of(
              needed(stage, "inline", Inline::run),
              needed(stage, "lower-exits", LowerExits::run),
              optional(stage, "dead-code", EliminateDeadCode::run),
              optional(stage, "common-subexpressions", CommonSubexpressions::run),
              needed(stage, "squared-lengths", SquaredLengths::run),
              optional(stage, "alternating-updates", AlternatingUpdates::run),
              optional(stage, "running-extrema", RunningExtrema::run));
      case AFTER_REVERSE ->
          List.of(
              optional(stage, "dead-code", EliminateDeadCode::run),
              optional(stage, "plain-products", PlainProducts::inReverse));
      case BEFORE_FORWARD -> List.of(needed(stage, "squared-lengths", SquaredLengths::run));
      case AFTER_FORWARD ->
          List.of(
              optional(stage, "dead-code", EliminateDeadCode::run),
              optional(stage, "common-subexpressions", CommonSubexpressions::run),
              optional(stage, "dead-copies", EliminateDeadCode::run),
              optional(stage, "plain-products", PlainProducts::forward));
      case AFTER_JACOBIAN -> List.of(optional(stage, "dead-code", EliminateDeadCode::run));
      case AFTER_BATCHING -> List.of(optional(stage, "dead-code", EliminateDeadCode::run));
      case AFTER_DIFFERENTIATION ->
          List.of(
              optional(stage, "simplify", SimplifyArithmetic::run),
              optional(stage, "read-transposed", ReadTransposed::run),
              optional(stage, "dead-code", EliminateDeadCode::run));
      case SHARING -> List.of(needed(stage, "dead-code", EliminateDeadCode::run));
      case BEFORE_EMISSION ->
          List.of(
              needed(stage, "forget-derivatives", ForgetDerivatives::run),
              optional(stage, "common-tensors", CommonSubexpressions::ofTensors),
              optional(stage, "inner-loops", InnerLoopKernels::run),
              optional(stage, "step-last", StepLast::run),
              optional(stage, "fuse", FuseElementwise::run),
              optional(stage, "recycle", RecycleTensors::run));
      case SPLITTING -> List.of(needed(stage, "split", SplitLargeFunctions::run));
      case IN_SESSION ->
          List.of(
              optional(stage, "common-tensors", CommonSubexpressions::ofTensors),
              optional(stage, "inner-loops", InnerLoopKernels::run));
    };
  }

  /** Those of all stages. */
  public static List<Pass> all() {
    return Arrays.stream(Stage.values()).flatMap(stage -> of(stage).stream()).toList();
  }
}
