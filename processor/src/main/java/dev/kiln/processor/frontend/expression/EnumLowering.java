package dev.kiln.processor.frontend.expression;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.control.CheckOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;

/** Lowers constants of enums and what is computed with them, which the ordinals tell. */
public final class EnumLowering {
  private final OpenBlock block;

  /** Lowers code at the end of a block. */
  public EnumLowering(OpenBlock block) {
    this.block = block;
  }

  /** {@code Mode.FAST}, or {@code FAST} as a label. */
  public Value constant(Tree tree, VariableElement constant) {
    TypeElement owner = (TypeElement) constant.getEnclosingElement();
    CodedType type =
        Enums.type(owner)
            .orElseThrow(
                () ->
                    block.refuse(
                        tree,
                        Code.EXPRESSION,
                        "a constant of an enum that is declared in a method",
                        "declare the enum in a class"));
    int ordinal = Enums.constants(owner).indexOf(constant);
    Value code = block.constant(tree, ScalarType.INT32, ordinal);
    return new Conversions(block).coded(tree, code, type);
  }

  /** {@code mode == Mode.FAST} and its opposite. */
  Value compare(Tree tree, OpDefinition operation, Value left, Value right) {
    Conversions conversions = new Conversions(block);
    return block.apply(
        tree, operation, conversions.code(tree, left), conversions.code(tree, right));
  }

  /**
   * The ordinal of a constant, where Java wants one: null has none. JLS 14.11.3, 15.28.2 and
   * 15.12.4.4.
   */
  public Value ordinal(Tree tree, Value constant) {
    Value code = new Conversions(block).code(tree, constant);
    boolean isConstant = block.constantBits(code).filter(ordinal -> ordinal >= 0).isPresent();
    if (!isConstant) {
      Value zero = block.constant(tree, ScalarType.INT32, 0);
      Value nonNull = block.apply(tree, ElementwiseOps.GREATER_EQUAL, code, zero);
      block.perform(tree, CheckOps.REQUIRE_NON_NULL, Attributes.NONE, List.of(nonNull));
    }
    return code;
  }

  /** Refuses a name that nothing has, in the body of a constant, which may declare it. */
  public void requireOutsideOfConstant(Tree tree, Receiver receiver, String what) {
    if (receiver.constant() != Receiver.OF_ALL) {
      throw block.refuse(
          tree, Code.EXPRESSION, what + " of the body of a constant", "declare it in the enum");
    }
  }

  /** Refuses a choice between constants of two enums: graphs do not know which it is. */
  public void requireOneEnum(Tree tree, ValueType first, ValueType second) {
    if (CodedType.isEnum(first) && CodedType.isEnum(second) && !first.equals(second)) {
      String what = "a choice between " + TypeNames.of(first) + " and " + TypeNames.of(second);
      throw block.refuse(tree, Code.EXPRESSION, what, "use constants of one enum");
    }
  }
}
