package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.array.RecordOps;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.Unknowns;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.name.LocalRecords;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.Optional;

/**
 * Lowers comparisons with null: of arrays, whose references are compared, of enums, whose code is
 * compared, and of records, which may be null where they were elements of arrays.
 */
public final class NullTests {
  private final Lowerer lowerer;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public NullTests(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.block = lowerer.context().block();
  }

  /** Whether an operator compares something with null. */
  static boolean is(BinaryTree tree) {
    boolean compares =
        tree.getKind() == Tree.Kind.EQUAL_TO || tree.getKind() == Tree.Kind.NOT_EQUAL_TO;
    return compares && (isNull(tree.getLeftOperand()) || isNull(tree.getRightOperand()));
  }

  static boolean isNull(ExpressionTree tree) {
    return Parentheses.inside(tree).getKind() == Tree.Kind.NULL_LITERAL;
  }

  /** {@code null} as a value of an enum; empty for every other expression or type. */
  public Optional<Value> nullOf(ExpressionTree tree, ValueType type) {
    if (!isNull(tree) || !CodedType.isEnum(type)) {
      return Optional.empty();
    }
    Conversions conversions = new Conversions(block);
    Value code = block.constant(tree, ScalarType.INT32, -1);
    return Optional.of(conversions.coded(tree, code, (CodedType) type));
  }

  /** {@code a == null}, {@code null != a} and the like. */
  Value lower(BinaryTree tree) {
    boolean wantsNull = tree.getKind() == Tree.Kind.EQUAL_TO;
    ExpressionTree tested =
        isNull(tree.getLeftOperand()) ? tree.getRightOperand() : tree.getLeftOperand();
    if (isNull(tested)) {
      return block.constant(tree, ScalarType.BOOL, wantsNull);
    }
    Value nonNull = isNonNull(tree, tested, lowerer.expression(tested));
    return wantsNull ? block.apply(tree, ElementwiseOps.NOT, nonNull) : nonNull;
  }

  /**
   * Whether a value is not null.
   *
   * @param tree what asks
   * @param source what the value was lowered from
   */
  public Value isNonNull(Tree tree, Tree source, Value value) {
    if (block.unknowns().isUnknown(value)) {
      return block.unknown(ScalarType.BOOL);
    }
    if (CodedType.isEnum(value.type())) {
      Value code = new Conversions(block).code(tree, value);
      Value zero = block.constant(tree, ScalarType.INT32, 0);
      return block.apply(tree, ElementwiseOps.GREATER_EQUAL, code, zero);
    }
    if (value.type() instanceof ArrayType) {
      OpDefinition differs = ArrayPairOps.ARRAY_DIFFERENT;
      return block.apply(tree, differs, value, block.undefined(value.type())); // which is null
    }
    if (isRecord(lowerer, value)) {
      if (block.isGiven(value)) {
        String what = "a null test of the record '" + source + "', an argument,";
        throw block.refuse(tree, Code.EXPRESSION, Optional.of(Alternative.NULL_ARGUMENT), what);
      }
      return block.apply(tree, RecordOps.RECORD_NON_NULL, value);
    }
    boolean isBoxed =
        source instanceof ExpressionTree expression
            && lowerer.context().program().boxes().is(expression, block.environment());
    if (isBoxed) {
      return block.constant(tree, ScalarType.BOOL, true);
    }
    boolean isPrimitive = CodedType.decoded(value.type()) instanceof ScalarType;
    if (isPrimitive || Unknowns.isUnknown(value.type())) {
      throw Refusal.leftToJavac();
    }
    String what = "a null test of " + TypeNames.of(value.type());
    throw block.refuse(tree, Code.EXPRESSION, Optional.of(Alternative.NULL_TEST), what);
  }

  /** Whether a value is a record of the user's, and not a function, a model or a list. */
  public static boolean isRecord(Lowerer lowerer, Value value) {
    return value.type() instanceof RecordType record
        && (LocalRecords.isName(record.name())
            || lowerer.context().names().named(record.name()) != null);
  }
}
