package dev.kiln.op;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All operations. */
public final class Catalogue {
  private Catalogue() {}

  /** A Java method that means an operation. */
  public record Meaning(Spelling spelling, OpDefinition definition) {}

  private static final List<List<OpDefinition>> FILES =
      List.of(
          ConstantOps.ALL,
          ElementwiseOps.ALL,
          BitOps.ALL,
          MathOps.ALL,
          ConversionOps.ALL,
          ReductionOps.ALL,
          MatrixOps.ALL,
          LayoutOps.ALL,
          SelectionOps.ALL,
          SoftmaxOps.ALL,
          LossOps.ALL,
          CreationOps.ALL,
          ArrayOps.ALL,
          RecordOps.ALL,
          StackOps.ALL,
          CheckOps.ALL,
          GradientOps.ALL,
          InnerLoopOps.ALL,
          CheckpointOps.ALL);

  private static final Map<String, OpDefinition> BY_NAME = byName();
  private static final Map<String, List<Meaning>> BY_METHOD = byMethod();

  /** Every operation, in the order of the files that define them. */
  public static Collection<OpDefinition> all() {
    return BY_NAME.values();
  }

  /**
   * The operation called {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static OpDefinition named(String name) {
    OpDefinition definition = BY_NAME.get(name);
    if (definition == null) {
      throw new IllegalArgumentException("there is no operation '" + name + "'");
    }
    return definition;
  }

  /** What the method {@code owner.method} can mean, one entry for each overload. */
  public static List<Meaning> meanings(String owner, String method) {
    return BY_METHOD.getOrDefault(owner + "." + method, List.of());
  }

  private static Map<String, OpDefinition> byName() {
    Map<String, OpDefinition> definitions = new LinkedHashMap<>();
    for (List<OpDefinition> file : FILES) {
      for (OpDefinition definition : file) {
        if (definitions.put(definition.name(), definition) != null) {
          throw new IllegalStateException("two operations are called " + definition.name());
        }
      }
    }
    return Collections.unmodifiableMap(definitions);
  }

  private static Map<String, List<Meaning>> byMethod() {
    Map<String, List<Meaning>> meanings = new LinkedHashMap<>();
    for (OpDefinition definition : BY_NAME.values()) {
      for (Spelling spelling : definition.spellings()) {
        meanings
            .computeIfAbsent(spelling.owner() + "." + spelling.method(), key -> new ArrayList<>())
            .add(new Meaning(spelling, definition));
      }
    }
    return meanings;
  }
}
