package dev.kiln.graph;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;

/** A value of a graph under construction; operations on it are added to the block being built. */
public final class BlockTerm extends Term {

  /** Where new operations go at the moment. */
  @FunctionalInterface
  public interface Cursor {
    BlockBuilder block();
  }

  private final Cursor cursor;
  private final Value value;

  public BlockTerm(Cursor cursor, Value value) {
    this.cursor = cursor;
    this.value = value;
  }

  /** The value. */
  public Value value() {
    return value;
  }

  @Override
  public ValueType type() {
    return value.type();
  }

  @Override
  public Term apply(OpDefinition operation, Attributes attributes, List<Term> operands) {
    List<Value> values = operands.stream().map(term -> ((BlockTerm) term).value).toList();
    return new BlockTerm(cursor, cursor.block().apply("", operation, attributes, values));
  }

  @Override
  public Term number(double number) {
    return new BlockTerm(cursor, number(cursor.block(), value.type(), number));
  }

  /** The number as a scalar, or as a rank-0 tensor where {@code type} is a tensor type. */
  public static Value number(BlockBuilder block, ValueType type, double number) {
    if (type instanceof ScalarType scalar) {
      return block.constant(scalar, number);
    }
    TensorShape shape = TensorShape.scalar();
    NdArray array =
        switch (((TensorType) type).dtype()) {
          case FLOAT32 -> NdArray.of(shape, new float[] {(float) number});
          case FLOAT64 -> NdArray.of(shape, new double[] {number});
          case INT32 -> NdArray.of(shape, new int[] {(int) number});
          case INT64 -> NdArray.of(shape, new long[] {(long) number});
          case BOOL -> NdArray.of(shape, new boolean[] {number != 0});
        };
    return block.apply(
        "",
        ConstantOps.TENSOR_CONSTANT,
        Attributes.of("value", new Attribute.Array(array)),
        List.of());
  }
}
