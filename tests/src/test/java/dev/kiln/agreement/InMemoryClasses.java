package dev.kiln.agreement;

import java.util.Map;

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

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}
