package dev.kiln.processor.frontend.method;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.body.CodeLowering;
import dev.kiln.processor.frontend.code.Calls;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.statement.JumpLowering;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * The code of a function that is a value.
 *
 * @param types of the value itself, which holds what it captures, and of the arguments
 * @param constants which of these are references that are only read
 */
record LambdaBody(Lambda lambda, List<ValueType> types, List<Boolean> constants) {
  /** Declares the parameters, and the variables that are captured. */
  List<Value> declare(Context context) {
    OpenBlock block = context.block();
    List<Value> parameters = new ArrayList<>();
    Value self = block.create("captured", types.get(0));
    parameters.add(self);
    for (RecordType.Component each : ((RecordType) types.get(0)).components()) {
      Attributes name = Attributes.of("component", new Attribute.Text(each.name()));
      Value value = block.apply(lambda.body(), RecordOps.RECORD_GET, name, List.of(self));
      block.environment().declare(each.name(), each.type(), block.named(value, each.name()));
    }
    for (int i = 1; i < types.size(); i++) {
      String name = lambda.parameters().get(i - 1);
      Value value = block.create(name, types.get(i));
      parameters.add(value);
      block.environment().declare(name, types.get(i), value);
      if (constants.get(i)) {
        new Constancy(block).input(lambda.body(), name, value);
      }
    }
    return parameters;
  }

  /** The block of the function, without parameters. */
  Block lower(Context context, Calls calls) {
    Lowerer lowerer = new CodeLowering(context, calls);
    return context.block().build(end(lowerer, lambda.body()));
  }

  private static Terminator end(Lowerer lowerer, Tree body) {
    Context context = lowerer.context();
    boolean isVoid = context.result().isVoid();
    if (body instanceof ExpressionTree expression) {
      if (!isVoid) {
        return new JumpLowering(lowerer).returned(expression);
      }
      lowerer.effect(expression);
      return new Terminator.Return(List.of());
    }
    Terminator end = lowerer.statements(((BlockTree) body).getStatements());
    if (end == null && !isVoid) {
      boolean isSaid = !context.program().problems().isEmpty();
      throw isSaid ? Refusal.reported() : Refusal.leftToJavac();
    }
    return end == null ? new Terminator.Return(List.of()) : end;
  }
}
