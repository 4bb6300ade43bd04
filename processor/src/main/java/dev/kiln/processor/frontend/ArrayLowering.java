package dev.kiln.processor.frontend;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.NewArrayTree;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Lowers array accesses and creations. */
final class ArrayLowering {
  private final Body body;

  ArrayLowering(Body body) {
    this.body = body;
  }

  Value access(ArrayAccessTree tree) {
    Value array = body.expressions.lower(tree.getExpression());
    Value index = index(tree.getIndex());
    if (!(array.type() instanceof ArrayType)) {
      throw body.refuse(
          tree.getExpression(),
          Code.EXPRESSION,
          "an index on " + TypeNames.of(array.type()),
          "use get(i) on tensors");
    }
    return body.apply(tree, ArrayOps.ARRAY_LOAD, array, index);
  }

  Value index(ExpressionTree tree) {
    return body.expressions.required(body.expressions.lower(tree), ScalarType.INT32);
  }

  Value creation(NewArrayTree tree) {
    if (tree.getType() == null) {
      throw Refusal.leftToJavac();
    }
    ValueType inner = body.program.types().element(tree.getType(), tree, body);
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
    return body.apply(
        tree, ArrayOps.ARRAY_NEW, Attributes.of("type", new Attribute.Type(type)), sizes);
  }

  /** {@code {a, b, c}} for an array of type {@code type}. */
  Value initializer(NewArrayTree tree, ValueType type) {
    if (!(type instanceof ArrayType array)) {
      throw Refusal.leftToJavac();
    }
    int count = tree.getInitializers().size();
    Value size = body.constant(tree, ScalarType.INT32, count);
    Value made =
        body.apply(
            tree,
            ArrayOps.ARRAY_NEW,
            Attributes.of("type", new Attribute.Type(array)),
            List.of(size));
    for (int i = 0; i < count; i++) {
      ExpressionTree element = tree.getInitializers().get(i);
      Value value = body.expressions.initialize(element, array.component());
      Value index = body.constant(element, ScalarType.INT32, i);
      body.perform(element, ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(made, index, value));
    }
    return made;
  }
}
