package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.adjoint.Adjoints;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.plan.IterationOrder;
import dev.kiln.autodiff.plan.Recoveries;
import dev.kiln.autodiff.reverse.residual.PrimalValues;
import dev.kiln.autodiff.reverse.residual.ResidualStorage;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Key;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Kind;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Emits the reverse of a loop: a loop that runs as often as the primal one did, from the last
 * iteration to the first. Where the loop counts, the reverse counts back; else it runs as many
 * iterations as the forward pass counted. It carries the adjoints of what the primal loop carries
 * and of what it uses from outside, and the integers that are recovered.
 */
final class LoopReversal {
  static final OpDefinition MAXIMUM = Catalogue.named("math_max_i32_i32");
  private static final OpDefinition MINIMUM = Catalogue.named("math_min_i32_i32");

  /** Reverses the operations of a block in the block that the point is in. */
  interface Operations {
    void reverse(Block block);
  }

  private final BackwardPoint point;
  private final FunctionDerivation derivation;
  private final ResidualStorage storage;
  private final Operations operations;
  private final PrimalValues primals;
  private final Adjoints adjoints;
  private final IterationOrder order;

  LoopReversal(
      BackwardPoint point,
      FunctionDerivation derivation,
      ResidualStorage storage,
      Operations operations) {
    this.point = point;
    this.derivation = derivation;
    this.storage = storage;
    this.operations = operations;
    this.primals = point.primals();
    this.adjoints = point.adjoints();
    this.order = new IterationOrder(derivation);
  }

  /** How the reversed loop runs. */
  private record Plan(
      Operation.Loop loop,
      Optional<CountedLoop> counted,
      boolean upward,
      Value first,
      Value limit,
      List<Integer> recovered,
      List<Value> carried,
      List<Value> keys) {
    /** Where the adjoints start among the carried values of the reversed loop. */
    int firstAdjoint() {
      return recovered.size() + (counted.isPresent() ? 0 : 1);
    }

    int slotOfRecovered(int index) {
      return index + (counted.isPresent() ? 0 : 1);
    }
  }

  void reverse(Operation.Loop loop) {
    BlockBuilder parent = point.out();
    List<Value> results = loop.results();
    List<Value> checked = loop.condition().parameters();
    Optional<CountedLoop> counted = derivation.counted(loop);
    counted.ifPresent(each -> derivation.recover(loop, each.slot()));
    List<Slot> slots = new ArrayList<>();
    List<Value> initial = new ArrayList<>();
    boolean upward = counted.isPresent() && order.isFree(counted.get());
    Value first = null;
    Value limit;
    if (counted.isPresent()) {
      first = primals.residual(counted.get().start());
      limit = upward ? primals.bound(counted.get()) : first;
    } else {
      slots.add(new Slot("trip", ScalarType.INT32));
      initial.add(primals.trips(loop));
      limit = parent.constant(ScalarType.INT32, 0);
    }
    List<Integer> recovered = new ArrayList<>(new TreeSet<>(derivation.recoveredSlots(loop)));
    for (int slot : recovered) {
      slots.add(Slot.like(results.get(slot)));
      boolean counts = counted.isPresent() && counted.get().slot() == slot;
      if (counts) {
        initial.add(upward ? first : end(counted.get()));
      } else {
        initial.add(primals.residual(results.get(slot)));
      }
    }
    Map<Value, Value> seeds = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      if (adjoints.has(results.get(i))) {
        seeds.put(checked.get(i), adjoints.get(results.get(i), parent));
      }
    }
    reverseCondition(loop, seeds);
    List<Value> carried = checked.stream().filter(derivation.activity()::isActiveNumber).toList();
    List<Value> keys = new ArrayList<>(carried);
    keys.addAll(derivation.fused().outerNumbers(loop));
    for (Value key : keys) {
      slots.add(new Slot(AdjointNames.of(key), key.type()));
      initial.add(adjoints.get(key, parent));
    }
    Plan plan = new Plan(loop, counted, upward, first, limit, recovered, carried, keys);
    emit(plan, slots, initial, parent);
    derivation
        .plan()
        .overwriting()
        .restoredAround(loop)
        .ifPresent(array -> popAll(loop, array, parent));
  }

  private void emit(Plan plan, List<Slot> slots, List<Value> initial, BlockBuilder parent) {
    Operation.Loop loop = plan.loop();
    Map<Value, Value> before = adjoints.snapshot();
    List<Value> after =
        parent.loop(
            "backward_" + loop.label(),
            slots,
            initial,
            (block, parameters) -> condition(plan, parameters, block),
            (block, parameters) -> iteration(plan, parameters, block));
    adjoints.restore(before);
    for (int i = 0; i < plan.recovered().size(); i++) {
      Value start = plan.upward() ? plan.first() : after.get(plan.slotOfRecovered(i));
      recovered(loop, plan.recovered().get(i), start);
    }
    for (int i = 0; i < plan.keys().size(); i++) {
      adjoints.put(plan.keys().get(i), after.get(plan.firstAdjoint() + i));
    }
    for (int i = 0; i < loop.operands().size(); i++) {
      Value cotangent = adjoints.remove(loop.condition().parameters().get(i));
      if (cotangent != null) {
        point.accumulate(loop.operands().get(i), cotangent);
      }
    }
  }

  /** After the reversed loop, a recovered integer has the value that the loop started with. */
  private void recovered(Operation.Loop loop, int slot, Value first) {
    Value operand = loop.operands().get(slot);
    boolean continues =
        derivation
            .recoveries()
            .version(operand)
            .flatMap(Recoveries.Version::update)
            .filter(update -> update == loop)
            .isPresent();
    if (continues) {
      primals.define(operand, first);
    }
  }

  private void popAll(Operation.Loop loop, Value array, BlockBuilder parent) {
    ArrayType type = (ArrayType) array.type();
    Value stack = storage.stack(new Key(Kind.PRIMAL, loop), array.name(), type.component());
    parent.perform(
        StackOps.STACK_POP_ALL, Attributes.NONE, List.of(stack, primals.residual(array)));
  }

  /** The value that the variable of a counting loop ended with. */
  private Value end(CountedLoop counted) {
    Value result = counted.loop().results().get(counted.slot());
    if (primals.isAtHand(result)) {
      return primals.residual(result);
    }
    BlockBuilder block = point.out();
    Value bound = primals.bound(counted);
    if (counted.includesBound()) {
      Value one = block.constant(ScalarType.INT32, 1);
      bound =
          block.apply(counted.goesUp() ? ElementwiseOps.ADD : ElementwiseOps.SUBTRACT, bound, one);
    }
    Value start = primals.residual(counted.start());
    return block.apply(
        result.name(),
        counted.goesUp() ? MAXIMUM : MINIMUM,
        Attributes.NONE,
        List.of(start, bound));
  }

  private static Terminator condition(Plan plan, List<Value> parameters, BlockBuilder block) {
    Value control = parameters.get(0);
    OpDefinition relation = ElementwiseOps.GREATER;
    if (plan.counted().isPresent()) {
      control =
          parameters.get(
              plan.slotOfRecovered(plan.recovered().indexOf(plan.counted().get().slot())));
      boolean less = plan.upward() || !plan.counted().get().goesUp();
      relation = less ? ElementwiseOps.LESS : ElementwiseOps.GREATER;
    }
    return new Terminator.Condition(block.apply(relation, control, plan.limit()), parameters);
  }

  /** The reverse of one iteration: of the body, then of the condition block before it. */
  private Terminator iteration(Plan plan, List<Value> parameters, BlockBuilder block) {
    Operation.Loop loop = plan.loop();
    Map<Value, Value> incoming = new HashMap<>();
    Map<Value, Value> constant = new java.util.LinkedHashMap<>();
    for (int i = 0; i < plan.keys().size(); i++) {
      Value key = plan.keys().get(i);
      (plan.carried().contains(key) ? incoming : constant)
          .put(key, parameters.get(plan.firstAdjoint() + i));
    }
    adjoints.startIteration(constant);
    List<Value> next = new ArrayList<>();
    if (plan.counted().isEmpty()) {
      Value one = block.constant(ScalarType.INT32, 1);
      next.add(
          block.apply(
              "trip", ElementwiseOps.SUBTRACT, Attributes.NONE, List.of(parameters.get(0), one)));
    }
    Map<Value, Value> fromBody = new HashMap<>();
    point.within(
        loop.body(),
        block,
        () -> {
          reverseBody(plan, parameters, incoming, fromBody);
          for (int slot : plan.recovered()) {
            Value variable =
                plan.upward()
                    ? loop.body().terminator().operands().get(slot)
                    : loop.body().parameters().get(slot);
            next.add(primals.recoveredValue(variable));
          }
        });
    List<Value> checked = loop.condition().parameters();
    Map<Value, Value> seeds = new HashMap<>();
    for (int i = 0; i < checked.size(); i++) {
      Value cotangent = fromBody.get(loop.body().parameters().get(i));
      if (cotangent != null) {
        seeds.put(checked.get(i), cotangent);
      }
    }
    point.continueIn(block, () -> reverseCondition(loop, seeds));
    plan.keys().forEach(key -> next.add(adjoints.get(key, block)));
    return new Terminator.Yield(next);
  }

  private void reverseBody(
      Plan plan, List<Value> parameters, Map<Value, Value> incoming, Map<Value, Value> fromBody) {
    Operation.Loop loop = plan.loop();
    List<Value> checked = loop.condition().parameters();
    if (loop.body().terminator() instanceof Terminator.Yield end) {
      for (int i = 0; i < plan.recovered().size(); i++) {
        define(plan, plan.recovered().get(i), parameters.get(plan.slotOfRecovered(i)), end);
      }
      plan.counted()
          .filter(each -> !plan.upward())
          .ifPresent(each -> primals.recoveredValue(each.variable()));
      for (int i = 0; i < checked.size(); i++) {
        Value cotangent = incoming.get(checked.get(i));
        if (cotangent != null) {
          point.accumulate(end.operands().get(i), cotangent);
        }
      }
    }
    operations.reverse(loop.body());
    for (Value parameter : loop.body().parameters()) {
      Value cotangent = adjoints.remove(parameter);
      if (cotangent != null) {
        fromBody.put(parameter, cotangent);
      }
    }
  }

  /** Says what the versions of a recovered integer are in this iteration. */
  private void define(Plan plan, int slot, Value value, Terminator.Yield end) {
    Value last = end.operands().get(slot);
    if (!plan.upward()) {
      primals.define(last, value);
      return;
    }
    BlockBuilder block = point.out();
    Value one = block.constant(ScalarType.INT32, 1);
    primals.define(plan.loop().body().parameters().get(slot), value);
    primals.define(
        last, block.apply(last.name(), ElementwiseOps.ADD, Attributes.NONE, List.of(value, one)));
  }

  /** Reverses one run of a condition block; leaves the adjoints of its parameters. */
  private void reverseCondition(Operation.Loop loop, Map<Value, Value> seeds) {
    Block block = loop.condition();
    if (!(block.terminator() instanceof Terminator.Condition end)) {
      return;
    }
    point.within(
        block,
        point.out(),
        () -> {
          for (int i = 0; i < end.carried().size(); i++) {
            Value cotangent = seeds.get(block.parameters().get(i));
            if (cotangent != null) {
              point.accumulate(end.carried().get(i), cotangent);
            }
          }
          operations.reverse(block);
        });
  }
}
