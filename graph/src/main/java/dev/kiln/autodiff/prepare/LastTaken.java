package dev.kiln.autodiff.prepare;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.autodiff.prepare.TakenNumber.Since;
import dev.kiln.autodiff.report.ReverseReport;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes of a running number, such as the greatest one so far, the number of the one iteration in
 * which it was taken, so that the reverse goes there at once and takes an index from the loop:
 *
 * <pre>{@code
 * for (int i = 0; i < n; i++) { if (x[i] > max) max = x[i]; }
 *
 * int at = -1;
 * for (int i = 0; i < n; i++) { if (x[i] > max) { max = x[i]; at = i; } }
 * max = at == -1 ? max before the loop : x[at];
 * }</pre>
 *
 * <p>Where {@code Math.max} meets equal numbers they share the derivative. So it is noted whether
 * it did since it took the last one; if it did, these are gone through again.
 */
public final class LastTaken extends GraphCopier {

  private final FunctionStructure structure;
  private final List<RunningNumber> all = new ArrayList<>();
  private final Map<Operation.Loop, List<RunningNumber>> numbers = new IdentityHashMap<>();
  private final Map<Operation.Loop, LoopSlice> slices = new IdentityHashMap<>();
  private final Map<Operation, List<RunningNumber>> ways = new IdentityHashMap<>();

  /** By a number, and a value that it may be: what is to know there. */
  private final Map<RunningNumber, Map<Value, Since>> since = new IdentityHashMap<>();

  private LastTaken(FunctionStructure structure, MemoryEffects effects, Predicate<Value> isActive) {
    this.structure = structure;
    structure.function().body().operations().forEach(each -> collect(each, effects, isActive));
  }

  /**
   * Treats the numbers of the entry that the derivative with respect to these inputs goes through.
   *
   * @param notes takes what there is to say of them
   */
  public static Graph run(Graph graph, List<String> wrt, List<ReverseReport.Item> notes) {
    Function entry = graph.entry();
    AliasClasses classes = new AliasClasses(entry, true);
    CustomRules rules = new CustomRules(graph);
    List<Value> sources = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (wrt.contains(graph.inputs().get(i).name())) {
        sources.add(entry.parameters().get(i));
      }
    }
    List<Value> results = new ArrayList<>(entry.body().terminator().operands());
    results.addAll(entry.parameters()); // arrays that are written
    results.removeIf(each -> !Activity.isFloating(each));
    Activity activity = new Activity(entry, classes, rules, sources, results);
    LastTaken pass =
        new LastTaken(
            new FunctionStructure(entry),
            new MemoryEffects(classes, rules.written()),
            activity::isActiveNumber);
    pass.all.forEach(number -> notes.add(pass.note(number)));
    return pass.all.isEmpty() ? graph : graph.withEntry(pass.copy(entry));
  }

  private ReverseReport.Item note(RunningNumber number) {
    return new ReverseReport.Item(
        ReverseReport.Kind.TAKEN,
        Subjects.of(number.result(), structure),
        number.loop().loop().position(),
        List.of(),
        "",
        0,
        number.extremum().isEmpty()
            ? "the loop saves the index of the iteration that set it last"
            : "the loop saves the index of the iteration that set it last; if equal numbers"
                + " follow, the loop is run again from there");
  }

  private void collect(Operation operation, MemoryEffects effects, Predicate<Value> isActive) {
    operation
        .blocks()
        .forEach(block -> block.operations().forEach(each -> collect(each, effects, isActive)));
    if (!(operation instanceof Operation.Loop loop)) {
      return;
    }
    CountedLoop counted = CountedLoop.of(loop, structure).orElse(null);
    if (counted == null) {
      return;
    }
    LoopSlice slice = new LoopSlice(counted, structure, effects);
    for (int slot = 0; slot < loop.results().size(); slot++) {
      if (isActive.test(loop.results().get(slot)) && structure.uses(loop.results().get(slot)) > 0) {
        RunningNumber.of(counted, slot, slice).ifPresent(number -> add(number, slice));
      }
    }
  }

  private void add(RunningNumber number, LoopSlice slice) {
    all.add(number);
    Operation.Loop loop = number.loop().loop();
    numbers.computeIfAbsent(loop, key -> new ArrayList<>()).add(number);
    slices.put(loop, slice);
    number.branches().keySet().forEach(each -> way(each, number));
    number.extremum().ifPresent(each -> way(each.made(), number));
    since.put(number, new HashMap<>());
  }

  private void way(Operation operation, RunningNumber number) {
    ways.computeIfAbsent(operation, key -> new ArrayList<>()).add(number);
  }

  @Override
  protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
    List<RunningNumber> own = numbers.get(loop);
    if (own == null) {
      super.copyLoop(loop, target);
      return;
    }
    Value none = none(own.get(0).loop(), target);
    List<Value> initial = lookup(loop.operands());
    List<Slot> slots = slots(loop.results());
    for (RunningNumber each : own) {
      initial.add(none);
      slots.add(new Slot("last", ScalarType.INT32));
      if (each.extremum().isPresent()) {
        initial.add(target.constant(ScalarType.BOOL, false));
        slots.add(new Slot("tied", ScalarType.BOOL));
      }
    }
    int size = loop.results().size();
    List<Value> results =
        target.loop(
            label(loop.label()),
            slots,
            initial,
            (block, carried) -> {
              defineAll(loop.condition().parameters(), carried.subList(0, size));
              Terminator.Condition end = (Terminator.Condition) copyInto(loop.condition(), block);
              List<Value> all = new ArrayList<>(end.carried());
              all.addAll(carried.subList(size, carried.size()));
              return new Terminator.Condition(end.condition(), all);
            },
            (block, carried) -> {
              defineAll(loop.body().parameters(), carried.subList(0, size));
              take(own, carried.subList(size, carried.size()), RunningNumber::before);
              Terminator.Yield end = (Terminator.Yield) copyInto(loop.body(), block);
              List<Value> all = new ArrayList<>(end.operands());
              own.forEach(each -> all.addAll(sinceAt(each, each.after()).values()));
              return new Terminator.Yield(all);
            });
    defineAll(loop.results(), results.subList(0, size));
    take(own, results.subList(size, results.size()), RunningNumber::result);
    for (RunningNumber each : own) {
      TakenNumber after =
          new TakenNumber(each, slices.get(loop), this, since.get(each).get(each.result()));
      define(each.result(), List.of(after.compute(none, target)));
    }
  }

  /** Notes what is known where the numbers are the values of {@code place}. */
  private void take(
      List<RunningNumber> own,
      List<Value> values,
      java.util.function.Function<RunningNumber, Value> place) {
    int next = 0;
    for (RunningNumber each : own) {
      int count = each.extremum().isPresent() ? 2 : 1;
      since.get(each).put(place.apply(each), Since.of(values.subList(next, next + count)));
      next += count;
    }
  }

  private Since sinceAt(RunningNumber number, Value value) {
    Since known = since.get(number).get(value);
    if (known != null) {
      return known;
    }
    if (!value.equals(number.taken())) {
      throw new IllegalStateException("a running number that is " + value);
    }
    Value counter = single(number.loop().variable());
    return new Since(counter, null);
  }

  @Override
  protected void copyIf(Operation.If branch, BlockBuilder target) {
    List<RunningNumber> own = ways.get(branch);
    if (own == null) {
      super.copyIf(branch, target);
      return;
    }
    List<Slot> slots = slots(branch.results());
    for (RunningNumber each : own) {
      slots.add(new Slot("last", ScalarType.INT32));
      if (each.extremum().isPresent()) {
        slots.add(new Slot("tied", ScalarType.BOOL));
      }
    }
    List<Value> results =
        target.ifElse(
            single(branch.condition()),
            slots,
            (block, none) -> side(branch, branch.thenBlock(), own, block),
            (block, none) -> side(branch, branch.elseBlock(), own, block));
    int size = branch.results().size();
    defineAll(branch.results(), results.subList(0, size));
    take(
        own,
        results.subList(size, results.size()),
        each -> branch.results().get(each.branches().get(branch)));
  }

  private Terminator side(
      Operation.If branch, Block side, List<RunningNumber> own, BlockBuilder block) {
    Terminator end = copyInto(side, block);
    if (!(side.terminator() instanceof Terminator.Yield old)) {
      return end;
    }
    List<Value> all = new ArrayList<>(end.operands());
    for (RunningNumber each : own) {
      Since known = sinceAt(each, old.operands().get(each.branches().get(branch)));
      all.add(known.at());
      if (each.extremum().isPresent()) {
        all.add(known.tied() != null ? known.tied() : block.constant(ScalarType.BOOL, false));
      }
    }
    return new Terminator.Yield(all);
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    super.copyApply(apply, target);
    for (RunningNumber each : ways.getOrDefault(apply, List.of())) {
      Extremum extremum = each.extremum().orElseThrow();
      Value taken = single(each.taken());
      Value before = single(each.before());
      Since known = sinceAt(each, each.before());
      Value wins =
          extremum.wins(this).orElseGet(() -> target.apply(extremum.relation(), taken, before));
      List<Value> results =
          target.ifElse(
              wins,
              List.of(new Slot("last", ScalarType.INT32), new Slot("tied", ScalarType.BOOL)),
              (block, none) ->
                  new Terminator.Yield(
                      List.of(
                          single(each.loop().variable()), block.constant(ScalarType.BOOL, false))),
              (block, none) -> {
                Value equal =
                    extremum
                        .equal(this)
                        .orElseGet(() -> block.apply(ElementwiseOps.EQUAL, taken, before));
                return new Terminator.Yield(
                    List.of(known.at(), block.apply(ElementwiseOps.OR, known.tied(), equal)));
              });
      since.get(each).put(apply.result(), Since.of(results));
    }
  }

  /** The counter before its first value. */
  private Value none(CountedLoop loop, BlockBuilder block) {
    int step = loop.goesUp() ? 1 : -1;
    return structure
        .constant(loop.start())
        .map(bits -> block.constant(ScalarType.INT32, (int) (bits - step)))
        .orElseGet(
            () ->
                block.apply(
                    ElementwiseOps.SUBTRACT,
                    single(loop.start()),
                    block.constant(ScalarType.INT32, step)));
  }
}
