package dev.kiln.processor.emit.parameters;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.annotation.DType;
import dev.kiln.graph.Graph;
import dev.kiln.processor.emit.model.FieldAccess;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.model.Stubs;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.name.TakenNames;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/**
 * Emits {@code FooParameters}, which names, reads and sets the parameters of a {@code Foo} without
 * reflection.
 *
 * <pre>
 * public final class FooParameters {
 *   private static final ParameterList PARAMETERS = ParameterList.of("Foo").and("w1", ..);
 *
 *   public static List&lt;String&gt; names() { .. }
 *   public static ParameterList declared() { return PARAMETERS; }
 *   public static Tensor get(Foo model, String name) { .. }
 *   public static Map&lt;String, Tensor&gt; get(Foo model) { .. }
 *   public static void set(Foo model, String name, Tensor value) { .. }
 *   public static void set(Foo model, Map&lt;String, Tensor&gt; values) { .. }
 *   public static void save(Foo model, Path file) throws IOException { .. }
 *   public static void load(Foo model, Path file) throws IOException { .. }
 *   public static Tensor w1(Foo model) { return model.w1; }
 * }
 * </pre>
 */
public final class ParametersEmitter {
  private static final ClassName PARAMETER_LIST = ClassName.get("dev.kiln.io", "ParameterList");
  private static final ClassName WEIGHT_FILE = ClassName.get("dev.kiln.io", "WeightFile");
  private static final ClassName TENSOR = ClassName.get("dev.kiln.tensor", "Tensor");
  private static final TypeName TENSORS =
      ParameterizedTypeName.get(ClassName.get(Map.class), ClassName.get(String.class), TENSOR);
  private static final TypeName NAMES = ParameterizedTypeName.get(List.class, String.class);

  private final GeneratedSource.Texts texts = new GeneratedSource.Texts();
  private final ModelClass model;
  private final TakenNames taken;
  private final FieldAccess access;
  private final List<ModelField> parameters;

  private ParametersEmitter(ModelClass model, TakenNames taken) {
    this.model = model;
    this.taken = taken;
    this.access = new FieldAccess(model);
    this.parameters =
        model.fields().stream()
            .filter(field -> field.kind() == Graph.Kind.PARAMETER)
            .filter(field -> isTold(field.type())) // all others are errors
            .toList();
  }

  private static boolean isTold(ValueType type) {
    return !(type instanceof ArrayType array)
        || array.rank() <= 2 && array.element() instanceof ScalarType;
  }

  /** Emits the class; also that of a model with errors, which are none of its parameters. */
  public static GeneratedSource emit(ModelClass model, DerivedNames names) {
    ClassName name = GeneratedNames.parameters(model.name());
    ParametersEmitter emitter = new ParametersEmitter(model, names.taken());
    return emitter.texts.file(name, emitter.type(name));
  }

  private TypeSpec type(ClassName name) {
    TypeSpec.Builder type =
        GeneratedClasses.beside(
            model, name, "The parameters of {@link $T} by name.\n", taken.qualified());
    type.addField(parameterList()).addMethod(names()).addMethod(declared());
    if (isPublic()) {
      type.addModifiers(Modifier.PUBLIC);
    }
    if (!Stubs.mayBeNamed(model.element())) {
      return type.build();
    }
    List.of(get(), getAll(), set(), setAll(), save()).forEach(type::addMethod);
    type.addMethod(load(Path.class, "file", "Sets all parameters from a weight file.\n"));
    type.addMethod(
        load(
            InputStream.class,
            "stream",
            "Sets all parameters from a stream, such as that of a weight file in a jar.\n"));
    for (NestedModel each : model.nested()) {
      addAccessor(type, each.path(), each.element());
    }
    for (ModelArray each : model.arrays()) {
      addAccessor(type, each.path(), each.element());
    }
    for (ModelField field : model.fields()) {
      if (field.kind() != Graph.Kind.STATIC) {
        addAccessor(type, field.path(), field.element());
      }
    }
    return type.build();
  }

  private boolean isPublic() {
    for (Element at = model.element();
        at.getKind() != ElementKind.PACKAGE;
        at = at.getEnclosingElement()) {
      if (!at.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }

  // ParameterList.of("Foo").and("w1", DType.FLOAT32, Dim.of(64), Dim.named("hidden"))
  private FieldSpec parameterList() {
    JavaText.Builder code = JavaText.builder().add("$T.of($S)", PARAMETER_LIST, simpleName());
    for (ModelField parameter : parameters) {
      DType dtype = dtype(parameter.type());
      code.add("\n        .and($S, $T.$L", parameter.path(), DType.class, dtype.name());
      if (parameter.type() instanceof TensorType tensor) {
        tensor.dims().forEach(dim -> code.add(", $L", code(dim)));
      } else if (parameter.type() instanceof ArrayType array) {
        sizes(array).forEach(size -> code.add(", $L", code(Dim.named(parameter.path() + size))));
      }
      code.add(")");
    }
    return FieldSpec.builder(
            PARAMETER_LIST, "PARAMETERS", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer(texts.place(code.build()))
        .build();
  }

  private String simpleName() {
    return String.join(".", model.name().simpleNames());
  }

  private static DType dtype(ValueType type) {
    if (type instanceof ArrayType array) {
      return dtype(array.element());
    }
    return type instanceof TensorType tensor ? tensor.dtype() : ((ScalarType) type).dtype();
  }

  /** How the sizes of an array are called, which may be any. */
  private static List<String> sizes(ArrayType array) {
    return array.rank() == 1 ? List.of(".length") : List.of(".rows", ".columns");
  }

  // Dim.of(2).times(Dim.named("hidden")).plus(Dim.of(1))
  private static JavaText code(Dim dim) {
    if (dim.terms().isEmpty()) {
      return JavaText.of("$T.of(0)", Dim.class);
    }
    JavaText sum = null;
    for (Map.Entry<List<String>, Long> term : dim.terms().entrySet()) {
      long factor = term.getValue();
      boolean negated = sum != null && factor < 0;
      JavaText product = product(term.getKey(), negated ? -factor : factor);
      sum =
          sum == null
              ? product
              : JavaText.of("$L.$L($L)", sum, negated ? "minus" : "plus", product);
    }
    return sum;
  }

  private static JavaText product(List<String> names, long factor) {
    JavaText product =
        factor == 1 && !names.isEmpty() ? null : JavaText.of("$T.of($L)", Dim.class, factor);
    for (String name : names) {
      JavaText named = JavaText.of("$T.named($S)", Dim.class, name);
      product = product == null ? named : JavaText.of("$L.times($L)", product, named);
    }
    return product;
  }

  private MethodSpec names() {
    return method("names", "The names, in order; parts of nested models have dots.\n")
        .returns(NAMES)
        .addStatement("return PARAMETERS.names()")
        .build();
  }

  private MethodSpec declared() {
    return method("declared", "The names and declared types, for what reads other files.\n")
        .returns(PARAMETER_LIST)
        .addStatement("return PARAMETERS")
        .build();
  }

  // return switch (name) {
  //   case "w1" -> model.w1;
  //   case "encoder.w1" -> model.encoder.w1;
  //   default -> throw PARAMETERS.unknown(name);
  // };
  private MethodSpec get() {
    MethodSpec.Builder method =
        method(
                "get",
                "The value of a parameter; numbers are tensors of rank 0, and arrays are"
                    + " copied.\n\n"
                    + "@throws IllegalArgumentException if there is no such parameter\n")
            .returns(TENSOR)
            .addParameter(model.name(), "model")
            .addParameter(String.class, "name");
    if (parameters.isEmpty()) {
      return method.addStatement("throw PARAMETERS.unknown(name)").build();
    }
    JavaText.Builder code = JavaText.builder().open("return switch (name)");
    for (ModelField parameter : parameters) {
      JavaText value = access.read(new JavaText("model"), parameter.path());
      JavaText tensor = value;
      if (parameter.type() instanceof ScalarType) {
        tensor = JavaText.of("$T.tensor($L)", PARAMETER_LIST, value);
      } else if (parameter.type() instanceof ArrayType) {
        tensor = JavaText.of("$T.of($L)", TENSOR, value);
      }
      code.addStatement("case $S -> $L", parameter.path(), tensor);
    }
    code.addStatement("default -> throw PARAMETERS.unknown(name)").unindent().add("};\n");
    return method.addCode(texts.body(code.build())).build();
  }

  private MethodSpec getAll() {
    return method("get", "The values of all parameters, in order.\n")
        .returns(TENSORS)
        .addParameter(model.name(), "model")
        .addStatement("$T values = new $T<>()", TENSORS, LinkedHashMap.class)
        .beginControlFlow("for (String name : names())")
        .addStatement("values.put(name, get(model, name))")
        .endControlFlow()
        .addStatement("return values")
        .build();
  }

  // PARAMETERS.check(name, value);
  // switch (name) {
  //   case "w1" -> model.w1 = value;
  //   case "bias" -> model.bias = ParameterList.toDouble(value);
  //   default -> throw PARAMETERS.unknown(name);
  // }
  private MethodSpec set() {
    MethodSpec.Builder method =
        method(
                "set",
                "Gives a parameter another value.\n\n"
                    + "@throws IllegalArgumentException if there is no such parameter, or dtype or"
                    + " shape is\n"
                    + "    not as declared\n")
            .addParameter(model.name(), "model")
            .addParameter(String.class, "name")
            .addParameter(TENSOR, "value");
    JavaText.Builder code = JavaText.builder().addStatement("PARAMETERS.check(name, value)");
    if (!parameters.isEmpty()) {
      code.open("switch (name)");
      for (ModelField parameter : parameters) {
        code.addStatement("case $S -> $L", parameter.path(), assignment(parameter));
      }
      code.addStatement("default -> throw PARAMETERS.unknown(name)").close();
    }
    return method.addCode(texts.body(code.build())).build();
  }

  private JavaText assignment(ModelField parameter) {
    String path = parameter.path();
    if (access.isDirect(path)) {
      return JavaText.of(
          "$L = $L", access.read(new JavaText("model"), path), unwrapped(parameter.type()));
    }
    int dot = path.indexOf('.');
    if (dot < 0) { // inherited from a model in another package
      TypeElement owner = (TypeElement) parameter.element().getEnclosingElement();
      return JavaText.of(
          "$T.set(model, $S, value)", GeneratedNames.parameters(ClassName.get(owner)), path);
    }
    NestedModel nested = holder(path);
    String field = nested.path();
    return JavaText.of(
        "$T.set($L, $S, value)",
        GeneratedNames.parameters(ClassName.get(nested.model())),
        access.read(new JavaText("model"), field),
        path.substring(field.length() + 1));
  }

  /**
   * The outermost model whose class tells that a parameter is in it: it may not tell what is in
   * fields that hold several models, or models of classes that their types do not tell.
   */
  private NestedModel holder(String parameter) {
    List<NestedModel> around =
        model.nested().stream().filter(each -> parameter.startsWith(each.path() + ".")).toList();
    NestedModel holder = around.get(0);
    for (NestedModel each : around) {
      if (each.isCast() || each.isElement()) {
        holder = each;
      }
    }
    return holder;
  }

  private static JavaText unwrapped(ValueType type) {
    String number = dtypeName(type);
    if (type instanceof ScalarType) {
      return JavaText.of("$T.to$L(value)", PARAMETER_LIST, number);
    }
    if (type instanceof ArrayType array) {
      return array.rank() == 1
          ? JavaText.of("value.to$LArray()", number)
          : JavaText.of("$T.to$LRows(value)", PARAMETER_LIST, number);
    }
    return new JavaText("value");
  }

  private static String dtypeName(ValueType type) {
    return dtype(type) == DType.FLOAT32 ? "Float" : "Double";
  }

  private MethodSpec setAll() {
    return method(
            "set",
            "Gives all parameters other values: all of them, or none where something is wrong.\n\n"
                + "@throws IllegalArgumentException if names are missing or unknown, or a dtype or"
                + " shape\n"
                + "    is not as declared\n")
        .addParameter(model.name(), "model")
        .addParameter(TENSORS, "values")
        .addStatement("PARAMETERS.checkAll(values)")
        .beginControlFlow(
            "for ($T<$T, $T> each : values.entrySet())", Map.Entry.class, String.class, TENSOR)
        .addStatement("set(model, each.getKey(), each.getValue())")
        .endControlFlow()
        .build();
  }

  private MethodSpec save() {
    return method("save", "Writes all parameters to a weight file.\n")
        .addParameter(model.name(), "model")
        .addParameter(Path.class, "file")
        .addException(IOException.class)
        .addStatement("$T.write(file, get(model))", WEIGHT_FILE)
        .build();
  }

  private MethodSpec load(Class<?> source, String name, String javadoc) {
    return method("load", javadoc)
        .addParameter(model.name(), "model")
        .addParameter(source, name)
        .addException(IOException.class)
        .addStatement("set(model, $T.read($L))", WEIGHT_FILE, name)
        .build();
  }

  private MethodSpec.Builder method(String name, String javadoc) {
    return MethodSpec.methodBuilder(name)
        .addJavadoc("$L", javadoc)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC);
  }

  // public static Tensor w1(Foo model) { return model.w1; }
  private void addAccessor(TypeSpec.Builder type, String path, VariableElement field) {
    if (path.contains(".")) {
      return; // the nested model's own class has it
    }
    JavaText value = access.declared(new JavaText("model"), path);
    type.addMethod(
        method(FieldAccess.accessor(path), "The field {@code " + path + "}.\n")
            .returns(access.visibleType(field))
            .addParameter(model.name(), "model")
            .addCode(texts.body(JavaText.of("return $L;\n", value)))
            .build());
  }
}
