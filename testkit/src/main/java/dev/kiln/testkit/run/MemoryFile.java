package dev.kiln.testkit.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.tools.SimpleJavaFileObject;

/** A file of the compiler that exists in memory only. */
public final class MemoryFile extends SimpleJavaFileObject {
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  MemoryFile(String path, Kind kind) {
    super(URI.create("memory:///" + path + kind.extension), kind);
  }

  /** A source file, as if it had been read. */
  public static MemoryFile source(String className, String text) {
    MemoryFile file = new MemoryFile(className.replace('.', '/'), Kind.SOURCE);
    file.content.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  byte[] bytes() {
    return content.toByteArray();
  }

  String text() {
    return content.toString(StandardCharsets.UTF_8);
  }

  @Override
  public OutputStream openOutputStream() {
    content.reset();
    return content;
  }

  @Override
  public InputStream openInputStream() {
    return new ByteArrayInputStream(bytes());
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text();
  }
}
