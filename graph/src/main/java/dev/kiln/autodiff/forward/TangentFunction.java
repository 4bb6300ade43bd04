package dev.kiln.autodiff.forward;

import dev.kiln.autodiff.activity.Variation;
import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.adjoint.AdjointZeros;
import dev.kiln.autodiff.adjoint.UndefinedValues;
import dev.kiln.autodiff.reverse.sweep.CustomPullback;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.Term;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies a function with tangents beside the varied values, one for each lane: numbers get numbers,
 * arrays shadow arrays that flow wherever the arrays flow, stacks shadow stacks. Constructs and
 * exits stay what they are; they carry the tangents along.
 */
final class TangentFunction {
  /** Finds what takes the place of a called function. */
  interface Callees {
    /** The name of the twin of {@code function} that takes tangents for the marked arguments. */
    String twin(String function, List<Boolean> varied);

    /** The derivative rule of the function that is called, where it has one. */
    Optional<DerivativeRule> rule(Operation.Call call);

    /** The name of the function that pushes tangents through the function that is called. */
    String pushforward(Operation.Call call, DerivativeRule rule);
  }

  /** How the function passes its results out, given each result and its tangents. */
  @FunctionalInterface
  interface Returned {
    List<Value> arrange(List<Value> primals, List<List<Value>> tangents);
  }

  private final Variation variation;
  private final int lanes;
  private final Callees callees;
  private final Returned returned;
  private final Tangents tangents;

  TangentFunction(Variation variation, int lanes, Callees callees, Returned returned) {
    this.variation = variation;
    this.lanes = lanes;
    this.tangents = new Tangents(variation, lanes);
    this.callees = callees;
    this.returned = returned;
  }

  /** The copies of values and their tangents; parameters are defined there. */
  Tangents tangents() {
    return tangents;
  }

  /** Copies the operations of a block and returns how the copy ends. */
  Terminator copy(Block block, BlockBuilder out) {
    for (Operation operation : block.operations()) {
      out.at(operation.position());
      if (operation instanceof Operation.Apply apply) {
        copyApply(apply, out);
      } else if (operation instanceof Operation.Call call) {
        copyCall(call, out);
      } else {
        copyConstruct(operation, out);
      }
    }
    return end(block, out);
  }

  private void copyConstruct(Operation operation, BlockBuilder out) {
    List<Value> results;
    if (operation instanceof Operation.If branch) {
      results =
          out.ifElse(
              tangents.primal(branch.condition()),
              tangents.slots(branch.results()),
              (block, none) -> copy(branch.thenBlock(), block),
              (block, none) -> copy(branch.elseBlock(), block));
    } else if (operation instanceof Operation.Loop loop) {
      List<Value> carried = loop.condition().parameters();
      results =
          out.loop(
              loop.label(),
              tangents.slots(loop.results()),
              tangents.passed(loop.operands(), carried, out),
              (block, parameters) -> {
                tangents.defineAll(carried, parameters);
                return copy(loop.condition(), block);
              },
              (block, parameters) -> {
                tangents.defineAll(loop.body().parameters(), parameters);
                return copy(loop.body(), block);
              });
    } else {
      Operation.Scope scope = (Operation.Scope) operation;
      results =
          out.scope(
              scope.label(),
              tangents.slots(scope.results()),
              (block, none) -> copy(scope.body(), block));
    }
    tangents.defineAll(operation.results(), results);
  }

  private Terminator end(Block block, BlockBuilder out) {
    Terminator end = block.terminator();
    if (end instanceof Terminator.Return exit) {
      return new Terminator.Return(returned(exit.operands(), out));
    }
    if (end instanceof Terminator.Throw exit) {
      return exit.with(exit.operands().stream().map(tangents::primal).toList());
    }
    if (end instanceof Terminator.Unreachable) {
      return end;
    }
    List<Value> target = variation.jumps().targets(block).get(0);
    if (end instanceof Terminator.Condition exit) {
      Value condition = tangents.primal(exit.condition());
      return new Terminator.Condition(condition, tangents.passed(exit.carried(), target, out));
    }
    List<Value> values = tangents.passed(end.operands(), target, out);
    if (end instanceof Terminator.Break exit) {
      return new Terminator.Break(exit.label(), values);
    }
    if (end instanceof Terminator.Continue exit) {
      return new Terminator.Continue(exit.label(), values);
    }
    return new Terminator.Yield(values);
  }

  private List<Value> returned(List<Value> results, BlockBuilder out) {
    List<List<Value>> ofResults = new ArrayList<>();
    for (Value result : results) {
      boolean floating = Variation.isFloating(result.type());
      ofResults.add(floating ? tangents.orZeros(result, out) : List.of());
    }
    return returned.arrange(results.stream().map(tangents::primal).toList(), ofResults);
  }

  private void copyApply(Operation.Apply apply, BlockBuilder out) {
    List<Value> operands = apply.operands().stream().map(tangents::primal).toList();
    if (!apply.results().isEmpty()) {
      Value result = apply.result();
      Value copy = out.apply(result.name(), apply.definition(), apply.attributes(), operands);
      tangents.define(result, copy, List.of());
      if (variation.isVaried(result)) {
        List<Value> ofResult = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
          ofResult.add(tangentOfResult(apply, copy, lane, out));
        }
        tangents.define(result, copy, ofResult);
      }
      return;
    }
    out.perform(apply.definition(), apply.attributes(), operands);
    boolean hasShadows =
        apply.operands().stream().filter(Variation::isReference).anyMatch(variation::isVaried);
    if (hasShadows && mirrored(apply)) {
      for (int lane = 0; lane < lanes; lane++) {
        out.perform(apply.definition(), apply.attributes(), onShadows(apply, lane, out));
      }
    }
  }

  private Value tangentOfResult(Operation.Apply apply, Value copy, int lane, BlockBuilder out) {
    Value result = apply.result();
    if (AliasClasses.isCopyOfNumbers(apply) && !variation.isVaried(apply.operands().get(0))) {
      return out.apply(ArrayOps.ARRAY_ZEROS_LIKE, copy);
    }
    if (Variation.isReference(result) || mirrored(apply)) {
      String name = tangents.name(AdjointNames.of(result), lane);
      return out.apply(name, apply.definition(), apply.attributes(), onShadows(apply, lane, out));
    }
    List<Optional<Term>> given = new ArrayList<>();
    for (Value operand : apply.operands()) {
      boolean varied = variation.isVaried(operand);
      given.add(varied ? Optional.of(term(tangents.of(operand).get(lane), out)) : Optional.empty());
    }
    return Pushforward.of(apply.definition(), given, new TangentCall(apply, copy, out))
        .map(term -> ((BlockTerm) term).value())
        .map(value -> out.name(value, tangents.name(AdjointNames.of(result), lane)))
        .orElseGet(() -> AdjointZeros.of(result.type(), out));
  }

  private static boolean mirrored(Operation.Apply apply) {
    Derivative derivative = apply.definition().derivative();
    return derivative instanceof Derivative.OnShadows
        || derivative instanceof Derivative.None none && none.forwardOnShadows();
  }

  /** The operands of the operation as it is repeated on shadows. */
  private List<Value> onShadows(Operation.Apply apply, int lane, BlockBuilder out) {
    List<Value> operands = new ArrayList<>();
    for (Value operand : apply.operands()) {
      if (variation.isVaried(operand)) {
        operands.add(tangents.of(operand).get(lane));
      } else if (operand.type().isFloating()) {
        operands.add(AdjointZeros.of(operand.type(), out));
      } else {
        operands.add(tangents.primal(operand));
      }
    }
    return operands;
  }

  private void copyCall(Operation.Call call, BlockBuilder out) {
    Optional<DerivativeRule> rule = callees.rule(call);
    if (rule.isPresent()) {
      copyPlainCall(call, out);
      if (call.results().stream().anyMatch(variation::isVaried)) {
        push(call, rule.get(), out);
      }
      return;
    }
    if (call.operands().stream().noneMatch(variation::isVaried)) {
      copyPlainCall(call, out);
      defineZeros(call, out);
      return;
    }
    List<Value> operands = new ArrayList<>();
    List<Boolean> varied = new ArrayList<>();
    for (Value operand : call.operands()) {
      varied.add(variation.isVaried(operand));
      operands.add(tangents.primal(operand));
      operands.addAll(tangents.of(operand));
    }
    String twin = callees.twin(call.function(), varied);
    tangents.defineAll(call.results(), out.call(twin, tangents.slots(call.results()), operands));
  }

  private void copyPlainCall(Operation.Call call, BlockBuilder out) {
    List<Value> operands = call.operands().stream().map(tangents::primal).toList();
    List<Value> results = out.call(call.function(), Slot.like(call.results()), operands);
    for (int i = 0; i < results.size(); i++) {
      tangents.define(call.results().get(i), results.get(i), List.of());
    }
  }

  /** New arrays that the call returns may get varied elements later, or be stored beside such. */
  private void defineZeros(Operation.Call call, BlockBuilder out) {
    List<Value> varied = call.results().stream().filter(variation::isVaried).toList();
    long references = varied.stream().filter(Variation::isReference).count();
    if (references > 1) {
      throw new NotDifferentiableException(
          call.function() + " returns arrays that may alias, and that are written later",
          call.position());
    }
    varied.forEach(
        result -> tangents.define(result, tangents.primal(result), tangents.zeros(result, out)));
  }

  /** The tangents of the results of a function with a rule of its own: a call of the rule each. */
  private void push(Operation.Call call, DerivativeRule rule, BlockBuilder out) {
    for (int i = 0; i < call.operands().size(); i++) {
      boolean counts = rule.roles().get(i) != DerivativeRule.Role.CONSTANT;
      if (counts && variation.isVaried(call.operands().get(i))) {
        CustomPullback.requireDifferentiated(call, rule, i);
      }
    }
    String name = callees.pushforward(call, rule);
    List<List<Value>> ofResults = new ArrayList<>();
    call.results().forEach(result -> ofResults.add(new ArrayList<>()));
    for (int lane = 0; lane < lanes; lane++) {
      List<Value> operands = new ArrayList<>();
      call.operands().forEach(operand -> operands.add(tangents.primal(operand)));
      call.results().forEach(result -> operands.add(tangents.primal(result)));
      for (int i = 0; i < call.operands().size(); i++) {
        Value operand = call.operands().get(i);
        if (rule.isDifferentiated(i)) {
          operands.add(
              Variation.isFloating(operand.type())
                  ? tangents.orZeros(operand, out).get(lane)
                  : UndefinedValues.like(operand, out));
        }
      }
      List<Value> pushed = out.call(name, Slot.like(call.results()), operands);
      for (int i = 0; i < pushed.size(); i++) {
        ofResults.get(i).add(pushed.get(i));
      }
    }
    for (int i = 0; i < call.results().size(); i++) {
      Value result = call.results().get(i);
      if (variation.isVaried(result)) {
        tangents.define(result, tangents.primal(result), ofResults.get(i));
      }
    }
  }

  private static Term term(Value value, BlockBuilder out) {
    return new BlockTerm(() -> out, value);
  }

  /** An operation of the primal function, as its derivative rule sees it in the copy. */
  private final class TangentCall implements Derivative.Call {
    private final Operation.Apply apply;
    private final Value result;
    private final BlockBuilder out;

    TangentCall(Operation.Apply apply, Value result, BlockBuilder out) {
      this.apply = apply;
      this.result = result;
      this.out = out;
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
      return term(tangents.primal(apply.operands().get(index)), out);
    }

    @Override
    public Term result() {
      return term(result, out);
    }

    @Override
    public ValueType operandType(int index) {
      return apply.operands().get(index).type();
    }

    @Override
    public ValueType resultType() {
      return apply.result().type();
    }
  }
}
