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
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.pass.exit.Destination;
import dev.kiln.pass.exit.Exit;
import dev.kiln.pass.exit.Exits;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
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
  private final Exits ways = new Exits();
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
            Map.of(Exit.RETURN, 0),
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
      List<Exit> exits = new ArrayList<>(ways.of(operation));
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
    return ways.ifElse(
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
    Destination local = Destination.plain(branch.results());
    List<Exit> exits = new ArrayList<>(ways.of(arm));
    local = Destination.of(local.normal(), exits);
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
    Value ended = ways.equalsCode(extra.get(0), 0, out);
    return ways.ifElse(
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
    List<Value> payload = ways.payload(exits, index, extra);
    if (index == exits.size() - 1) {
      return ways.leave(exit, payload, out, destination);
    }
    return ways.ifElse(
        ways.equalsCode(extra.get(0), ways.code(exit), out),
        out,
        destination,
        inner -> ways.leave(exit, payload, inner, destination),
        inner -> forward(exits, index + 1, extra, inner, destination));
  }

  private Terminator end(Terminator terminator, BlockBuilder out, Destination destination) {
    if (terminator instanceof Terminator.Yield yield) {
      return ways.normalEnd(copier.lookup(yield.operands()), 0, out, destination);
    }
    return Exit.of(terminator)
        .<Terminator>map(
            exit -> ways.leave(exit, copier.lookup(terminator.operands()), out, destination))
        .orElseGet(() -> copier.copy(terminator, out));
  }

  /** Lowers an operation, defines its results, and returns the exit code and the payloads. */
  private List<Value> lowerOperation(Operation operation, List<Exit> exits, BlockBuilder out) {
    if (operation instanceof Operation.If branch) {
      Destination local = Destination.of(Slot.like(branch.results()), exits);
      Terminator end =
          ways.ifElse(
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
    copier.copy(operation, out);
    return List.of();
  }

  private static Destination scopeDestination(Operation.Scope scope, List<Exit> exits) {
    return new Destination(
        Slot.like(scope.results()),
        Map.of(Exit.breakOf(scope.label()), 0),
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
    Exit broken = Exit.breakOf(loop.label());
    Set<Exit> inside = new LinkedHashSet<>(ways.of(loop.body()));
    inside.addAll(ways.of(loop.condition()));
    boolean coded = inside.contains(broken) || !outer.isEmpty();
    List<Slot> slots = new ArrayList<>(Slot.like(loop.results()));
    Destination body =
        new Destination(
            List.copyOf(slots),
            Map.of(Exit.continueOf(loop.label()), 0, broken, ways.code(broken)),
            outer,
            coded);
    slots.addAll(ways.extraSlots(outer, coded));
    List<Value> initial = new ArrayList<>(copier.lookup(loop.operands()));
    initial.addAll(ways.normalEnd(List.of(), 0, out, body).operands());
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
      extra.set(0, select(ways.equalsCode(code, ways.code(broken), out), 0, code, out));
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
        ways.ifElse(
            ways.equalsCode(parameters.get(carried), 0, out),
            out,
            Destination.of(slots),
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
    List<Exit> exits = new ArrayList<>(ways.of(loop.condition()));
    Block block = asYield(loop.condition());
    Terminator end = lowerBlock(block, out, Destination.of(normal, exits));
    if (!(end instanceof Terminator.Yield yield)) {
      return end;
    }
    List<Value> checked = yield.operands().subList(0, normal.size());
    if (exits.isEmpty()) {
      List<Value> all = new ArrayList<>(checked);
      all.addAll(ways.normalEnd(List.of(), 0, out, body).operands());
      return new Terminator.Yield(all);
    }
    List<Value> extra = yield.operands().subList(normal.size(), yield.operands().size());
    List<Slot> slots = new ArrayList<>(normal);
    slots.addAll(ways.extraSlots(body.outer(), true));
    return ways.ifElse(
        ways.equalsCode(extra.get(0), 0, out),
        out,
        Destination.of(slots),
        inner -> {
          List<Value> all = new ArrayList<>(checked);
          all.addAll(ways.normalEnd(List.of(), 0, inner, body).operands());
          return new Terminator.Yield(all);
        },
        inner -> {
          Destination stop = Destination.of(slots);
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
    List<Value> payload = ways.payload(exits, index, extra);
    if (index == exits.size() - 1) {
      return stop(exit, payload, out, body);
    }
    return ways.ifElse(
        ways.equalsCode(extra.get(0), ways.code(exit), out),
        out,
        slots,
        inner -> stop(exit, payload, inner, body),
        inner -> stopLoop(exits, index + 1, extra, inner, body, slots));
  }

  private Terminator stop(Exit exit, List<Value> payload, BlockBuilder out, Destination body) {
    List<Value> all = new ArrayList<>();
    all.add(out.constant(ScalarType.BOOL, false));
    all.addAll(ways.leave(exit, payload, out, body).operands());
    return new Terminator.Yield(all);
  }

  private Terminator conditionBlock(Block block, BlockBuilder out) {
    Terminator.Condition end = (Terminator.Condition) block.terminator();
    List<Slot> normal = new ArrayList<>();
    normal.add(Slot.like(end.condition()));
    normal.addAll(Slot.like(end.carried()));
    return toCondition(lowerBlock(asYield(block), out, Destination.of(normal)));
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

  private static Value select(Value condition, int number, Value otherwise, BlockBuilder out) {
    return out.ifElse(
            condition,
            List.of(Slot.like(otherwise)),
            (block, none) ->
                new Terminator.Yield(List.of(block.constant(ScalarType.INT32, number))),
            (block, none) -> new Terminator.Yield(List.of(otherwise)))
        .get(0);
  }

  /** Whether control can reach the normal end of the block. */
  private static boolean completes(Block block) {
    return block.terminator() instanceof Terminator.Yield;
  }
}
