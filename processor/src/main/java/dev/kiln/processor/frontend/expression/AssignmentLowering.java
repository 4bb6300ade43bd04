package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.array.ArrayLowering;
import dev.kiln.processor.frontend.array.TensorArrayLowering;
import dev.kiln.processor.frontend.block.Environment;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;

/** Lowers assignments to local variables and array elements, plain, compound and by steps. */
public final class AssignmentLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public AssignmentLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** JLS 15.26.1: array, index, then the right-hand side, then the store. */
  public Value assign(AssignmentTree tree) {
    ExpressionTree target = Parentheses.inside(tree.getVariable());
    if (target instanceof ArrayAccessTree access) {
      Value array = new TensorArrayLowering(lowerer).base(access.getExpression());
      if (TensorArrays.isArray(array.type())) {
        return new TensorArrayLowering(lowerer)
            .store(tree, access.getExpression(), access.getIndex(), tree.getExpression());
      }
      Value index = new ArrayLowering(lowerer).index(access.getIndex());
      ValueType component = component(access, array);
      Value value = lowerer.initializer(tree.getExpression(), component);
      if (!value.type().equals(component)) {
        throw Refusal.leftToJavac();
      }
      new ArrayLowering(lowerer).store(tree, array, index, value);
      return value;
    }
    String name = variable(target);
    Environment.Local local = block.environment().get(name);
    boolean isOfValue = local.type() == null && NullTests.isNull(tree.getExpression());
    ValueType type = isOfValue && local.value() != null ? local.value().type() : local.type();
    Value value = lowerer.initializer(tree.getExpression(), type);
    return store(tree, name, value);
  }

  /** JLS 15.26.2: the old value is taken before the right-hand side is evaluated. */
  public Value compound(CompoundAssignmentTree tree) {
    ExpressionTree target = Parentheses.inside(tree.getVariable());
    if (target instanceof ArrayAccessTree access) {
      Value array = lowerer.expression(access.getExpression());
      Value index = new ArrayLowering(lowerer).index(access.getIndex());
      component(access, array);
      Value old = new ArrayLowering(lowerer).load(access, array, index);
      Value right = lowerer.expression(tree.getExpression());
      Value value = combined(tree, tree.getKind(), old, right);
      new ArrayLowering(lowerer).store(tree, array, index, value);
      return value;
    }
    String name = variable(target);
    Value old = current(name);
    Value right = lowerer.expression(tree.getExpression());
    return store(tree, name, combined(tree, tree.getKind(), old, right));
  }

  /** {@code ++} and {@code --}, before or after. JLS 15.14, 15.15. */
  public Value step(UnaryTree tree) {
    boolean increment =
        tree.getKind() == Tree.Kind.PREFIX_INCREMENT
            || tree.getKind() == Tree.Kind.POSTFIX_INCREMENT;
    boolean prefix =
        tree.getKind() == Tree.Kind.PREFIX_INCREMENT
            || tree.getKind() == Tree.Kind.PREFIX_DECREMENT;
    ExpressionTree target = Parentheses.inside(tree.getExpression());
    if (target instanceof ArrayAccessTree access) {
      Value array = lowerer.expression(access.getExpression());
      Value index = new ArrayLowering(lowerer).index(access.getIndex());
      component(access, array);
      Value old = new ArrayLowering(lowerer).load(access, array, index);
      Value value = stepped(tree, old, increment);
      new ArrayLowering(lowerer).store(tree, array, index, value);
      return prefix ? value : old;
    }
    String name = variable(target);
    Value old = current(name);
    Value value = store(tree, name, stepped(tree, old, increment));
    return prefix ? value : old;
  }

  private Value stepped(Tree tree, Value old, boolean increment) {
    if (!Promotion.isNumeric(old.type())) {
      throw Refusal.leftToJavac();
    }
    Value number = new Conversions(block).promoted(tree, old);
    Value one = block.constant(tree, (ScalarType) number.type(), 1);
    OpDefinition step = increment ? ElementwiseOps.ADD : ElementwiseOps.SUBTRACT;
    return casted(tree, block.apply(tree, step, number, one), old.type());
  }

  private Value combined(Tree tree, Tree.Kind kind, Value old, Value right) {
    Value value = new OperatorLowering(lowerer).binary(tree, kind, old, right);
    return casted(tree, value, old.type());
  }

  private Value casted(Tree tree, Value value, ValueType type) {
    return type instanceof CodedType coded
        ? new Conversions(block).narrowed(tree, value, coded)
        : new Conversions(block).cast(tree, value, (ScalarType) type);
  }

  private Value current(String name) {
    Value value = block.environment().value(name);
    if (value == null) {
      throw Refusal.leftToJavac(); // not definitely assigned
    }
    return block.unknowns().met(value);
  }

  private Value store(Tree tree, String name, Value given) {
    Environment.Local local = block.environment().get(name);
    boolean constant = local.constant();
    Value value =
        local.shape().isPresent()
            ? new ShapeAssertions(context)
                .require(tree, "'" + name + "'", local.shape().get(), given)
            : given;
    Value named =
        block.named(constant ? new Constancy(block).local(tree, name, value) : value, name);
    block.tensorArrays().share(named); // the value of the assignment may be assigned again
    block.environment().assign(name, named);
    return named;
  }

  private String variable(ExpressionTree target) {
    if (target instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      if (block.environment().has(name)) {
        return name;
      }
      if (!new NameLowering(lowerer).isField(name)) {
        throw Refusal.leftToJavac();
      }
    }
    block.meetVariable(target);
    throw block.refuse(target, Code.FIELD_WRITE, target);
  }

  private ValueType component(ArrayAccessTree tree, Value array) {
    if (array.type() instanceof ArrayType type) {
      return type.component();
    }
    throw block.refuse(
        tree.getExpression(),
        Code.EXPRESSION,
        "an index on " + TypeNames.of(array.type()),
        "tensors are immutable: build a new one with operations");
  }
}
