package dev.kiln.testkit.run;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;

/** Keeps what the compiler writes. */
public final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
  private final Map<String, MemoryFile> written = new LinkedHashMap<>();
  private final Predicate<String> inMemoryOnly;

  /** Files that are written are kept; all others are those of {@code manager}. */
  public MemoryFiles(JavaFileManager manager) {
    this(manager, packageName -> false);
  }

  /**
   * The same, where some packages are never found on a path: what javac knows of them is in memory.
   */
  public MemoryFiles(JavaFileManager manager, Predicate<String> inMemoryOnly) {
    super(manager);
    this.inMemoryOnly = inMemoryOnly;
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
    return written.computeIfAbsent(
        className + kind.extension, key -> new MemoryFile(className.replace('.', '/'), kind));
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    return inMemoryOnly.test(packageName)
        ? List.of()
        : super.list(location, packageName, kinds, recurse);
  }

  @Override
  public boolean isSameFile(FileObject first, FileObject second) {
    // javac asks this of each pair of generated files; names differ sooner than addresses
    return first.getName().equals(second.getName()) && first.toUri().equals(second.toUri());
  }

  /** From class names to class files. */
  public Map<String, byte[]> classes() {
    Map<String, byte[]> classes = new TreeMap<>();
    written.forEach(
        (name, file) -> {
          if (file.getKind() == JavaFileObject.Kind.CLASS) {
            classes.put(withoutExtension(name), file.bytes());
          }
        });
    return classes;
  }

  /** From class names to sources that the processor wrote. */
  public Map<String, String> generatedSources() {
    Map<String, String> sources = new TreeMap<>();
    written.forEach(
        (name, file) -> {
          if (file.getKind() == JavaFileObject.Kind.SOURCE) {
            sources.put(withoutExtension(name), file.text());
          }
        });
    return sources;
  }

  private static String withoutExtension(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }
}
