package dev.kiln.autodiff.reverse;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.autodiff.activity.ReplacedRows;
import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.entry.EntryChecks;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.autodiff.reverse.callee.PrimalProgram;
import dev.kiln.autodiff.reverse.residual.Purposes;
import dev.kiln.autodiff.reverse.residual.StacksOfEntry;
import dev.kiln.autodiff.reverse.sweep.BackwardSweep;
import dev.kiln.autodiff.reverse.sweep.FinalContents;
import dev.kiln.autodiff.reverse.sweep.ForwardSweep;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds the entry function of a derivative: the forward sweep, then the backward sweep in the same
 * function.
 *
 * <p>What the backward sweep needs is found out by building it. The plan is revised with what it
 * asked for, and both sweeps are built again until nothing new is asked for; needs only grow, so
 * that this ends.
 */
public final class Reverse {
  private final Graph primal;
  private final AddedNames names;
  private final Function entry;
  private final List<Value> sources;
  private final Seeding seeding;
  private final List<Value> results;
  private final FunctionDerivation derivation;
  private final ReverseProgram program;

  /** The inputs of the graph being built that the primal graph does not have. */
  private final Map<String, Value> added = new LinkedHashMap<>();

  public Reverse(PrimalProgram program, List<Value> sources, Seeding seeding) {
    this.primal = program.graph();
    this.names = new AddedNames(primal);
    this.entry = primal.entry();
    this.sources = sources;
    this.seeding = seeding;
    this.program = new ReverseProgram(program);
    if (!(entry.body().terminator() instanceof Terminator.Return end)) {
      throw new NotDifferentiableException(
          primal.name() + " never returns a result", SourcePosition.UNKNOWN);
    }
    refuseEndlessIterations(entry.body());
    this.results = end.operands();
    Set<Value> useful = new LinkedHashSet<>();
    results.stream().filter(Activity::isFloating).forEach(useful::add);
    if (seeding.isGiven()) {
      entry.parameters().stream()
          .filter(p -> AliasClasses.isReference(p) && Activity.isFloating(p))
          .forEach(useful::add);
    }
    this.derivation =
        new FunctionDerivation(
            entry,
            new AliasClasses(entry, true),
            this.program.rules(),
            sources,
            useful,
            Set.of(),
            true);
  }

  /**
   * An iteration that ends in a loop without an exit is never over, so nothing comes back from it.
   */
  private static void refuseEndlessIterations(Block block) {
    for (Operation operation : block.operations()) {
      operation.blocks().forEach(Reverse::refuseEndlessIterations);
      if (operation instanceof Operation.Loop loop
          && loop.body().terminator() instanceof Terminator.Unreachable
          && !loop.body().operations().isEmpty()
          && last(loop.body()) instanceof Operation.Loop endless) {
        throw new NotDifferentiableException(
            "a loop without an exit, after which no code can run", endless.position());
      }
    }
  }

  private static Operation last(Block block) {
    return block.operations().get(block.operations().size() - 1);
  }

  /** The graph; its outputs are those of the primal, then one for each source. */
  public Graph build(String name, List<String> wrt) {
    Function function = attempt(name);
    List<Function> functions = program.build();
    while (derivation.revise() | program.revise()) {
      function = attempt(name);
      functions = program.build();
    }
    List<Graph.Input> inputs = new ArrayList<>(primal.inputs());
    added.keySet().forEach(each -> inputs.add(new Graph.Input(each, Graph.Kind.ARGUMENT)));
    List<String> outputs = new ArrayList<>(outputNames());
    outputs.addAll(wrt);
    outputs = AddedNames.distinct(outputs);
    List<Function> all = new ArrayList<>(primal.functions());
    all.addAll(functions);
    return program.withoutUncalled(new Graph(name, inputs, outputs, function, all));
  }

  /** Whether the array input has adjoints, after {@link #build}. */
  public boolean isShadowed(int input) {
    Value parameter = entry.parameters().get(input);
    return AliasClasses.isReference(parameter) && derivation.isShadowed(parameter);
  }

  /**
   * Whether the input may have other rows in the end than at first, after {@link #build}; then a
   * given shadow has the structure that it has in the end.
   */
  public boolean isReplaced(int input) {
    return replaced(Set.copyOf(entry.parameters())).contains(entry.parameters().get(input));
  }

  /** Whether the backward sweep undoes stores into the array of the entry. */
  public boolean undoesStoresInto(Value array) {
    Value root = derivation.classes().root(array);
    return derivation.plan().overwriting().undoneClasses().contains(root);
  }

  /** The loops that save something in each iteration, after {@link #build}. */
  public Set<Operation.Loop> loopsThatSave() {
    Set<Operation.Loop> loops = Collections.newSetFromMap(new IdentityHashMap<>());
    SavingLoops saving = new SavingLoops(program);
    loops.addAll(saving.of(derivation));
    program.derivations().forEach(each -> loops.addAll(saving.of(each)));
    return loops;
  }

  /** What was decided, after {@link #build}. */
  public ReverseReport report() {
    List<ReverseReport.Section> sections = new ArrayList<>();
    ReverseReport.Section own = ReverseReporter.report(derivation, true);
    List<ReverseReport.Item> items = new ArrayList<>(own.items());
    items.addAll(program.reports());
    sections.add(new ReverseReport.Section(own.function(), items));
    program.derivations().forEach(each -> sections.add(ReverseReporter.report(each, false)));
    return new ReverseReport(sections);
  }

  private List<String> outputNames() {
    return seeding.isGiven() ? primal.outputs() : List.of("value");
  }

  private Function attempt(String name) {
    added.clear();
    ValueSource values = new ValueSource();
    List<Value> parameters = new ArrayList<>();
    for (Value parameter : entry.parameters()) {
      parameters.add(values.create(parameter.name(), parameter.type()));
    }
    Map<Value, Value> shadows = addShadowInputs(values);
    List<Value> cotangents = addCotangentInputs(values);
    List<Value> all = new ArrayList<>(parameters);
    all.addAll(added.values());
    BlockBuilder body = new BlockBuilder(values, all);
    Purposes purposes = new Purposes(name, derivation);
    StacksOfEntry storage = new StacksOfEntry(body, purposes);
    ForwardSweep forward =
        new ForwardSweep(
            derivation, program, storage, (result, block) -> cotangent(result, cotangents, block));
    Set<Value> replaced = replaced(shadows.keySet());
    for (int i = 0; i < parameters.size(); i++) {
      Value parameter = entry.parameters().get(i);
      Value copy = parameters.get(i);
      if (derivation.isShadowed(parameter)) {
        boolean isGiven = shadows.containsKey(parameter) && !replaced.contains(parameter);
        Value shadow = isGiven ? shadows.get(parameter) : zerosLike(parameter, copy, body);
        forward.define(parameter, List.of(copy, shadow));
      } else {
        forward.define(parameter, List.of(copy));
      }
    }
    Map<Value, Value> zeros = zerosOfPassive(parameters, body);
    Terminator end = forward.copyInto(entry.body(), body);
    List<Value> outputs = new ArrayList<>();
    results.forEach(result -> outputs.add(forward.primal(result)));
    FinalContents contents = new FinalContents(seenByCaller(), purposes.ofArrays(), forward, body);
    BackwardSweep backward = forward.backward();
    requireSimilarResults(forward, cotangents, body);
    for (Value parameter : replaced) {
      requireSimilar(inputName(parameter), forward.primal(parameter), shadows.get(parameter), body);
    }
    seed(backward, forward, cotangents, body);
    for (Value parameter : replaced) { // the cotangents are of the rows that are there now
      perform(ArrayPairOps.ARRAY_ADD_ALL, forward.shadow(parameter), shadows.get(parameter), body);
    }
    backward.reverse(entry.body(), body);
    contents.putBack(body);
    for (Value parameter : replaced) {
      perform(ArrayPairOps.ARRAY_ASSIGN, shadows.get(parameter), forward.shadow(parameter), body);
    }
    for (Value source : sources) {
      outputs.add(output(source, zeros, forward, backward, body));
    }
    Terminator last = end instanceof Terminator.Return ? new Terminator.Return(outputs) : end;
    return new Function(name, body.build(last), outputs.stream().map(Value::type).toList());
  }

  /** The arrays that the caller sees, and into which the backward sweep undoes stores. */
  private Set<Value> seenByCaller() {
    Set<Value> seen = new LinkedHashSet<>(entry.parameters());
    if (seeding == Seeding.GIVEN) {
      seen.addAll(results);
    }
    UndoneArrays undone = new UndoneArrays(program);
    seen.removeIf(each -> !AliasClasses.isReference(each) || !undone.contains(derivation, each));
    return seen;
  }

  /** The arrays with given cotangents whose rows may be others in the end. */
  private Set<Value> replaced(Set<Value> given) {
    Set<Value> replaced = new LinkedHashSet<>();
    if (seeding.isGiven() && ReplacedRows.mayBeIn(entry, program.rules())) {
      Set<Value> written = writtenParameters();
      entry.parameters().stream()
          .filter(each -> given.contains(each) && derivation.isShadowed(each))
          .filter(each -> written.contains(each) && ReplacedRows.has(each))
          .forEach(replaced::add);
    }
    return replaced;
  }

  private Map<Value, Value> addShadowInputs(ValueSource values) {
    Map<Value, Value> shadows = new HashMap<>();
    if (seeding == Seeding.UNIT) {
      return shadows;
    }
    for (int i = 0; i < entry.parameters().size(); i++) {
      Value parameter = entry.parameters().get(i);
      boolean asked = seeding.isGiven() || sources.contains(parameter);
      if (asked
          && (derivation.isShadowed(parameter) || sources.contains(parameter))
          && AliasClasses.isReference(parameter)) {
        Value shadow = values.create(AdjointNames.of(parameter), parameter.type());
        shadows.put(parameter, shadow);
        added.put(names.ofInput(primal.inputs().get(i).name()), shadow);
      }
    }
    return shadows;
  }

  /** The given cotangents by the number of the result; null where there is none. */
  private List<Value> addCotangentInputs(ValueSource values) {
    List<Value> cotangents = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Value result = results.get(i);
      Value cotangent = null;
      if (seeding.isGiven() && Activity.isFloating(result)) {
        String name = names.ofOutput(primal.outputs().get(i));
        cotangent = values.create(name, result.type());
        added.put(name, cotangent);
      }
      cotangents.add(cotangent);
    }
    return cotangents;
  }

  /** The structure of a result is known now, before anything is pulled back. */
  private void requireSimilarResults(
      ForwardSweep forward, List<Value> cotangents, BlockBuilder body) {
    for (int i = 0; i < results.size(); i++) {
      if (seeding == Seeding.GIVEN
          && cotangents.get(i) != null
          && AliasClasses.isReference(results.get(i))) {
        Value result = forward.primal(results.get(i));
        requireSimilar(primal.outputs().get(i), result, cotangents.get(i), body);
      }
    }
  }

  private void requireSimilar(String name, Value array, Value cotangent, BlockBuilder body) {
    body.perform(
        ArrayPairOps.ARRAY_REQUIRE_SIMILAR,
        EntryChecks.likeness(primal.name(), name, "cotangent", cotangent.name()),
        List.of(array, cotangent));
  }

  /** A value that is several results has as many cotangents, which add up. */
  private void seed(
      BackwardSweep backward, ForwardSweep forward, List<Value> cotangents, BlockBuilder body) {
    for (int i = 0; i < results.size(); i++) {
      Value result = results.get(i);
      if (!Activity.isFloating(result) || !derivation.activity().isActive(result)) {
        continue;
      }
      if (AliasClasses.isReference(result)) {
        perform(ArrayPairOps.ARRAY_ADD_ALL, forward.shadow(result), cotangents.get(i), body);
      } else {
        backward.seed(result, cotangent(i, cotangents, body), body);
      }
    }
  }

  private Value cotangent(int result, List<Value> given, BlockBuilder block) {
    return seeding.isGiven()
        ? given.get(result)
        : BlockTerm.number(block, results.get(result).type(), 1);
  }

  private Set<Value> writtenParameters() {
    AliasClasses classes = new AliasClasses(entry, true);
    MemoryEffects effects = new MemoryEffects(classes, program.rules().written());
    Set<Value> roots = new HashSet<>();
    for (Operation operation : entry.body().operations()) {
      effects.writes(operation).forEach(memory -> roots.add(memory.root()));
    }
    Set<Value> written = new HashSet<>();
    for (Value parameter : entry.parameters()) {
      if (AliasClasses.isReference(parameter) && roots.contains(classes.root(parameter))) {
        written.add(parameter);
      }
    }
    return written;
  }

  private static void perform(
      OpDefinition operation, Value first, Value second, BlockBuilder body) {
    body.perform(operation, Attributes.NONE, List.of(first, second));
  }

  private static Value zerosLike(Value parameter, Value copy, BlockBuilder body) {
    return body.apply(
        AdjointNames.of(parameter), ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(copy));
  }

  /** The derivatives by arrays that the results do not depend on, as the arrays are at entry. */
  private Map<Value, Value> zerosOfPassive(List<Value> copies, BlockBuilder body) {
    Map<Value, Value> zeros = new HashMap<>();
    for (Value source : sources) {
      boolean isGiven = added.containsKey(names.ofInput(inputName(source)));
      if (AliasClasses.isReference(source) && !derivation.isShadowed(source) && !isGiven) {
        Value copy = copies.get(entry.parameters().indexOf(source));
        zeros.put(source, zerosLike(source, copy, body));
      }
    }
    return zeros;
  }

  private Value output(
      Value source,
      Map<Value, Value> zeros,
      ForwardSweep forward,
      BackwardSweep backward,
      BlockBuilder body) {
    if (!AliasClasses.isReference(source)) {
      return backward.adjointIn(source, body);
    }
    Value given = added.get(names.ofInput(inputName(source)));
    if (given != null) {
      return given;
    }
    return derivation.isShadowed(source) ? forward.shadow(source) : zeros.get(source);
  }

  private String inputName(Value parameter) {
    return primal.inputs().get(entry.parameters().indexOf(parameter)).name();
  }
}
