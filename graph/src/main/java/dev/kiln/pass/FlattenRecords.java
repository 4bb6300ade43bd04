package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.flow.NullableRecords;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Replaces every record by its components, down to values that are not records, and every array of
 * records by an array for each of these, as {@link RecordLeaf} says. At the boundary an input
 * {@code p} becomes inputs {@code p.x} and {@code p.y}; a result {@code result} becomes outputs
 * named by its components alone. A record that may be null, since it was the element of an array,
 * has a truth value beside its components, which is checked where a component is read.
 *
 * <pre>
 * %p = record_new %x, %y            (nothing)
 * %z = record_get %p {component=x}  uses of %z become uses of %x
 * %p = array_load %a, %i            %n = array_load %a_non_null, %i
 *                                   %x = array_load %a_x, %i {checked}
 * </pre>
 */
public final class FlattenRecords {
  private final NullableRecords nullables;

  private FlattenRecords(Graph graph) {
    this.nullables = new NullableRecords(graph);
  }

  public static Graph run(Graph graph) {
    boolean any =
        hasRecords(graph.entry())
            || graph.functions().stream().anyMatch(FlattenRecords::hasRecords);
    return any ? new FlattenRecords(graph).flatten(graph) : graph;
  }

  private static boolean hasRecords(Function function) {
    return areRecords(function.parameters()) || hasRecords(function.body());
  }

  private static boolean hasRecords(Block block) {
    for (Operation operation : block.operations()) {
      if (areRecords(operation.results())) {
        return true;
      }
      for (Block nested : operation.blocks()) {
        if (areRecords(nested.parameters()) || hasRecords(nested)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean areRecords(List<Value> values) {
    for (Value value : values) {
      if (RecordLeaf.hasRecords(value.type())) {
        return true;
      }
    }
    return false;
  }

  private Graph flatten(Graph graph) {
    List<Graph.Input> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      for (RecordLeaf leaf : RecordLeaf.of(input.name(), graph.inputType(i), false)) {
        inputs.add(new Graph.Input(leaf.path(), input.kind()));
      }
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      ValueType type = graph.entry().resultTypes().get(i);
      boolean isRecord = type instanceof RecordType;
      String name = isRecord && graph.outputs().size() == 1 ? "" : graph.outputs().get(i);
      RecordLeaf.of(name, type, nullables.isNullableResult("", i))
          .forEach(leaf -> outputs.add(leaf.path()));
    }
    return new Graph(
        graph.name(),
        inputs,
        outputs,
        flatten(graph.entry(), ""),
        graph.functions().stream().map(each -> flatten(each, each.name())).toList());
  }

  /**
   * @param name what the function is called by; the empty text for the entry
   */
  private Function flatten(Function function, String name) {
    Function copy = new Flattener(nullables, name).copy(function);
    List<ValueType> results = new ArrayList<>();
    for (int i = 0; i < function.resultTypes().size(); i++) {
      ValueType type = function.resultTypes().get(i);
      RecordLeaf.of("", type, nullables.isNullableResult(name, i))
          .forEach(leaf -> results.add(leaf.type()));
    }
    return new Function(
        copy.name(), copy.body(), results, copy.rule().map(rule -> flatten(rule, function)));
  }

  private static DerivativeRule flatten(DerivativeRule rule, Function function) {
    List<DerivativeRule.Role> roles = new ArrayList<>();
    for (int i = 0; i < rule.roles().size(); i++) {
      int leaves = RecordLeaf.of("", function.parameters().get(i).type(), false).size();
      roles.addAll(Collections.nCopies(leaves, rule.roles().get(i)));
    }
    return new DerivativeRule(rule.vjp(), rule.jvp(), roles);
  }

  /** Copies one function. */
  private static final class Flattener extends GraphCopier {
    private static final Attributes CHECKED = Attributes.of("checked", new Attribute.Truth(true));

    private final NullableRecords nullables;
    private final String function;

    /** What is known to be true, since it has been checked in this block or around it. */
    private Set<Value> known = new HashSet<>();

    Flattener(NullableRecords nullables, String function) {
      this.nullables = nullables;
      this.function = function;
    }

    private boolean isNullable(Value value) {
      return nullables.isNullable(function, value);
    }

    private List<RecordLeaf> leaves(Value value) {
      return RecordLeaf.of(value.name(), value.type(), isNullable(value));
    }

    @Override
    protected List<Slot> slots(Value old) {
      if (!RecordLeaf.hasRecords(old.type())) {
        return super.slots(old);
      }
      return leaves(old).stream().map(leaf -> new Slot(name(old, leaf), leaf.type())).toList();
    }

    /** {@code x} of a record, {@code points.x} of an array of records. */
    private static String name(Value old, RecordLeaf leaf) {
      return old.type() instanceof RecordType ? leaf.name() : leaf.path();
    }

    @Override
    public Terminator copyInto(Block block, BlockBuilder target) {
      Set<Value> outer = known;
      known = new HashSet<>(outer);
      Terminator end = super.copyInto(block, target);
      known = outer;
      return end;
    }

    @Override
    protected void copyApply(Operation.Apply apply, BlockBuilder target) {
      OpDefinition operation = apply.definition();
      if (operation == RecordOps.RECORD_NEW) {
        define(apply.result(), construction(apply, target));
      } else if (operation == RecordOps.RECORD_GET) {
        define(apply.result(), component(apply, target));
      } else if (operation == RecordOps.RECORD_NON_NULL) {
        Value record = apply.operands().get(0);
        define(
            apply.result(), List.of(isNullable(record) ? lookup(record).get(0) : present(target)));
      } else if (operation == CheckOps.REQUIRE_NON_NULL) {
        require(single(apply.operands().get(0)), target);
      } else if (operation.is(Trait.UNDEFINED) && RecordLeaf.hasRecords(apply.result().type())) {
        define(
            apply.result(), slots(apply.result()).stream().map(s -> undefined(s, target)).toList());
      } else if (apply.operands().stream().anyMatch(each -> RecordLeaf.isRecordArray(each.type()))
          || operation.is(Trait.SIZED) && RecordLeaf.isRecordArray(apply.result().type())) {
        copyOnArrays(apply, target);
      } else {
        super.copyApply(apply, target);
      }
    }

    private List<Value> construction(Operation.Apply made, BlockBuilder target) {
      boolean nullable = isNullable(made.result());
      List<Value> leaves = new ArrayList<>();
      if (nullable) {
        leaves.add(present(target));
      }
      made.operands().forEach(each -> leaves.addAll(converted(each, nullable, target)));
      return leaves;
    }

    private List<Value> component(Operation.Apply get, BlockBuilder target) {
      Value record = get.operands().get(0);
      RecordType type = (RecordType) record.type();
      boolean nullable = isNullable(record);
      int start = 0;
      if (nullable) {
        require(lookup(record).get(0), target);
        start++;
      }
      int index = type.indexOf(get.attributes().text("component"));
      for (int i = 0; i < index; i++) {
        start += RecordLeaf.of("", type.components().get(i).type(), nullable).size();
      }
      int count = RecordLeaf.of("", type.components().get(index).type(), nullable).size();
      return lookup(record).subList(start, start + count);
    }

    private void require(Value nonNull, BlockBuilder target) {
      if (known.add(nonNull)) {
        target.perform(CheckOps.REQUIRE_NON_NULL, Attributes.NONE, List.of(nonNull));
      }
    }

    private Value present(BlockBuilder target) {
      Value present = target.constant(ScalarType.BOOL, true);
      known.add(present);
      return present;
    }

    /** An operation on arrays of records is done on the array of each leaf. */
    private void copyOnArrays(Operation.Apply apply, BlockBuilder target) {
      OpDefinition operation = apply.definition();
      if (operation.is(Trait.STORE)) {
        store(apply, target);
        return;
      }
      if (!RecordLeaf.hasRecords(apply.result().type())) { // the length, or whether they are one
        List<Value> first = apply.operands().stream().map(each -> lookup(each).get(0)).toList();
        Value result = target.apply(apply.result().name(), operation, apply.attributes(), first);
        define(apply.result(), List.of(result));
        return;
      }
      List<Slot> slots = slots(apply.result());
      List<Value> results = new ArrayList<>();
      for (int i = 0; i < slots.size(); i++) {
        List<Value> operands = new ArrayList<>();
        for (Value operand : apply.operands()) {
          List<Value> leaves = lookup(operand);
          operands.add(leaves.get(RecordLeaf.isRecordArray(operand.type()) ? i : 0));
        }
        Attributes attributes = apply.attributes();
        if (operation.is(Trait.SIZED)) {
          attributes = Attributes.of("type", new Attribute.Type(slots.get(i).type()));
        } else if (operation.is(Trait.LOAD) && i > 0) {
          attributes = CHECKED;
        }
        results.add(target.apply(slots.get(i).name(), operation, attributes, operands));
      }
      define(apply.result(), results);
    }

    private void store(Operation.Apply store, BlockBuilder target) {
      List<Value> arrays = lookup(store.operands().get(0));
      Value index = single(store.operands().get(1));
      List<Value> leaves = converted(store.operands().get(2), true, target);
      for (int i = 0; i < arrays.size(); i++) {
        target.perform(
            ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(arrays.get(i), index, leaves.get(i)));
      }
    }

    private static Value undefined(Slot slot, BlockBuilder target) {
      return target.apply(
          slot.name(),
          ConstantOps.UNDEFINED,
          Attributes.of("type", new Attribute.Type(slot.type())),
          List.of());
    }

    @Override
    protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
      copyLoop(loop, passed(loop.operands(), loop.condition().parameters(), target), target);
    }

    @Override
    protected void copyCall(Operation.Call call, BlockBuilder target) {
      List<Value> operands = new ArrayList<>();
      for (int i = 0; i < call.operands().size(); i++) {
        boolean nullable = nullables.isNullableParameter(call.function(), i);
        operands.addAll(converted(call.operands().get(i), nullable, target));
      }
      List<Value> results = target.call(call.function(), slots(call.results()), operands);
      defineAll(call.results(), results);
    }

    @Override
    protected Terminator copyTerminator(Terminator terminator, BlockBuilder target) {
      List<Value> targets = nullables.targets(terminator);
      if (terminator instanceof Terminator.Yield end) {
        return new Terminator.Yield(passed(end.operands(), targets, target));
      }
      if (terminator instanceof Terminator.Condition end) {
        return new Terminator.Condition(
            single(end.condition()), passed(end.carried(), targets, target));
      }
      if (terminator instanceof Terminator.Break end) {
        return new Terminator.Break(end.label(), passed(end.operands(), targets, target));
      }
      if (terminator instanceof Terminator.Continue end) {
        return new Terminator.Continue(end.label(), passed(end.operands(), targets, target));
      }
      if (terminator instanceof Terminator.Return end) {
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < end.operands().size(); i++) {
          boolean nullable = nullables.isNullableResult(function, i);
          results.addAll(converted(end.operands().get(i), nullable, target));
        }
        return new Terminator.Return(results);
      }
      return super.copyTerminator(terminator, target);
    }

    /** What values become where {@code targets} take them. */
    private List<Value> passed(List<Value> olds, List<Value> targets, BlockBuilder target) {
      List<Value> passed = new ArrayList<>();
      for (int i = 0; i < olds.size(); i++) {
        passed.addAll(converted(olds.get(i), isNullable(targets.get(i)), target));
      }
      return passed;
    }

    /** The leaves of a value as something that may be null, or as something that is not. */
    private List<Value> converted(Value old, boolean nullable, BlockBuilder target) {
      List<Value> leaves = lookup(old);
      if (!(old.type() instanceof RecordType) || isNullable(old) == nullable) {
        return leaves;
      }
      List<Value> converted = new ArrayList<>();
      int next = 0;
      for (RecordLeaf leaf : RecordLeaf.of("", old.type(), true)) {
        boolean isFlag = leaf.type().equals(ScalarType.BOOL) && isNonNull(leaf);
        if (!isFlag) {
          converted.add(leaves.get(next++));
        } else if (nullable) {
          converted.add(present(target));
        } else {
          require(leaves.get(next++), target);
        }
      }
      return converted;
    }

    private static boolean isNonNull(RecordLeaf leaf) {
      return leaf.name().equals(RecordLeaf.NON_NULL);
    }
  }
}
