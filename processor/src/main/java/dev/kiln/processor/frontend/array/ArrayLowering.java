package dev.kiln.processor.frontend.array;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers array accesses and creations. */
public final class ArrayLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public ArrayLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** The element or row that an access reads. */
  public Value access(ArrayAccessTree tree) {
    Value array = new TensorArrayLowering(lowerer).base(tree.getExpression());
    if (TensorArrays.isArray(array.type())) {
      return new TensorArrayLowering(lowerer).element(array, tree.getIndex());
    }
    Optional<ModelArray> models =
        new ModelValues(context.program().members()).array(array.type()).filter(a -> !a.isList());
    if (models.isPresent()) {
      return new ModelElements(lowerer).element(models.get(), tree.getIndex());
    }
    Value index = index(tree.getIndex());
    if (!(array.type() instanceof ArrayType)) {
      throw block.refuse(
          tree.getExpression(),
          Code.EXPRESSION,
          "an index on " + TypeNames.of(array.type()),
          "use get(i) on tensors");
    }
    return load(tree, array, index);
  }

  /** The element of an array at an index. */
  public Value load(Tree tree, Value array, Value index) {
    Value element = block.apply(tree, ArrayOps.ARRAY_LOAD, array, index);
    return array.type() instanceof ArrayType type && type.component() instanceof CodedType coded
        ? new Conversions(block).coded(tree, stored(tree, element, coded, -1), coded)
        : element;
  }

  /** Stores an element, which has the type of elements. */
  public void store(Tree tree, Value array, Value index, Value value) {
    Value element = element(tree, value);
    block.perform(tree, ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(array, index, element));
  }

  /** What an array stores for a value: of an enum the ordinal plus one, so that null is 0. */
  Value element(Tree tree, Value value) {
    Value code = new Conversions(block).code(tree, value);
    return value.type() instanceof CodedType coded ? stored(tree, code, coded, 1) : code;
  }

  private Value stored(Tree tree, Value code, CodedType type, int shift) {
    return type.isPrimitive()
        ? code
        : block.apply(
            tree, ElementwiseOps.ADD, code, block.constant(tree, ScalarType.INT32, shift));
  }

  /** An index or a size. */
  public Value index(ExpressionTree tree) {
    return new Conversions(block).required(tree, lowerer.expression(tree), ScalarType.INT32);
  }

  /** {@code new double[n][m]} and {@code new int[] {1, 2}}. */
  public Value creation(NewArrayTree tree) {
    if (tree.getType() == null) {
      throw Refusal.leftToJavac();
    }
    if (tree.getDimensions().size() < 2
        && context.program().types().isTensor(tree.getType(), context)) {
      TensorArrayLowering tensors = new TensorArrayLowering(lowerer);
      return tree.getDimensions().isEmpty()
          ? tensors.of(tree, tree.getInitializers())
          : tensors.empty(tree, tree.getDimensions().get(0));
    }
    ValueType inner = context.program().types().element(tree.getType(), tree, context);
    if (!tree.getDimensions().isEmpty()) {
      return sized(tree, inner);
    }
    // new int[] {1, 2}: the tree's type is the element type
    return initializer(tree, PlainTypes.arrayOf(inner));
  }

  private Value sized(NewArrayTree tree, ValueType inner) {
    ValueType type = inner;
    for (int i = 0; i < tree.getDimensions().size(); i++) {
      type = PlainTypes.arrayOf(type);
    }
    List<Value> sizes = new ArrayList<>();
    for (ExpressionTree size : tree.getDimensions()) {
      sizes.add(index(size));
    }
    return block.apply(
        tree, ArrayOps.ARRAY_NEW, Attributes.of("type", new Attribute.Type(type)), sizes);
  }

  /** {@code {a, b, c}} for an array of type {@code type}. */
  public Value initializer(NewArrayTree tree, ValueType type) {
    if (!(type instanceof ArrayType array)) {
      throw Refusal.leftToJavac();
    }
    int count = tree.getInitializers().size();
    Value size = block.constant(tree, ScalarType.INT32, count);
    Value made =
        block.apply(
            tree,
            ArrayOps.ARRAY_NEW,
            Attributes.of("type", new Attribute.Type(array)),
            List.of(size));
    for (int i = 0; i < count; i++) {
      ExpressionTree element = tree.getInitializers().get(i);
      Value value = lowerer.initializer(element, array.component());
      Value index = block.constant(element, ScalarType.INT32, i);
      store(element, made, index, value);
    }
    return made;
  }
}
