package dev.kiln.agreement;

/**
 * The base of the tables of derivatives: the methods called must be differentiable and must not
 * write their arguments.
 */
public abstract class GradientTable extends AgreementTable {
  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new GradientCheck(modes, call).run();
    new ForwardCheck(modes, call).run();
  }
}
