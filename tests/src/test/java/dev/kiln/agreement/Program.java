package dev.kiln.agreement;

import dev.kiln.testkit.run.ArrayArgument;
import dev.kiln.testkit.run.EnumArgument;
import dev.kiln.testkit.run.Observation;
import dev.kiln.testkit.run.RecordArgument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small model and the calls to compare.
 *
 * @param name the model's class
 * @param source the types of the program; the imports are added
 * @param calls what to call, in order
 */
public record Program(String name, String source, List<Call> calls) {

  /**
   * One call of a compute method. Arguments are copied for each mode, so methods may write them.
   */
  public record Call(String method, List<Object> arguments) {
    @Override
    public String toString() {
      return method + Observation.text(arguments);
    }
  }

  private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|enum|record) (\\w+)");

  private static final String IMPORTS =
      """
      import dev.kiln.annotation.Checkpoint;
      import dev.kiln.annotation.Compute;
      import dev.kiln.annotation.CustomGradient;
      import dev.kiln.annotation.DType;
      import dev.kiln.annotation.Differentiable;
      import dev.kiln.annotation.Differentiable.Mode;
      import dev.kiln.annotation.Model;
      import dev.kiln.annotation.NoGradient;
      import dev.kiln.annotation.Parameter;
      import dev.kiln.annotation.Shape;
      import dev.kiln.annotation.Vectorized;
      import dev.kiln.tensor.StopGradient;
      import dev.kiln.nn.*; import dev.kiln.nn.Random;
      import dev.kiln.tensor.Tensor;
      import java.util.*;
      import java.util.function.*;
      """;

  /** A program whose model has the given members and no superclass. */
  public static Program model(String name, String members) {
    String body = members.indent(2);
    return types(name, "@Model\nclass " + name + " {\n" + body + "}\n");
  }

  /** A program of several types, of which {@code name} is the model to call. */
  public static Program types(String name, String source) {
    return new Program(name, source, List.of());
  }

  /** A record argument; the record is nested in the model, or named with its outer class. */
  public static RecordArgument instance(String type, Object... components) {
    return new RecordArgument(type, Arrays.asList(components));
  }

  /** An argument that is a constant of an enum, nested in the model or beside it. */
  public static EnumArgument constant(String type, String name) {
    return new EnumArgument(type, name);
  }

  /**
   * An array argument; elements are null or made by {@link #instance}, or arrays themselves.
   *
   * @param type that of the elements, such as Point, or Point[]
   */
  public static ArrayArgument array(String type, Object... elements) {
    return new ArrayArgument(type, Arrays.asList(elements));
  }

  /** Adds a call of {@code f}. */
  public Program on(Object... arguments) {
    return calling("f", arguments);
  }

  /** Adds a call of {@code method}. */
  public Program calling(String method, Object... arguments) {
    List<Call> more = new ArrayList<>(calls);
    more.add(new Call(method, Arrays.asList(arguments)));
    return new Program(name, source, List.copyOf(more));
  }

  /**
   * The source files by the classes in them: one for each top-level type, since other files, such
   * as generated ones, refer to it.
   */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (String type : source.split("(?<=\\n}\\n)\\n", -1)) {
      Matcher declared = TYPE.matcher(type);
      if (!declared.find()) {
        throw new AssertionError("no class in " + type);
      }
      String header = "package " + packageName() + ";\n\n" + IMPORTS + "\n";
      files.put(qualified(declared.group(1)), header + type);
    }
    return files;
  }

  /** The package, of which each program has its own. */
  public String packageName() {
    return "agreement." + name.toLowerCase(Locale.ROOT);
  }

  /** The fully qualified name of a class of the program. */
  public String qualified(String simpleName) {
    return packageName() + "." + simpleName;
  }
}
