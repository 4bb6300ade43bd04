package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.array.NdArray;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Spelling;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Build;
import dev.kiln.testkit.run.Invocation;
import dev.kiln.testkit.run.LoadedModel;
import dev.kiln.testkit.run.ModelCompiler;
import dev.kiln.testkit.run.Observation;
import dev.kiln.testkit.run.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every row of {@code docs/operations-by-example.md}. With {@code -Dgoldens.update=true} the
 * results of plain Java are written into the page, for a reader who checks them.
 */
class OperationExamplesTest {
  private static final Path PAGE = Path.of("..", "docs", "operations-by-example.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([\\w.]+)` \\|([^|]*)\\|([^|]+)\\| `([^|]*)` \\|([^|]*)\\|");
  private static final Pattern VARIABLE = Pattern.compile("\\| `(\\w+)` \\| `(Tensor[^|]*)` \\|");

  private static final Map<String, Variable> VARIABLES = variables();

  private record Variable(Tensor value) {
    String declaration() {
      String shape =
          Arrays.stream(value.shape().toArray())
              .mapToObj(Integer::toString)
              .collect(Collectors.joining(", "));
      return "@Shape(value = \"" + shape + "\", dtype = DType." + value.dtype().name() + ") Tensor";
    }
  }

  /** A row of the page; {@code name} is that of the compute method that is made of it. */
  private record Example(String method, String code, String result, String name) {
    List<String> variables() {
      return VARIABLES.keySet().stream()
          .filter(each -> Pattern.compile("\\b" + each + "\\b").matcher(code).find())
          .toList();
    }

    List<Tensor> arguments() {
      return variables().stream().map(each -> VARIABLES.get(each).value()).toList();
    }

    String source() {
      String parameters =
          variables().stream()
              .map(each -> VARIABLES.get(each).declaration() + " " + each)
              .collect(Collectors.joining(", "));
      return "@Compute "
          + resultType()
          + " "
          + name
          + "("
          + parameters
          + ") { return "
          + code
          + "; }\n";
    }

    private String resultType() {
      Matcher number = Pattern.compile("\\.to(Int|Long|Float|Double|Boolean)\\(\\)$").matcher(code);
      if (number.find()) {
        return number.group(1).toLowerCase(Locale.ROOT);
      }
      return Pattern.compile("\\.dim\\(\\d+\\)$").matcher(code).find() ? "int" : "Tensor";
    }
  }

  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    List<Example> examples = examplesOf(lines());
    LoadedModel model = model(examples);
    if (Boolean.getBoolean("goldens.update")) {
      Map<String, Example> byCode =
          examples.stream().collect(Collectors.toMap(Example::code, Function.identity()));
      Files.write(PAGE, lines().stream().map(line -> withResult(line, byCode, model)).toList());
      return examplesOf(lines()).stream().map(each -> test(each, model));
    }
    return examples.stream().map(each -> test(each, model));
  }

  @Test
  void everyMethodHasAnExample() {
    List<Spelled> all = new ArrayList<>(Catalogue.all());
    all.addAll(Catalogue.composites());
    all.addAll(Catalogue.recordComposites());
    all.addAll(Catalogue.arrayComposites());
    TreeSet<String> methods =
        all.stream()
            .flatMap(each -> each.spellings().stream())
            .filter(each -> each.owner().startsWith("dev.kiln."))
            .map(OperationExamplesTest::method)
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> shown =
        examplesOf(lines()).stream()
            .map(Example::method)
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> missing = new TreeSet<>(methods);
    missing.removeAll(shown);
    shown.removeAll(methods);
    assertEquals(
        "without example [], unknown []", "without example " + missing + ", unknown " + shown);
  }

  private static DynamicTest test(Example example, LoadedModel model) {
    return dynamicTest(
        example.code(),
        () -> {
          assertTrue(
              example.code().contains(simpleName(example.method()) + "("),
              () -> "the example of " + example.method() + " does not call it");
          assertEquals(example.result(), result(example, model));
          Observation plain = model.plain(example.name(), example.arguments());
          assertAgrees(plain, model.session(example.name(), example.arguments()));
          assertAgrees(plain, model.compiled(example.name(), example.arguments()));
        });
  }

  private static void assertAgrees(Observation plain, Observation other) {
    assertTrue(plain.agreesWith(other), () -> "expected " + plain + " but was " + other);
  }

  private static String simpleName(String method) {
    return method.substring(method.lastIndexOf('.') + 1);
  }

  private static String method(Spelling spelling) {
    String owner = spelling.owner().substring(spelling.owner().lastIndexOf('.') + 1);
    return spelling.isStatic() ? owner + "." + spelling.method() : spelling.method();
  }

  private static List<Example> examplesOf(List<String> lines) {
    List<Example> examples = new ArrayList<>();
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        examples.add(
            new Example(
                row.group(1),
                row.group(4),
                row.group(5).strip().replace("`", ""),
                "example" + examples.size()));
      }
    }
    return examples;
  }

  private static String withResult(String line, Map<String, Example> byCode, LoadedModel model) {
    Matcher row = ROW.matcher(line);
    return row.matches()
        ? line.substring(0, row.start(5)).stripTrailing()
            + " `"
            + result(byCode.get(row.group(4)), model)
            + "` |"
        : line;
  }

  private static LoadedModel model(List<Example> examples) {
    String source =
        examples.stream()
            .map(Example::source)
            .collect(
                Collectors.joining(
                    "", "import dev.kiln.nn.*;\n@Model public class OperationExamples {\n", "}\n"));
    return new LoadedModel(load(source, "demo.OperationExamples"));
  }

  private static String result(Example example, LoadedModel model) {
    Method method = model.method(example.name(), example.variables().size());
    return text(Invocation.of(method, model.newPlain(), example.arguments().toArray()));
  }

  private static String text(Object value) {
    return value instanceof Tensor tensor
        ? text(tensor.array(), 0, 0, tensor.array().shape().elements())
        : number(value);
  }

  private static String text(NdArray array, int axis, int start, int elements) {
    if (axis == array.shape().rank()) {
      return number(element(array, start));
    }
    int size = array.shape().size(axis);
    int stride = size == 0 ? 0 : elements / size;
    return IntStream.range(0, size)
        .mapToObj(i -> text(array, axis + 1, start + i * stride, stride))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static Object element(NdArray array, int at) {
    return switch (array.dtype()) {
      case FLOAT32 -> array.floats()[at];
      case FLOAT64 -> array.doubles()[at];
      case INT32 -> array.ints()[at];
      case INT64 -> array.longs()[at];
      case BOOL -> array.booleans()[at];
    };
  }

  /** Four digits, without zeros at the end. */
  private static String number(Object value) {
    if (!(value instanceof Double || value instanceof Float)) {
      return value.toString();
    }
    double number = ((Number) value).doubleValue();
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.toString(number);
    }
    return new BigDecimal(number).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  /** The tensors that the first table of the page names. */
  private static Map<String, Variable> variables() {
    Map<String, String> code = new LinkedHashMap<>();
    for (String line : lines()) {
      Matcher row = VARIABLE.matcher(line);
      if (row.matches()) {
        code.put(row.group(1), row.group(2));
      }
    }
    String source =
        code.entrySet().stream()
            .map(
                each -> "public Tensor " + each.getKey() + "() { return " + each.getValue() + "; }")
            .collect(Collectors.joining("\n", "public class Variables {\n", "}\n"));
    Object values = Invocation.construct(load(source, "demo.Variables"));
    Map<String, Variable> variables = new LinkedHashMap<>();
    code.keySet()
        .forEach(
            each -> {
              Method method = Invocation.method(values.getClass(), each, 0).orElseThrow();
              variables.put(each, new Variable((Tensor) Invocation.of(method, values)));
            });
    return variables;
  }

  private static Class<?> load(String source, String name) {
    Build build = new ModelCompiler(List.of()).compile(List.of(SourceFile.of(source)));
    assertTrue(build.succeeded(), () -> build.errors().toString());
    try {
      return build.classes().loadClass(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
