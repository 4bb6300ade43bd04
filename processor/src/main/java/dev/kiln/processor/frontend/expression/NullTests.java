package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
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
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Lowers null, and comparisons with it: of arrays, whose references are compared, of enums, whose
 * code is compared, and of records, which may be null where they were elements of arrays.
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

  /** Whether an expression is the literal. */
  public static boolean isNull(ExpressionTree tree) {
    return Parentheses.inside(tree).getKind() == Tree.Kind.NULL_LITERAL;
  }

  /**
   * {@code null} as a value of an enum, an array or a record; empty for every other expression or
   * type.
   */
  public Optional<Value> nullOf(ExpressionTree tree, ValueType type) {
    if (!isNull(tree)) {
      return Optional.empty();
    }
    if (type instanceof ArrayType || isRecord(lowerer, type) && mayBeElement(type)) {
      return Optional.of(elementOfNew(tree, type));
    }
    if (!CodedType.isEnum(type)) {
      return Optional.empty();
    }
    Conversions conversions = new Conversions(block);
    Value code = block.constant(tree, ScalarType.INT32, -1);
    return Optional.of(conversions.coded(tree, code, (CodedType) type));
  }

  /** Whether there are arrays of a record: of none with enums, bytes, shorts or chars. */
  private static boolean mayBeElement(ValueType record) {
    return RecordLeaf.of("", record, false).stream()
        .noneMatch(each -> each.type() instanceof CodedType || each.type() instanceof TensorType);
  }

  /** The element of a new array, which is null. */
  private Value elementOfNew(Tree tree, ValueType type) {
    Attribute array = new Attribute.Type(PlainTypes.arrayOf(type));
    Value length = block.constant(tree, ScalarType.INT32, 1);
    Value made =
        block.apply(tree, ArrayOps.ARRAY_NEW, Attributes.of("type", array), List.of(length));
    Value index = block.constant(tree, ScalarType.INT32, 0);
    return block.apply(tree, ArrayOps.ARRAY_LOAD, made, index);
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
    return isRecord(lowerer, value.type());
  }

  private static boolean isRecord(Lowerer lowerer, ValueType type) {
    return type instanceof RecordType record
        && (LocalRecords.isName(record.name())
            || lowerer.context().names().named(record.name()) != null);
  }
}
