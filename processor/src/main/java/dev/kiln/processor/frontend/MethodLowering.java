package dev.kiln.processor.frontend;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.SizeBindings;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.code.ResultType;
import dev.kiln.processor.frontend.expression.ShapeAssertions;
import dev.kiln.processor.frontend.link.LinkedGraph;
import dev.kiln.processor.frontend.link.LinkedGraphs;
import dev.kiln.processor.frontend.method.Functions;
import dev.kiln.processor.frontend.method.Known;
import dev.kiln.processor.frontend.method.Lessons;
import dev.kiln.processor.frontend.method.Linking;
import dev.kiln.processor.frontend.method.MethodBody;
import dev.kiln.processor.frontend.name.ModelMembers;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.rule.CustomGradients;
import dev.kiln.processor.frontend.type.PlainRecords;
import dev.kiln.processor.frontend.type.SizeEquations;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;

/**
 * Lowers one compute method, or static method of a model, with everything that it calls, to a
 * graph.
 */
public final class MethodLowering {
  private final ModelClass model;
  private final ComputeMethod method;
  private final Program program;
  private final Linking linking;
  private final Functions functions;
  private final Lessons lessons;

  private MethodLowering(
      SourceAccess sources,
      LinkedGraphs graphs,
      ModelClass model,
      ComputeMethod method,
      Lessons lessons) {
    this.model = model;
    this.method = method;
    SizeEquations sizes = new SizeEquations(lessons.known().sizes(), lessons::learn);
    this.program =
        Program.of(
            sources,
            new ModelMembers(model, sizes.known()::resolve),
            new PlainRecords(sources, model.nested()),
            sizes);
    this.linking = new Linking(program, graphs);
    this.functions = new Functions(program, linking, lessons);
    this.lessons = lessons;
  }

  /**
   * The graph of a compute method, as docs/architecture.md describes it, or what is outside the
   * compiled language. The method is lowered until that teaches nothing new about it.
   */
  public static Lowering lower(
      SourceAccess sources, LinkedGraphs graphs, ModelClass model, ComputeMethod method) {
    Optional<Known> known = Optional.of(Known.NOTHING);
    Lowering lowering = null;
    while (known.isPresent()) {
      Lessons lessons = new Lessons(known.get());
      lowering = new MethodLowering(sources, graphs, model, method, lessons).lower();
      known = lessons.learned();
    }
    return lowering;
  }

  private Lowering lower() {
    Optional<Graph> graph = linking.inherited(method.element()).map(LinkedGraph::graph);
    Set<String> read = Set.of();
    if (graph.isEmpty()) {
      Context context = context();
      graph = graph(context);
      read = context.fields().paths();
    }
    return new Lowering(
        program.problems().isEmpty() ? graph : Optional.empty(),
        graph,
        program.problems().refused(),
        linking.inlined(),
        program.divisions().all(),
        read,
        graph.map(this::statics).orElse(List.of()));
  }

  /** The static fields that a graph reads. */
  private List<ModelField> statics(Graph graph) {
    Set<String> inputs = new HashSet<>();
    graph.inputs().forEach(each -> inputs.add(each.name()));
    return program.members().statics().stream()
        .filter(each -> inputs.contains(method.inputName(each)))
        .toList();
  }

  private Context context() {
    return Context.ofFunction(
        program,
        method.element().getModifiers().contains(Modifier.STATIC)
            ? Receiver.none(method.declaringClass())
            : new Receiver(model.element(), method.declaringClass(), ""),
        method.unit(),
        hasBody() && Constancy.isAnnotated(method.element()),
        new ResultType(isVoid(), PlainTypes.of(method.element().getReturnType())));
  }

  /** Whether the source of the method says all that it does. */
  private boolean hasBody() {
    return method.source().isPresent() && !CustomGradients.isAnnotated(method.element());
  }

  private boolean isVoid() {
    return method.element().getReturnType().getKind() == TypeKind.VOID;
  }

  /** The graph; empty where code at the outermost level was refused. */
  private Optional<Graph> graph(Context context) {
    try {
      return Optional.of(entry(context));
    } catch (Refusal refusal) {
      context.block().unknowns().note(refusal);
    } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
      if (program.problems().isEmpty() && lessons.learned().isEmpty()) {
        throw e;
      } // else what could not be read has been said
    }
    return Optional.empty();
  }

  private Graph entry(Context context) {
    List<Value> parameters = new ArrayList<>();
    List<Graph.Input> inputs = new ArrayList<>();
    for (ComputeMethod.ComputeParameter each : method.parameters()) {
      Value value = context.block().create(each.name(), each.type());
      parameters.add(value);
      context.block().give(value);
      context.block().environment().declare(each.name(), each.type(), value);
      inputs.add(new Graph.Input(each.name(), Graph.Kind.ARGUMENT));
    }
    new ShapeAssertions(context)
        .begin(method.element(), parameters.stream().map(Value::type).toList());
    Block block = hasBody() ? body(context, parameters) : delegate(context, parameters);
    List<ModelField> fields = new ArrayList<>(model.fields());
    fields.addAll(program.members().statics());
    for (ModelField field : fields) {
      Value parameter = context.fields().get(field.path());
      if (parameter != null) {
        parameters.add(parameter);
        inputs.add(new Graph.Input(method.inputName(field), field.kind()));
      }
    }
    ValueType result = context.result().get();
    if (!isVoid() && result == null) {
      throw Refusal.reported();
    }
    checkDeclared(context.block(), result);
    checkBound(context.block(), parameters);
    Function entry =
        new Function(
            method.name(),
            MethodBody.withParameters(block, parameters),
            isVoid() ? List.of() : List.of(result));
    List<String> outputs = isVoid() ? List.of() : List.of("result");
    return new Graph(method.name(), inputs, outputs, entry, functions.all());
  }

  private Block body(Context context, List<Value> parameters) {
    MethodBody.makeConstants(context, method.element(), method.source().get());
    return new MethodBody(functions).lower(context, method.source().get(), parameters);
  }

  /**
   * The body of a method whose source is not at hand, or which has a derivative rule of its own: a
   * call of a function.
   */
  private Block delegate(Context context, List<Value> parameters) {
    Value result =
        functions.call(method.place(), context, method.element(), context.receiver(), parameters);
    if (result != null) {
      context.result().know(result.type());
    }
    List<Value> results = result == null ? List.of() : List.of(result);
    return context.block().build(new Terminator.Return(results));
  }

  private void checkDeclared(OpenBlock block, ValueType result) {
    if (method.declaredResult().isPresent()
        && method.declaredResult().get() instanceof TensorType declared
        && !declared.equals(result)) {
      block.requireEqual(method.place(), declared, result);
      throw block.refuse(method.place(), Code.SHAPE_DECLARED, "the result", declared, result);
    }
  }

  /** At run time, a named size is that of a dimension which is the name, or is solved for. */
  private void checkBound(OpenBlock block, List<Value> parameters) {
    Set<String> bound = new HashSet<>();
    parameters.forEach(each -> dims(each.type()).forEach(dim -> dim.name().ifPresent(bound::add)));
    List<ValueType> leaves =
        parameters.stream()
            .flatMap(each -> RecordLeaf.of("", each.type(), false).stream())
            .map(RecordLeaf::type)
            .toList();
    SizeBindings.solved(leaves).forEach(each -> bound.add(each.name()));
    for (Value parameter : parameters) {
      for (Dim dim : dims(parameter.type())) {
        for (String name : dim.names()) {
          if (!bound.contains(name)) {
            throw block.refuse(
                method.place(), Code.SHAPE_UNBOUND, name, parameter.name(), parameter.type());
          }
        }
      }
    }
  }

  private static List<Dim> dims(ValueType type) {
    if (type instanceof RecordType record) {
      return record.components().stream().flatMap(each -> dims(each.type()).stream()).toList();
    }
    return type instanceof TensorType tensor ? tensor.dims() : List.of();
  }
}
