package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Branch;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** Lowers operators that evaluate one of their operands only in some cases. */
public final class ConditionalLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public ConditionalLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** {@code c ? a : b}. */
  public Value choice(ConditionalExpressionTree tree) {
    Value condition = lowerer.condition(tree.getCondition());
    ExpressionTree first = tree.getTrueExpression();
    ExpressionTree second = tree.getFalseExpression();
    Context then = context.branch(condition, true);
    Context otherwise = context.branch(condition, false);
    Branch right = NullTests.isNull(second) ? null : value(second, otherwise);
    Branch left = right == null ? value(first, then) : value(first, then, right.value().type());
    right = right == null ? value(second, otherwise, left.value().type()) : right;
    new EnumLowering(block).requireOneEnum(tree, left.value().type(), right.value().type());
    ValueType type = type(left.value(), right.value());
    return new Joining(block)
        .join(
            tree,
            condition,
            converted(left, first, type),
            converted(right, second, type),
            AssignedVariables.of(first, second))
        .value();
  }

  /** A branch that may be null, where the other one is of a type. */
  private Branch value(ExpressionTree tree, Context inner, ValueType type) {
    return new NullTests(lowerer.in(inner))
        .nullOf(tree, type)
        .map(none -> Branch.of(inner.block(), none))
        .orElseGet(() -> value(tree, inner));
  }

  private Branch value(ExpressionTree tree, Context inner) {
    return Branch.of(inner.block(), lowerer.in(inner).expression(tree));
  }

  /** JLS 15.25.2: an int constant takes the type of the other value, if that can hold it. */
  private ValueType type(Value left, Value right) {
    if (left.type() instanceof CodedType coded && holds(coded, right)) {
      return coded;
    }
    if (right.type() instanceof CodedType coded && holds(coded, left)) {
      return coded;
    }
    return Promotion.unify(left.type(), right.type()).orElse(left.type());
  }

  private boolean holds(CodedType type, Value value) {
    Optional<Long> bits = block.constantBits(value);
    if (!type.isPrimitive() || !value.type().equals(ScalarType.INT32) || bits.isEmpty()) {
      return false;
    }
    long number = bits.get();
    return type.equals(CodedType.BYTE)
        ? number == (byte) number
        : type.equals(CodedType.SHORT) ? number == (short) number : number == (char) number;
  }

  private static Branch converted(Branch branch, Tree tree, ValueType type) {
    if (type instanceof CodedType coded && !branch.value().type().equals(type)) {
      Value value = new Conversions(branch.block()).convert(tree, branch.value(), coded);
      return Branch.of(branch.block(), value);
    }
    return type instanceof ScalarType wanted
        ? Branch.of(
            branch.block(), new Conversions(branch.block()).cast(tree, branch.value(), wanted))
        : branch;
  }

  /** {@code a && b} is {@code a ? b : false}. */
  public Value and(BinaryTree tree) {
    Value left = lowerer.condition(tree.getLeftOperand());
    return joined(tree, left, right(tree, left, true), constant(tree, false));
  }

  /** {@code a || b} is {@code a ? true : b}. */
  public Value or(BinaryTree tree) {
    Value left = lowerer.condition(tree.getLeftOperand());
    Branch right = right(tree, left, false);
    return joined(tree, left, constant(tree, true), right);
  }

  private Branch right(BinaryTree tree, Value left, boolean runsWhere) {
    Context inner = context.branch(left, runsWhere);
    return Branch.of(inner.block(), lowerer.in(inner).condition(tree.getRightOperand()));
  }

  private Branch constant(Tree tree, boolean value) {
    OpenBlock inner = block.nested(List.of());
    return Branch.of(inner, inner.constant(tree, ScalarType.BOOL, value));
  }

  private Value joined(BinaryTree tree, Value condition, Branch first, Branch second) {
    boolean isAnd = tree.getKind() == Tree.Kind.CONDITIONAL_AND;
    if (block.constantBits(condition).filter(bits -> (bits != 0) != isAnd).isPresent()) {
      return block.constant(tree, ScalarType.BOOL, !isAnd);
    }
    return new Joining(block)
        .join(tree, condition, first, second, AssignedVariables.of(tree.getRightOperand()))
        .value();
  }
}
