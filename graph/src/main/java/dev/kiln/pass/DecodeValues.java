package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.scalar.CodeOps;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;

/**
 * Makes ints of all bytes, shorts, chars and enums, which represent them anyway: {@code coded_as}
 * and {@code code_of} are their operands. Arrays of bytes, shorts and chars stay what they are;
 * those of enums become arrays of ints.
 */
public final class DecodeValues {
  private DecodeValues() {}

  public static Graph run(Graph graph) {
    boolean any =
        hasCodes(graph.entry()) || graph.functions().stream().anyMatch(DecodeValues::hasCodes);
    return any
        ? new Graph(
            graph.name(),
            graph.inputs(),
            graph.outputs(),
            decoded(graph.entry()),
            graph.functions().stream().map(DecodeValues::decoded).toList())
        : graph;
  }

  private static boolean hasCodes(Function function) {
    return areCoded(function.parameters()) || hasCodes(function.body());
  }

  private static boolean hasCodes(Block block) {
    for (Operation operation : block.operations()) {
      if (areCoded(operation.results())) {
        return true;
      }
      for (Block nested : operation.blocks()) {
        if (areCoded(nested.parameters()) || hasCodes(nested)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean areCoded(List<Value> values) {
    return values.stream().anyMatch(each -> !type(each.type()).equals(each.type()));
  }

  private static Function decoded(Function function) {
    Function copy = new Decoder().copy(function);
    return new Function(
        copy.name(),
        copy.body(),
        copy.resultTypes().stream().map(DecodeValues::type).toList(),
        copy.rule());
  }

  /** The type afterwards. */
  private static ValueType type(ValueType type) {
    boolean hasEnums = type instanceof ArrayType array && CodedType.isEnum(array.element());
    return hasEnums
        ? new ArrayType(ScalarType.INT32, ((ArrayType) type).rank())
        : CodedType.decoded(type);
  }

  /** Whether an attribute says what type an operation gives, which is another one afterwards. */
  private static boolean makesType(Operation.Apply apply) {
    return apply.attributes().has("type")
        && apply.results().size() == 1
        && !type(apply.result().type()).equals(apply.result().type());
  }

  private static final class Decoder extends GraphCopier {
    @Override
    protected List<Slot> slots(Value old) {
      return List.of(new Slot(old.name(), type(old.type())));
    }

    @Override
    protected void copyApply(Operation.Apply apply, BlockBuilder target) {
      boolean changesType =
          apply.definition() == CodeOps.CODED_AS || apply.definition() == CodeOps.CODE_OF;
      if (changesType) {
        define(apply.result(), lookup(apply.operands().get(0)));
      } else if (makesType(apply)) {
        ValueType decoded = type(apply.result().type());
        Attributes type = Attributes.of("type", new Attribute.Type(decoded));
        List<Value> operands =
            apply.operands().stream().flatMap(each -> lookup(each).stream()).toList();
        Value value = target.apply(apply.result().name(), apply.definition(), type, operands);
        define(apply.result(), List.of(value));
      } else {
        super.copyApply(apply, target);
      }
    }
  }
}
