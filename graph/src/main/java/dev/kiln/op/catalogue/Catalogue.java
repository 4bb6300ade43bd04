package dev.kiln.op.catalogue;

import dev.kiln.op.ChainOps;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.ConvolutionOps;
import dev.kiln.op.CreationOps;
import dev.kiln.op.ElementaryOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.GradientOps;
import dev.kiln.op.IndexingOps;
import dev.kiln.op.LayoutOps;
import dev.kiln.op.LinearAlgebraOps;
import dev.kiln.op.LossOps;
import dev.kiln.op.MatrixFunctionOps;
import dev.kiln.op.MatrixOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.ReductionOps;
import dev.kiln.op.ScanOps;
import dev.kiln.op.SelectionOps;
import dev.kiln.op.SliceOps;
import dev.kiln.op.SoftmaxOps;
import dev.kiln.op.SpecialOps;
import dev.kiln.op.Spelled;
import dev.kiln.op.WhereOps;
import dev.kiln.op.array.ArrayMethodOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.array.InnerLoopOps;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.control.CheckpointOps;
import dev.kiln.op.control.MemoryOps;
import dev.kiln.op.control.SurrogateOps;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.neural.FourierOps;
import dev.kiln.op.neural.RandomOps;
import dev.kiln.op.scalar.BitOps;
import dev.kiln.op.scalar.CodeOps;
import dev.kiln.op.scalar.MathFunctions;
import dev.kiln.op.scalar.MathOps;
import dev.kiln.op.scalar.NumberOps;
import dev.kiln.op.scalar.RankZeroOps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** All operations. */
public final class Catalogue {
  private Catalogue() {}

  /** A Java method that means an operation, or what is composed of operations. */
  public record Meaning(Spelling spelling, Spelled meant) {}

  private static final Set<String> NUMBERS =
      Set.of("java.lang.Double", "java.lang.Float", "java.lang.Integer", "java.lang.Long");
  private static final Set<String> MATH = Set.of("java.lang.Math", "java.lang.StrictMath");

  /**
   * What is not in {@link MathOps} or {@link NumberOps}; looked at when it is asked for, as those
   * are.
   */
  private static final class Others {
    static final Map<String, OpDefinition> BY_NAME =
        byName(
            Stream.of(
                ConstantOps.ALL,
                ElementwiseOps.ALL,
                ElementaryOps.ALL,
                SpecialOps.ALL,
                BitOps.ALL,
                ConversionOps.ALL,
                RankZeroOps.ALL,
                ReductionOps.ALL,
                ScanOps.ALL,
                MatrixOps.ALL,
                LinearAlgebraOps.ALL,
                MatrixFunctionOps.ALL,
                ConvolutionOps.ALL,
                LayoutOps.ALL,
                SliceOps.ALL,
                WhereOps.ALL,
                SelectionOps.ALL,
                IndexingOps.ALL,
                SoftmaxOps.ALL,
                LossOps.ALL,
                CreationOps.ALL,
                RandomOps.ALL,
                FourierOps.ALL,
                ArrayOps.ALL,
                ArrayPairOps.ALL,
                ArrayMethodOps.ALL,
                CodeOps.ALL,
                RecordOps.ALL,
                StackOps.ALL,
                CheckOps.ALL,
                MemoryOps.ALL,
                GradientOps.ALL,
                SurrogateOps.ALL,
                ChainOps.ALL,
                InnerLoopOps.ALL,
                CheckpointOps.ALL));

    static final Map<String, List<Meaning>> BY_METHOD =
        byMethod(
            Stream.of(BY_NAME.values(), composites(), recordComposites(), arrayComposites())
                .<Spelled>flatMap(Collection::stream)
                .toList());
  }

  /**
   * Every operation, in the order of the files that define them, those on {@code Math} and numbers
   * last.
   */
  public static Collection<OpDefinition> all() {
    return byName(
            Stream.of(Others.BY_NAME.values(), MathFunctions.TABLE.all(), NumberOps.TABLE.all()))
        .values();
  }

  /** Everything that is composed of operations. */
  public static List<Composite> composites() {
    return Stream.of(
            Composites.ALL,
            ArithmeticComposites.ALL,
            ImageComposites.ALL,
            LossComposites.ALL,
            NeuralComposites.ALL)
        .flatMap(List::stream)
        .toList();
  }

  /** The methods that have several results, the components of a record. */
  public static List<RecordComposite> recordComposites() {
    return RecordComposites.ALL;
  }

  /** The methods that return arrays of tensors. */
  public static List<ArrayComposite> arrayComposites() {
    return ArrayComposites.ALL;
  }

  /**
   * The operation called {@code name}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static OpDefinition named(String name) {
    OpDefinition definition =
        switch (name.substring(0, Math.max(0, name.indexOf('_')))) {
          case "math", "strict" -> MathFunctions.TABLE.named(name);
          case "double", "float", "integer", "long" -> NumberOps.TABLE.named(name);
          default -> Others.BY_NAME.get(name);
        };
    if (definition == null) {
      throw new IllegalArgumentException("there is no operation '" + name + "'");
    }
    return definition;
  }

  /** What the method {@code owner.method} can mean, one entry for each overload. */
  public static List<Meaning> meanings(String owner, String method) {
    List<OpDefinition> overloads = new ArrayList<>();
    if (MATH.contains(owner)) {
      overloads.addAll(MathOps.overloads(method));
    } else if (NUMBERS.contains(owner)) {
      overloads.addAll(MathOps.overloads(method));
      overloads.addAll(NumberOps.overloads(method));
    }
    String key = owner + "." + method;
    List<Meaning> meanings = byMethod(overloads).getOrDefault(key, List.of());
    return meanings.isEmpty() && !MATH.contains(owner)
        ? Others.BY_METHOD.getOrDefault(key, List.of())
        : meanings;
  }

  private static Map<String, OpDefinition> byName(
      Stream<? extends Collection<OpDefinition>> files) {
    Map<String, OpDefinition> definitions = new LinkedHashMap<>();
    files
        .flatMap(Collection::stream)
        .forEach(
            definition -> {
              if (definitions.put(definition.name(), definition) != null) {
                throw new IllegalStateException("two operations are called " + definition.name());
              }
            });
    return Collections.unmodifiableMap(definitions);
  }

  private static Map<String, List<Meaning>> byMethod(Collection<? extends Spelled> meant) {
    Map<String, List<Meaning>> meanings = new LinkedHashMap<>();
    for (Spelled each : meant) {
      for (Spelling spelling : each.spellings()) {
        meanings
            .computeIfAbsent(spelling.owner() + "." + spelling.method(), key -> new ArrayList<>())
            .add(new Meaning(spelling, each));
      }
    }
    return meanings;
  }
}
