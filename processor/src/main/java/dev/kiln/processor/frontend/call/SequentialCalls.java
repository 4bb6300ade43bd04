package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.frontend.array.ModelElements;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.tree.MadeCode;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.processor.model.library.SequentialLayers;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;

/** Lowers calls of layers in sequence: to calls of one after the other. */
final class SequentialCalls {
  /** What the code calls a layer and what it is applied to, which no user's code does. */
  private static final String LAYER = "layer$";

  private static final String ARGUMENT = "argument$";

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  SequentialCalls(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** The result of the last layer; empty for a call of every other method. */
  Optional<Value> lower(
      Tree tree, ExecutableElement method, Receiver receiver, List<Value> arguments) {
    if (!SequentialLayers.areAppliedBy(method)) {
      return Optional.empty();
    }
    String path = receiver.path() + SequentialLayers.FIELD;
    ModelArray layers = context.program().members().array(path);
    if (layers == null) {
      throw block.refuse(
          tree,
          Code.FUNCTION_UNKNOWN,
          "which models " + path + " holds",
          "make the field final and initialise it, where it is declared or in one statement of the"
              + " constructor, as in new Sequential(new Dense(..), Tensor::relu)");
    }
    Value value = arguments.get(0);
    for (int i = 0; i < layers.length(); i++) {
      value = applied(tree, new ModelElements(lowerer).element(tree, layers, i), value);
    }
    return Optional.of(value);
  }

  /** {@code layer.apply(argument)}. */
  private Value applied(Tree tree, Value layer, Value argument) {
    int size = block.environment().size();
    block.environment().declare(LAYER, null, layer);
    block.environment().declare(ARGUMENT, null, argument);
    MadeCode code = new MadeCode(tree);
    ExpressionTree call =
        code.call(code.name(LAYER), SequentialLayers.METHOD, List.of(code.name(ARGUMENT)));
    Value result = lowerer.expressionOrRefusal(call);
    block.environment().leave(size);
    return result;
  }
}
