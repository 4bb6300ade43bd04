package dev.kiln.agreement;

/**
 * The base of the tables of derivatives: the methods called must be differentiable and must not
 * write their arguments.
 */
abstract class GradientTable extends AgreementTable {
  @Override
  void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new GradientCheck(modes, call).run();
    new ForwardCheck(modes, call).run();
  }
}
