package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewArrayTree;
import dev.kiln.annotation.DType;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Spelling;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.array.TensorArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.type.Texts;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of a call of an operation: values, each lowered when it is asked for first, and
 * attributes.
 */
final class OperationArguments {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final List<? extends ExpressionTree> trees;
  private final Value[] values;

  OperationArguments(Lowerer lowerer, List<? extends ExpressionTree> trees) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.trees = trees;
    this.values = new Value[trees.size()];
  }

  int size() {
    return trees.size();
  }

  ExpressionTree tree(int index) {
    return trees.get(index);
  }

  /** Whether an argument was asked for as a value. */
  boolean isLowered(int index) {
    return values[index] != null;
  }

  /** The value of an argument. */
  Value value(int index) {
    if (values[index] == null) {
      values[index] = lowerer.expression(trees.get(index));
    }
    return values[index];
  }

  /** Where the arguments end that {@code variadic} takes, which takes any number of them. */
  int end(Spelling spelling, Spelling.Argument variadic) {
    List<Spelling.Argument> all = spelling.arguments();
    return size() - (all.size() - 1 - all.indexOf(variadic));
  }

  /** Whether all arguments from {@code first} on are one array of tensors. */
  boolean isTensorArray(int first) {
    return first == trees.size() - 1 && TensorArrays.isArray(value(first).type());
  }

  /** The arguments from {@code first} on: tensors, or an array of them. */
  List<Value> tensors(int first) {
    List<Value> tensors = new ArrayList<>();
    if (first < trees.size() && isTensorArray(first)) {
      TensorArrayLowering elements = new TensorArrayLowering(lowerer);
      for (int i = 0; i < TensorArrays.length(value(first).type()); i++) {
        tensors.add(elements.element(trees.get(first), value(first), i));
      }
      return tensors;
    }
    for (int i = first; i < trees.size(); i++) {
      tensors.add(value(i));
    }
    return tensors;
  }

  /** The arguments from {@code first} to {@code end}, exclusive, as one attribute. */
  Attribute variadic(int first, int end, Class<? extends Attribute> kind) {
    List<Value> lowered = new ArrayList<>();
    List<ExpressionTree> places = new ArrayList<>();
    for (int i = first; i < end; i++) {
      if (trees.get(i) instanceof NewArrayTree array && array.getInitializers() != null) {
        for (ExpressionTree element : array.getInitializers()) {
          places.add(element);
          lowered.add(lowerer.expression(element));
        }
      } else {
        places.add(trees.get(i));
        lowered.add(value(i));
      }
    }
    if (kind == Attribute.Dims.class) {
      List<Dim> dims = new ArrayList<>();
      for (int i = 0; i < lowered.size(); i++) {
        dims.add(dim(places.get(i), lowered.get(i)));
      }
      return new Attribute.Dims(dims);
    }
    List<Long> integers = new ArrayList<>();
    for (int i = 0; i < lowered.size(); i++) {
      integers.add(constant(places.get(i), lowered.get(i)));
    }
    return new Attribute.Integers(integers);
  }

  /** An argument as an attribute. */
  Attribute attribute(int index, Class<? extends Attribute> kind) {
    ExpressionTree tree = trees.get(index);
    if (kind == Attribute.ElementType.class) {
      return new Attribute.ElementType(dtype(index).orElseThrow(Refusal::leftToJavac));
    }
    if (kind == Attribute.Text.class) {
      return new Attribute.Text(text(index).orElseThrow(Refusal::leftToJavac));
    }
    Value value = value(index);
    if (kind == Attribute.Dims.class) {
      return new Attribute.Dims(List.of(dim(tree, value)));
    }
    if (kind == Attribute.Truth.class) {
      return new Attribute.Truth(constant(tree, value) != 0);
    }
    if (kind == Attribute.Number.class && value.type().equals(ScalarType.INT64)) {
      return new Attribute.Number(DType.INT64, constant(tree, value));
    }
    if (kind == Attribute.Number.class) {
      Value number = new Conversions(block).cast(tree, value, ScalarType.FLOAT64);
      return new Attribute.Number(DType.FLOAT64, constant(tree, number));
    }
    return new Attribute.Integer(constant(tree, value));
  }

  private long constant(ExpressionTree tree, Value value) {
    return block
        .constantBits(value)
        .orElseThrow(() -> block.refuse(tree, Code.NOT_CONSTANT, "'" + tree + "'"));
  }

  private Dim dim(ExpressionTree tree, Value value) {
    return block
        .dim(value)
        .orElseThrow(() -> block.refuse(tree, Code.NOT_CONSTANT, "'" + tree + "'"));
  }

  /** The string that an argument is, if it is known now. */
  Optional<String> text(int index) {
    return new Texts(context.constants())
        .constant(trees.get(index))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /** The dtype that an argument names, such as {@code DType.INT32} or {@code INT32}. */
  Optional<DType> dtype(int index) {
    ExpressionTree tree = trees.get(index);
    String text = null;
    if (tree instanceof MemberSelectTree select
        && select.getExpression().toString().endsWith("DType")) {
      text = select.getIdentifier().toString();
    } else if (tree instanceof IdentifierTree identifier
        && !block.environment().has(identifier.getName().toString())) {
      text = identifier.getName().toString();
    }
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(text)) {
        return Optional.of(dtype);
      }
    }
    return Optional.empty();
  }
}
