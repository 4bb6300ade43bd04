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
  String packageName() {
    return type.substring(0, type.lastIndexOf('.'));
  }

  @Override
  public String toString() {
    String file = type.replaceFirst("\\$.*", "");
    return file.substring(file.lastIndexOf('.') + 1)
        + ".java:"
        + line
        + " "
        + method
        + ": "
        + change;
  }
}
