package dev.kiln.fuzz.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;

/** Keeps what the compiler writes. */
final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {
  private final Map<String, MemoryFile> written = new LinkedHashMap<>();

  MemoryFiles(JavaFileManager manager) {
    super(manager);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
    return written.computeIfAbsent(
        className + kind.extension, key -> new MemoryFile(className.replace('.', '/'), kind));
  }

  @Override
  public boolean isSameFile(FileObject first, FileObject second) {
    return first.toUri().equals(second.toUri());
  }

  /** From class names to class files. */
  Map<String, byte[]> classes() {
    Map<String, byte[]> classes = new TreeMap<>();
    written.forEach(
        (name, file) -> {
          if (file.getKind() == JavaFileObject.Kind.CLASS) {
            classes.put(name.substring(0, name.lastIndexOf('.')), file.bytes());
          }
        });
    return classes;
  }
}
