package dev.kiln.spi;

import dev.kiln.array.IllegalOperandException;
import java.util.ArrayList;
import java.util.List;

/** Where in the source of a model the lines of its compiled class come from. */
public final class ModelLines {
  private final String model;
  private final String compiled;
  private final String ownFile;
  private final String table;

  /**
   * A table of lines.
   *
   * @param model the class, by its binary name
   * @param compiled what became of it, by its binary name
   * @param table in parts that a class file can hold: names of files, and after each the lines of
   *     the compiled class from which on the code comes from a line of the file, such as {@code
   *     Foo.java,21:9,}; line 0 is not known
   */
  public ModelLines(String model, String compiled, String... table) {
    this.model = model;
    this.compiled = compiled;
    String simple = model.substring(model.lastIndexOf('.') + 1);
    this.ownFile = simple.split("\\$", 2)[0] + ".java";
    this.table = String.join("", table);
  }

  /**
   * Throws a failure, with the lines of the model in its stack trace: in front of those of the
   * compiled class, and of what that called of Kiln.
   */
  public RuntimeException failure(Throwable failure) {
    List<StackTraceElement> trace = new ArrayList<>();
    for (StackTraceElement each : failure.getStackTrace()) {
      if (isCompiled(each.getClassName()) && each.getLineNumber() > 0) {
        StackTraceElement place = place(each.getMethodName(), each.getLineNumber());
        int at = trace.size();
        while (at > 0 && IllegalOperandException.isKilns(trace.get(at - 1).getClassName())) {
          at--;
        }
        if (place != null && (at == 0 || !trace.get(at - 1).equals(place))) {
          trace.add(at, place);
        }
      }
      trace.add(each);
    }
    failure.setStackTrace(trace.toArray(new StackTraceElement[0]));
    throw ModelChecks.thrown(failure);
  }

  /** Whether the class is the compiled one or nested in it, and so in the same file. */
  private boolean isCompiled(String name) {
    return name.startsWith(compiled)
        && (name.length() == compiled.length() || name.charAt(compiled.length()) == '$');
  }

  private StackTraceElement place(String method, int line) {
    String file = "";
    String lastFile = "";
    int lastLine = 0;
    for (String entry : table.split(",")) {
      int colon = entry.indexOf(':');
      if (colon < 0) {
        file = entry;
      } else if (Integer.parseInt(entry.substring(0, colon)) > line) {
        break;
      } else {
        lastFile = file;
        lastLine = Integer.parseInt(entry.substring(colon + 1));
      }
    }
    if (lastLine == 0) {
      return null;
    }
    String type = lastFile.equals(ownFile) ? model : lastFile.replace(".java", "");
    return new StackTraceElement(type, method, lastFile, lastLine);
  }
}
