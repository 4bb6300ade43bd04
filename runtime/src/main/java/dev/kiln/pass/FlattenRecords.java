package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.RecordOps;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Replaces every record by its components, down to values that are not records. At the boundary an
 * input {@code p} becomes inputs {@code p.x} and {@code p.y}; a result {@code result} becomes
 * outputs named by its components alone.
 *
 * <pre>
 * %p = record_new %x, %y            (nothing)
 * %z = record_get %p {component=x}  uses of %z become uses of %x
 * </pre>
 */
public final class FlattenRecords {
  private FlattenRecords() {}

  /** One value that remains of a record. */
  private record Leaf(String path, ValueType type) {}

  public static Graph run(Graph graph) {
    boolean any =
        hasRecords(graph.entry())
            || graph.functions().stream().anyMatch(FlattenRecords::hasRecords);
    return any ? flatten(graph) : graph;
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
      if (value.type() instanceof RecordType) {
        return true;
      }
    }
    return false;
  }

  private static Graph flatten(Graph graph) {
    List<Graph.Input> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      for (Leaf leaf : leaves(input.name(), graph.inputType(i))) {
        inputs.add(new Graph.Input(leaf.path(), input.kind()));
      }
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      ValueType type = graph.entry().resultTypes().get(i);
      boolean isRecord = type instanceof RecordType;
      String name = isRecord && graph.outputs().size() == 1 ? "" : graph.outputs().get(i);
      leaves(name, type).forEach(leaf -> outputs.add(leaf.path()));
    }
    return new Graph(
        graph.name(),
        inputs,
        outputs,
        flatten(graph.entry()),
        graph.functions().stream().map(FlattenRecords::flatten).toList());
  }

  private static Function flatten(Function function) {
    Function copy = new Flattener().copy(function);
    List<ValueType> results =
        function.resultTypes().stream()
            .flatMap(type -> leaves("", type).stream().map(Leaf::type))
            .toList();
    return new Function(
        copy.name(), copy.body(), results, copy.rule().map(rule -> flatten(rule, function)));
  }

  private static DerivativeRule flatten(DerivativeRule rule, Function function) {
    List<DerivativeRule.Role> roles = new ArrayList<>();
    for (int i = 0; i < rule.roles().size(); i++) {
      int leaves = leaves("", function.parameters().get(i).type()).size();
      roles.addAll(Collections.nCopies(leaves, rule.roles().get(i)));
    }
    return new DerivativeRule(rule.vjp(), rule.jvp(), roles);
  }

  private static List<Leaf> leaves(String path, ValueType type) {
    List<Leaf> leaves = new ArrayList<>();
    collectLeaves(path, type, leaves);
    return leaves;
  }

  private static void collectLeaves(String path, ValueType type, List<Leaf> leaves) {
    if (type instanceof RecordType record) {
      for (RecordType.Component component : record.components()) {
        String inner = path.isEmpty() ? component.name() : path + "." + component.name();
        collectLeaves(inner, component.type(), leaves);
      }
    } else {
      leaves.add(new Leaf(path, type));
    }
  }

  private static final class Flattener extends GraphCopier {
    @Override
    protected List<Slot> slots(Value old) {
      if (!(old.type() instanceof RecordType)) {
        return super.slots(old);
      }
      return leaves(old.name(), old.type()).stream()
          .map(leaf -> new Slot(lastWord(leaf.path()), leaf.type()))
          .toList();
    }

    @Override
    protected void copyApply(Operation.Apply apply, BlockBuilder target) {
      if (apply.definition() == RecordOps.RECORD_NEW) {
        define(apply.result(), lookup(apply.operands()));
      } else if (apply.definition() == RecordOps.RECORD_GET) {
        define(apply.result(), component(apply));
      } else if (apply.definition() == ConstantOps.UNDEFINED
          && apply.result().type() instanceof RecordType) {
        define(
            apply.result(), slots(apply.result()).stream().map(s -> undefined(s, target)).toList());
      } else {
        super.copyApply(apply, target);
      }
    }

    private List<Value> component(Operation.Apply get) {
      Value record = get.operands().get(0);
      RecordType type = (RecordType) record.type();
      int index = type.indexOf(get.attributes().text("component"));
      int start = 0;
      for (int i = 0; i < index; i++) {
        start += leaves("", type.components().get(i).type()).size();
      }
      int count = leaves("", type.components().get(index).type()).size();
      return lookup(record).subList(start, start + count);
    }

    private static Value undefined(Slot slot, BlockBuilder target) {
      return target.apply(
          slot.name(),
          ConstantOps.UNDEFINED,
          Attributes.of("type", new Attribute.Type(slot.type())),
          List.of());
    }

    private static String lastWord(String path) {
      return path.substring(path.lastIndexOf('.') + 1);
    }
  }
}
