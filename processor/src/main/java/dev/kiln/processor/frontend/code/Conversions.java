package dev.kiln.processor.frontend.code;

import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.type.ArrayType;
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
  public Value required(Value value, ScalarType type) {
    if (value.type().equals(type)) {
      return value;
    }
    if (!block.unknowns().isUnknown(value)) {
      block.unknowns().note(Refusal.leftToJavac());
    }
    return block.unknown(type);
  }

  /** Widens a number to {@code type}; null or a type that is not a number leaves it as it is. */
  public Value convert(Tree tree, Value value, ValueType type) {
    if (Unknowns.isUnknown(value.type())) {
      return type == null ? value : block.unknown(type);
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

  /** Converts a scalar as a Java cast does. */
  public Value cast(Tree tree, Value value, ScalarType type) {
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
