package dev.kiln.testkit;

import dev.kiln.testkit.run.ArrayArgument;
import dev.kiln.testkit.run.LoadedModel;
import dev.kiln.testkit.run.RecordArgument;
import dev.kiln.testkit.run.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The entry to all assertions on models:
 *
 * <pre>
 * assertThatModel(source).compiles();
 * assertThatModel(source).generates("CompiledFoo").asGolden();
 * assertThatModel(source).refuses("KILN-113").inFile("Foo.java").onLine(4);
 * assertThatModel(source).graph("loss").contains("matmul").hasNoLoop();
 * assertThatModel(Foo.class).agrees("loss").on(x, label).onRandomInputs(42);
 * assertThatCall(() -&gt; compiled.lossGradientInto(x, dX)).allocatesNothing();
 * </pre>
 *
 * <p>What fails throws an {@link AssertionError} that says what was found instead.
 */
public final class ModelAssertions {
  private ModelAssertions() {}

  /**
   * Assertions on a source file. It is compiled with Kiln's processor, in memory, when the first
   * assertion needs it. A text that states no package is in package {@code demo}, and Kiln's
   * annotations and tensors are imported; lines are counted as in the text.
   *
   * @throws IllegalArgumentException if no class is declared in it
   */
  public static SourceAssert assertThatModel(String source) {
    return new SourceAssert(List.of(SourceFile.of(source)), List.of());
  }

  /**
   * Assertions on a file of sources, such as {@code src/main/java/com/example/Foo.java}.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static SourceAssert assertThatModel(Path file) {
    try {
      return assertThatModel(Files.readString(file).replace("\r\n", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Assertions on a model that the build has compiled with Kiln's processor. */
  public static ModelAssert assertThatModel(Class<?> model) {
    return new ModelAssert(new LoadedModel(model));
  }

  /** Assertions on what a call costs. */
  public static CallAssert assertThatCall(Runnable call) {
    return CallAssert.of(call);
  }

  /**
   * An argument whose class is a record that the source declares, in the model or beside it: {@code
   * on(instance("Point", 1.0, 2.0))}.
   */
  public static Object instance(String type, Object... components) {
    return new RecordArgument(type, Arrays.asList(components));
  }

  /**
   * An argument that is an array of such records.
   *
   * @param type that of the elements, such as {@code Point}, or {@code Point[]}
   * @param elements null, or made by {@link #instance}, or arrays themselves
   */
  public static Object array(String type, Object... elements) {
    return new ArrayArgument(type, Arrays.asList(elements));
  }
}
