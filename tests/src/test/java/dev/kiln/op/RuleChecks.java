package dev.kiln.op;

/** All checks of derivative rules in one call, for mutants of them. */
public final class RuleChecks {
  private RuleChecks() {}

  /**
   * Compares every rule with differences and with its transpose.
   *
   * @throws AssertionError if one is wrong
   */
  public static void run() {
    ScalarDerivativesTest scalars = new ScalarDerivativesTest();
    ScalarDerivativesTest.overloads().forEach(scalars::derivativesAreLimitsOfDifferences);
    TensorDerivativesTest tensors = new TensorDerivativesTest();
    TensorDerivativesTest.cases().forEach(tensors::derivativesAreLimitsOfDifferences);
    tensors.noDifferentiableOperationIsLeftOut();
    IndexingDerivativesTest indexing = new IndexingDerivativesTest();
    IndexingDerivativesTest.cases().forEach(indexing::derivativesAreLimitsOfDifferences);
    ForwardDerivativesTest forward = new ForwardDerivativesTest();
    ForwardDerivativesTest.tensorCases().forEach(forward::tangentsAreLimitsOfDifferences);
    KinksTest kinks = new KinksTest();
    kinks.scalarExtremaShareATie();
    kinks.theSignIsCopiedOrTurned();
    kinks.theAbsoluteValueOfZeroIsFlat();
    kinks.distancesAreFlatAtTheOrigin();
    kinks.aPowerOfZeroHasNoDerivativeByItsExponent();
    kinks.elementsShareATie();
    kinks.theExtremaOfATensorShareTheirDerivative();
    kinks.aRectifierIsFlatAtZero();
  }
}
