package dev.kiln.processor.frontend.array;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lowers arrays and lists of tensors, whose lengths and indices are known at compile time. */
public final class TensorArrayLowering {
  private final Lowerer lowerer;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public TensorArrayLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.block = lowerer.context().block();
  }

  /** {@code {a, b}}. */
  public Value of(Tree tree, List<? extends ExpressionTree> elements) {
    Map<Integer, Value> values = new TreeMap<>();
    for (int i = 0; i < elements.size(); i++) {
      values.put(i, tensor(lowerer.expression(elements.get(i))));
    }
    return made(tree, false, elements.size(), values);
  }

  /** {@code List.of(a, b)}; empty where not all arguments are tensors. */
  public Optional<Value> listOf(MethodInvocationTree tree) {
    Map<Integer, Value> values = new TreeMap<>();
    for (ExpressionTree argument : tree.getArguments()) {
      values.put(values.size(), lowerer.expression(argument));
    }
    boolean areTensors =
        !values.isEmpty()
            && values.values().stream().allMatch(each -> each.type() instanceof TensorType);
    return areTensors ? Optional.of(made(tree, true, values.size(), values)) : Optional.empty();
  }

  /** {@code new Tensor[n]}. */
  public Value empty(Tree tree, ExpressionTree length) {
    long known = constant(length, "the length of this array of tensors");
    if (known < 0 || known > 1000) {
      throw block.refuse(length, Code.EXPRESSION, "an array of so many tensors", "use one tensor");
    }
    return made(tree, false, (int) known, Map.of());
  }

  /** What an expression refers to whose elements are read, which shares nothing. */
  public Value base(ExpressionTree tree) {
    return Parentheses.inside(tree) instanceof IdentifierTree name
            && block.environment().has(name.getName().toString())
            && isTensors(block.environment().value(name.getName().toString()))
        ? block.environment().value(name.getName().toString())
        : lowerer.expression(tree);
  }

  private static boolean isTensors(Value value) {
    return value != null && TensorArrays.is(value.type());
  }

  /** The element at an index. */
  public Value element(Value array, ExpressionTree index) {
    List<RecordType.Component> present = ((RecordType) array.type()).components();
    if (lowerer.context().isUnreached() && !present.isEmpty()) {
      // as in i > 0 ? layers[i - 1] : .. where i is 0: any element does
      constant(index, "which of the tensors this is");
      return element(index, array, Integer.parseInt(present.get(0).name()));
    }
    return element(index, array, index(array, index));
  }

  /** The element at an index that is known. */
  public Value element(Tree tree, Value array, int index) {
    String name = Integer.toString(index);
    if (((RecordType) array.type()).indexOf(name) < 0) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "element " + name + ", which has no value yet,",
          "assign it first");
    }
    Attributes component = Attributes.of("component", new Attribute.Text(name));
    return block.apply(tree, RecordOps.RECORD_GET, component, List.of(array));
  }

  /** The number of elements. */
  public Value length(Tree tree, Value array) {
    return block.constant(tree, ScalarType.INT32, TensorArrays.length(array.type()));
  }

  /** {@code array[index] = value}. */
  public Value store(Tree tree, ExpressionTree array, ExpressionTree index, ExpressionTree value) {
    String variable =
        Parentheses.inside(array) instanceof IdentifierTree name ? name.getName().toString() : "";
    Value old = base(array);
    int at = index(old, index);
    Value element = tensor(lowerer.expression(value));
    boolean isOwn =
        block.environment().has(variable)
            && block.environment().value(variable) == old
            && block.tensorArrays().isOwned(old, block.environment());
    if (!isOwn) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "assigning an element of this array of tensors here",
          "assign the elements where the array is made, outside of branches and loops over anything"
              + " else, and before it is passed on");
    }
    Map<Integer, Value> values = new TreeMap<>();
    for (RecordType.Component each : ((RecordType) old.type()).components()) {
      int position = Integer.parseInt(each.name());
      values.put(position, element(tree, old, position));
    }
    values.put(at, element);
    int length = TensorArrays.length(old.type());
    Value changed = block.named(made(tree, false, length, values), variable);
    block.environment().assign(variable, changed);
    return element;
  }

  private Value made(Tree tree, boolean isList, int length, Map<Integer, Value> values) {
    List<RecordType.Component> components = new ArrayList<>();
    values.forEach(
        (index, value) ->
            components.add(new RecordType.Component(Integer.toString(index), value.type())));
    RecordType type = TensorArrays.type(isList, length, components);
    Value made =
        block.apply(
            tree,
            RecordOps.RECORD_NEW,
            Attributes.of("type", new Attribute.Type(type)),
            List.copyOf(values.values()));
    block.tensorArrays().own(made, block.environment());
    return made;
  }

  private Value tensor(Value value) {
    if (block.unknowns().isUnknown(value)) {
      throw Refusal.reported();
    }
    if (!(value.type() instanceof TensorType)) {
      throw Refusal.leftToJavac();
    }
    return value;
  }

  private int index(Value array, ExpressionTree index) {
    long at = constant(index, "which of the tensors this is");
    int length = TensorArrays.length(array.type());
    if (at < 0 || at >= length) {
      throw block.refuse(
          index,
          Code.EXPRESSION,
          "the index " + at + " of an array of " + length + " tensors",
          "use an index in its range");
    }
    return (int) at;
  }

  private long constant(ExpressionTree tree, String what) {
    Value value = new Conversions(block).required(tree, lowerer.expression(tree), ScalarType.INT32);
    if (block.unknowns().isUnknown(value)) {
      throw Refusal.reported();
    }
    return block
        .constantBits(value)
        .orElseThrow(
            () ->
                block.refuse(
                    tree,
                    Code.FUNCTION_UNKNOWN,
                    what,
                    "use constants, or count from a constant to the length in a for loop; or use"
                        + " one tensor with a further dimension"));
  }
}
