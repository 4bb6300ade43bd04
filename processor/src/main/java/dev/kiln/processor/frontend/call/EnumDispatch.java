package dev.kiln.processor.frontend.call;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Branch;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.EnumConstants;
import dev.kiln.processor.frontend.expression.EnumLowering;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;

/**
 * Calls methods of constants of enums: functions that take the constant first. Where bodies of
 * constants override a method, the ordinal chooses.
 */
final class EnumDispatch {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  EnumDispatch(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** Calls a method of a constant, which throws where it is null; null for a void method. */
  Value call(
      Tree tree, ExecutableElement method, Receiver receiver, Value constant, List<Value> given) {
    boolean isThis =
        context.hasVariable(Receiver.THIS)
            && constant.equals(block.environment().value(Receiver.THIS));
    if (!isThis) {
      new EnumLowering(block).ordinal(tree, constant); // null has no methods
    }
    List<Value> arguments = new ArrayList<>();
    arguments.add(constant);
    arguments.addAll(given);
    Set<Integer> overriding =
        EnumConstants.of(context.program(), receiver.record())
            .map(each -> each.methods(method))
            .map(Map::keySet)
            .orElse(Set.of());
    int count = Enums.constants(receiver.record()).size();
    boolean isAbstract = method.getModifiers().contains(Modifier.ABSTRACT);
    List<Integer> bodies = new ArrayList<>(overriding);
    if (!isAbstract && bodies.size() < count) {
      bodies.add(Receiver.OF_ALL);
    }
    if (bodies.isEmpty()) {
      throw Refusal.leftToJavac();
    }
    return dispatch(tree, method, receiver, arguments, bodies);
  }

  private Value dispatch(
      Tree tree,
      ExecutableElement method,
      Receiver receiver,
      List<Value> arguments,
      List<Integer> bodies) {
    int first = bodies.get(0);
    if (bodies.size() == 1) {
      return lowerer.call(tree, method, receiver.inConstant(first), arguments);
    }
    Value code = new Conversions(block).code(tree, arguments.get(0));
    Value ordinal = block.constant(tree, ScalarType.INT32, first);
    Value isIt = block.apply(tree, ElementwiseOps.EQUAL, code, ordinal);
    return new Joining(block)
        .join(
            tree,
            isIt,
            branch(tree, method, receiver, arguments, bodies.subList(0, 1)),
            branch(tree, method, receiver, arguments, bodies.subList(1, bodies.size())),
            Set.of())
        .value();
  }

  private Branch branch(
      Tree tree,
      ExecutableElement method,
      Receiver receiver,
      List<Value> arguments,
      List<Integer> bodies) {
    Context inner = context.nested(List.of());
    Value value =
        new EnumDispatch(lowerer.in(inner)).dispatch(tree, method, receiver, arguments, bodies);
    return value == null ? Branch.completes(inner.block()) : Branch.of(inner.block(), value);
  }
}
