package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.array.ModelElements;
import dev.kiln.processor.frontend.array.TensorArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.frontend.code.Target;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.tree.Jumps;
import dev.kiln.processor.frontend.tree.UsedNames;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.type.ScalarType;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.VariableElement;

/**
 * Lowers loops over models: to the code of their iterations, one after the other. Each model has
 * parameters and sizes of its own, so that each iteration is other code.
 */
final class ModelLoops {
  /** A loop that has more iterations is refused. */
  private static final int MOST_ITERATIONS = 1000;

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  ModelLoops(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** What the next iteration runs before its body; whether there is one. */
  private interface Start {
    boolean next(Lowerer lowerer, int iteration);
  }

  /** An element of what a loop goes over. */
  private interface Element {
    Value at(Lowerer lowerer, int index);
  }

  /** Lowers {@code for (Layer each : layers)}. */
  Terminator over(EnhancedForLoopTree loop, String label, ModelArray array) {
    Tree tree = loop.getVariable();
    return over(
        loop,
        label,
        array.length(),
        (inner, index) -> new ModelElements(inner).element(tree, array, index));
  }

  /** Lowers {@code for (Tensor each : tensors)}. */
  Terminator over(EnhancedForLoopTree loop, String label, Value tensors) {
    Tree tree = loop.getVariable();
    return over(
        loop,
        label,
        TensorArrays.length(tensors.type()),
        (inner, index) -> new TensorArrayLowering(inner).element(tree, tensors, index));
  }

  private Terminator over(EnhancedForLoopTree loop, String label, int length, Element element) {
    context.program().types().local(loop.getVariable().getType(), context);
    Start start =
        (inner, iteration) -> {
          if (iteration >= length) {
            return false;
          }
          new DeclarationLowering(inner).element(loop.getVariable(), element.at(inner, iteration));
          return true;
        };
    return run(loop, loop.getStatement(), label, start, inner -> {});
  }

  /** Whether a loop reads elements of an array or list of models, by an index that it counts. */
  boolean isOverModels(ForLoopTree loop) {
    Set<String> counted = AssignedVariables.of(loop.getUpdate());
    counted.addAll(AssignedVariables.of(loop.getStatement()));
    Boolean found =
        new TreeScanner<Boolean, Void>() {
          @Override
          public Boolean visitArrayAccess(ArrayAccessTree tree, Void none) {
            return isElement(tree.getExpression(), tree.getIndex(), counted)
                || is(super.visitArrayAccess(tree, none));
          }

          @Override
          public Boolean visitMethodInvocation(MethodInvocationTree tree, Void none) {
            return tree.getMethodSelect() instanceof MemberSelectTree select
                    && select.getIdentifier().contentEquals("get")
                    && tree.getArguments().size() == 1
                    && isElement(select.getExpression(), tree.getArguments().get(0), counted)
                || is(super.visitMethodInvocation(tree, none));
          }

          @Override
          public Boolean reduce(Boolean first, Boolean second) {
            return is(first) || is(second);
          }
        }.scan(loop.getStatement(), null);
    return is(found);
  }

  private boolean isElement(ExpressionTree array, ExpressionTree index, Set<String> counted) {
    return !Collections.disjoint(UsedNames.of(index), counted) && isModels(array);
  }

  private static boolean is(Boolean found) {
    return Boolean.TRUE.equals(found);
  }

  /** Whether an expression names an array or list of models. */
  private boolean isModels(ExpressionTree tree) {
    if (tree instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      if (context.hasVariable(name)) {
        Value value = block.environment().value(name);
        return value != null
            && (TensorArrays.is(value.type())
                || new ModelValues(context.program().members()).array(value.type()).isPresent());
      }
      VariableElement field = context.names().field(name, context);
      return field != null && isArray(context.receiver().path() + name, field);
    }
    return tree instanceof MemberSelectTree select
        && context
            .instances()
            .instance(select.getExpression())
            .filter(
                each ->
                    isArray(
                        context.receiver().path() + each.path() + select.getIdentifier(),
                        context.names().member(each.type(), select.getIdentifier().toString())))
            .isPresent();
  }

  private boolean isArray(String path, VariableElement field) {
    ModelArray array = context.program().members().array(path);
    return array != null && array.element().equals(field);
  }

  /** Lowers {@code for (int i = 0; i < layers.length; i++)}. */
  Terminator counting(ForLoopTree loop, String label) {
    int size = block.environment().size();
    StatementTree previous = null;
    for (StatementTree initializer : loop.getInitializer()) {
      lowerer.statement(initializer, previous);
      previous = initializer;
    }
    Start start = (inner, iteration) -> isNext(inner, loop, iteration);
    Terminator end =
        run(
            loop,
            loop.getStatement(),
            label,
            start,
            inner -> loop.getUpdate().forEach(each -> inner.effect(each.getExpression())));
    block.environment().leave(size);
    return end;
  }

  private static boolean isNext(Lowerer lowerer, ForLoopTree loop, int iteration) {
    OpenBlock block = lowerer.context().block();
    Value condition =
        loop.getCondition() == null
            ? block.constant(loop, ScalarType.BOOL, true)
            : lowerer.condition(loop.getCondition());
    if (block.unknowns().isUnknown(condition)) {
      throw Refusal.reported();
    }
    Optional<Long> known = block.constantBits(condition);
    if (known.isEmpty() || iteration >= MOST_ITERATIONS) {
      throw block.refuse(
          loop.getCondition() == null ? loop : loop.getCondition(),
          Code.FUNCTION_UNKNOWN,
          "how often this loop over models or tensors runs",
          "count from a constant to the length: for (int i = 0; i < layers.length; i++)");
    }
    return known.get() != 0;
  }

  private interface Update {
    void run(Lowerer lowerer);
  }

  private Terminator run(
      StatementTree loop, StatementTree body, String label, Start start, Update update) {
    if (!Jumps.breaks(body, label)) {
      return iterations(lowerer, loop, body, label, start, update);
    }
    List<String> variables = block.environment().inScope(AssignedVariables.of(loop));
    return new ScopeLowering(lowerer)
        .statement(
            loop,
            Target.Kind.SWITCH,
            label,
            variables,
            inner -> new ModelLoops(inner).iterations(inner, loop, body, label, start, update));
  }

  private Terminator iterations(
      Lowerer at,
      StatementTree loop,
      StatementTree body,
      String label,
      Start start,
      Update update) {
    for (int iteration = 0; start.next(at, iteration); iteration++) {
      int size = block.environment().size();
      Terminator end = body(loop, body, label);
      if (end != null) {
        throw block.refuse(
            body,
            Code.STATEMENT,
            "a loop over models whose body always leaves it",
            "write the body for the first model alone");
      }
      update.run(at);
      block.environment().leave(size);
    }
    return null;
  }

  private Terminator body(StatementTree loop, StatementTree body, String label) {
    if (!Jumps.continues(body, label)) {
      return lowerer.statements(List.of(body));
    }
    List<String> variables = block.environment().inScope(AssignedVariables.of(body));
    return new ScopeLowering(lowerer)
        .statement(
            loop,
            Target.Kind.LOOP_BODY,
            label,
            variables,
            inner -> inner.statements(List.of(body)));
  }
}
