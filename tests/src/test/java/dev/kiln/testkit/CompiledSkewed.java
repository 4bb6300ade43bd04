package dev.kiln.testkit;

/** Stands for generated code that is not quite {@link Skewed}. */
final class CompiledSkewed extends Skewed {
  CompiledSkewed() {}

  CompiledSkewed(double rate) {
    super(rate);
  }

  @Override
  double otherState(double x) {
    double result = super.otherState(x);
    rate = 9;
    return result;
  }

  @Override
  double otherException(double x) {
    throw new IllegalArgumentException("x was " + x);
  }
}
