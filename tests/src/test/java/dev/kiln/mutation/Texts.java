package dev.kiln.mutation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares texts with numbers in them. */
final class Texts {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?(f?)");
  private static final double TOLERANCE = 1e-9;
  private static final double FLOAT_TOLERANCE = 1e-5;

  private Texts() {}

  /** Whether the texts are the same, but for numbers that differ by rounding. */
  static boolean agree(String expected, String actual) {
    if (expected.equals(actual)) {
      return true;
    }
    Matcher left = NUMBER.matcher(expected);
    Matcher right = NUMBER.matcher(actual);
    int leftEnd = 0;
    int rightEnd = 0;
    while (left.find()) {
      if (!right.find()
          || !expected
              .substring(leftEnd, left.start())
              .equals(actual.substring(rightEnd, right.start()))
          || !left.group(2).equals(right.group(2))) {
        return false;
      }
      double wanted = Double.parseDouble(left.group());
      double given = Double.parseDouble(right.group());
      double tolerance = left.group(2).isEmpty() ? TOLERANCE : FLOAT_TOLERANCE;
      if (Math.abs(wanted - given) > tolerance * Math.max(1, Math.abs(wanted))) {
        return false;
      }
      leftEnd = left.end();
      rightEnd = right.end();
    }
    return expected.substring(leftEnd).equals(actual.substring(rightEnd));
  }
}
