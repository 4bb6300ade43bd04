package dev.kiln.processor.frontend.body;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.array.ArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.call.CallLowering;
import dev.kiln.processor.frontend.call.RecordCreation;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.AssignmentLowering;
import dev.kiln.processor.frontend.expression.ConditionalLowering;
import dev.kiln.processor.frontend.expression.NameLowering;
import dev.kiln.processor.frontend.expression.OperatorLowering;
import dev.kiln.processor.frontend.statement.SwitchLowering;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import java.util.Optional;

/** Hands each expression to the class for its kind. */
final class ExpressionLowering {
  private final Lowerer lowerer;
  private final OpenBlock block;

  ExpressionLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.block = lowerer.context().block();
  }

  /** Lowers an expression; refuses it where it is not in the compiled language. */
  Value lower(ExpressionTree tree) {
    return switch (tree.getKind()) {
      case PARENTHESIZED -> lowerer.expression(((ParenthesizedTree) tree).getExpression());
      case INT_LITERAL -> literal(tree, ScalarType.INT32);
      case LONG_LITERAL -> literal(tree, ScalarType.INT64);
      case FLOAT_LITERAL -> literal(tree, ScalarType.FLOAT32);
      case DOUBLE_LITERAL -> literal(tree, ScalarType.FLOAT64);
      case CHAR_LITERAL -> {
        int letter = (Character) ((LiteralTree) tree).getValue();
        Value code = block.constant(tree, ScalarType.INT32, letter);
        yield new Conversions(block).coded(tree, code, CodedType.CHAR);
      }
      case BOOLEAN_LITERAL -> literal(tree, ScalarType.BOOL);
      case IDENTIFIER -> new NameLowering(lowerer).identifier((IdentifierTree) tree);
      case MEMBER_SELECT -> new NameLowering(lowerer).select((MemberSelectTree) tree);
      case ARRAY_ACCESS -> new ArrayLowering(lowerer).access((ArrayAccessTree) tree);
      case NEW_ARRAY -> new ArrayLowering(lowerer).creation((NewArrayTree) tree);
      case NEW_CLASS -> new RecordCreation(lowerer).lower((NewClassTree) tree);
      case METHOD_INVOCATION -> invocation((MethodInvocationTree) tree);
      case TYPE_CAST -> new OperatorLowering(lowerer).cast((TypeCastTree) tree);
      case CONDITIONAL_EXPRESSION ->
          new ConditionalLowering(lowerer).choice((ConditionalExpressionTree) tree);
      case CONDITIONAL_AND -> new ConditionalLowering(lowerer).and((BinaryTree) tree);
      case CONDITIONAL_OR -> new ConditionalLowering(lowerer).or((BinaryTree) tree);
      case ASSIGNMENT -> new AssignmentLowering(lowerer).assign((AssignmentTree) tree);
      case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
          new AssignmentLowering(lowerer).step((UnaryTree) tree);
      case SWITCH_EXPRESSION -> new SwitchLowering(lowerer).expression((SwitchExpressionTree) tree);
      case ERRONEOUS -> throw Refusal.leftToJavac();
      case INSTANCE_OF -> {
        lowerer.expression(((InstanceOfTree) tree).getExpression());
        throw refuse(tree);
      }
      default -> {
        if (tree instanceof CompoundAssignmentTree compound) {
          yield new AssignmentLowering(lowerer).compound(compound);
        }
        if (tree instanceof BinaryTree binary) {
          yield new OperatorLowering(lowerer).binary(binary);
        }
        if (tree instanceof UnaryTree unary) {
          yield new OperatorLowering(lowerer).unary(unary);
        }
        throw refuse(tree);
      }
    };
  }

  private Refusal refuse(ExpressionTree tree) {
    return switch (tree.getKind()) {
      case STRING_LITERAL ->
          block.refuse(tree, Code.EXPRESSION, "a string", "compute with numbers");
      case NULL_LITERAL ->
          block.refuse(tree, Code.EXPRESSION, Optional.of(Alternative.NULL), "null");
      case LAMBDA_EXPRESSION -> misplaced(tree, "a lambda here");
      case MEMBER_REFERENCE -> misplaced(tree, "a method reference here");
      case INSTANCE_OF ->
          block.refuse(
              tree, Code.EXPRESSION, "instanceof", "use a type that is known at compile time");
      default -> block.refuse(tree, Code.EXPRESSION, "this expression", "write it with operators");
    };
  }

  private Refusal misplaced(ExpressionTree tree, String what) {
    return block.refuse(
        tree,
        Code.EXPRESSION,
        what,
        "initialise a local variable or a final field with it, pass it to a method, or return it");
  }

  private Value literal(ExpressionTree tree, ScalarType type) {
    return block.constant(tree, type, ((LiteralTree) tree).getValue());
  }

  private Value invocation(MethodInvocationTree tree) {
    Value value = new CallLowering(lowerer).lower(tree);
    if (value == null) {
      throw Refusal.leftToJavac(); // the value of a void method
    }
    return value;
  }
}
