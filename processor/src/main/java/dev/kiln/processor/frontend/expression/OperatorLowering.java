package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import dev.kiln.annotation.DType;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.scalar.BitOps;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.array.ModelElements;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.processor.model.type.ModelTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/** Lowers operators that evaluate all their operands, and casts. */
public final class OperatorLowering {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public OperatorLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** {@code (int) x}. */
  public Value cast(TypeCastTree tree) {
    Optional<DeclaredType> function = context.program().functions().of(tree.getType(), context);
    if (function.isPresent()) {
      return lowerer.function(tree.getExpression(), function.get());
    }
    Optional<TypeElement> model = model(tree.getType());
    if (model.isPresent()) {
      return model(tree, model.get());
    }
    ValueType type = context.program().types().local(tree.getType(), context);
    Value value = lowerer.expression(tree.getExpression());
    boolean isScalar = CodedType.decoded(value.type()) instanceof ScalarType;
    if (type instanceof CodedType wanted && wanted.isPrimitive() && isScalar) {
      return new Conversions(block).narrowed(tree, value, wanted);
    }
    if (type instanceof ScalarType wanted && isScalar) {
      return new Conversions(block).cast(tree, value, wanted);
    }
    if (type != null && type.equals(value.type())) {
      return value;
    }
    throw block.refuse(
        tree, Code.EXPRESSION, "a cast of " + TypeNames.of(value.type()), "use the value as it is");
  }

  /** The model, or what fields with models are declared with, that a tree names. */
  private Optional<TypeElement> model(Tree tree) {
    boolean isName = tree instanceof IdentifierTree || tree instanceof MemberSelectTree;
    return Optional.ofNullable(isName ? context.names().typeOrNull(tree, context) : null)
        .filter(each -> ModelTypes.isModel(each) || context.program().members().areDeclared(each));
  }

  /** {@code (Dense) layers[0]}. */
  private Value model(TypeCastTree tree, TypeElement type) {
    Value value = lowerer.expression(tree.getExpression());
    if (block.unknowns().isUnknown(value)) {
      return value;
    }
    ModelValues models = new ModelValues(context.program().members());
    Value cast = new ModelElements(lowerer).as(tree, value, type);
    boolean isModel = models.model(cast.type()).isPresent();
    if (!isModel || !models.site(cast.type()).equals(type)) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "a cast of "
              + models
                  .model(value.type())
                  .map(each -> each.model().getSimpleName().toString())
                  .orElseGet(() -> TypeNames.of(value.type()))
              + " to "
              + type.getSimpleName(),
          "use the class of the model");
    }
    return cast;
  }

  /** {@code a + b} and the like. */
  public Value binary(BinaryTree tree) {
    if (NullTests.is(tree)) {
      return new NullTests(lowerer).lower(tree);
    }
    Value left = lowerer.expression(tree.getLeftOperand());
    Value right = lowerer.expression(tree.getRightOperand());
    boolean isComparison =
        tree.getKind() == Tree.Kind.EQUAL_TO || tree.getKind() == Tree.Kind.NOT_EQUAL_TO;
    if (isComparison && isBoxed(tree.getLeftOperand()) && isBoxed(tree.getRightOperand())) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "a comparison of references to numbers",
          "assign one of them to a local variable first, as in double a = pair.first()");
    }
    return binary(tree, tree.getKind(), left, right);
  }

  private boolean isBoxed(ExpressionTree tree) {
    return context.program().boxes().is(tree, block.environment());
  }

  /** Applies a Java operator to values; used for compound assignments too. */
  Value binary(Tree tree, Tree.Kind kind, Value first, Value second) {
    Value left = new Conversions(block).promoted(tree, first);
    Value right = new Conversions(block).promoted(tree, second);
    if (left.type().equals(ScalarType.BOOL) && right.type().equals(ScalarType.BOOL)) {
      return block.apply(tree, logical(kind), left, right);
    }
    if (left.type() instanceof ArrayType && left.type().equals(right.type())) {
      return block.apply(tree, identity(kind, false), left, right);
    }
    if (CodedType.isEnum(left.type()) && left.type().equals(right.type())) {
      return new EnumLowering(block).compare(tree, identity(kind, true), left, right);
    }
    if (!Promotion.isNumeric(left.type()) || !Promotion.isNumeric(right.type())) {
      throw block.refuse(
          tree,
          Code.EXPRESSION,
          "an operator on " + TypeNames.of(left.type()) + " and " + TypeNames.of(right.type()),
          "use methods such as add and less on tensors, and compare elements of arrays");
    }
    OpDefinition shift = shift(kind);
    if (shift != null) {
      return block.apply(tree, shift, left, right);
    }
    ScalarType type = Promotion.binary(left.type(), right.type()).orElseThrow();
    OpDefinition operation = numeric(tree, kind, type);
    block.widens(left, type);
    block.widens(right, type);
    Value result =
        block.apply(
            tree,
            operation,
            new Conversions(block).cast(tree, left, type),
            new Conversions(block).cast(tree, right, type));
    return operation == ElementwiseOps.DIVIDE_INTEGER ? block.quotient(tree, result) : result;
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

  private static OpDefinition identity(Tree.Kind kind, boolean isEnum) {
    return switch (kind) {
      case EQUAL_TO -> isEnum ? ElementwiseOps.EQUAL : ArrayPairOps.ARRAY_SAME;
      case NOT_EQUAL_TO -> isEnum ? ElementwiseOps.NOT_EQUAL : ArrayPairOps.ARRAY_DIFFERENT;
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
      default -> throw block.refuse(tree, Code.EXPRESSION, "this operator", "use another");
    };
  }

  private static OpDefinition leave() {
    throw Refusal.leftToJavac();
  }

  /** {@code -a} and the like. */
  public Value unary(UnaryTree tree) {
    Value operand = new Conversions(block).promoted(tree, lowerer.expression(tree.getExpression()));
    boolean numeric = Promotion.isNumeric(operand.type());
    return switch (tree.getKind()) {
      case UNARY_PLUS -> numeric ? operand : wrong(tree, operand);
      case UNARY_MINUS ->
          numeric ? block.apply(tree, ElementwiseOps.NEGATE, operand) : wrong(tree, operand);
      case BITWISE_COMPLEMENT ->
          operand.type() instanceof ScalarType scalar && scalar.dtype().isInteger()
              ? block.apply(tree, BitOps.COMPLEMENT, operand)
              : wrong(tree, operand);
      case LOGICAL_COMPLEMENT ->
          operand.type().isScalar(DType.BOOL)
              ? block.apply(tree, ElementwiseOps.NOT, operand)
              : wrong(tree, operand);
      default -> throw block.refuse(tree, Code.EXPRESSION, "this operator", "use another");
    };
  }

  private Value wrong(Tree tree, Value operand) {
    throw block.refuse(
        tree,
        Code.EXPRESSION,
        "an operator on " + TypeNames.of(operand.type()),
        "use methods such as negate on tensors");
  }
}
