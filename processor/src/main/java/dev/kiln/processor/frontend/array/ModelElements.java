package dev.kiln.processor.frontend.array;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.frontend.lambda.FunctionFields;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.ModelFunction;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.source.Inheritance;
import dev.kiln.processor.model.type.ModelTypes;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/** Lowers the elements of arrays and lists of models: which one it is must be known now. */
public final class ModelElements {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public ModelElements(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** The element at an index. */
  public Value element(ModelArray array, ExpressionTree index) {
    Value at = new Conversions(block).required(index, lowerer.expression(index), ScalarType.INT32);
    if (block.unknowns().isUnknown(at)) {
      throw Refusal.reported();
    }
    long position =
        block
            .constantBits(at)
            .orElseThrow(
                () ->
                    block.refuse(
                        index,
                        Code.FUNCTION_UNKNOWN,
                        "which of the models " + array.path() + " this is",
                        "loop over all of them, as in for (var each : "
                            + array.path()
                            + "), or over their indices"));
    boolean isOutside = position < 0 || position >= array.length();
    if (isOutside && context.isUnreached() && array.length() > 0) {
      // as in i > 0 ? layers[i - 1] : .. where i is 0: any element does
      return element(index, array, 0);
    }
    if (isOutside) {
      throw block.refuse(
          index,
          Code.EXPRESSION,
          "the index " + position + " of " + array.path() + ", whose length is " + array.length(),
          "use an index in its range");
    }
    return element(index, array, (int) position);
  }

  /** The element at an index that is known. */
  public Value element(Tree tree, ModelArray array, int index) {
    NestedModel model = context.program().members().nested(array.path(index));
    return model == null ? function(tree, array, index) : value(tree, ModelValues.type(model));
  }

  /** A function among the models of a list, which never changes. */
  private Value function(Tree tree, ModelArray array, int index) {
    Optional<DeclaredType> type =
        ModelTypes.elementType(array.element().asType()).flatMap(context.program().functions()::of);
    ModelFunction function = array.functions().get(index);
    Optional<Value> value =
        array.isList() && type.isPresent() && function != null
            ? new FunctionFields(lowerer).read(function, type.get())
            : Optional.empty();
    return value.orElseThrow(
        () ->
            block.refuse(
                tree,
                Code.FUNCTION_UNKNOWN,
                "the function " + array.path(index),
                array.isList()
                    ? "write a lambda that reads only its arguments and fields of the model"
                    : "use a list that never changes, as in List.of(layer, Tensor::relu)"));
  }

  /** A model as a value of a static type; other values, and models of other types, as they are. */
  public Value as(Tree tree, Value value, TypeElement type) {
    ModelValues models = new ModelValues(context.program().members());
    Optional<NestedModel> model = models.model(value.type());
    return type != null
            && model.isPresent()
            && !models.site(value.type()).equals(type)
            && Inheritance.lineage(model.get().model()).contains(type)
        ? value(tree, ModelValues.type(model.get(), type))
        : value;
  }

  /** The number of elements. */
  public Value length(Tree tree, ModelArray array) {
    return block.constant(tree, ScalarType.INT32, array.length());
  }

  /** A model, or an array or list of models, as a value. */
  public Value value(Tree tree, RecordType type) {
    return block.apply(
        tree, RecordOps.RECORD_NEW, Attributes.of("type", new Attribute.Type(type)), List.of());
  }
}
