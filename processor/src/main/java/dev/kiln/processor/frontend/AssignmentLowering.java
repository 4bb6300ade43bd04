package dev.kiln.processor.frontend;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attributes;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;

/** Lowers assignments to local variables and array elements, plain, compound and by steps. */
final class AssignmentLowering {
  private final Body body;

  AssignmentLowering(Body body) {
    this.body = body;
  }

  /** JLS 15.26.1: array, index, then the right-hand side, then the store. */
  Value assign(AssignmentTree tree) {
    ExpressionTree target = target(tree.getVariable());
    if (target instanceof ArrayAccessTree access) {
      Value array = body.expressions.lower(access.getExpression());
      Value index = body.expressions.arrays().index(access.getIndex());
      ValueType component = component(access, array);
      Value value = body.expressions.initialize(tree.getExpression(), component);
      if (!value.type().equals(component)) {
        throw Refusal.leftToJavac();
      }
      body.perform(tree, ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(array, index, value));
      return value;
    }
    String name = variable(target);
    ValueType type = body.environment.get(name).type();
    Value value = body.expressions.initialize(tree.getExpression(), type);
    return store(tree, name, value);
  }

  /** JLS 15.26.2: the old value is taken before the right-hand side is evaluated. */
  Value compound(CompoundAssignmentTree tree) {
    ExpressionTree target = target(tree.getVariable());
    if (target instanceof ArrayAccessTree access) {
      Value array = body.expressions.lower(access.getExpression());
      Value index = body.expressions.arrays().index(access.getIndex());
      component(access, array);
      Value old = body.apply(access, ArrayOps.ARRAY_LOAD, array, index);
      Value right = body.expressions.lower(tree.getExpression());
      Value value = combined(tree, tree.getKind(), old, right);
      body.perform(tree, ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(array, index, value));
      return value;
    }
    String name = variable(target);
    Value old = current(name);
    Value right = body.expressions.lower(tree.getExpression());
    return store(tree, name, combined(tree, tree.getKind(), old, right));
  }

  /** {@code ++} and {@code --}, before or after. JLS 15.14, 15.15. */
  Value step(UnaryTree tree) {
    boolean increment =
        tree.getKind() == Tree.Kind.PREFIX_INCREMENT
            || tree.getKind() == Tree.Kind.POSTFIX_INCREMENT;
    boolean prefix =
        tree.getKind() == Tree.Kind.PREFIX_INCREMENT
            || tree.getKind() == Tree.Kind.PREFIX_DECREMENT;
    ExpressionTree target = target(tree.getExpression());
    if (target instanceof ArrayAccessTree access) {
      Value array = body.expressions.lower(access.getExpression());
      Value index = body.expressions.arrays().index(access.getIndex());
      component(access, array);
      Value old = body.apply(access, ArrayOps.ARRAY_LOAD, array, index);
      Value value = stepped(tree, old, increment);
      body.perform(tree, ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(array, index, value));
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
    Value one = body.constant(tree, (ScalarType) old.type(), 1);
    return body.apply(tree, increment ? ElementwiseOps.ADD : ElementwiseOps.SUBTRACT, old, one);
  }

  private Value combined(Tree tree, Tree.Kind kind, Value old, Value right) {
    Value value = body.expressions.binary(tree, kind, old, right);
    return body.expressions.cast(tree, value, (ScalarType) old.type());
  }

  private Value current(String name) {
    Value value = body.environment.value(name);
    if (value == null) {
      throw Refusal.leftToJavac(); // not definitely assigned
    }
    return body.recovery.met(value);
  }

  private Value store(Tree tree, String name, Value value) {
    boolean constant = body.environment.get(name).constant();
    Value named = body.named(constant ? body.constancy.local(tree, name, value) : value, name);
    body.environment.assign(name, named);
    return named;
  }

  private static ExpressionTree target(ExpressionTree tree) {
    ExpressionTree target = tree;
    while (target instanceof ParenthesizedTree parenthesized) {
      target = parenthesized.getExpression();
    }
    return target;
  }

  private String variable(ExpressionTree target) {
    if (target instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      if (body.environment.has(name)) {
        return name;
      }
      if (!body.expressions.names().isField(name)) {
        throw Refusal.leftToJavac();
      }
    }
    body.recovery.meetVariable(target);
    throw body.refuse(target, Code.FIELD_WRITE, target);
  }

  private ValueType component(ArrayAccessTree tree, Value array) {
    if (array.type() instanceof ArrayType type) {
      return type.component();
    }
    throw body.refuse(
        tree.getExpression(),
        Code.EXPRESSION,
        "an index on " + TypeNames.of(array.type()),
        "tensors are immutable: build a new one with operations");
  }
}
