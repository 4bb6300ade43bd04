package dev.kiln.format;

import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An open file with named tensors. Opening it reads what the file says of them; the elements of a
 * tensor are read when it is asked for, so that a part of a large file takes only the memory of
 * that part.
 */
public interface TensorFile extends AutoCloseable {
  /** Where it is, for messages. */
  String path();

  /** The names of the tensors, in the order of the file. */
  List<String> names();

  /**
   * What the file says of a tensor.
   *
   * @throws IllegalArgumentException if the file has no tensor of this name
   */
  StoredTensor stored(String name);

  /**
   * Reads a tensor.
   *
   * @throws IllegalArgumentException if the file has no tensor of this name
   * @throws IllegalStateException if Kiln has no dtype for its elements, or it is larger than an
   *     array
   * @throws MalformedFileException if the file is damaged
   * @throws IOException if the file cannot be read
   */
  Tensor read(String name) throws IOException;

  /**
   * Reads all tensors, in the order of the file.
   *
   * @throws IllegalStateException if Kiln has no dtype for elements of one, or it is larger than an
   *     array
   * @throws MalformedFileException if the file is damaged
   * @throws IOException if the file cannot be read
   */
  default Map<String, Tensor> readAll() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names()) {
      tensors.put(name, read(name));
    }
    return tensors;
  }

  @Override
  void close() throws IOException;
}
