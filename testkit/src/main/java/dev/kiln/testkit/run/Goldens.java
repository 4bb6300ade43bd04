package dev.kiln.testkit.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/**
 * Files that say what is expected.
 *
 * @param root the folder of all of them
 * @param isUpdating whether they are written instead of compared
 */
public record Goldens(Path root, boolean isUpdating) {
  /** Writes golden files where it is {@code true}. */
  public static final String UPDATE = "goldens.update";

  /** The folder of all golden files; where it is relative, in the project of the tests. */
  public static final String FOLDER = "goldens.folder";

  private static final String USUAL_FOLDER = "src/test/resources/goldens";

  /** As the system properties have it. */
  public static Goldens configured() {
    Path project = Path.of(System.getProperty("basedir", ""));
    Path root = project.resolve(System.getProperty(FOLDER, USUAL_FOLDER));
    return new Goldens(root, Boolean.getBoolean(UPDATE));
  }

  /**
   * The folder of the test that runs: {@code TestClass/method}.
   *
   * @throws IllegalStateException if no test method is running in this thread
   */
  public static String folderOfTest() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames
                    .filter(Goldens::isTest)
                    .map(each -> simpleName(each.getDeclaringClass()) + "/" + each.getMethodName())
                    .findFirst())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no test method runs in this thread, so that the golden file has no folder;"
                        + " name it: asGolden(\"folder\")"));
  }

  private static String simpleName(Class<?> type) {
    return type.getName().replaceFirst("^.*\\.", "").replace('$', '.');
  }

  private static boolean isTest(StackWalker.StackFrame frame) {
    try {
      Method method =
          frame
              .getDeclaringClass()
              .getDeclaredMethod(frame.getMethodName(), frame.getMethodType().parameterArray());
      return AnnotationSupport.isAnnotated(method, Testable.class);
    } catch (NoSuchMethodException e) {
      return false; // a constructor
    }
  }

  /**
   * Compares a text with a file, or writes it.
   *
   * @param what for the message
   * @param file below the folder of all of them
   * @throws AssertionFailedError if the file has another text, or is not there
   */
  public void check(String what, String file, String actual) {
    Path golden = root.resolve(file);
    try {
      if (isUpdating) {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, actual);
      } else if (!Files.exists(golden)) {
        throw new AssertionFailedError(
            "there is no golden file "
                + golden
                + " for "
                + what
                + "; -D"
                + UPDATE
                + "=true writes it",
            "",
            actual);
      } else {
        compare(what, golden, Files.readString(golden).replace("\r\n", "\n"), actual);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(String what, Path golden, String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new AssertionFailedError(
          what
              + " is not as in "
              + golden
              + " (-: golden file, +: now; -D"
              + UPDATE
              + "=true writes what is now):\n"
              + TextDiff.of(expected, actual),
          expected,
          actual);
    }
  }
}
