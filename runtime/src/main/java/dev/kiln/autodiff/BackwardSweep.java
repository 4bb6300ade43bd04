package dev.kiln.autodiff;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.Catalogue;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Pullback;
import dev.kiln.op.StackOps;
import dev.kiln.op.Term;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Emits the reverse of a function after its forward sweep: the operations of each block from last
 * to first, each adding to the adjoints of its operands. A conditional is reversed by a conditional
 * on the same condition, a loop by a loop that runs as often as it did.
 */
final class BackwardSweep {
  private static final OpDefinition ADD = Catalogue.named("add");
  private static final OpDefinition SUBTRACT = Catalogue.named("subtract");
  private static final OpDefinition GREATER = Catalogue.named("greater");
  private static final OpDefinition ZEROS = Catalogue.named("zeros");

  /** The reverse of one block, being built. */
  private static final class Reverse {
    final Block primal;
    final BlockBuilder block;
    final int start;
    final Map<Value, Value> popped = new HashMap<>();

    Reverse(Block primal, BlockBuilder block) {
      this.primal = primal;
      this.block = block;
      this.start = block.operations().size();
    }
  }

  private final Residuals residuals;
  private final Activity activity;
  private final ForwardSweep forward;

  /** The reversed blocks around the current point, innermost first. */
  private final Deque<Reverse> around = new ArrayDeque<>();

  private Map<Value, Value> adjoints = new LinkedHashMap<>();
  private BlockBuilder out;

  BackwardSweep(Residuals residuals, Activity activity, ForwardSweep forward) {
    this.residuals = residuals;
    this.activity = activity;
    this.forward = forward;
  }

  /** Reverses the body of the function whose result has adjoint 1, into {@code target}. */
  void reverse(Block body, Value result, BlockBuilder target) {
    out = target;
    around.push(new Reverse(body, target));
    if (activity.isActive(result)) {
      adjoints.put(result, BlockTerm.number(out, result.type(), 1));
    }
    reverseOperations(body);
    around.pop();
  }

  /** The adjoint of a number, or zero. */
  Value adjoint(Value value) {
    Value adjoint = adjoints.get(value);
    return adjoint != null ? adjoint : zero(value.type(), out);
  }

  /** The value as the forward pass computed it. */
  Value residual(Value value) {
    Operation.Apply constant = residuals.constant(value);
    if (constant != null) {
      return out.apply("", constant.definition(), constant.attributes(), List.of());
    }
    residuals.save(value);
    if (!forward.saved().contains(value)) {
      // The next attempt will have kept it; this one only finds out what is needed.
      return out.values().create(value.name(), value.type());
    }
    if (!residuals.isInLoop(value)) {
      return forward.outsideLoops(value);
    }
    Block home = residuals.home(value);
    for (Reverse reverse : around) {
      if (reverse.primal == home) {
        return reverse.popped.computeIfAbsent(value, key -> pop(key, reverse));
      }
    }
    throw new IllegalStateException(value + " is used outside its block");
  }

  /** Takes a value off its stack where the reverse of its block begins. */
  private Value pop(Value value, Reverse reverse) {
    BlockBuilder block = reverse.block;
    Value copy = block.values().create(value.name(), value.type());
    block.addAt(
        reverse.start,
        new Operation.Apply(
            StackOps.STACK_POP,
            Attributes.NONE,
            List.of(forward.stack(value)),
            List.of(copy),
            block.position()));
    return copy;
  }

  /** Enters the reverse of a block; pops everything that was saved there, used or not. */
  private void enter(Block primal, BlockBuilder block) {
    Reverse reverse = new Reverse(primal, block);
    around.push(reverse);
    for (Value value : forward.saved()) {
      if (residuals.home(value) == primal && residuals.isInLoop(value)) {
        reverse.popped.computeIfAbsent(value, key -> pop(key, reverse));
      }
    }
  }

  private void reverseOperations(Block block) {
    List<Operation> operations = block.operations();
    for (int i = operations.size() - 1; i >= 0; i--) {
      Operation operation = operations.get(i);
      out.at(operation.position());
      if (operation instanceof Operation.Apply apply) {
        reverseApply(apply);
      } else if (operation instanceof Operation.If branch) {
        reverseIf(branch);
      } else if (operation instanceof Operation.Loop loop) {
        reverseLoop(loop);
      } else if (operation.results().stream().anyMatch(activity::isActive)) {
        throw new NotDifferentiableException(
            "the derivative of a recursive call is not supported; write the recursion as a loop",
            operation.position());
      }
      operation.results().forEach(adjoints::remove);
    }
  }

  private void reverseApply(Operation.Apply apply) {
    if (apply.definition().derivative() instanceof Derivative.OnShadows rule) {
      reverseOnShadows(apply, rule);
      return;
    }
    if (apply.results().isEmpty() || !adjoints.containsKey(apply.result())) {
      return;
    }
    Term cotangent = term(adjoints.get(apply.result()));
    for (int i = 0; i < apply.operands().size(); i++) {
      Value operand = apply.operands().get(i);
      if (activity.isActive(operand)) {
        pull(apply, cotangent, i).ifPresent(pulled -> accumulate(operand, valueOf(pulled)));
      }
    }
  }

  private java.util.Optional<Term> pull(Operation.Apply apply, Term cotangent, int operand) {
    try {
      return Pullback.of(apply.definition(), cotangent, new PrimalCall(apply), operand);
    } catch (Pullback.NoDerivativeException e) {
      throw new NotDifferentiableException(e.getMessage(), apply.position());
    }
  }

  private void reverseOnShadows(Operation.Apply apply, Derivative.OnShadows rule) {
    Value array = apply.results().isEmpty() ? apply.operands().get(0) : firstOf(apply);
    if (array == null || !activity.isActive(array)) {
      return;
    }
    if (!apply.results().isEmpty()) {
      boolean number = apply.result().type() instanceof ScalarType;
      if (!number || !adjoints.containsKey(apply.result())) {
        return;
      }
    } else if (apply.operands().get(apply.operands().size() - 1).type() instanceof ArrayType) {
      return; // the forward pass mirrored it on the shadows
    }
    rule.rule().pull(new PrimalCall(apply));
  }

  private static Value firstOf(Operation.Apply apply) {
    return apply.operands().isEmpty() ? null : apply.operands().get(0);
  }

  private void reverseIf(Operation.If branch) {
    boolean wanted =
        branch.results().stream().anyMatch(adjoints::containsKey)
            || touchesShadows(branch)
            || residuals.savesWithin(branch.thenBlock())
            || residuals.savesWithin(branch.elseBlock());
    if (!wanted) {
      return;
    }
    Value condition = residual(branch.condition());
    Map<Value, Value> before = adjoints;
    BlockBuilder parent = out;
    BlockBuilder thenBlock = nested(parent);
    Map<Value, Value> afterThen = reverseBranch(branch, branch.thenBlock(), thenBlock, before);
    BlockBuilder elseBlock = nested(parent);
    Map<Value, Value> afterElse = reverseBranch(branch, branch.elseBlock(), elseBlock, before);
    out = parent;
    adjoints = before;
    Set<Value> changed = new LinkedHashSet<>();
    collectChanged(before, afterThen, branch, changed);
    collectChanged(before, afterElse, branch, changed);
    List<Value> results = new ArrayList<>();
    for (Value value : changed) {
      Value result = out.values().create(Residuals.adjointName(value.name()), value.type());
      results.add(result);
    }
    out.add(
        new Operation.If(
            condition,
            thenBlock.build(yieldOf(changed, afterThen, thenBlock)),
            elseBlock.build(yieldOf(changed, afterElse, elseBlock)),
            results,
            branch.position()));
    int next = 0;
    for (Value value : changed) {
      adjoints.put(value, results.get(next++));
    }
  }

  private static BlockBuilder nested(BlockBuilder parent) {
    return new BlockBuilder(parent.values(), List.of()).at(parent.position());
  }

  private Map<Value, Value> reverseBranch(
      Operation.If branch, Block arm, BlockBuilder block, Map<Value, Value> before) {
    adjoints = new LinkedHashMap<>(before);
    out = block;
    enter(arm, block);
    if (arm.terminator() instanceof Terminator.Yield end) {
      for (int i = 0; i < branch.results().size(); i++) {
        Value cotangent = before.get(branch.results().get(i));
        if (cotangent != null) {
          accumulate(end.operands().get(i), cotangent);
        }
      }
      reverseOperations(arm);
    }
    around.pop();
    return adjoints;
  }

  /** Adjoints of values from outside the branch that the branch changed. */
  private static void collectChanged(
      Map<Value, Value> before, Map<Value, Value> after, Operation.If branch, Set<Value> changed) {
    after.forEach(
        (value, adjoint) -> {
          boolean own = branch.results().contains(value);
          if (!own && !adjoint.equals(before.get(value)) && !definedWithin(branch, value)) {
            changed.add(value);
          }
        });
  }

  private static boolean definedWithin(Operation operation, Value value) {
    for (Block block : operation.blocks()) {
      if (block.parameters().contains(value)) {
        return true;
      }
      for (Operation inner : block.operations()) {
        if (inner.results().contains(value) || definedWithin(inner, value)) {
          return true;
        }
      }
    }
    return false;
  }

  private Terminator yieldOf(Set<Value> changed, Map<Value, Value> after, BlockBuilder block) {
    List<Value> yielded = new ArrayList<>();
    for (Value value : changed) {
      Value adjoint = after.get(value);
      yielded.add(adjoint != null ? adjoint : zero(value.type(), block));
    }
    return new Terminator.Yield(yielded);
  }

  private void reverseLoop(Operation.Loop loop) {
    boolean wanted =
        loop.results().stream().anyMatch(adjoints::containsKey)
            || touchesShadows(loop)
            || residuals.savesWithin(loop.body())
            || residuals.savesWithin(loop.condition());
    if (!wanted) {
      return;
    }
    Value trips = residual(residuals.trips(loop));
    List<Value> results = loop.results();
    Map<Value, Value> seeds = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      seeds.put(loop.condition().parameters().get(i), adjoints.get(results.get(i)));
    }
    reverseCondition(loop, i -> seeds.get(loop.condition().parameters().get(i)));
    List<Value> carried =
        loop.condition().parameters().stream().filter(this::isActiveNumber).toList();
    Set<Value> outer = new LinkedHashSet<>();
    loop.blocks().forEach(block -> collectOuter(loop, block, outer));
    List<Value> keys = new ArrayList<>(carried);
    keys.addAll(outer);
    List<Value> after = emitReversedLoop(loop, trips, carried, keys);
    for (int i = 0; i < keys.size(); i++) {
      adjoints.put(keys.get(i), after.get(i));
    }
    for (int i = 0; i < results.size(); i++) {
      Value parameter = loop.condition().parameters().get(i);
      Value cotangent = adjoints.remove(parameter);
      if (cotangent != null) {
        accumulate(loop.operands().get(i), cotangent);
      }
    }
  }

  private List<Value> emitReversedLoop(
      Operation.Loop loop, Value trips, List<Value> carried, List<Value> keys) {
    BlockBuilder parent = out;
    Map<Value, Value> before = adjoints;
    List<Slot> slots = new ArrayList<>();
    List<Value> initial = new ArrayList<>();
    slots.add(new Slot("trip", ScalarType.INT32));
    initial.add(trips);
    for (Value key : keys) {
      slots.add(new Slot(Residuals.adjointName(key.name()), key.type()));
      initial.add(adjoint(key));
    }
    List<Value> results =
        parent.loop(
            "backward_" + loop.label(),
            slots,
            initial,
            (block, parameters) -> {
              Value zero = block.constant(ScalarType.INT32, 0);
              Value more = block.apply(GREATER, parameters.get(0), zero);
              return new Terminator.Condition(more, parameters);
            },
            (block, parameters) -> reverseIteration(loop, carried, keys, parameters, block));
    out = parent;
    adjoints = before;
    return results.subList(1, results.size());
  }

  /** The reverse of one round: of the body, then of the condition block before it. */
  private Terminator reverseIteration(
      Operation.Loop loop,
      List<Value> carried,
      List<Value> keys,
      List<Value> parameters,
      BlockBuilder block) {
    out = block;
    adjoints = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      adjoints.put(keys.get(i), parameters.get(i + 1));
    }
    List<Value> checked = loop.condition().parameters();
    Map<Value, Value> seeds = new HashMap<>();
    carried.forEach(value -> seeds.put(value, adjoints.remove(value)));
    enter(loop.body(), block);
    if (loop.body().terminator() instanceof Terminator.Yield end) {
      for (int i = 0; i < checked.size(); i++) {
        Value cotangent = seeds.get(checked.get(i));
        if (cotangent != null) {
          accumulate(end.operands().get(i), cotangent);
        }
      }
    }
    reverseOperations(loop.body());
    around.pop();
    List<Value> bodyParameters = loop.body().parameters();
    Map<Value, Value> fromBody = new HashMap<>();
    bodyParameters.forEach(value -> fromBody.put(value, adjoints.remove(value)));
    reverseCondition(loop, i -> fromBody.get(bodyParameters.get(i)));
    List<Value> next = new ArrayList<>();
    Value one = out.constant(ScalarType.INT32, 1);
    next.add(out.apply("trip", SUBTRACT, Attributes.NONE, List.of(parameters.get(0), one)));
    keys.forEach(key -> next.add(adjoint(key)));
    return new Terminator.Yield(next);
  }

  private interface Seeds {
    Value get(int index);
  }

  /** Reverses one run of a condition block; leaves the adjoints of its parameters. */
  private void reverseCondition(Operation.Loop loop, Seeds seeds) {
    Block block = loop.condition();
    enter(block, out);
    if (block.terminator() instanceof Terminator.Condition end) {
      for (int i = 0; i < end.carried().size(); i++) {
        Value cotangent = seeds.get(i);
        if (cotangent != null) {
          accumulate(end.carried().get(i), cotangent);
        }
      }
    }
    reverseOperations(block);
    around.pop();
  }

  /** Active numbers from outside the loop that it uses. */
  private void collectOuter(Operation.Loop loop, Block block, Set<Value> outer) {
    for (Operation operation : block.operations()) {
      addOuter(loop, operation.operands(), outer);
      operation.blocks().forEach(nested -> collectOuter(loop, nested, outer));
    }
    addOuter(loop, block.terminator().operands(), outer);
  }

  private void addOuter(Operation.Loop loop, List<Value> used, Set<Value> outer) {
    for (Value value : used) {
      if (isActiveNumber(value) && !outer.contains(value) && !definedWithin(loop, value)) {
        outer.add(value);
      }
    }
  }

  private boolean isActiveNumber(Value value) {
    return value.type().isFloating() && activity.isActive(value);
  }

  /** Whether an active array is read or written within the operation. */
  private boolean touchesShadows(Operation operation) {
    for (Block block : operation.blocks()) {
      for (Operation inner : block.operations()) {
        boolean onShadows =
            inner instanceof Operation.Apply apply
                && apply.definition().derivative() instanceof Derivative.OnShadows
                && apply.operands().stream()
                    .anyMatch(v -> v.type() instanceof ArrayType && activity.isActive(v));
        if (onShadows && isScalarStoreOrUsefulLoad(inner) || touchesShadows(inner)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isScalarStoreOrUsefulLoad(Operation operation) {
    return operation.results().isEmpty()
        ? !(operation.operands().get(2).type() instanceof ArrayType)
        : isActiveNumber(operation.results().get(0));
  }

  private void accumulate(Value primal, Value cotangent) {
    if (!isActiveNumber(primal)) {
      return;
    }
    Value before = adjoints.get(primal);
    adjoints.put(
        primal,
        before == null
            ? cotangent
            : out.apply(
                Residuals.adjointName(primal.name()),
                ADD,
                Attributes.NONE,
                List.of(before, cotangent)));
  }

  private static Value zero(ValueType type, BlockBuilder block) {
    if (type instanceof TensorType tensor && tensor.rank() > 0) {
      Attributes attributes =
          Attributes.of("dims", new Attribute.Dims(tensor.dims()))
              .with("dtype", new Attribute.ElementType(tensor.dtype()));
      return block.apply("", ZEROS, attributes, List.of());
    }
    return BlockTerm.number(block, type, 0);
  }

  private Term term(Value value) {
    return new BlockTerm(() -> out, value);
  }

  private static Value valueOf(Term term) {
    return ((BlockTerm) term).value();
  }

  /** An operation of the primal function as its derivative rule sees it. */
  private final class PrimalCall implements Derivative.ShadowCall {
    private final Operation.Apply apply;

    PrimalCall(Operation.Apply apply) {
      this.apply = apply;
    }

    @Override
    public Attributes attributes() {
      return apply.attributes();
    }

    @Override
    public int arity() {
      return apply.operands().size();
    }

    @Override
    public Term operand(int index) {
      return term(residual(apply.operands().get(index)));
    }

    @Override
    public Term result() {
      return term(residual(apply.result()));
    }

    @Override
    public ValueType operandType(int index) {
      return apply.operands().get(index).type();
    }

    @Override
    public ValueType resultType() {
      return apply.result().type();
    }

    @Override
    public Term shadow(int operand) {
      return term(residual(residuals.shadow(apply.operands().get(operand))));
    }

    @Override
    public Term cotangent() {
      return term(adjoints.get(apply.result()));
    }

    @Override
    public void accumulate(int operand, Term cotangent) {
      BackwardSweep.this.accumulate(apply.operands().get(operand), valueOf(cotangent));
    }

    @Override
    public void perform(OpDefinition operation, Term... operands) {
      out.perform(
          operation,
          Attributes.NONE,
          java.util.Arrays.stream(operands).map(BackwardSweep::valueOf).toList());
    }
  }
}
