package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces break, continue, early return and scopes by conditionals, so that only {@code If} and
 * {@code Loop} with normal ends remain (and {@code throw}): the form that is differentiated.
 *
 * <p>The idea: what follows a conditional exit moves into the branch that does not exit. Where that
 * is not possible, a construct that may be left gets two kinds of further results: an exit code (0:
 * it ended normally) and, for each exit, the values that the exit takes along.
 *
 * <pre>
 * if %c { break L(%a) } else { yield }      %r, %code = if %c { yield %a, 1 } else {
 * rest; yield %b                                          rest; yield %b, 0 }
 * </pre>
 */
public final class LowerExits {
  private static final OpDefinition EQUAL = Catalogue.named("equal");

  /** A way to leave a construct other than its normal end. */
  private record Exit(String kind, String label) {}

  /**
   * Where a block's values go.
   *
   * @param normal the types of the values at the normal end
   * @param direct exits whose values take the place of the normal ones, with the code to give
   * @param outer exits that go further out, each with slots of its own for its values
   * @param coded whether there is a slot for the exit code
   */
  private record Destination(
      List<Slot> normal, Map<Exit, Integer> direct, List<Exit> outer, boolean coded) {}

  private final Map<Exit, Integer> codes = new LinkedHashMap<>();
  private final Map<Exit, List<ValueType>> payloads = new LinkedHashMap<>();
  private final GraphCopier copier = new GraphCopier();

  private LowerExits() {}

  public static Graph run(Graph graph) {
    return graph
        .withEntry(new LowerExits().lower(graph.entry()))
        .withFunctions(graph.functions().stream().map(f -> new LowerExits().lower(f)).toList());
  }

  private Function lower(Function function) {
    ValueSource values = new ValueSource();
    List<Value> parameters =
        function.parameters().stream().map(p -> values.create(p.name(), p.type())).toList();
    copier.defineAll(function.parameters(), parameters);
    BlockBuilder body = new BlockBuilder(values, parameters);
    Destination destination =
        new Destination(
            function.resultTypes().stream().map(type -> new Slot("", type)).toList(),
            Map.of(new Exit("return", ""), 0),
            List.of(),
            false);
    Terminator end = lowerBlock(function.body(), body, destination);
    if (end instanceof Terminator.Yield last) {
      end = new Terminator.Return(last.operands());
    }
    return new Function(function.name(), body.build(end), function.resultTypes(), function.rule());
  }

  private Terminator lowerBlock(Block block, BlockBuilder out, Destination destination) {
    return lowerFrom(block, 0, out, destination);
  }

  /** Lowers a block from its operation {@code index} on; ends in a yield, a throw or never. */
  private Terminator lowerFrom(Block block, int index, BlockBuilder out, Destination destination) {
    for (int i = index; i < block.operations().size(); i++) {
      Operation operation = block.operations().get(i);
      out.at(operation.position());
      List<Exit> exits = new ArrayList<>(exitsOf(operation));
      if (operation instanceof Operation.If branch && !exits.isEmpty()) {
        boolean thenCompletes = completes(branch.thenBlock());
        if (!(thenCompletes && completes(branch.elseBlock()))) {
          return moveRestIntoBranch(branch, block, i + 1, out, destination);
        }
      }
      if (operation instanceof Operation.Scope scope) {
        Terminator end = lowerBlock(scope.body(), out, scopeDestination(scope, exits));
        if (!(end instanceof Terminator.Yield yield)) {
          return end;
        }
        List<Value> left = defineResults(scope.results(), yield.operands());
        if (!exits.isEmpty()) {
          return guardRest(block, i + 1, exits, left, out, destination);
        }
        continue;
      }
      List<Value> extra = lowerOperation(operation, exits, out);
      if (!exits.isEmpty()) {
        return guardRest(block, i + 1, exits, extra, out, destination);
      }
    }
    return end(block.terminator(), out, destination);
  }

  /** {@code if c {exit} rest} becomes {@code if c {exit} else {rest}}. */
  private Terminator moveRestIntoBranch(
      Operation.If branch, Block block, int next, BlockBuilder out, Destination destination) {
    return ifElse(
        copier.single(branch.condition()),
        out,
        destination,
        inner -> branchThenRest(branch, branch.thenBlock(), block, next, inner, destination),
        inner -> branchThenRest(branch, branch.elseBlock(), block, next, inner, destination));
  }

  private Terminator branchThenRest(
      Operation.If branch,
      Block arm,
      Block block,
      int next,
      BlockBuilder out,
      Destination destination) {
    if (!completes(arm)) {
      return lowerBlock(arm, out, destination);
    }
    Destination local = plain(branch.results());
    List<Exit> exits = new ArrayList<>(exitsOf(arm));
    local = new Destination(local.normal(), Map.of(), exits, !exits.isEmpty());
    Terminator end = lowerBlock(arm, out, local);
    if (!(end instanceof Terminator.Yield yield)) {
      return end;
    }
    int count = branch.results().size();
    copier.defineAll(branch.results(), yield.operands().subList(0, count));
    if (exits.isEmpty()) {
      return lowerFrom(block, next, out, destination);
    }
    List<Value> extra = yield.operands().subList(count, yield.operands().size());
    return guardRest(block, next, exits, extra, out, destination);
  }

  /** Runs the rest of the block only where the construct before it ended normally. */
  private Terminator guardRest(
      Block block,
      int next,
      List<Exit> exits,
      List<Value> extra,
      BlockBuilder out,
      Destination destination) {
    boolean unreachable =
        next == block.operations().size() && block.terminator() instanceof Terminator.Unreachable;
    if (unreachable) {
      return forward(exits, 0, extra, out, destination);
    }
    Value ended = equalsCode(extra.get(0), 0, out);
    return ifElse(
        ended,
        out,
        destination,
        inner -> lowerFrom(block, next, inner, destination),
        inner -> forward(exits, 0, extra, inner, destination));
  }

  /** Passes on an exit that was taken, one of {@code exits} from {@code index} on. */
  private Terminator forward(
      List<Exit> exits, int index, List<Value> extra, BlockBuilder out, Destination destination) {
    Exit exit = exits.get(index);
    List<Value> payload = payload(exits, index, extra);
    if (index == exits.size() - 1) {
      return leave(exit, payload, out, destination);
    }
    return ifElse(
        equalsCode(extra.get(0), code(exit), out),
        out,
        destination,
        inner -> leave(exit, payload, inner, destination),
        inner -> forward(exits, index + 1, extra, inner, destination));
  }

  private List<Value> payload(List<Exit> exits, int index, List<Value> extra) {
    int start = 1;
    for (int i = 0; i < index; i++) {
      start += payloads.get(exits.get(i)).size();
    }
    return extra.subList(start, start + payloads.get(exits.get(index)).size());
  }

  private Terminator end(Terminator terminator, BlockBuilder out, Destination destination) {
    if (terminator instanceof Terminator.Yield yield) {
      return normalEnd(copier.lookup(yield.operands()), 0, out, destination);
    }
    Exit exit = exitOf(terminator);
    if (exit != null) {
      return leave(exit, copier.lookup(terminator.operands()), out, destination);
    }
    return copier.copyTerminator(terminator, out);
  }

  private Terminator normalEnd(
      List<Value> values, int code, BlockBuilder out, Destination destination) {
    List<Value> all = new ArrayList<>(values);
    if (destination.coded()) {
      all.add(out.constant(ScalarType.INT32, code));
    }
    for (Exit outer : destination.outer()) {
      payloads.get(outer).forEach(type -> all.add(undefined(type, out)));
    }
    return new Terminator.Yield(all);
  }

  private Terminator leave(
      Exit exit, List<Value> values, BlockBuilder out, Destination destination) {
    Integer direct = destination.direct().get(exit);
    if (direct != null) {
      return normalEnd(values, direct, out, destination);
    }
    List<Value> all = new ArrayList<>();
    destination.normal().forEach(slot -> all.add(undefined(slot.type(), out)));
    all.add(out.constant(ScalarType.INT32, code(exit)));
    for (Exit outer : destination.outer()) {
      if (outer.equals(exit)) {
        all.addAll(values);
      } else {
        payloads.get(outer).forEach(type -> all.add(undefined(type, out)));
      }
    }
    return new Terminator.Yield(all);
  }

  /** Lowers an operation, defines its results, and returns the exit code and the payloads. */
  private List<Value> lowerOperation(Operation operation, List<Exit> exits, BlockBuilder out) {
    if (operation instanceof Operation.If branch) {
      Destination local =
          new Destination(plain(branch.results()).normal(), Map.of(), exits, !exits.isEmpty());
      Terminator end =
          ifElse(
              copier.single(branch.condition()),
              out,
              local,
              inner -> lowerBlock(branch.thenBlock(), inner, local),
              inner -> lowerBlock(branch.elseBlock(), inner, local));
      return defineResults(branch.results(), end.operands());
    }
    if (operation instanceof Operation.Loop loop) {
      return lowerLoop(loop, exits, out);
    }
    copier.copyOperation(operation, out);
    return List.of();
  }

  private static Destination scopeDestination(Operation.Scope scope, List<Exit> exits) {
    return new Destination(
        Slot.like(scope.results()),
        Map.of(new Exit("break", scope.label()), 0),
        exits,
        !exits.isEmpty());
  }

  private List<Value> defineResults(List<Value> olds, List<Value> values) {
    if (values.isEmpty() && !olds.isEmpty()) {
      return List.of(); // never completes: nothing after it uses the results
    }
    copier.defineAll(olds, values.subList(0, olds.size()));
    return values.subList(olds.size(), values.size());
  }

  private List<Value> lowerLoop(Operation.Loop loop, List<Exit> outer, BlockBuilder out) {
    Exit broken = new Exit("break", loop.label());
    Set<Exit> inside = new LinkedHashSet<>(exitsOf(loop.body()));
    inside.addAll(exitsOf(loop.condition()));
    boolean coded = inside.contains(broken) || !outer.isEmpty();
    List<Slot> slots = new ArrayList<>(Slot.like(loop.results()));
    Destination body =
        new Destination(
            List.copyOf(slots),
            Map.of(new Exit("continue", loop.label()), 0, broken, code(broken)),
            outer,
            coded);
    slots.addAll(extraSlots(outer, coded));
    List<Value> initial = new ArrayList<>(copier.lookup(loop.operands()));
    initial.addAll(normalEnd(List.of(), 0, out, body).operands());
    List<Value> results =
        out.loop(
            loop.label(),
            slots,
            initial,
            (block, parameters) -> lowerCondition(loop, parameters, block, body),
            (block, parameters) -> {
              int carried = loop.results().size();
              copier.defineAll(loop.body().parameters(), parameters.subList(0, carried));
              return lowerBlock(loop.body(), block, body);
            });
    List<Value> extra = new ArrayList<>(defineResults(loop.results(), results));
    if (!outer.isEmpty() && inside.contains(broken)) {
      Value code = extra.get(0);
      extra.set(0, select(equalsCode(code, code(broken), out), 0, code, out));
    }
    return outer.isEmpty() ? List.of() : extra;
  }

  private Terminator lowerCondition(
      Operation.Loop loop, List<Value> parameters, BlockBuilder out, Destination body) {
    int carried = loop.results().size();
    copier.defineAll(loop.condition().parameters(), parameters.subList(0, carried));
    if (!body.coded()) {
      return conditionBlock(loop.condition(), out);
    }
    List<Slot> slots = new ArrayList<>();
    slots.add(new Slot("", ScalarType.BOOL));
    slots.addAll(Slot.like(parameters));
    Terminator end =
        ifElse(
            equalsCode(parameters.get(carried), 0, out),
            out,
            new Destination(slots, Map.of(), List.of(), false),
            inner -> checkCondition(loop, inner, body),
            inner -> {
              List<Value> all = new ArrayList<>();
              all.add(inner.constant(ScalarType.BOOL, false));
              all.addAll(parameters);
              return new Terminator.Yield(all);
            });
    return toCondition(end);
  }

  /** Runs the condition block and yields the condition and everything carried. */
  private Terminator checkCondition(Operation.Loop loop, BlockBuilder out, Destination body) {
    List<Slot> normal = new ArrayList<>();
    normal.add(new Slot("", ScalarType.BOOL));
    normal.addAll(body.normal());
    List<Exit> exits = new ArrayList<>(exitsOf(loop.condition()));
    Block block = asYield(loop.condition());
    Terminator end =
        lowerBlock(block, out, new Destination(normal, Map.of(), exits, !exits.isEmpty()));
    if (!(end instanceof Terminator.Yield yield)) {
      return end;
    }
    List<Value> checked = yield.operands().subList(0, normal.size());
    if (exits.isEmpty()) {
      List<Value> all = new ArrayList<>(checked);
      all.addAll(normalEnd(List.of(), 0, out, body).operands());
      return new Terminator.Yield(all);
    }
    List<Value> extra = yield.operands().subList(normal.size(), yield.operands().size());
    List<Slot> slots = new ArrayList<>(normal);
    slots.addAll(extraSlots(body.outer(), true));
    return ifElse(
        equalsCode(extra.get(0), 0, out),
        out,
        new Destination(slots, Map.of(), List.of(), false),
        inner -> {
          List<Value> all = new ArrayList<>(checked);
          all.addAll(normalEnd(List.of(), 0, inner, body).operands());
          return new Terminator.Yield(all);
        },
        inner -> {
          Destination stop = new Destination(slots, Map.of(), List.of(), false);
          return stopLoop(exits, 0, extra, inner, body, stop);
        });
  }

  /** Ends the loop from its condition block by one of {@code exits} from {@code index} on. */
  private Terminator stopLoop(
      List<Exit> exits,
      int index,
      List<Value> extra,
      BlockBuilder out,
      Destination body,
      Destination slots) {
    Exit exit = exits.get(index);
    if (Integer.valueOf(0).equals(body.direct().get(exit))) {
      throw new IllegalArgumentException("a condition block cannot continue its own loop");
    }
    List<Value> payload = payload(exits, index, extra);
    if (index == exits.size() - 1) {
      return stop(exit, payload, out, body);
    }
    return ifElse(
        equalsCode(extra.get(0), code(exit), out),
        out,
        slots,
        inner -> stop(exit, payload, inner, body),
        inner -> stopLoop(exits, index + 1, extra, inner, body, slots));
  }

  private Terminator stop(Exit exit, List<Value> payload, BlockBuilder out, Destination body) {
    List<Value> all = new ArrayList<>();
    all.add(out.constant(ScalarType.BOOL, false));
    all.addAll(leave(exit, payload, out, body).operands());
    return new Terminator.Yield(all);
  }

  private Terminator conditionBlock(Block block, BlockBuilder out) {
    Terminator.Condition end = (Terminator.Condition) block.terminator();
    List<Slot> normal = new ArrayList<>();
    normal.add(Slot.like(end.condition()));
    normal.addAll(Slot.like(end.carried()));
    return toCondition(
        lowerBlock(asYield(block), out, new Destination(normal, Map.of(), List.of(), false)));
  }

  private static Terminator toCondition(Terminator end) {
    if (!(end instanceof Terminator.Yield yield)) {
      return end;
    }
    List<Value> values = yield.operands();
    return new Terminator.Condition(values.get(0), values.subList(1, values.size()));
  }

  /** A condition block with its end as a plain yield of the condition and what is carried. */
  private static Block asYield(Block block) {
    return block.terminator() instanceof Terminator.Condition end
        ? new Block(block.parameters(), block.operations(), new Terminator.Yield(end.operands()))
        : block;
  }

  private interface Arm {
    Terminator build(BlockBuilder block);
  }

  /** An If whose branches give the values of {@code destination}; returns how it all ends. */
  private Terminator ifElse(
      Value condition, BlockBuilder out, Destination destination, Arm thenArm, Arm elseArm) {
    List<Terminator> ends = new ArrayList<>();
    List<Slot> slots = new ArrayList<>(destination.normal());
    slots.addAll(extraSlots(destination.outer(), destination.coded()));
    Block thenBlock = out.nested(List.of(), (block, none) -> keep(thenArm.build(block), ends));
    Block elseBlock = out.nested(List.of(), (block, none) -> keep(elseArm.build(block), ends));
    boolean completes = ends.stream().anyMatch(end -> end instanceof Terminator.Yield);
    List<Value> results = new ArrayList<>();
    if (completes) {
      slots.forEach(slot -> results.add(out.values().create(slot.name(), slot.type())));
    }
    out.add(new Operation.If(condition, thenBlock, elseBlock, results, out.position()));
    return completes ? new Terminator.Yield(results) : new Terminator.Unreachable();
  }

  private static Terminator keep(Terminator end, List<Terminator> ends) {
    ends.add(end);
    return end;
  }

  private List<Slot> extraSlots(List<Exit> outer, boolean coded) {
    List<Slot> slots = new ArrayList<>();
    if (coded) {
      slots.add(new Slot("exit", ScalarType.INT32));
    }
    outer.forEach(exit -> payloads.get(exit).forEach(type -> slots.add(new Slot("", type))));
    return slots;
  }

  private static Destination plain(List<Value> results) {
    return new Destination(Slot.like(results), Map.of(), List.of(), false);
  }

  private int code(Exit exit) {
    return codes.computeIfAbsent(exit, each -> codes.size() + 1);
  }

  private Value equalsCode(Value code, int number, BlockBuilder out) {
    return out.apply(EQUAL, code, out.constant(ScalarType.INT32, number));
  }

  private static Value select(Value condition, int number, Value otherwise, BlockBuilder out) {
    return out.ifElse(
            condition,
            List.of(Slot.like(otherwise)),
            (block, none) ->
                new Terminator.Yield(List.of(block.constant(ScalarType.INT32, number))),
            (block, none) -> new Terminator.Yield(List.of(otherwise)))
        .get(0);
  }

  private static Value undefined(ValueType type, BlockBuilder out) {
    return out.apply(
        "", ConstantOps.UNDEFINED, Attributes.of("type", new Attribute.Type(type)), List.of());
  }

  /** Whether control can reach the normal end of the block. */
  private static boolean completes(Block block) {
    return block.terminator() instanceof Terminator.Yield;
  }

  private Set<Exit> exitsOf(Operation operation) {
    Set<Exit> exits = new LinkedHashSet<>();
    operation.blocks().forEach(block -> exits.addAll(exitsOf(block)));
    if (operation instanceof Operation.Scope scope) {
      exits.remove(new Exit("break", scope.label()));
    } else if (operation instanceof Operation.Loop loop) {
      exits.remove(new Exit("break", loop.label()));
      exits.remove(new Exit("continue", loop.label()));
    }
    return exits;
  }

  private Set<Exit> exitsOf(Block block) {
    Set<Exit> exits = new LinkedHashSet<>();
    block.operations().forEach(operation -> exits.addAll(exitsOf(operation)));
    Exit exit = exitOf(block.terminator());
    if (exit != null) {
      exits.add(exit);
      payloads.put(exit, block.terminator().operands().stream().map(Value::type).toList());
    }
    return exits;
  }

  private static Exit exitOf(Terminator terminator) {
    if (terminator instanceof Terminator.Break end) {
      return new Exit("break", end.label());
    }
    if (terminator instanceof Terminator.Continue end) {
      return new Exit("continue", end.label());
    }
    return terminator instanceof Terminator.Return ? new Exit("return", "") : null;
  }
}
