package dev.kiln.fuzz.generate;

import dev.kiln.annotation.DType;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.ProgramText;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;

/** Random fields and constants of a model. */
final class FieldGenerator {
  private static final List<DType> FLOATING = List.of(DType.FLOAT32, DType.FLOAT64);

  private final Randomness random;
  private final Profile profile;
  private final Types types;
  private final Literals literals;
  private final List<Context.Global> globals;
  private final List<Context.Global> constants;
  private final List<Context.Global> labels;

  /**
   * The lists take what is made: {@code constants} is also visible to static methods, {@code
   * labels} may label cases.
   */
  FieldGenerator(
      Randomness random,
      Profile profile,
      Types types,
      List<Context.Global> globals,
      List<Context.Global> constants,
      List<Context.Global> labels) {
    this.random = random;
    this.profile = profile;
    this.types = types;
    this.literals = new Literals(random, profile.isSmooth());
    this.globals = globals;
    this.constants = constants;
    this.labels = labels;
  }

  List<Program.Field> fields() {
    List<Program.Field> fields = new ArrayList<>();
    for (int i = random.below(3); i > 0; i--) {
      fields.add(constant(i));
    }
    for (int i = random.below(4); i > 0; i--) {
      fields.add(field(i));
    }
    return fields;
  }

  private Program.Field constant(int number) {
    ScalarType type = types.scalar();
    String name = "K" + number;
    Context.Global global = new Context.Global(name, type);
    globals.add(global);
    constants.add(global);
    String value = literals.code(type).text();
    if (type.equals(ScalarType.INT32)) {
      value = Integer.toString(10 + number);
      labels.add(global);
    }
    return new Program.Field("static final", javaName(type), name, value);
  }

  private Program.Field field(int number) {
    if (!types.tensors().isEmpty() && random.chance(0.5)) {
      return tensor(number);
    }
    boolean isParameter = random.chance(0.4);
    String name = random.of("weight", "table", "v") + number;
    if (isParameter) {
      ScalarType type = random.chance(0.7) ? ScalarType.FLOAT64 : ScalarType.FLOAT32;
      globals.add(new Context.Global(path(name), type));
      return new Program.Field("@Parameter", javaName(type), name, literals.input(type).text());
    }
    ScalarType element = types.scalar();
    if (random.chance(0.5)) {
      globals.add(new Context.Global(path(name), element));
      return new Program.Field(
          random.of("", "final"), javaName(element), name, literals.input(element).text());
    }
    ArrayType type = new ArrayType(element, 1);
    globals.add(new Context.Global(path(name), type));
    List<String> elements = new ArrayList<>();
    for (int i = 1 + random.below(4); i > 0; i--) {
      elements.add(literals.input(element).text());
    }
    String value = "{" + String.join(", ", elements) + "}";
    return new Program.Field("final", javaName(element) + "[]", name, value);
  }

  private Program.Field tensor(int number) {
    TensorInputs inputs = new TensorInputs(random, literals);
    TensorType type = inputs.sized(random.of(types.tensors())).withDType(random.of(FLOATING));
    String name = "weights" + number;
    globals.add(new Context.Global(path(name), type));
    String modifiers = "@Parameter " + ProgramText.shape(type).strip();
    return new Program.Field(modifiers, "Tensor", name, inputs.text(type));
  }

  private String path(String name) {
    return profile.hasStructure() && random.chance(0.2) ? "this." + name : name;
  }

  static String javaName(ScalarType type) {
    return switch (type.dtype()) {
      case FLOAT32 -> "float";
      case FLOAT64 -> "double";
      case INT32 -> "int";
      case INT64 -> "long";
      case BOOL -> "boolean";
    };
  }
}
