package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.autodiff.adjoint.Adjoints;
import dev.kiln.autodiff.reverse.residual.PrimalValues;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Value;
import dev.kiln.op.Term;

/**
 * Where a backward sweep stands: the block that its operations go to, the adjoints so far, and the
 * values of the forward sweep.
 */
final class BackwardPoint {
  private final Activity activity;
  private final PrimalValues primals;
  private final Adjoints adjoints = new Adjoints();
  private BlockBuilder out;

  BackwardPoint(Activity activity, PrimalValues primals) {
    this.activity = activity;
    this.primals = primals;
  }

  BlockBuilder out() {
    return out;
  }

  PrimalValues primals() {
    return primals;
  }

  Adjoints adjoints() {
    return adjoints;
  }

  /** The adjoint of a number, or zero. */
  Value adjoint(Value value) {
    return adjoints.get(value, out);
  }

  /** Adds to the adjoint of a number. */
  void accumulate(Value primal, Value cotangent) {
    if (activity.isActiveNumber(primal)) {
      adjoints.accumulate(primal, cotangent, out);
    }
  }

  /** Runs {@code code} with operations going to {@code target}, which reverses {@code primal}. */
  void within(Block primal, BlockBuilder target, Runnable code) {
    continueIn(
        target,
        () -> {
          primals.enter(primal, target);
          code.run();
          primals.leave();
        });
  }

  /** Runs {@code code} with operations going to {@code target}. */
  void continueIn(BlockBuilder target, Runnable code) {
    BlockBuilder before = out;
    out = target;
    code.run();
    out = before;
  }

  Term term(Value value) {
    return new BlockTerm(() -> out, value);
  }

  /** The value that a derivative rule has computed. */
  static Value valueOf(Term term) {
    return ((BlockTerm) term).value();
  }
}
