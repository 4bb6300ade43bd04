package dev.kiln.processor.frontend.code;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.scalar.CodeOps;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.Unknowns;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;

/** Converts values to the types that the code around them wants. */
public final class Conversions {
  private final OpenBlock block;

  /** Conversions at the end of a block. */
  public Conversions(OpenBlock block) {
    this.block = block;
  }

  /** A value that Java wants to have a certain type, as it is. */
  public Value required(Tree tree, Value given, ScalarType type) {
    Value value = promoted(tree, given);
    if (value.type().equals(type)) {
      return value;
    }
    if (!block.unknowns().isUnknown(value)) {
      block.unknowns().note(Refusal.leftToJavac());
    }
    return block.unknown(type);
  }

  /** The int that a byte, short or char is; other values as they are. */
  public Value promoted(Tree tree, Value value) {
    return value.type() instanceof CodedType coded && coded.isPrimitive()
        ? code(tree, value)
        : value;
  }

  /** The int that represents a value; of other values, the value itself. */
  public Value code(Tree tree, Value value) {
    if (!(value.type() instanceof CodedType)) {
      return value;
    }
    return block
        .constantBits(value)
        .map(bits -> block.constant(tree, ScalarType.INT32, bits))
        .orElseGet(() -> block.apply(tree, CodeOps.CODE_OF, value));
  }

  /** An int that represents a value of a type as that. */
  public Value coded(Tree tree, Value code, CodedType type) {
    Value value =
        block.apply(
            tree, CodeOps.CODED_AS, Attributes.of("type", new Attribute.Type(type)), List.of(code));
    block.constantBits(code).ifPresent(bits -> block.know(value, bits));
    return value;
  }

  /** A number as a Java cast makes it a byte, short or char. JLS 5.1.3. */
  public Value narrowed(Tree tree, Value value, CodedType type) {
    if (value.type().equals(type)) {
      return value;
    }
    Value number = cast(tree, value, ScalarType.INT32);
    return coded(tree, block.apply(tree, CodeOps.castTo(type), number), type);
  }

  /** Widens a number to {@code type}; null or a type that is not a number leaves it as it is. */
  public Value convert(Tree tree, Value value, ValueType type) {
    if (Unknowns.isUnknown(value.type())) {
      return type == null ? value : block.unknown(type);
    }
    if (type instanceof CodedType coded) {
      return assigned(tree, value, coded);
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
    block.widens(value, wanted);
    return cast(tree, value, wanted);
  }

  /** What Java assigns without a cast: the same type, a narrower one, or an int constant. */
  private Value assigned(Tree tree, Value value, CodedType type) {
    boolean isPrimitive = type.isPrimitive() && !value.type().equals(type);
    Value code = isPrimitive ? promoted(tree, value) : value;
    if (isPrimitive && code.type().equals(ScalarType.INT32)) {
      return coded(tree, code, type);
    }
    if (!value.type().equals(type)) {
      throw Refusal.leftToJavac();
    }
    return value;
  }

  /** Converts a scalar as a Java cast does. */
  public Value cast(Tree tree, Value given, ScalarType type) {
    Value value = promoted(tree, given);
    if (value.type().equals(type)) {
      return value;
    }
    return block.apply(
        tree,
        ConversionOps.CAST,
        Attributes.of("to", new Attribute.ElementType(type.dtype())),
        List.of(value));
  }
}
