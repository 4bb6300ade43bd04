package dev.kiln.processor.frontend;

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
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import dev.kiln.annotation.DType;
import dev.kiln.graph.Value;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attribute;
import dev.kiln.op.Attributes;
import dev.kiln.op.BitOps;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.Body.Branch;
import dev.kiln.processor.frontend.Body.Outcome;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lowers expressions, in Java's order of evaluation. */
final class ExpressionLowering {
  private final Body body;
  private final AssignmentLowering assignments;
  private final CallLowering calls;
  private final NameLowering names;
  private final ArrayLowering arrays;

  ExpressionLowering(Body body) {
    this.body = body;
    this.assignments = new AssignmentLowering(body);
    this.calls = new CallLowering(body);
    this.names = new NameLowering(body);
    this.arrays = new ArrayLowering(body);
  }

  NameLowering names() {
    return names;
  }

  /** Lowers an expression whose value nobody takes. */
  void effect(ExpressionTree tree) {
    if (tree instanceof MethodInvocationTree call) {
      calls.lower(call);
    } else if (tree instanceof ParenthesizedTree inner) {
      effect(inner.getExpression());
    } else {
      lower(tree);
    }
  }

  /** Lowers a boolean. */
  Value condition(ExpressionTree tree) {
    return required(lower(tree), ScalarType.BOOL);
  }

  /** A value that Java wants to have a certain type, as it is. */
  Value required(Value value, ScalarType type) {
    if (value.type().equals(type)) {
      return value;
    }
    if (!body.recovery.isUnknown(value)) {
      body.recovery.note(Refusal.leftToJavac());
    }
    return body.recovery.unknown(type);
  }

  /** Lowers an expression and converts it as an assignment does; {@code type} may be null. */
  Value initialize(ExpressionTree tree, ValueType type) {
    if (tree instanceof NewArrayTree array && array.getType() == null) {
      return arrays.initializer(array, type);
    }
    Optional<SwitchExpressionTree> choice = switchExpression(tree);
    if (choice.isPresent() && type instanceof ScalarType) {
      return body.statements.switches().expression(choice.get(), type);
    }
    return convert(tree, lower(tree), type);
  }

  /**
   * Lowers an argument before the callee is known. Java converts each result of a switch to the
   * parameter's type, so {@code wanted} is that where all callees in question agree; else null.
   */
  Value argument(ExpressionTree tree, ValueType wanted) {
    boolean isChoice = switchExpression(tree).isPresent();
    return isChoice && wanted instanceof ScalarType ? initialize(tree, wanted) : lower(tree);
  }

  /** Widens an argument of a call, which has been lowered before the callee was known. */
  Value argument(ExpressionTree tree, Value value, ValueType type) {
    boolean mayBeRounded =
        value.type().equals(ScalarType.FLOAT32)
            && ScalarType.FLOAT64.equals(type)
            && switchExpression(tree).isPresent();
    if (mayBeRounded) { // Java converts each result of the switch to double
      String what = "a switch expression of floats as a double argument";
      throw body.refuse(tree, Code.EXPRESSION, what, "assign it to a double first");
    }
    return convert(tree, value, type);
  }

  private static Optional<SwitchExpressionTree> switchExpression(ExpressionTree tree) {
    if (tree instanceof ParenthesizedTree inner) {
      return switchExpression(inner.getExpression());
    }
    return tree instanceof SwitchExpressionTree choice ? Optional.of(choice) : Optional.empty();
  }

  /** Widens a number to {@code type}; null or a type that is not a number leaves it as it is. */
  Value convert(Tree tree, Value value, ValueType type) {
    if (Recovery.isUnknown(value.type())) {
      return type == null ? value : body.recovery.unknown(type);
    }
    if (!(type instanceof ScalarType wanted) || value.type().equals(wanted)) {
      if (type instanceof ArrayType && !value.type().equals(type)) {
        throw Refusal.leftToJavac();
      }
      return value;
    }
    if (!Promotion.widens(value.type(), wanted)) {
      throw Refusal.leftToJavac();
    }
    body.widens(value, wanted);
    return cast(tree, value, wanted);
  }

  /** Converts a scalar as a Java cast does. */
  Value cast(Tree tree, Value value, ScalarType type) {
    if (value.type().equals(type)) {
      return value;
    }
    return body.apply(
        tree,
        ConversionOps.CAST,
        Attributes.of("to", new Attribute.ElementType(type.dtype())),
        List.of(value));
  }

  /** Lowers an expression; a refused one is noted, and its value unknown. */
  Value lower(ExpressionTree tree) {
    int meetings = body.recovery.meetings();
    try {
      return body.recovery.met(lowerOrRefuse(tree));
    } catch (Refusal refusal) {
      body.recovery.note(refusal, meetings);
      RefusedCall.read(tree, refusal, body);
      return body.recovery.unknown(null);
    }
  }

  /** Lowers an expression; refuses it where it is not in the compiled language. */
  Value lowerOrRefuse(ExpressionTree tree) {
    return switch (tree.getKind()) {
      case PARENTHESIZED -> lower(((ParenthesizedTree) tree).getExpression());
      case INT_LITERAL -> literal(tree, ScalarType.INT32);
      case LONG_LITERAL -> literal(tree, ScalarType.INT64);
      case FLOAT_LITERAL -> literal(tree, ScalarType.FLOAT32);
      case DOUBLE_LITERAL -> literal(tree, ScalarType.FLOAT64);
      case CHAR_LITERAL ->
          body.constant(tree, ScalarType.INT32, (int) (Character) ((LiteralTree) tree).getValue());
      case BOOLEAN_LITERAL -> literal(tree, ScalarType.BOOL);
      case IDENTIFIER -> names.identifier((IdentifierTree) tree);
      case MEMBER_SELECT -> names.select((MemberSelectTree) tree);
      case ARRAY_ACCESS -> arrays.access((ArrayAccessTree) tree);
      case NEW_ARRAY -> arrays.creation((NewArrayTree) tree);
      case NEW_CLASS -> calls.construction((NewClassTree) tree);
      case METHOD_INVOCATION -> invocation((MethodInvocationTree) tree);
      case TYPE_CAST -> cast((TypeCastTree) tree);
      case CONDITIONAL_EXPRESSION -> conditional((ConditionalExpressionTree) tree);
      case CONDITIONAL_AND -> shortCircuit((BinaryTree) tree, true);
      case CONDITIONAL_OR -> shortCircuit((BinaryTree) tree, false);
      case ASSIGNMENT -> assignments.assign((AssignmentTree) tree);
      case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT ->
          assignments.step((UnaryTree) tree);
      case SWITCH_EXPRESSION -> body.statements.switches().expression((SwitchExpressionTree) tree);
      case ERRONEOUS -> throw Refusal.leftToJavac();
      case INSTANCE_OF -> {
        lower(((InstanceOfTree) tree).getExpression());
        throw refuse(tree);
      }
      default -> {
        if (tree instanceof CompoundAssignmentTree compound) {
          yield assignments.compound(compound);
        }
        if (tree instanceof BinaryTree binary) {
          yield binary(binary);
        }
        if (tree instanceof UnaryTree unary) {
          yield unary(unary);
        }
        throw refuse(tree);
      }
    };
  }

  private Refusal refuse(ExpressionTree tree) {
    return switch (tree.getKind()) {
      case STRING_LITERAL -> body.refuse(tree, Code.EXPRESSION, "a string", "compute with numbers");
      case NULL_LITERAL ->
          body.refuse(tree, Code.EXPRESSION, "null", "use a value, or a boolean beside it");
      case LAMBDA_EXPRESSION ->
          body.refuse(tree, Code.EXPRESSION, "a lambda", "write a loop, or call a method");
      case MEMBER_REFERENCE ->
          body.refuse(
              tree, Code.EXPRESSION, "a method reference", "write a loop, or call the method");
      case INSTANCE_OF ->
          body.refuse(tree, Code.EXPRESSION, "instanceof", "use types that are known");
      default -> body.refuse(tree, Code.EXPRESSION, "this expression", "write it with operators");
    };
  }

  private Value literal(ExpressionTree tree, ScalarType type) {
    return body.constant(tree, type, ((LiteralTree) tree).getValue());
  }

  private Value invocation(MethodInvocationTree tree) {
    Value value = calls.lower(tree);
    if (value == null) {
      throw Refusal.leftToJavac(); // the value of a void method
    }
    return value;
  }

  private Value cast(TypeCastTree tree) {
    ValueType type = body.program.types().local(tree.getType(), body);
    Value value = lower(tree.getExpression());
    if (type instanceof ScalarType wanted && value.type() instanceof ScalarType) {
      return cast(tree, value, wanted);
    }
    if (type != null && type.equals(value.type())) {
      return value;
    }
    throw body.refuse(
        tree, Code.EXPRESSION, "a cast of " + TypeNames.of(value.type()), "use the value as it is");
  }

  private Value conditional(ConditionalExpressionTree tree) {
    Value condition = condition(tree.getCondition());
    ExpressionTree first = tree.getTrueExpression();
    ExpressionTree second = tree.getFalseExpression();
    Branch left = body.branch(List.of(), () -> Outcome.of(lower(first)));
    Branch right = body.branch(List.of(), () -> Outcome.of(lower(second)));
    ValueType type =
        Promotion.unify(left.value().type(), right.value().type()).orElse(left.value().type());
    return body.join(
            tree,
            condition,
            converted(left, first, type),
            converted(right, second, type),
            AssignedVariables.of(first, second))
        .value();
  }

  private Branch converted(Branch branch, Tree tree, ValueType type) {
    if (!(type instanceof ScalarType wanted) || branch.value().type().equals(type)) {
      return branch;
    }
    var outer = body.block;
    body.block = branch.block();
    Value value;
    try {
      value = cast(tree, branch.value(), wanted);
    } finally {
      body.block = outer;
    }
    return new Branch(branch.block(), branch.environment(), null, value);
  }

  /** {@code a && b} is {@code a ? b : false}, {@code a || b} is {@code a ? true : b}. */
  private Value shortCircuit(BinaryTree tree, boolean and) {
    Value left = condition(tree.getLeftOperand());
    Set<String> assigned = AssignedVariables.of(tree.getRightOperand());
    Branch evaluated = body.branch(List.of(), () -> Outcome.of(condition(tree.getRightOperand())));
    Branch skipped =
        body.branch(List.of(), () -> Outcome.of(body.constant(tree, ScalarType.BOOL, !and)));
    return body.join(tree, left, and ? evaluated : skipped, and ? skipped : evaluated, assigned)
        .value();
  }

  private Value binary(BinaryTree tree) {
    Value left = lower(tree.getLeftOperand());
    Value right = lower(tree.getRightOperand());
    return binary(tree, tree.getKind(), left, right);
  }

  /** Applies a Java operator to values; used for compound assignments too. */
  Value binary(Tree tree, Tree.Kind kind, Value left, Value right) {
    if (left.type().equals(ScalarType.BOOL) && right.type().equals(ScalarType.BOOL)) {
      return body.apply(tree, logical(kind), left, right);
    }
    if (left.type() instanceof ArrayType && left.type().equals(right.type())) {
      return body.apply(tree, identity(kind), left, right);
    }
    if (!Promotion.isNumeric(left.type()) || !Promotion.isNumeric(right.type())) {
      throw body.refuse(
          tree,
          Code.EXPRESSION,
          "an operator on " + TypeNames.of(left.type()) + " and " + TypeNames.of(right.type()),
          "use methods such as add and less on tensors, and compare elements of arrays");
    }
    OpDefinition shift = shift(kind);
    if (shift != null) {
      return body.apply(tree, shift, left, right);
    }
    ScalarType type = Promotion.binary(left.type(), right.type()).orElseThrow();
    OpDefinition operation = numeric(tree, kind, type);
    body.widens(left, type);
    body.widens(right, type);
    Value result = body.apply(tree, operation, cast(tree, left, type), cast(tree, right, type));
    return operation == ElementwiseOps.DIVIDE_INTEGER ? body.quotient(tree, result) : result;
  }

  private static OpDefinition shift(Tree.Kind kind) {
    return switch (kind) {
      case LEFT_SHIFT, LEFT_SHIFT_ASSIGNMENT -> BitOps.SHIFT_LEFT;
      case RIGHT_SHIFT, RIGHT_SHIFT_ASSIGNMENT -> BitOps.SHIFT_RIGHT;
      case UNSIGNED_RIGHT_SHIFT, UNSIGNED_RIGHT_SHIFT_ASSIGNMENT -> BitOps.UNSIGNED_SHIFT_RIGHT;
      default -> null;
    };
  }

  private static OpDefinition logical(Tree.Kind kind) {
    return switch (kind) {
      case AND, AND_ASSIGNMENT -> ElementwiseOps.AND;
      case OR, OR_ASSIGNMENT -> ElementwiseOps.OR;
      case XOR, XOR_ASSIGNMENT -> ElementwiseOps.XOR;
      case EQUAL_TO -> ElementwiseOps.EQUAL;
      case NOT_EQUAL_TO -> ElementwiseOps.NOT_EQUAL;
      default -> throw Refusal.leftToJavac();
    };
  }

  private static OpDefinition identity(Tree.Kind kind) {
    return switch (kind) {
      case EQUAL_TO -> ArrayOps.ARRAY_SAME;
      case NOT_EQUAL_TO -> ArrayOps.ARRAY_DIFFERENT;
      default -> throw Refusal.leftToJavac();
    };
  }

  private OpDefinition numeric(Tree tree, Tree.Kind kind, ScalarType type) {
    boolean integer = type.dtype().isInteger();
    return switch (kind) {
      case PLUS, PLUS_ASSIGNMENT -> ElementwiseOps.ADD;
      case MINUS, MINUS_ASSIGNMENT -> ElementwiseOps.SUBTRACT;
      case MULTIPLY, MULTIPLY_ASSIGNMENT -> ElementwiseOps.MULTIPLY;
      case DIVIDE, DIVIDE_ASSIGNMENT ->
          integer ? ElementwiseOps.DIVIDE_INTEGER : ElementwiseOps.DIVIDE;
      case REMAINDER, REMAINDER_ASSIGNMENT ->
          integer ? ElementwiseOps.REMAINDER_INTEGER : ElementwiseOps.REMAINDER;
      case LESS_THAN -> ElementwiseOps.LESS;
      case LESS_THAN_EQUAL -> ElementwiseOps.LESS_EQUAL;
      case GREATER_THAN -> ElementwiseOps.GREATER;
      case GREATER_THAN_EQUAL -> ElementwiseOps.GREATER_EQUAL;
      case EQUAL_TO -> ElementwiseOps.EQUAL;
      case NOT_EQUAL_TO -> ElementwiseOps.NOT_EQUAL;
      case AND, AND_ASSIGNMENT -> integer ? ElementwiseOps.AND : leave();
      case OR, OR_ASSIGNMENT -> integer ? ElementwiseOps.OR : leave();
      case XOR, XOR_ASSIGNMENT -> integer ? ElementwiseOps.XOR : leave();
      default -> throw body.refuse(tree, Code.EXPRESSION, "this operator", "use another");
    };
  }

  private static OpDefinition leave() {
    throw Refusal.leftToJavac();
  }

  private Value unary(UnaryTree tree) {
    Value operand = lower(tree.getExpression());
    boolean numeric = Promotion.isNumeric(operand.type());
    return switch (tree.getKind()) {
      case UNARY_PLUS -> numeric ? operand : wrong(tree, operand);
      case UNARY_MINUS ->
          numeric ? body.apply(tree, ElementwiseOps.NEGATE, operand) : wrong(tree, operand);
      case BITWISE_COMPLEMENT ->
          operand.type() instanceof ScalarType scalar && scalar.dtype().isInteger()
              ? body.apply(tree, BitOps.COMPLEMENT, operand)
              : wrong(tree, operand);
      case LOGICAL_COMPLEMENT ->
          operand.type().isScalar(DType.BOOL)
              ? body.apply(tree, ElementwiseOps.NOT, operand)
              : wrong(tree, operand);
      default -> throw refuse(tree);
    };
  }

  private Value wrong(Tree tree, Value operand) {
    throw body.refuse(
        tree,
        Code.EXPRESSION,
        "an operator on " + TypeNames.of(operand.type()),
        "use methods such as negate on tensors");
  }

  /** The element or row that an array access names, as a reference and an index. */
  ArrayLowering arrays() {
    return arrays;
  }
}
