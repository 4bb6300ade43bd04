package dev.kiln.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stack traces that lead to the source of a model. */
public final class ModelTraces {
  private ModelTraces() {}

  /**
   * A line of a model as an element of a stack trace.
   *
   * @param packageName the package of the file, where it is known, with a dot at the end
   * @param method the method, or what became of it
   */
  public static StackTraceElement element(
      String packageName, String method, String file, int line) {
    int dot = file.lastIndexOf('.');
    String name = dot < 0 ? file : file.substring(0, dot);
    return new StackTraceElement(packageName + name, method, file, line);
  }

  /** Puts elements in front of the first one whose class is in a package. */
  public static void insert(
      Throwable failure, String packageName, List<StackTraceElement> elements) {
    List<StackTraceElement> trace = new ArrayList<>(Arrays.asList(failure.getStackTrace()));
    for (int i = 0; i < trace.size(); i++) {
      String type = trace.get(i).getClassName();
      if (type.lastIndexOf('.') == packageName.length() && type.startsWith(packageName)) {
        trace.addAll(i, elements);
        failure.setStackTrace(trace.toArray(new StackTraceElement[0]));
        return;
      }
    }
  }
}
