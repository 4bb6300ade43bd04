package dev.kiln.fuzz.program;

import dev.kiln.annotation.DType;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Programs as Java source: a file for each model, and one with the calls to make, whose method
 * {@code arguments(i)} gives the method and the arguments of call {@code i}.
 */
public final class ProgramText {
  /** What is appended to the main model's name for the class with the calls. */
  public static final String CALLS = "Calls";

  private static final String FILE = "// file ";

  /** Where the classes are that programs name by their simple names. */
  private static final List<String> IMPORTED =
      List.of(
          "dev.kiln.annotation.Compute",
          "dev.kiln.annotation.DType",
          "dev.kiln.annotation.Differentiable",
          "dev.kiln.annotation.Differentiable.Mode",
          "dev.kiln.annotation.Model",
          "dev.kiln.annotation.Parameter",
          "dev.kiln.annotation.Shape",
          "dev.kiln.tensor.Tensor",
          "java.util.function.DoubleUnaryOperator");

  private ProgramText() {}

  /** The source files by the simple names of their classes, without package declarations. */
  public static Map<String, String> files(Program program) {
    Map<String, String> files = new LinkedHashMap<>();
    for (Program.ModelClass model : program.models()) {
      boolean isMain = model == program.main();
      files.put(model.path(), model(model, isMain ? program.records() : List.of()));
    }
    files.put(program.name() + CALLS, calls(program));
    files.replaceAll((name, text) -> imports(text) + text);
    return files;
  }

  /** The imports that a text needs: javac takes its time for each. */
  private static String imports(String text) {
    StringBuilder imports = new StringBuilder();
    for (String name : IMPORTED) {
      String simpleName = name.substring(name.lastIndexOf('.') + 1);
      if (text.contains(simpleName)) {
        imports.append("import ").append(name).append(";\n");
      }
    }
    return imports.append('\n').toString();
  }

  /**
   * All classes in one file, of which the main model comes first; where there are several packages,
   * a line such as {@code // file other.Base} comes before each class.
   */
  public static String file(Program program) {
    boolean isOne = program.models().stream().allMatch(each -> each.packageName().isEmpty());
    if (!isOne) {
      StringBuilder text = new StringBuilder();
      files(program)
          .forEach((name, file) -> text.append(FILE).append(name).append('\n').append(file));
      return text.toString();
    }
    StringBuilder text = new StringBuilder();
    for (Program.ModelClass model : program.models()) {
      boolean isMain = model == program.main();
      text.append(model(model, isMain ? program.records() : List.of())).append('\n');
    }
    text.append(calls(program));
    return imports(text.toString()) + text.toString().stripTrailing() + "\n";
  }

  /** The files that {@link #file} has put together, by the names of their classes. */
  public static Map<String, String> split(String model, String file) {
    if (!file.contains(FILE)) {
      return Map.of(model, file);
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (String part : file.substring(file.indexOf(FILE)).split(FILE)) {
      if (!part.isBlank()) {
        int end = part.indexOf('\n');
        files.put(part.substring(0, end).strip(), part.substring(end + 1));
      }
    }
    return files;
  }

  private static String model(Program.ModelClass model, List<Program.RecordDeclaration> records) {
    StringBuilder text = new StringBuilder(model.header() + " {\n");
    for (Program.RecordDeclaration declaration : records) {
      text.append("  ").append(record(declaration.type())).append("\n\n");
    }
    for (Program.Field field : model.fields()) {
      String declared = field.modifiers() + " " + field.typeName() + " " + field.name();
      text.append("  ").append(declared.strip()).append(" = ").append(field.value()).append(";\n");
    }
    if (!model.members().isEmpty()) {
      text.append('\n').append(model.members());
    }
    for (Program.Method method : model.methods()) {
      text.append('\n').append(method(method));
    }
    return text.append("}\n").toString();
  }

  private static String record(RecordType type) {
    String components =
        type.components().stream()
            .map(each -> shape(each.type()) + ExpressionText.type(each.type()) + " " + each.name())
            .collect(Collectors.joining(", "));
    return "record "
        + type.name()
        + "("
        + components
        + ") {\n    double total() {\n      return "
        + total(type)
        + ";\n    }\n  }";
  }

  /** The sum of the numbers among the components. */
  private static String total(RecordType type) {
    return type.components().stream()
        .filter(each -> each.type() instanceof ScalarType scalar && scalar.dtype() != DType.BOOL)
        .map(RecordType.Component::name)
        .collect(Collectors.joining(" + ", "0.5 + ", ""))
        .replaceAll("[+] $", "");
  }

  private static String method(Program.Method method) {
    boolean isEntry = method.modifiers().contains("@Compute");
    String parameters =
        method.parameters().stream()
            .map(each -> (isEntry ? shape(each.type()) : "") + parameter(each))
            .collect(Collectors.joining(", "));
    String result = method.result().map(ExpressionText::type).orElse("void");
    String head = (method.modifiers() + " " + result).strip();
    return "  "
        + head
        + " "
        + method.name()
        + "("
        + parameters
        + ") {\n"
        + StatementText.of(method.body(), 2)
        + "  }\n";
  }

  private static String parameter(Program.Parameter parameter) {
    return ExpressionText.type(parameter.type()) + " " + parameter.name();
  }

  /** The annotation of a tensor that enters from outside; empty for other types. */
  public static String shape(ValueType type) {
    if (!(type instanceof TensorType tensor)) {
      return "";
    }
    String dims = tensor.dims().stream().map(Dim::toString).collect(Collectors.joining(", "));
    return tensor.dtype() == DType.FLOAT32
        ? "@Shape(\"" + dims + "\") "
        : "@Shape(value = \"" + dims + "\", dtype = DType." + tensor.dtype().name() + ") ";
  }

  private static String calls(Program program) {
    StringBuilder text = new StringBuilder("final class " + program.name() + CALLS + " {\n");
    text.append("  static Object[] arguments(int call) {\n    return switch (call) {\n");
    for (int i = 0; i < program.calls().size(); i++) {
      Program.TestCall call = program.calls().get(i);
      StringBuilder values = new StringBuilder("\"" + call.method() + "\"");
      call.arguments().forEach(each -> values.append(", ").append(ExpressionText.of(each)));
      text.append("      case ").append(i).append(" -> {\n");
      text.append(StatementText.of(List.copyOf(call.shared()), 4));
      text.append("        yield new Object[] {").append(values).append("};\n      }\n");
    }
    text.append("      default -> null;\n    };\n  }\n}\n");
    return qualified(program, text.toString());
  }

  /** Records by their full names, outside the model that declares them. */
  private static String qualified(Program program, String text) {
    String qualified = text;
    for (Program.RecordDeclaration each : program.records()) {
      String name = each.type().name();
      qualified = qualified.replaceAll("\\b" + name + "\\b", program.name() + "." + name);
    }
    return qualified;
  }
}
