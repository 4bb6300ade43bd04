package dev.kiln.processor.emit;

import com.palantir.javapoet.ClassName;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Value;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The edge between a method as users see it and its graph: arguments, fields, shapes, results. */
final class Boundary {
  private static final ClassName CHECKS = ClassName.get("dev.kiln.kernel", "ShapeChecks");

  private final ModelClass model;
  private final ComputeMethod method;

  /** The local variables that hold named sizes. */
  private final Set<String> sizeNames = new HashSet<>();

  Boundary(ModelClass model, ComputeMethod method) {
    this.model = model;
    this.method = method;
    method.parameters().forEach(parameter -> addSizeNames(parameter.type()));
    model.fields().forEach(field -> addSizeNames(field.type()));
  }

  private void addSizeNames(ValueType type) {
    if (type instanceof TensorType tensor) {
      tensor.dims().forEach(d -> d.names().forEach(n -> sizeNames.add(Templates.dimName(n))));
    } else if (type instanceof RecordType record) {
      record.components().forEach(component -> addSizeNames(component.type()));
    }
  }

  /** The name of a parameter in generated code: the user's, unless a size is called so. */
  String parameterName(String name) {
    String free = name;
    while (sizeNames.contains(free)) {
      free += "Argument";
    }
    return free;
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
  Set<String> reservedNames() {
    Set<String> names = new HashSet<>(sizeNames);
    for (ComputeMethod.ComputeParameter parameter : method.parameters()) {
      String name = parameterName(parameter.name());
      if (!isPassedAsItIs(parameter.type()) || !name.equals(parameter.name())) {
        names.add(name);
      }
    }
    return names;
  }

  /** The inputs of a graph that are parameters of the method as they are, with their names. */
  Map<Value, String> given(Graph graph) {
    Map<Value, String> given = new LinkedHashMap<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      String name = input.name();
      boolean isOwn =
          input.kind() == Graph.Kind.ARGUMENT
              && isPassedAsItIs(graph.inputType(i))
              && !name.contains(".")
              && parameterName(name).equals(name);
      if (isOwn) {
        given.put(graph.entry().parameters().get(i), name);
      }
    }
    return given;
  }

  private static boolean isPassedAsItIs(ValueType type) {
    return !(type instanceof TensorType) && !(type instanceof RecordType);
  }

  /** Statements that give the graph's inputs their variables and bind and check the sizes. */
  JavaText entry(Graph graph, List<String> names) {
    JavaText.Builder code = JavaText.builder();
    if (readsNested(graph)) {
      for (NestedModel nested : model.nested()) {
        code.addStatement(
            "$T.requireExact($S, $L, $T.class)",
            CHECKS,
            nested.path(),
            new FieldAccess(model).read(JavaText.of("this"), nested.path()),
            ClassName.get(nested.model()));
      }
    }
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      ValueType type = graph.inputType(i);
      boolean argument = input.kind() == Graph.Kind.ARGUMENT;
      boolean same = argument && isPassedAsItIs(type) && input.name().equals(names.get(i));
      if (!same) {
        JavaText source = source(input);
        code.addStatement(
            type instanceof TensorType ? "$T $L = $L.array()" : "$T $L = $L",
            JavaTypes.of(type),
            names.get(i),
            source);
      }
    }
    bindSizes(graph, names, code);
    return code.build();
  }

  private boolean readsNested(Graph graph) {
    return graph.inputs().stream()
            .anyMatch(i -> i.kind() != Graph.Kind.ARGUMENT && i.name().contains("."))
        || !model.nested().isEmpty();
  }

  /** {@code p.x()} for a part of a record, {@code this.w1} for a field. */
  JavaText source(Graph.Input input) {
    if (input.kind() != Graph.Kind.ARGUMENT) {
      return new FieldAccess(model).read(JavaText.of("this"), fieldPath(input));
    }
    int dot = input.name().indexOf('.');
    if (dot < 0) {
      return JavaText.of("$L", parameterName(input.name()));
    }
    String accessors = input.name().substring(dot).replace(".", "().").substring(2);
    return JavaText.of("$L$L()", parameterName(input.name().substring(0, dot)), accessors);
  }

  /** The path of a field, without the {@code this.} that tells it from an argument. */
  private static String fieldPath(Graph.Input input) {
    return input.name().startsWith("this.")
        ? input.name().substring("this.".length())
        : input.name();
  }

  private void bindSizes(Graph graph, List<String> names, JavaText.Builder code) {
    Set<String> bound = new HashSet<>();
    List<Runnable> checks = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (!(graph.inputType(i) instanceof TensorType type)) {
        continue;
      }
      String input = graph.inputs().get(i).name();
      String array = names.get(i);
      code.addStatement(
          "$T.requireRank($S, $S, $S, $L, $T.$L, $L)",
          CHECKS,
          method.name(),
          input,
          type.toString(),
          array,
          ClassName.get("dev.kiln.annotation", "DType"),
          type.dtype().name(),
          type.rank());
      for (int axis = 0; axis < type.rank(); axis++) {
        Dim dim = type.dims().get(axis);
        int at = axis;
        Optional<String> name = dim.name();
        if (name.isPresent() && bound.add(name.get())) {
          code.addStatement(
              "int $L = $L.shape().size($L)", Templates.dimName(name.get()), array, axis);
        } else {
          checks.add(
              () ->
                  code.addStatement(
                      "$T.requireSize($S, $S, $S, $L, $L, $L)",
                      CHECKS,
                      method.name(),
                      input,
                      type.toString(),
                      array,
                      at,
                      Templates.dim(dim)));
        }
      }
    }
    checks.forEach(Runnable::run);
  }

  /** The result as users see it: tensors wrapped, records rebuilt from their leaves. */
  JavaText result(ValueType type, List<Expression> leaves) {
    return rebuild(type, new ArrayList<>(leaves));
  }

  private static JavaText rebuild(ValueType type, List<Expression> leaves) {
    if (type instanceof RecordType record) {
      List<JavaText> parts = new ArrayList<>();
      for (RecordType.Component component : record.components()) {
        parts.add(rebuild(component.type(), leaves));
      }
      return JavaText.of(
          "new $T($L)", ClassName.bestGuess(record.name()), JavaText.join(parts, ", "));
    }
    Expression leaf = leaves.remove(0);
    return type instanceof TensorType
        ? JavaText.of("$T.of($L)", JavaTypes.TENSOR, leaf.code())
        : leaf.code();
  }
}
