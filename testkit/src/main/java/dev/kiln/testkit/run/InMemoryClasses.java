package dev.kiln.testkit.run;

import dev.kiln.op.control.CheckOps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Loads compiled classes; assertions are on in them where they are on in Kiln. */
public final class InMemoryClasses extends ClassLoader {
  private final Map<String, byte[]> classes;
  private final Map<String, String> generatedSources;
  private final UnaryOperator<byte[]> change;

  /**
   * The classes of a compilation.
   *
   * @param classes from names to class files
   * @param generatedSources from names to what the processor wrote
   */
  public InMemoryClasses(Map<String, byte[]> classes, Map<String, String> generatedSources) {
    this(classes, generatedSources, UnaryOperator.identity());
  }

  private InMemoryClasses(
      Map<String, byte[]> classes,
      Map<String, String> generatedSources,
      UnaryOperator<byte[]> change) {
    super(InMemoryClasses.class.getClassLoader());
    this.classes = classes;
    this.generatedSources = generatedSources;
    this.change = change;
    // as sessions, which follow the assertion status of the runtime
    setDefaultAssertionStatus(CheckOps.class.desiredAssertionStatus());
  }

  /** The same classes, apart from these, each of them changed when it is loaded. */
  public InMemoryClasses changed(UnaryOperator<byte[]> other) {
    return new InMemoryClasses(classes, generatedSources, other);
  }

  /** The class files, by class name. */
  public Map<String, byte[]> classes() {
    return classes;
  }

  /** What the processor wrote, by class name. */
  public Map<String, String> generatedSources() {
    return generatedSources;
  }

  /** These classes, after those of a library that they use. */
  public InMemoryClasses with(InMemoryClasses library) {
    Map<String, byte[]> both = new TreeMap<>(library.classes);
    both.putAll(classes);
    return new InMemoryClasses(both, generatedSources);
  }

  /** Writes the class files to a folder. */
  public void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> each : classes.entrySet()) {
      Path file = folder.resolve(each.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, each.getValue());
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] changed = change.apply(bytes);
    return defineClass(name, changed, 0, changed.length);
  }
}
