package dev.kiln.testkit;

/** Stands for a model whose modes disagree. */
class Skewed {
  double rate;

  Skewed() {
    this(0.5);
  }

  Skewed(double rate) {
    this.rate = rate;
  }

  double same(double x) {
    return (x + x) * rate;
  }

  double otherResult(double x) {
    return (x + x) * rate;
  }

  double otherState(double x) {
    return (x + x) * rate;
  }

  double otherException(double x) {
    throw new IllegalArgumentException("x is " + x);
  }

  void otherArray(double[] x) {
    x[0] = 7;
  }

  double unknown(Object x) {
    return x.hashCode();
  }
}
