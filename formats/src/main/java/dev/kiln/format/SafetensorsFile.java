package dev.kiln.format;

import dev.kiln.io.CompleteFile;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Files in the format <a href="https://huggingface.co/docs/safetensors">safetensors</a>, in which
 * weights are shared: a header in JSON with the names, types and places of tensors, then their
 * elements. A file may be larger than the memory: it is mapped, and only what is asked for is read.
 *
 * <pre>{@code
 * SafetensorsFile.write(Path.of("model.safetensors"), FooParameters.get(model));
 * try (SafetensorsFile file = SafetensorsFile.open(Path.of("model.safetensors"))) {
 *   FooParameters.set(model, file.readAll());
 * }
 * }</pre>
 *
 * <p>The file must not change while it is open.
 */
public final class SafetensorsFile implements TensorFile {
  private final String path;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private SafetensorsFile(String path, FileChannel channel, SafetensorsHeader header) {
    this.path = path;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens a file. It is checked that the header is as the format asks, and that the tensors fill
   * the file without gaps.
   *
   * @throws MalformedFileException if the file is no safetensors file, or is damaged
   * @throws IOException if the file cannot be read
   */
  public static SafetensorsFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      SafetensorsHeader header = SafetensorsHeader.read(channel, file.toString());
      return new SafetensorsFile(file.toString(), channel, header);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Writes tensors to a file, in the order of the map.
   *
   * @throws IllegalArgumentException if a tensor is null, or is called {@code __metadata__}
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    write(file, tensors, Map.of());
  }

  /**
   * Writes tensors to a file, in the order of the map, with texts about them.
   *
   * @throws IllegalArgumentException if a tensor is null, or is called {@code __metadata__}
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(tensors, metadata);
    CompleteFile.write(file, writer::writeTo);
  }

  @Override
  public String path() {
    return path;
  }

  /** The texts about the tensors, in the order of the file. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public List<String> names() {
    return List.copyOf(header.tensors().keySet());
  }

  @Override
  public StoredTensor stored(String name) {
    StoredTensor stored = header.tensors().get(name);
    if (stored == null) {
      throw new IllegalArgumentException(path + " has no tensor '" + name + "'");
    }
    return stored;
  }

  @Override
  public Tensor read(String name) throws IOException {
    return Elements.read(channel, stored(name), path);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
