package dev.kiln.processor.emit.compiled;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A gradient and its form that writes into given arrays, with one function that computes both: the
 * first makes the arrays, the second checks and clears them.
 *
 * <pre>
 * FGradient fGradient(double[] x, double a) {
 *   double[] dX = JavaArrays.zerosLike(x);
 *   double[] dA = new double[1];
 *   double value = fDerivatives(x, a, dX, dA);
 *   return new FGradient(value, dX, dA[0]);
 * }
 * </pre>
 *
 * They share it where they do the same apart from this, operation by operation.
 */
record SharedGradient(Graph gradient, Graph into) {
  /** So many parameters a method surely may have, if each takes two slots. */
  private static final int MOST_PARAMETERS = 120;

  /** Both, where they can share a function. */
  static Optional<SharedGradient> of(Graph gradient, Graph into) {
    String name = gradient.name().replaceFirst("Gradient$", "Derivatives");
    if (into.function(name).isPresent()
        || into.inputs().size() > MOST_PARAMETERS
        || !(gradient.entry().body().terminator() instanceof Terminator.Return end)) {
      return Optional.empty();
    }
    Given given = Given.of(gradient, into, end).orElse(null);
    Optional<List<Operation>> beforeGradient = checks(gradient, Set.of());
    Optional<List<Operation>> beforeInto = checks(into, given == null ? Set.of() : given.arrays());
    if (given == null || beforeGradient.isEmpty() || beforeInto.isEmpty()) {
      return Optional.empty();
    }
    Function computing = computing(name, into, given);
    Function same = given.computing(name, gradient, end);
    boolean isSame =
        text(into, computing).equals(text(gradient, same)) && computing.resultTypes().size() == 1;
    return isSame
        ? Optional.of(
            new SharedGradient(
                given.allocating(gradient, beforeGradient.get(), same),
                calling(into, beforeInto.get(), same, gradient)))
        : Optional.empty();
  }

  /**
   * The operations up to the last check, among which there is none that computes; empty where there
   * is.
   */
  private static Optional<List<Operation>> checks(Graph graph, Set<Value> arrays) {
    List<Operation> operations = graph.entry().body().operations();
    int end = operations.size();
    while (end > 0 && !isCheck(operations.get(end - 1), arrays)) {
      end--;
    }
    List<Operation> before = operations.subList(0, end);
    boolean onlyChecks =
        before.stream()
            .allMatch(
                each ->
                    isCheck(each, arrays)
                        || each instanceof Operation.Apply apply
                            && (apply.definition().effect() == Effect.PURE
                                || apply.is(Trait.LENGTH)));
    return onlyChecks ? Optional.of(before) : Optional.empty();
  }

  /** Whether an operation only checks, or clears, what it is given. */
  private static boolean isCheck(Operation operation, Set<Value> arrays) {
    if (operation instanceof Operation.Apply apply) {
      return apply.is(Trait.CHECK)
          || apply.definition() == ArrayOps.ARRAY_CLEAR && arrays.contains(apply.operands().get(0));
    }
    return operation instanceof Operation.If test
        && test.results().isEmpty()
        && test.thenBlock().operations().isEmpty()
        && test.elseBlock().operations().isEmpty()
        && test.elseBlock().terminator() instanceof Terminator.Throw
        && !test.position().isKnown();
  }

  /** The form for given arrays without its checks. */
  private static Function computing(String name, Graph into, Given given) {
    List<Operation> operations = new ArrayList<>();
    Set<Value> gone = new HashSet<>();
    for (Operation each : into.entry().body().operations()) {
      boolean isOfCheck =
          isCheck(each, given.arrays())
              || isLengthOf(each, given.arrays())
              || each.operands().stream().anyMatch(gone::contains);
      if (isOfCheck) {
        gone.addAll(each.results());
      } else {
        operations.add(each);
      }
    }
    return function(name, into, operations, into.entry().body().terminator());
  }

  /** Whether an operation takes the length of what is given, which only checks do. */
  private static boolean isLengthOf(Operation operation, Set<Value> arrays) {
    return operation instanceof Operation.Apply apply
        && apply.is(Trait.LENGTH)
        && arrays.contains(apply.operands().get(0));
  }

  private static Function function(
      String name, Graph into, List<Operation> operations, Terminator end) {
    Function made =
        new Function(
            name,
            new Block(into.entry().parameters(), operations, end),
            into.entry().resultTypes());
    Graph graph = new Graph(name, into.inputs(), into.outputs(), made, List.of());
    return cleaned(graph).entry();
  }

  /** What a function and all others do, apart from what is said of memory that runs out. */
  private static String text(Graph graph, Function function) {
    Graph bare =
        new Graph("", List.of(), List.of(), ConstantsFirst.in(function), graph.functions());
    return GraphPrinter.printBare(bare).replace("GradientInto ", "Gradient ");
  }

  /** Has each constant once and in front: where they are says nothing about what is computed. */
  private static final class ConstantsFirst extends GraphCopier {
    private final Map<String, Value> known = new TreeMap<>();

    static Function in(Function function) {
      ConstantsFirst copier = new ConstantsFirst();
      Map<String, Operation.Apply> constants = new TreeMap<>();
      collect(function.body(), constants);
      ValueSource values = new ValueSource();
      List<Value> parameters = new ArrayList<>();
      for (Value each : function.parameters()) {
        parameters.add(values.create(each.name(), each.type()));
        copier.define(each, List.of(parameters.get(parameters.size() - 1)));
      }
      BlockBuilder body = new BlockBuilder(values, parameters);
      constants.forEach(
          (text, each) ->
              copier.known.put(
                  text, body.apply("", each.definition(), each.attributes(), List.of())));
      Terminator end = copier.copyInto(function.body(), body);
      return function.withBody(body.build(end));
    }

    private static void collect(Block block, Map<String, Operation.Apply> constants) {
      for (Operation operation : block.operations()) {
        if (isConstant(operation)) {
          constants.put(key(operation), (Operation.Apply) operation);
        }
        operation.blocks().forEach(inner -> collect(inner, constants));
      }
    }

    private static boolean isConstant(Operation operation) {
      return operation instanceof Operation.Apply apply && apply.number().isPresent();
    }

    private static String key(Operation constant) {
      return ((Operation.Apply) constant).attributes().toString();
    }

    @Override
    protected void copyOperation(Operation operation, BlockBuilder target) {
      if (isConstant(operation)) {
        define(operation.results().get(0), List.of(known.get(key(operation))));
      } else {
        super.copyOperation(operation, target);
      }
    }
  }

  private static Graph calling(
      Graph into, List<Operation> before, Function computing, Graph gradient) {
    BlockBuilder body =
        new BlockBuilder(ValueSource.after(into.entry()), into.entry().parameters());
    before.forEach(body::add);
    List<Value> value =
        body.call(computing.name(), List.of(new Slot("value", result(into))), body.parameters());
    return with(into, gradient, body.build(new Terminator.Return(value)), computing);
  }

  /** Without what only the checks used. Nobody looks: the parts are no graphs that could run. */
  private static Graph cleaned(Graph graph) {
    return PassRunner.unobserved().run(Stage.SHARING, graph);
  }

  private static ValueType result(Graph graph) {
    return graph.entry().resultTypes().get(0);
  }

  private static Graph with(Graph graph, Graph gradient, Block entry, Function computing) {
    List<Function> functions = new ArrayList<>(gradient.functions());
    functions.add(computing);
    return cleaned(graph.withEntry(graph.entry().withBody(entry)).withFunctions(functions));
  }

  /**
   * What the form for given arrays is given, beside the inputs of both.
   *
   * @param shadows of the inputs that are arrays, made in the gradient, by the given arrays
   * @param parameters the given arrays, in the order of the derivatives
   */
  private record Given(Map<Value, Operation.Apply> shadows, List<Value> parameters) {
    static Optional<Given> of(Graph gradient, Graph into, Terminator.Return end) {
      int inputs = gradient.inputs().size();
      List<Value> parameters = into.entry().parameters().subList(inputs, into.inputs().size());
      if (!into.inputs().subList(0, inputs).equals(gradient.inputs())
          || end.operands().size() != parameters.size() + 1) {
        return Optional.empty();
      }
      Map<Value, Operation.Apply> shadows = new HashMap<>();
      for (int i = 0; i < parameters.size(); i++) {
        Value derivative = end.operands().get(i + 1);
        if (derivative.type() instanceof ArrayType) {
          Operation.Apply made = shadow(gradient, derivative).orElse(null);
          if (made == null || shadows.put(parameters.get(i), made) != null) {
            return Optional.empty();
          }
        } else if (!(derivative.type() instanceof ScalarType)) {
          return Optional.empty();
        }
      }
      return Optional.of(new Given(shadows, parameters));
    }

    private static Optional<Operation.Apply> shadow(Graph gradient, Value derivative) {
      for (Operation each : gradient.entry().body().operations()) {
        if (each instanceof Operation.Apply apply && apply.results().contains(derivative)) {
          boolean isZero =
              apply.is(Trait.ZERO)
                  && gradient.entry().parameters().contains(apply.operands().get(0));
          return isZero ? Optional.of(apply) : Optional.empty();
        }
      }
      return Optional.empty();
    }

    Set<Value> arrays() {
      return Set.copyOf(parameters);
    }

    /** The gradient as a function of what the form for given arrays takes. */
    Function computing(String name, Graph gradient, Terminator.Return end) {
      Set<Operation> made = new HashSet<>(shadows.values());
      ValueSource values = ValueSource.after(gradient.entry());
      List<Value> all = new ArrayList<>(gradient.entry().parameters());
      Map<Value, Value> renamed = new HashMap<>();
      for (Value each : parameters) {
        Value parameter = values.create(each.name(), each.type());
        all.add(parameter);
        Operation.Apply shadow = shadows.get(each);
        if (shadow != null) {
          renamed.put(shadow.result(), parameter);
        }
      }
      BlockBuilder body = new BlockBuilder(new ValueSource(), List.of());
      List<Value> copies = new ArrayList<>();
      ValueSource fresh = body.values();
      GraphCopier copier = new GraphCopier();
      for (Value each : all) {
        Value copy = fresh.create(each.name(), each.type());
        copier.define(each, List.of(copy));
        copies.add(copy);
      }
      renamed.forEach((shadow, parameter) -> copier.define(shadow, copier.lookup(parameter)));
      List<Operation> operations =
          gradient.entry().body().operations().stream()
              .filter(each -> !made.contains(each) && !isCheck(each, Set.of()))
              .toList();
      Terminator last = copier.copyInto(new Block(List.of(), operations, end), body);
      List<Value> results = last.operands();
      for (int i = 0; i < parameters.size(); i++) {
        if (results.get(i + 1).type() instanceof ScalarType) {
          body.at(SourcePosition.UNKNOWN);
          Value zero = body.constant(ScalarType.INT32, 0);
          int at = gradient.inputs().size() + i;
          body.perform(
              ArrayOps.ARRAY_STORE,
              Attributes.NONE,
              List.of(copies.get(at), zero, results.get(i + 1)));
        }
      }
      Block whole =
          new Block(copies, body.operations(), new Terminator.Return(List.of(results.get(0))));
      Function function = new Function(name, whole, List.of(result(gradient)));
      List<Graph.Input> inputs = new ArrayList<>(gradient.inputs());
      parameters.forEach(each -> inputs.add(new Graph.Input(each.name(), Graph.Kind.ARGUMENT)));
      Graph graph = new Graph(name, inputs, List.of("value"), function, List.of());
      return cleaned(graph).entry();
    }

    /** The gradient that makes the arrays and calls the function. */
    Graph allocating(Graph gradient, List<Operation> before, Function computing) {
      BlockBuilder body =
          new BlockBuilder(ValueSource.after(gradient.entry()), gradient.entry().parameters());
      before.forEach(body::add);
      List<Value> arguments = new ArrayList<>(body.parameters());
      for (Value each : parameters) {
        Operation.Apply shadow = shadows.get(each);
        if (shadow != null) {
          body.add(shadow);
          arguments.add(shadow.result());
        } else {
          Attributes type = Attributes.of("type", new Attribute.Type(each.type()));
          Value one = body.constant(ScalarType.INT32, 1);
          arguments.add(body.apply(each.name(), ArrayOps.ARRAY_NEW, type, List.of(one)));
        }
      }
      List<Value> results =
          new ArrayList<>(
              body.call(computing.name(), List.of(new Slot("value", result(gradient))), arguments));
      for (int i = 0; i < parameters.size(); i++) {
        Value given = arguments.get(gradient.inputs().size() + i);
        results.add(
            shadows.containsKey(parameters.get(i))
                ? given
                : body.apply(ArrayOps.ARRAY_LOAD, given, body.constant(ScalarType.INT32, 0)));
      }
      return with(gradient, gradient, body.build(new Terminator.Return(results)), computing);
    }
  }
}
