package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.reverse.callee.CalleeTransform;
import dev.kiln.autodiff.reverse.callee.PrimalProgram;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.pass.analysis.loop.CheckpointMark;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes functions of loops: {@code while (c(s)) { s = f(s); }} becomes a call of a function with
 * that loop. There is a second function that runs a given number of iterations, and a third one
 * that runs the loop for at most a given number.
 *
 * <p>Where the condition is more than a test of what is carried, as that of a do-while loop, the
 * loop is turned: {@code (c, s) = check(s); while (c) { (c, s) = check(f(s)); }}. Then the state
 * between two iterations has the outcome of the condition in front, and the first check is a
 * function, too.
 */
public final class LoopOutlining {

  /** What replaces a loop. */
  private record Replacement(
      List<Value> captured, CheckpointedLoop loop, List<Value> checked, Function firstCheck) {}

  private final Set<Operation.Loop> chosen;
  private final Set<String> names = new HashSet<>();
  private final Map<Operation.Loop, Replacement> replacements = new IdentityHashMap<>();
  private final List<Function> added = new ArrayList<>();
  private final Map<String, CalleeTransform.Maker> derivatives = new HashMap<>();
  private final Map<String, Integer> threaded = new HashMap<>();

  /** The marks of the chosen loops. */
  private final Set<Operation> marks = Collections.newSetFromMap(new IdentityHashMap<>());

  private LoopOutlining(Set<Operation.Loop> chosen) {
    this.chosen = chosen;
    for (Operation.Loop loop : chosen) {
      for (Block block : loop.blocks()) {
        block.operations().stream().filter(CheckpointMark::isMark).forEach(marks::add);
      }
    }
  }

  /** Makes functions of the loops {@code chosen}, compared by identity. */
  public static PrimalProgram run(PrimalProgram program, Set<Operation.Loop> chosen) {
    Graph graph = program.graph();
    LoopOutlining outlining = new LoopOutlining(chosen);
    graph.functions().forEach(function -> outlining.names.add(function.name()));
    Function entry = outlining.copy(graph.entry());
    List<Function> functions = new ArrayList<>();
    graph.functions().forEach(function -> functions.add(outlining.copy(function)));
    functions.addAll(outlining.added);
    return new PrimalProgram(
        graph.withEntry(entry).withFunctions(functions),
        outlining.derivatives,
        outlining.threaded,
        outlining.added.stream().map(Function::name).collect(Collectors.toSet()),
        program.notes());
  }

  /** Whether the iterations of the loop can be run one by one. */
  public static boolean fits(Operation.Loop loop) {
    return loop.condition().terminator() instanceof Terminator.Condition
        && loop.body().terminator() instanceof Terminator.Yield;
  }

  private Function copy(Function function) {
    return new Copier(new FunctionStructure(function)).copy(function);
  }

  /** Whether the condition only tests what is carried, and passes it on as it is. */
  private static boolean isPlain(Operation.Loop loop) {
    return loop.condition().terminator() instanceof Terminator.Condition end
        && end.carried().equals(loop.condition().parameters())
        && loop.condition().operations().stream()
            .allMatch(
                operation ->
                    operation instanceof Operation.Apply apply
                        && apply.definition().effect() != Effect.WRITE
                        && apply.definition().effect() != Effect.ALLOCATE);
  }

  private String unusedName(String base) {
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + i;
    }
    return name;
  }

  /** Values from outside the blocks that they use, other than constants. */
  private static Set<Value> captured(
      List<Block> blocks, FunctionStructure structure, boolean constants) {
    Set<Value> used = new LinkedHashSet<>();
    blocks.forEach(block -> used.addAll(block.uses()));
    used.removeIf(
        value ->
            structure.isConstant(value) != constants
                || blocks.stream()
                    .anyMatch(block -> structure.encloses(block, structure.home(value))));
    return used;
  }

  /** Functions in generated code do not know named sizes. */
  private static void requireKnownSizes(Operation.Loop loop, Block block) {
    for (Operation operation : block.operations()) {
      boolean named =
          operation.results().stream().anyMatch(LoopOutlining::hasNamedSize)
              || operation.operands().stream().anyMatch(LoopOutlining::hasNamedSize)
              || operation instanceof Operation.Apply apply && apply.attributes().isSymbolic();
      if (named) {
        throw new NotDifferentiableException(
            "a loop with @Checkpoint computes with tensors of named sizes, which is not supported:"
                + " use numbers in their @Shape, or use arrays",
            loop.position());
      }
      operation.blocks().forEach(nested -> requireKnownSizes(loop, nested));
    }
  }

  private static boolean hasNamedSize(Value value) {
    return value.type() instanceof TensorType tensor
        && tensor.dims().stream().anyMatch(dim -> dim.constant().isEmpty());
  }

  private Replacement outline(Operation.Loop loop, FunctionStructure structure) {
    loop.blocks().forEach(block -> requireKnownSizes(loop, block));
    String base = "loop" + (loop.position().isKnown() ? "InLine" + loop.position().line() : "");
    boolean plain = isPlain(loop);
    List<Value> captured = List.copyOf(captured(loop.blocks(), structure, false));
    Part whole = new Part(structure, loop, captured, plain);
    Part iterations = new Part(structure, loop, captured, plain);
    Part segment = new Part(structure, loop, captured, plain);
    CheckpointedLoop result =
        new CheckpointedLoop(
            whole.whole(unusedName(base)),
            iterations.iterations(unusedName(base + "Iterations")),
            segment.segment(unusedName(base + "Segment")),
            captured.size(),
            CheckpointMark.of(loop).orElseThrow(),
            loop.position());
    derivatives.put(result.whole().name(), DerivedCheckpoint.of(result));
    added.add(result.whole());
    added.add(result.iterations());
    added.add(result.segment());
    if (plain) {
      return new Replacement(captured, result, List.of(), null);
    }
    List<Value> checked = List.copyOf(captured(List.of(loop.condition()), structure, false));
    Function first =
        new Part(structure, loop, checked, true).firstCheck(unusedName(base + "Check"));
    threaded.put(first.name(), checked.size());
    added.add(first);
    return new Replacement(captured, result, checked, first);
  }

  /** Copies a function; loops that are chosen become calls. */
  private final class Copier extends GraphCopier {
    private final FunctionStructure structure;

    Copier(FunctionStructure structure) {
      this.structure = structure;
    }

    @Override
    protected void copyApply(Operation.Apply apply, BlockBuilder target) {
      if (!marks.contains(apply)) {
        super.copyApply(apply, target);
      }
    }

    @Override
    protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
      if (!chosen.contains(loop)) {
        super.copyLoop(loop, target);
        return;
      }
      Replacement replacement = replacements.get(loop);
      if (replacement == null) {
        replacement = outline(loop, structure);
        replacements.put(loop, replacement);
      }
      List<Value> state = lookup(loop.operands());
      if (replacement.firstCheck() != null) {
        List<Value> operands = lookup(replacement.checked());
        operands.addAll(state);
        Function check = replacement.firstCheck();
        List<Slot> slots = new ArrayList<>();
        slots.add(new Slot("", ScalarType.BOOL));
        slots.addAll(Slot.like(loop.results()));
        state = target.call(check.name(), slots, operands);
      }
      List<Value> operands = lookup(replacement.captured());
      operands.addAll(state);
      List<Slot> slots = new ArrayList<>();
      if (replacement.firstCheck() != null) {
        slots.add(new Slot("", ScalarType.BOOL));
      }
      slots.addAll(Slot.like(loop.results()));
      slots.add(new Slot("iterations", ScalarType.INT32));
      List<Value> results = target.call(replacement.loop().whole().name(), slots, operands);
      int first = replacement.firstCheck() == null ? 0 : 1;
      defineAll(loop.results(), results.subList(first, results.size() - 1));
    }
  }

  /** Builds one of the functions. */
  private final class Part {
    private final Operation.Loop loop;
    private final boolean plain;
    private final ValueSource values = new ValueSource();
    private final List<Value> parameters = new ArrayList<>();
    private final List<Value> state = new ArrayList<>();
    private final Copier copier;
    private final FunctionStructure structure;

    Part(FunctionStructure structure, Operation.Loop loop, List<Value> captured, boolean plain) {
      this.structure = structure;
      this.loop = loop;
      this.plain = plain;
      this.copier = new Copier(structure);
      for (Value value : captured) {
        Value copy = values.create(value.name(), value.type());
        copier.define(value, List.of(copy));
        parameters.add(copy);
      }
      if (!plain) {
        state.add(values.create("", ScalarType.BOOL));
      }
      for (Value value : loop.condition().parameters()) {
        state.add(values.create(value.name(), value.type()));
      }
      parameters.addAll(state);
    }

    private BlockBuilder body() {
      BlockBuilder body = new BlockBuilder(values, parameters).at(loop.position());
      for (Value constant : captured(loop.blocks(), structure, true)) {
        Operation.Apply made = structure.application(constant).orElseThrow();
        copier.define(
            constant,
            List.of(body.apply(constant.name(), made.definition(), made.attributes(), List.of())));
      }
      return body;
    }

    private static Function function(String name, BlockBuilder body, List<Value> results) {
      return new Function(
          name,
          body.build(new Terminator.Return(results)),
          results.stream().map(Value::type).toList());
    }

    /** The check before the first iteration. */
    Function firstCheck(String name) {
      BlockBuilder body = body();
      return function(name, body, check(state, body));
    }

    Function whole(String name) {
      return whole(name, body(), Optional.empty());
    }

    /** The loop, but at most as many iterations as the last parameter says. */
    Function segment(String name) {
      Value limit = values.create("limit", ScalarType.INT32);
      parameters.add(limit);
      return whole(name, body(), Optional.of(limit));
    }

    private Function whole(String name, BlockBuilder body, Optional<Value> limit) {
      List<Slot> slots = new ArrayList<>(Slot.like(state));
      slots.add(new Slot("iterations", ScalarType.INT32));
      List<Value> initial = new ArrayList<>(state);
      initial.add(body.constant(ScalarType.INT32, 0));
      int last = state.size();
      List<Value> results =
          body.loop(
              loop.label(),
              slots,
              initial,
              (block, carried) -> {
                Value more = plain ? check(carried.subList(0, last), block).get(0) : carried.get(0);
                if (limit.isPresent()) {
                  Value few = block.apply(ElementwiseOps.LESS, carried.get(last), limit.get());
                  more = block.apply(ElementwiseOps.AND, more, few);
                }
                return new Terminator.Condition(more, carried);
              },
              (block, carried) -> {
                List<Value> next = new ArrayList<>(iteration(carried.subList(0, last), block));
                next.add(changed("iterations", carried.get(last), block));
                return new Terminator.Yield(next);
              });
      return function(name, body, results);
    }

    Function iterations(String name) {
      Value count = values.create("iterations", ScalarType.INT32);
      parameters.add(count);
      BlockBuilder body = body();
      List<Slot> slots = new ArrayList<>();
      slots.add(new Slot("iteration", ScalarType.INT32));
      slots.addAll(Slot.like(state));
      List<Value> initial = new ArrayList<>();
      initial.add(body.constant(ScalarType.INT32, 0));
      initial.addAll(state);
      List<Value> results =
          body.loop(
              loop.label(),
              slots,
              initial,
              (block, carried) ->
                  new Terminator.Condition(
                      block.apply(ElementwiseOps.LESS, carried.get(0), count), carried),
              (block, carried) -> {
                List<Value> next = new ArrayList<>();
                next.add(changed("iteration", carried.get(0), block));
                next.addAll(iteration(carried.subList(1, carried.size()), block));
                return new Terminator.Yield(next);
              });
      return function(name, body, results.subList(1, results.size()));
    }

    private static Value changed(String name, Value count, BlockBuilder block) {
      Value one = block.constant(ScalarType.INT32, 1);
      return block.apply(name, ElementwiseOps.ADD, Attributes.NONE, List.of(count, one));
    }

    /** The state after one iteration. */
    private List<Value> iteration(List<Value> before, BlockBuilder block) {
      List<Value> carried = plain ? before : before.subList(1, before.size());
      copier.defineAll(loop.body().parameters(), carried);
      if (!(copier.copyInto(loop.body(), block) instanceof Terminator.Yield end)) {
        throw new IllegalStateException("an iteration that does not end");
      }
      return plain ? end.operands() : check(end.operands(), block);
    }

    /** The outcome of the condition, then what it passes on. */
    private List<Value> check(List<Value> carried, BlockBuilder block) {
      copier.defineAll(loop.condition().parameters(), carried);
      if (!(copier.copyInto(loop.condition(), block) instanceof Terminator.Condition end)) {
        throw new IllegalStateException("a condition that does not end");
      }
      List<Value> all = new ArrayList<>();
      all.add(end.condition());
      all.addAll(end.carried());
      return all;
    }
  }
}
