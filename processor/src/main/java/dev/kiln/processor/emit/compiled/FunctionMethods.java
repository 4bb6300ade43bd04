package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.pass.nest.ElementNest;
import dev.kiln.processor.emit.entry.FunctionSizes;
import dev.kiln.processor.emit.entry.ParameterLimit;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.function.FunctionEmitter;
import dev.kiln.processor.emit.function.ValueEmitter;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.nest.NestEmitter;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.workspace.SharedFunctions;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.element.Modifier;

/**
 * Emits the functions that graphs call as private static methods, which the graphs of a class
 * share.
 *
 * <pre>
 * private static int fib(int n) {
 *   return n &lt; 2 ? n : fib(n - 1) + fib(n - 2);
 * }
 * </pre>
 */
final class FunctionMethods {
  private static final ClassName WORKSPACE = ClassName.get("dev.kiln.spi", "Workspace");

  /** The variable that has several results of a function, kept for the next call. */
  private static final String KEPT_RESULTS = "results";

  private final CompiledClass type;
  private final Set<String> methodNames;
  private final Set<String> functionRecords = new HashSet<>();
  private final SharedFunctions shared = new SharedFunctions();
  private final FurtherClasses further = new FurtherClasses(this::className);

  FunctionMethods(CompiledClass type) {
    this.type = type;
    this.methodNames = type.names().methods();
  }

  /** The name of a method for a function, and with it that of a record of its results. */
  private String functionName(Function function) {
    String preferred = JavaNames.identifier(function.name());
    String name = preferred;
    for (int i = 2; isTaken(name); i++) {
      name = preferred + i;
    }
    methodNames.add(name);
    functionRecords.add(ValueEmitter.resultRecordOf(name).toLowerCase(Locale.ROOT));
    return name;
  }

  /** A name that no method has, for another method of the class. */
  String unusedName(String preferred) {
    String name = preferred;
    for (int i = 2; !methodNames.add(name); i++) {
      name = preferred + i;
    }
    return name;
  }

  /** A name for a nested class that no record has. */
  private String className(String preferred) {
    String name = preferred;
    while (type.names().isRecord(name) || !functionRecords.add(name.toLowerCase(Locale.ROOT))) {
      name += "s";
    }
    return name;
  }

  private boolean isTaken(String function) {
    String record = ValueEmitter.resultRecordOf(function);
    return methodNames.contains(function)
        || type.names().isRecord(record)
        || functionRecords.contains(record.toLowerCase(Locale.ROOT));
  }

  /** The functions that a graph calls become private static methods. */
  void add(Graph graph, WorkspaceAllocation workspace, ComputeMethod method) {
    FunctionSizes sizes = new FunctionSizes(graph);
    SharedFunctions.Of known = shared.new Of(graph, workspace);
    List<Function> added = new ArrayList<>();
    for (Function function : graph.functions()) {
      Optional<String> name = known.known(function);
      if (name.isEmpty()) {
        added.add(function);
      }
      type.values()
          .nameFunction(
              function.name(),
              name.orElseGet(() -> further.place(functionName(function), function)),
              sizes.of(function).stream().map(Templates::dimName).toList());
    }
    for (Function function : added) {
      known.put(function, type.values().functionName(function.name()));
      MethodSpec made = function(function, workspace, method);
      ParameterLimit.check(made, method, "the compiled code of " + function.name());
      further.add(type.values().functionName(function.name()), made, type.type());
    }
  }

  /** Adds the classes of the methods that the compiled class has no room for. */
  void addFurtherClasses() {
    further.addTo(type.type());
  }

  // private static int fib(int n) { ... }
  private MethodSpec function(
      Function function, WorkspaceAllocation workspace, ComputeMethod compute) {
    String name = FurtherClasses.simpleName(type.values().functionName(function.name()));
    List<String> sizes = type.values().functionSizes(function.name());
    Set<String> reserved = new HashSet<>(sizes);
    reserved.add(workspace.variable());
    if (workspace.isPassedTo(function.name()) && function.resultTypes().size() > 1) {
      reserved.add(KEPT_RESULTS);
    }
    List<String> names;
    Supplier<Code> body;
    Optional<ElementNest> nest = ElementNest.of(function);
    if (nest.isPresent()) {
      NestEmitter emitter = new NestEmitter(nest.get(), reserved, workspace);
      names = emitter.parameterNames();
      body =
          () -> {
            Code code = emitter.emit();
            writeReturn(function, workspace, code, emitter.results());
            return code;
          };
    } else {
      FunctionEmitter emitter =
          new FunctionEmitter(
              function,
              reserved,
              Map.of(),
              type.values(),
              workspace,
              (out, results) -> writeReturn(function, workspace, out, results));
      names = emitter.parameterNames();
      body = emitter::emit;
    }
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
    for (int i = 0; i < names.size(); i++) {
      method.addParameter(JavaTypes.of(function.parameters().get(i).type()), names.get(i));
    }
    if (workspace.isPassedTo(function.name())) {
      method.addParameter(WORKSPACE, workspace.variable());
    }
    sizes.forEach(size -> method.addParameter(TypeName.INT, size));
    List<ValueType> results = function.resultTypes();
    if (results.size() == 1) {
      method.returns(JavaTypes.of(results.get(0)));
    } else if (results.size() > 1) {
      String record = type.values().resultRecord(function.name());
      type.type()
          .addType(
              workspace.isPassedTo(function.name())
                  ? keptResults(record, results)
                  : resultRecord(record, results, compute));
      method.returns(ClassName.get("", record));
    }
    return method.addCode(type.texts().body(body.get().build())).build();
  }

  private static TypeSpec resultRecord(
      String name, List<ValueType> results, ComputeMethod compute) {
    MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
    for (int i = 0; i < results.size(); i++) {
      constructor.addParameter(JavaTypes.of(results.get(i)), "result" + i);
    }
    MethodSpec canonical = constructor.build();
    ParameterLimit.check(canonical, compute, "what the compiled code of a function returns");
    return TypeSpec.recordBuilder(name)
        .addModifiers(Modifier.PRIVATE)
        .recordConstructor(canonical)
        .build();
  }

  /** The results of a function in an object that its workspace keeps for the next call. */
  private static TypeSpec keptResults(String name, List<ValueType> results) {
    TypeSpec.Builder kept =
        TypeSpec.classBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
    for (int i = 0; i < results.size(); i++) {
      kept.addField(JavaTypes.of(results.get(i)), "result" + i);
    }
    return kept.build();
  }

  private void writeReturn(
      Function function, WorkspaceAllocation workspace, Code out, List<Expression> results) {
    if (results.isEmpty()) {
      out.statement("return");
    } else if (results.size() == 1) {
      out.statement("return $L", results.get(0).code());
    } else if (workspace.isPassedTo(function.name())) {
      String kept = type.values().resultRecord(function.name());
      out.statement(
          "$L $L = $L.kept($L, $L.class, $L::new)",
          kept,
          KEPT_RESULTS,
          workspace.variable(),
          workspace.slotOfResults(function.name()),
          kept,
          kept);
      for (int i = 0; i < results.size(); i++) {
        out.statement("$L.result$L = $L", KEPT_RESULTS, i, results.get(i).code());
      }
      out.statement("return $L", KEPT_RESULTS);
    } else {
      out.statement(
          "return new $L($L)",
          type.values().resultRecord(function.name()),
          JavaText.join(results.stream().map(Expression::code).toList(), ", "));
    }
  }
}
