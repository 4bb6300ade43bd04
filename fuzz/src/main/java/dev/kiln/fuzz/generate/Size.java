package dev.kiln.fuzz.generate;

/**
 * How large a program is. Most faults need little code, and small programs are quickly tried; some
 * need more.
 *
 * @param statements of a method, about
 * @param nesting of statements
 * @param depth of expressions
 */
record Size(int statements, int nesting, int depth) {
  private static final Size SMALL = new Size(2, 2, 2);
  private static final Size MEDIUM = new Size(3, 2, 3);
  private static final Size LARGE = new Size(4, 3, 3);

  static Size of(Randomness random) {
    int number = random.below(10);
    return number < 6 ? SMALL : number < 9 ? MEDIUM : LARGE;
  }
}
