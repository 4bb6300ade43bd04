package dev.kiln.agreement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Loads compiled classes, with assertions on. */
final class InMemoryClasses extends ClassLoader {
  private final Map<String, byte[]> classes;
  private final Map<String, String> generatedSources;

  InMemoryClasses(Map<String, byte[]> classes, Map<String, String> generatedSources) {
    super(InMemoryClasses.class.getClassLoader());
    this.classes = classes;
    this.generatedSources = generatedSources;
    setDefaultAssertionStatus(true);
  }

  /** What the processor wrote, by class name. */
  Map<String, String> generatedSources() {
    return generatedSources;
  }

  /** These classes, after those of a library that they use. */
  InMemoryClasses with(InMemoryClasses library) {
    Map<String, byte[]> both = new TreeMap<>(library.classes);
    both.putAll(classes);
    return new InMemoryClasses(both, generatedSources);
  }

  /** Writes the class files to a folder. */
  void writeTo(Path folder) throws IOException {
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
    return defineClass(name, bytes, 0, bytes.length);
  }
}
