package dev.kiln.mutation;

/**
 * One change of the code.
 *
 * @param number by which {@link Switches} turns it on
 * @param type the class, with its package
 * @param method the method that is changed
 * @param line the line that is changed
 * @param change what is changed
 */
record Mutant(int number, String type, String method, int line, String change) {
  /** Changes nothing. */
  static final Mutant NONE = new Mutant(-1, "", "", 0, "nothing");

  String packageName() {
    return type.substring(0, type.lastIndexOf('.'));
  }

  /** The class of which there is a file. */
  String outerType() {
    return type.replaceFirst("\\$.*", "");
  }

  @Override
  public String toString() {
    String file = outerType().substring(packageName().length() + 1) + ".java:" + line;
    return file + " " + method + ": " + change;
  }
}
