package dev.kiln.autodiff.forward;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.activity.Variation;
import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.entry.EntryChecks;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Forward mode with several tangents at once, as a graph transformation: the primal values are
 * computed once, beside as many tangents of each varied value as there are lanes.
 */
public final class JvpBatch {
  private record Request(String function, List<Boolean> varied) {}

  private final Graph primal;
  private final List<Integer> wrt;
  private final int lanes;
  private final Map<Request, String> twins = new LinkedHashMap<>();
  private final Set<String> functionNames = new HashSet<>();

  private final CustomRules rules;
  private final CustomPushforwards pushforwards;

  private JvpBatch(Graph primal, List<Integer> wrt, int lanes) {
    this.primal = primal;
    this.wrt = wrt;
    this.lanes = lanes;
    primal.functions().forEach(function -> functionNames.add(function.name()));
    this.rules = new CustomRules(primal);
    this.pushforwards = new CustomPushforwards(rules, this::unusedName);
  }

  /**
   * The graph of {@code lanes} Jacobian-vector products.
   *
   * <p>Its inputs are those of {@code graph}; then for each {@code x} in {@code wrt} its tangents
   * {@code dX0}, {@code dX1}, ..; then the same for each other array input into which varied values
   * may be stored. The tangent of an array is an array of its structure, which holds the tangent of
   * what the array holds, before and after. Its outputs are those of {@code graph}, then for each
   * floating-point output {@code y} its tangents {@code dY0}, {@code dY1}, ..
   *
   * @param graph records are flattened
   * @param wrt names of floating-point inputs: scalars, tensors or arrays
   * @param lanes how many tangents; at least 1
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph of(Graph graph, List<String> wrt, int lanes) {
    if (lanes < 1) {
      throw new IllegalArgumentException("expected at least 1 lane, not " + lanes);
    }
    return batch(graph, wrt, lanes, PassRunner.unobserved()).checked(graph);
  }

  private static List<String> numbered(String name, int lanes) {
    return IntStream.range(0, lanes).mapToObj(lane -> name + lane).toList();
  }

  /**
   * A graph as of {@link #of}, without checks of what it is given.
   *
   * @param tangentsOf positions of the inputs that have tangents, in the order of the tangents
   */
  public record Batch(Graph graph, int lanes, List<Integer> tangentsOf) {
    public Graph checked(Graph primal) {
      EntryChecks checks = EntryChecks.forward(primal, tangentsOf::contains);
      int next = primal.inputs().size();
      for (int position : tangentsOf) {
        for (int lane = 0; lane < lanes; lane++) {
          checks.tangent(graph.inputs().get(next++).name(), position);
        }
      }
      return checks.before(graph);
    }
  }

  public static Batch batch(Graph graph, List<String> wrt, int lanes, PassRunner passes) {
    String name = graph.name() + "Jvp" + lanes;
    return derive(graph, wrt, lanes, name, each -> numbered(AdjointNames.of(each), lanes), passes);
  }

  /** The names of the tangents of an input or output. */
  @FunctionalInterface
  public interface Naming {
    List<String> tangents(String name);
  }

  public static Batch derive(
      Graph given, List<String> wrt, int lanes, String name, Naming naming, PassRunner passes) {
    Graph graph = passes.run(Stage.BEFORE_FORWARD, given);
    List<Integer> positions = wrt.stream().map(each -> position(graph, each)).toList();
    List<Value> parameters = graph.entry().parameters();
    JvpBatch batch = new JvpBatch(graph, positions, lanes);
    Variation variation =
        new Variation(graph.entry(), batch.rules, positions.stream().map(parameters::get).toList());
    Graph derived = batch.build(name, naming, variation);
    return new Batch(
        passes.run(Stage.AFTER_FORWARD, derived), lanes, withTangents(graph, positions, variation));
  }

  private static int position(Graph graph, String name) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (graph.inputs().get(i).name().equals(name)) {
        if (!Variation.isFloating(graph.inputType(i))) {
          throw new NotDifferentiableException(
              "cannot differentiate with respect to '" + name + "' of type " + graph.inputType(i),
              SourcePosition.UNKNOWN);
        }
        return i;
      }
    }
    throw new NotDifferentiableException(
        graph.name() + " has no input '" + name + "' to differentiate with respect to",
        SourcePosition.UNKNOWN);
  }

  private Graph build(String name, Naming naming, Variation variation) {
    Function entry = primal.entry();
    List<Value> parameters = entry.parameters();
    TangentFunction tangentFunction =
        new TangentFunction(variation, lanes, callees(), JvpBatch::primalsFirst);
    ValueSource values = new ValueSource();
    List<Value> copies =
        parameters.stream().map(each -> values.create(each.name(), each.type())).toList();
    List<Value> all = new ArrayList<>(copies);
    List<Graph.Input> inputs = new ArrayList<>(primal.inputs());
    for (int i = 0; i < copies.size(); i++) {
      tangentFunction.tangents().define(parameters.get(i), copies.get(i), List.of());
    }
    for (int i : withTangents(primal, wrt, variation)) {
      List<Value> given =
          create(tangentFunction.tangents().tangentSlots(parameters.get(i)), values);
      tangentFunction.tangents().define(parameters.get(i), copies.get(i), given);
      all.addAll(given);
      for (String each : naming.tangents(primal.inputs().get(i).name())) {
        List<String> taken = inputs.stream().map(Graph.Input::name).toList();
        inputs.add(new Graph.Input(AddedNames.unused(each, taken), Graph.Kind.ARGUMENT));
      }
    }
    BlockBuilder body = new BlockBuilder(values, all);
    Terminator end = tangentFunction.copy(entry.body(), body);
    Function function = new Function(name, body.build(end), resultTypes());
    List<Function> functions = new ArrayList<>(primal.functions());
    functions.addAll(buildTwins());
    functions.addAll(pushforwards.functions());
    return new Graph(name, inputs, outputs(naming), function, functions);
  }

  /** The inputs asked for, then arrays into which varied values may be stored. */
  private static List<Integer> withTangents(Graph graph, List<Integer> wrt, Variation variation) {
    List<Integer> positions = new ArrayList<>(wrt);
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (variation.isVaried(graph.entry().parameters().get(i)) && !wrt.contains(i)) {
        positions.add(i);
      }
    }
    return positions;
  }

  private List<ValueType> resultTypes() {
    List<ValueType> types = new ArrayList<>(primal.entry().resultTypes());
    for (ValueType type : primal.entry().resultTypes()) {
      if (Variation.isFloating(type)) {
        types.addAll(Collections.nCopies(lanes, type));
      }
    }
    return types;
  }

  private List<String> outputs(Naming naming) {
    List<String> outputs = new ArrayList<>(primal.outputs());
    for (int i = 0; i < primal.outputs().size(); i++) {
      if (Variation.isFloating(primal.entry().resultTypes().get(i))) {
        outputs.addAll(naming.tangents(primal.outputs().get(i)));
      }
    }
    return AddedNames.distinct(outputs);
  }

  private static List<Value> create(List<Slot> slots, ValueSource values) {
    return slots.stream().map(slot -> values.create(slot.name(), slot.type())).toList();
  }

  private static List<Value> primalsFirst(List<Value> primals, List<List<Value>> tangents) {
    List<Value> all = new ArrayList<>(primals);
    tangents.forEach(all::addAll);
    return all;
  }

  private static List<Value> inTurn(List<Value> primals, List<List<Value>> tangents) {
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < primals.size(); i++) {
      all.add(primals.get(i));
      all.addAll(tangents.get(i));
    }
    return all;
  }

  private TangentFunction.Callees callees() {
    return new TangentFunction.Callees() {
      @Override
      public String twin(String function, List<Boolean> varied) {
        return JvpBatch.this.twin(function, varied);
      }

      @Override
      public Optional<DerivativeRule> rule(Operation.Call call) {
        return rules.of(call);
      }

      @Override
      public String pushforward(Operation.Call call, DerivativeRule rule) {
        return pushforwards.of(call, rule);
      }
    };
  }

  private String twin(String function, List<Boolean> varied) {
    return twins.computeIfAbsent(
        new Request(function, varied),
        request -> unusedName(function + "Jvp" + (lanes == 1 ? "" : lanes)));
  }

  private String unusedName(String base) {
    String free = base;
    for (int i = 2; !functionNames.add(free); i++) {
      free = base + "_" + i;
    }
    return free;
  }

  private List<Function> buildTwins() {
    Map<Request, Function> built = new LinkedHashMap<>();
    boolean more = true;
    while (more) {
      Optional<Request> next =
          twins.keySet().stream().filter(request -> !built.containsKey(request)).findFirst();
      next.ifPresent(request -> built.put(request, buildTwin(request)));
      more = next.isPresent();
    }
    return List.copyOf(built.values());
  }

  private Function buildTwin(Request request) {
    Function function =
        primal
            .function(request.function())
            .orElseThrow(
                () -> new IllegalArgumentException("no function '" + request.function() + "'"));
    List<Value> parameters = function.parameters();
    List<Value> sources =
        IntStream.range(0, parameters.size())
            .filter(i -> request.varied().get(i))
            .mapToObj(parameters::get)
            .toList();
    Variation variation = new Variation(function, rules, sources);
    TangentFunction tangentFunction =
        new TangentFunction(variation, lanes, callees(), JvpBatch::inTurn);
    ValueSource values = new ValueSource();
    List<Value> all = new ArrayList<>();
    for (Value parameter : parameters) {
      Value copy = values.create(parameter.name(), parameter.type());
      List<Value> ofParameter =
          variation.isVaried(parameter)
              ? create(tangentFunction.tangents().tangentSlots(parameter), values)
              : List.of();
      tangentFunction.tangents().define(parameter, copy, ofParameter);
      all.add(copy);
      all.addAll(ofParameter);
    }
    BlockBuilder body = new BlockBuilder(values, all);
    Terminator end = tangentFunction.copy(function.body(), body);
    List<ValueType> results = new ArrayList<>();
    for (ValueType type : function.resultTypes()) {
      int copies = Variation.isFloating(type) ? 1 + lanes : 1;
      results.addAll(Collections.nCopies(copies, type));
    }
    return new Function(twins.get(request), body.build(end), results);
  }
}
