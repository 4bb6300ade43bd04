package dev.kiln.processor.emit.entry;

import com.palantir.javapoet.TypeName;
import dev.kiln.graph.Graph;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.Value;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Narrowing;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.model.FieldAccess;
import dev.kiln.processor.emit.model.NestedModels;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The edge between a method as users see it and its graph: arguments, fields, shapes, results. */
public final class Boundary {
  private final ModelClass model;
  private final ComputeMethod method;

  /** The name of what has the fields. */
  private final String instance;

  /** The local variables that hold named sizes. */
  private final Set<String> sizeNames = new HashSet<>();

  private final RecordLayouts layouts;
  private final Signatures signatures;

  /** Whether elements of arrays of records that are arguments are stored. */
  private final boolean writesRecords;

  /** The local variable that knows the arrays of records. */
  private final String recordArrays;

  /** Where the columns of arrays of records come from, by the names of inputs. */
  private final Map<String, JavaText> columns = new HashMap<>();

  /** Whether there are any. */
  private final boolean usesRecordArrays;

  /**
   * The edge of a method.
   *
   * @param instance what the object is preferably called that has the fields: {@code this}, or a
   *     parameter of a static method
   * @param result what the method returns, where that is put together from its leaves
   * @param writesRecords whether the method stores elements of arrays of records that it is given
   */
  public Boundary(
      ModelClass model,
      ComputeMethod method,
      String instance,
      Optional<ValueType> result,
      RecordLayouts layouts,
      Signatures signatures,
      boolean writesRecords) {
    this.model = model;
    this.method = method;
    this.layouts = layouts;
    this.signatures = signatures;
    this.writesRecords = writesRecords;
    method.parameters().forEach(parameter -> addSizeNames(parameter.type()));
    model.fields().forEach(field -> addSizeNames(field.type()));
    this.instance = unusedVariable(instance);
    this.recordArrays = unusedVariable("arrays");
    for (ComputeMethod.ComputeParameter parameter : method.parameters()) {
      addColumns(parameter.name(), parameter.type(), new JavaText(parameterName(parameter.name())));
    }
    this.usesRecordArrays =
        !columns.isEmpty() || result.filter(RecordLeaf::hasRecordArrays).isPresent();
  }

  /** What the object is called that has the fields. */
  public String instance() {
    return instance;
  }

  /** A name that neither a parameter nor a variable of a size has. */
  public String unusedVariable(String preferred) {
    String name = preferred;
    for (int i = 2; hasParameter(name); i++) {
      name = preferred + i;
    }
    return name;
  }

  private void addColumns(String path, ValueType type, JavaText source) {
    if (type instanceof RecordType record) {
      for (RecordType.Component component : record.components()) {
        addColumns(
            path + "." + component.name(),
            component.type(),
            JavaText.of("$L.$L()", source, component.name()));
      }
    } else if (RecordLeaf.isRecordArray(type)) {
      JavaText all = layouts.columns((ArrayType) type, source, recordArrays);
      List<RecordLeaf> leaves = RecordLeaf.of(path, type, false);
      for (int i = 0; i < leaves.size(); i++) {
        RecordLeaf leaf = leaves.get(i);
        columns.put(leaf.path(), JavaText.of("($T) $L[$L]", JavaTypes.of(leaf.type()), all, i));
      }
    }
  }

  private void addSizeNames(ValueType type) {
    if (type instanceof TensorType tensor) {
      tensor.dims().forEach(d -> d.names().forEach(n -> sizeNames.add(Templates.dimName(n))));
    } else if (type instanceof RecordType record) {
      record.components().forEach(component -> addSizeNames(component.type()));
    }
  }

  /**
   * The name of a parameter in generated code: the user's, unless a size is called so, or it would
   * obscure a class of its name.
   */
  public String parameterName(String name) {
    String free = JavaNames.mayObscure(name) ? JavaNames.uncapitalised(name) : name;
    while (sizeNames.contains(free)
        || free.equals(CheckOps.EXAMPLE_VARIABLE)
        || !free.equals(name) && isParameter(free)) {
      free += "Argument";
    }
    return free;
  }

  private boolean isParameter(String name) {
    return method.parameters().stream().anyMatch(each -> each.name().equals(name));
  }

  /** Whether the generated method has a parameter, or a variable of a size, of this name. */
  boolean hasParameter(String name) {
    return sizeNames.contains(name)
        || method.parameters().stream()
            .anyMatch(
                parameter ->
                    parameterName(parameter.name()).equals(name) || parameter.name().equals(name));
  }

  /** Names that variables of the body must not take. */
  public Set<String> reservedNames() {
    Set<String> names = new HashSet<>(sizeNames);
    names.add(instance);
    for (ComputeMethod.ComputeParameter parameter : method.parameters()) {
      if (!isPassedAsItIs(parameter.type()) || parameter.type() instanceof CodedType) {
        names.add(parameterName(parameter.name()));
      }
    }
    if (usesRecordArrays) {
      names.add(recordArrays);
    }
    return names;
  }

  /**
   * The inputs of a graph whose names are known: parameters of the method as they are, and the
   * arrays of tensors.
   */
  public Map<Value, String> given(Graph graph) {
    Map<Value, String> given = new LinkedHashMap<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      String name = input.name();
      if (input.kind() == Graph.Kind.ARGUMENT && !name.contains(".")) {
        Value parameter = graph.entry().parameters().get(i);
        if (isPassedAsItIs(graph.inputType(i)) && !isCoded(name)) {
          given.put(parameter, parameterName(name));
        } else if (graph.inputType(i) instanceof TensorType) {
          given.put(parameter, unusedVariable(JavaNames.identifier(parameterName(name) + "Array")));
        }
      }
    }
    return given;
  }

  /** Whether a parameter is a byte, short, char or enum, which is an int in the graph. */
  private boolean isCoded(String name) {
    return method.parameters().stream()
        .anyMatch(each -> each.name().equals(name) && each.type() instanceof CodedType);
  }

  private static boolean isPassedAsItIs(ValueType type) {
    return !(type instanceof TensorType) && !RecordLeaf.hasRecords(type);
  }

  /** Statements that give the graph's inputs their variables and bind and check the sizes. */
  public JavaText entry(Graph graph, List<String> names) {
    JavaText.Builder code = JavaText.builder().add(NestedModels.requireExact(model, instance));
    if (usesRecordArrays) {
      code.addStatement(
          "$T $L = new $T($L)",
          RecordLayouts.RECORD_ARRAYS,
          recordArrays,
          RecordLayouts.RECORD_ARRAYS,
          writesRecords);
    }
    List<Value> parameters = graph.entry().parameters();
    Set<Value> used = graph.entry().body().uses();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      ValueType type = graph.inputType(i);
      boolean argument = input.kind() == Graph.Kind.ARGUMENT;
      boolean same =
          argument
              && isPassedAsItIs(type)
              && !isCoded(input.name())
              && parameterName(input.name()).equals(names.get(i));
      if (!same && (used.contains(parameters.get(i)) || readingMayFail(input, type))) {
        JavaText source = source(input);
        code.addStatement(
            type instanceof TensorType ? "$T $L = $L.array()" : "$T $L = $L",
            JavaTypes.of(type),
            names.get(i),
            source);
      }
    }
    new SizeStatements(method.name(), graph, names).addTo(code, signatures, this::hasParameter);
    return code.build();
  }

  /** Not that of a number in a field, which a branch may have used that never runs. */
  private boolean readingMayFail(Graph.Input input, ValueType type) {
    return input.kind() == Graph.Kind.ARGUMENT
        || !(type instanceof ScalarType)
        || isEnumField(fieldPath(input));
  }

  /** {@code p.x()} for a part of a record, {@code this.w1} for a field. */
  public JavaText source(Graph.Input input) {
    JavaText column = columns.get(input.name());
    if (column != null && input.kind() == Graph.Kind.ARGUMENT) {
      return column;
    }
    if (input.kind() != Graph.Kind.ARGUMENT) {
      return field(fieldPath(input));
    }
    int dot = input.name().indexOf('.');
    if (dot < 0) {
      JavaText name = new JavaText(parameterName(input.name()));
      return isEnum(input.name()) ? JavaText.of("$T.code($L)", NestedModels.CHECKS, name) : name;
    }
    String accessors = input.name().substring(dot).replace(".", "().").substring(2);
    JavaText part = JavaText.of("$L$L()", parameterName(input.name().substring(0, dot)), accessors);
    return isEnum(input.name()) ? JavaText.of("$T.code($L)", NestedModels.CHECKS, part) : part;
  }

  /** Whether an argument, or a part of one, is a constant of an enum. */
  private boolean isEnum(String path) {
    return method.parameters().stream()
        .flatMap(each -> RecordLeaf.of(each.name(), each.type(), false).stream())
        .anyMatch(leaf -> leaf.path().equals(path) && CodedType.isEnum(leaf.type()));
  }

  /** What a field holds, or the int that represents that. */
  private JavaText field(String path) {
    JavaText value = new FieldAccess(model).read(new JavaText(instance), path);
    return isEnumField(path) ? JavaText.of("$T.code($L)", NestedModels.CHECKS, value) : value;
  }

  private boolean isEnumField(String path) {
    return model.fields().stream()
        .anyMatch(each -> each.path().equals(path) && CodedType.isEnum(each.type()));
  }

  /** The path of a field, without the {@code this.} that tells it from an argument. */
  private static String fieldPath(Graph.Input input) {
    return input.name().startsWith("this.")
        ? input.name().substring("this.".length())
        : input.name();
  }

  /** The body, and after it, however it ends, what puts stored elements into the arguments. */
  public JavaText inside(JavaText body) {
    if (!writesRecords) {
      return body;
    }
    return JavaText.builder()
        .open("try")
        .add(body)
        .unindent()
        .open("} finally")
        .addStatement("$L.writeBack()", recordArrays)
        .close()
        .build();
  }

  /** The result as users see it: tensors wrapped, records rebuilt from their leaves. */
  public JavaText result(ValueType type, List<Expression> leaves) {
    boolean nullable = leaves.size() > RecordLeaf.of("", type, false).size();
    if (CodedType.isEnum(type)) {
      return constant(type, leaves.get(0));
    }
    return type instanceof CodedType coded
        ? Narrowing.assigned(leaves.get(0), coded)
        : rebuild(type, nullable, new ArrayList<>(leaves));
  }

  /** The constant of an enum that a graph has the ordinal of. */
  private static JavaText constant(ValueType type, Expression ordinal) {
    TypeName constants = JavaTypes.of(type);
    return JavaText.of(
        "$T.constant($T.values(), $L)", NestedModels.CHECKS, constants, ordinal.code());
  }

  private JavaText rebuild(ValueType type, boolean nullable, List<Expression> leaves) {
    if (type instanceof RecordType record) {
      Expression nonNull = nullable ? leaves.remove(0) : null;
      List<JavaText> parts = new ArrayList<>();
      for (RecordType.Component component : record.components()) {
        parts.add(rebuild(component.type(), nullable, leaves));
      }
      JavaText made = JavaText.of("new $T($L)", JavaTypes.of(record), JavaText.join(parts, ", "));
      return nonNull == null
          ? made
          : JavaText.of("$L ? $L : null", nonNull.within(Precedence.LOGICAL_OR), made);
    }
    if (RecordLeaf.isRecordArray(type)) {
      List<JavaText> parts = new ArrayList<>();
      RecordLeaf.of("", type, false).forEach(leaf -> parts.add(leaves.remove(0).code()));
      return layouts.array((ArrayType) type, parts, recordArrays);
    }
    Expression leaf = leaves.remove(0);
    if (CodedType.isEnum(type)) {
      return constant(type, leaf);
    }
    if (type instanceof CodedType coded) {
      return Narrowing.argument(leaf, coded);
    }
    return type instanceof TensorType
        ? JavaText.of("$T.of($L)", JavaTypes.TENSOR, leaf.code())
        : leaf.code();
  }
}
