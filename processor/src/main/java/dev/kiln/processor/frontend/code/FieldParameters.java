package dev.kiln.processor.frontend.code;

import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.type.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The parameters of a function that stand for fields of the model, by path. */
public final class FieldParameters {
  private final OpenBlock block;
  private final Map<String, Value> parameters = new LinkedHashMap<>();

  FieldParameters(OpenBlock block) {
    this.block = block;
  }

  /** The fields that are read so far, in the order in which that was found. */
  public Set<String> paths() {
    return parameters.keySet();
  }

  /** The parameter for a field that is read. */
  public Value get(String path) {
    return parameters.get(path);
  }

  /** The parameter for a field, called as the field. */
  public Value read(String path, ValueType type) {
    return named(path.substring(path.lastIndexOf('.') + 1), path, type);
  }

  /** The parameter for a field; a new one is called {@code name}. */
  public Value named(String name, String path, ValueType type) {
    return parameters.computeIfAbsent(path, key -> block.create(name, type));
  }
}
