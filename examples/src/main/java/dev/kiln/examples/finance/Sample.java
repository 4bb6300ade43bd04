package dev.kiln.examples.finance;

/** The mean of numbers and its standard error, of sums that grow batch by batch. */
final class Sample {
  private long count;
  private double sum;
  private double squares;

  /** Adds each number, without its part that another one explains, where there is one. */
  void add(double[] numbers, double[] control) {
    for (int i = 0; i < numbers.length; i++) {
      double each = control == null ? numbers[i] : numbers[i] - control[i];
      sum += each;
      squares += each * each;
    }
    count += numbers.length;
  }

  double mean() {
    return sum / count;
  }

  double standardError() {
    double variance = (squares / count - mean() * mean()) * count / (count - 1);
    return Math.sqrt(variance / count);
  }
}
