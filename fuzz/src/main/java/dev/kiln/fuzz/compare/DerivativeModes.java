package dev.kiln.fuzz.compare;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All derivatives of one call. */
final class DerivativeModes {
  /** What is appended to the name of a method for each form of derivative. */
  static final List<String> SUFFIXES =
      List.of(
          "Gradient",
          "GradientInto",
          "Vjp",
          "Jvp",
          "Jacobian",
          "JacobianInto",
          "Hvp",
          "Hessian",
          "HessianInto",
          "HessianDiagonal",
          "HessianDiagonalInto");

  private DerivativeModes() {}

  /**
   * Runs and compares all that there are.
   *
   * @return what differences said of the first derivatives
   */
  static FirstDerivatives check(Comparison comparison) {
    FirstDerivatives first = new FirstDerivatives(comparison);
    try {
      first.check();
      new JacobianCheck(comparison, first).check();
      new SecondDerivatives(comparison, first).check();
      List<Ledger.Item> left = comparison.ledger().left();
      if (!left.isEmpty() && comparison.first().isEmpty()) {
        comparison.disagree("compared with nothing", left.toString());
      }
    } catch (RuntimeException e) {
      comparison.disagree("derivative structure", e + "\n" + place(e));
    }
    return first;
  }

  /** Where something was thrown. */
  private static String place(RuntimeException thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .limit(6)
        .map(StackTraceElement::toString)
        .collect(joining("\n"));
  }

  /** The derivatives that a generated class offers but nothing here knows. */
  static Set<String> unknown(Set<String> generated, Set<String> methods) {
    Set<String> unknown = new TreeSet<>(generated);
    for (String method : methods) {
      unknown.remove(method);
      SUFFIXES.forEach(suffix -> unknown.remove(method + suffix));
    }
    return unknown;
  }
}
