package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.StatementTree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.array.ArrayLowering;
import dev.kiln.processor.frontend.array.TensorArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.frontend.code.Target;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.tree.Jumps;
import dev.kiln.processor.model.ModelArray;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lowers loops over the elements of an array: to loops over its indices. */
public final class ElementLoopLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public ElementLoopLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /**
   * A loop with what is lowered in front of it.
   *
   * @param index the variable that counts
   */
  private record Elements(
      EnhancedForLoopTree tree, String label, Value array, ArrayType type, String index) {}

  /**
   * Lowers a loop.
   *
   * @param label of the user's, or null
   * @param before the statement in front of it, or null
   */
  public Terminator lower(EnhancedForLoopTree loop, String label, StatementTree before) {
    Optional<Attributes> mark = new Checkpoints(lowerer).of(loop, before);
    Value array = new TensorArrayLowering(lowerer).base(loop.getExpression());
    if (TensorArrays.is(array.type())) {
      return new ModelLoops(lowerer).over(loop, label, array);
    }
    Optional<ModelArray> models = new ModelValues(context.program().members()).array(array.type());
    if (models.isPresent()) {
      return new ModelLoops(lowerer).over(loop, label, models.get());
    }
    if (!(array.type() instanceof ArrayType type)) {
      return lowerRefused(loop, array);
    }
    Value length = block.apply(loop.getExpression(), ArrayOps.ARRAY_LENGTH, array);
    // "$index" is no Java identifier that the user's code could use here
    String index = context.program().labels().fresh("index$");
    int size = block.environment().size();
    Value zero = block.constant(loop, ScalarType.INT32, 0);
    block.environment().declare(index, ScalarType.INT32, zero);
    List<String> variables =
        new ArrayList<>(block.environment().inScope(AssignedVariables.of(loop.getStatement())));
    variables.add(index);
    Elements elements = new Elements(loop, label, array, type, index);
    Terminator end =
        new LoopConstruction(lowerer)
            .add(
                loop,
                Target.Kind.LOOP_WITH_UPDATE,
                label,
                variables,
                (inner, target) -> check(elements, length, target, inner),
                (inner, target) -> {
                  new Checkpoints(inner).put(loop, mark);
                  return new ElementLoopLowering(inner).iteration(elements, target);
                });
    block.environment().leave(size);
    return end;
  }

  private static Terminator check(Elements elements, Value length, Target target, Lowerer lowerer) {
    OpenBlock block = lowerer.context().block();
    Value at = block.environment().value(elements.index());
    return new Terminator.Condition(
        block.apply(elements.tree().getExpression(), ElementwiseOps.LESS, at, length),
        LoopConstruction.valuesFor(elements.tree(), target, lowerer));
  }

  private Terminator iteration(Elements elements, Target target) {
    EnhancedForLoopTree loop = elements.tree();
    int size = block.environment().size();
    String name = loop.getVariable().getName().toString();
    ValueType declared = context.program().types().local(loop.getVariable().getType(), context);
    Value at = block.environment().value(elements.index());
    Value element = new ArrayLowering(lowerer).load(loop.getVariable(), elements.array(), at);
    Value converted = new Conversions(block).convert(loop.getVariable(), element, declared);
    boolean constant = Constancy.isAnnotated(loop.getVariable(), context);
    if (constant) {
      converted = new Constancy(block).local(loop.getVariable(), name, converted);
    }
    block
        .environment()
        .declare(
            name,
            declared == null ? elements.type().component() : declared,
            block.named(converted, name),
            constant);
    boolean continues = Jumps.continues(loop.getStatement(), elements.label());
    Terminator end =
        LoopConstruction.body(loop.getStatement(), continues, elements.label(), target, lowerer);
    if (end != null) {
      return end;
    }
    block.environment().leave(size);
    Value one = block.constant(loop, ScalarType.INT32, 1);
    Value index = block.environment().value(elements.index());
    block.environment().assign(elements.index(), block.apply(loop, ElementwiseOps.ADD, index, one));
    return new Terminator.Yield(LoopConstruction.valuesFor(loop, target, lowerer));
  }

  /** Goes on after a loop over what is no array: each element is unknown. */
  private Terminator lowerRefused(EnhancedForLoopTree loop, Value elements) {
    if (!block.unknowns().isUnknown(elements)) {
      block
          .unknowns()
          .note(
              block.refuse(
                  loop.getExpression(),
                  Code.EXPRESSION,
                  "a loop over " + TypeNames.of(elements.type()),
                  "loop over an array, or over indices"));
    }
    Context inner = context.nested(List.of());
    lowerer.in(inner).statement(loop.getVariable(), null);
    inner.block().forget(Set.of(loop.getVariable().getName().toString()));
    lowerer.in(inner).statements(List.of(loop.getStatement()));
    block.forget(AssignedVariables.of(loop.getStatement()));
    return null;
  }
}
