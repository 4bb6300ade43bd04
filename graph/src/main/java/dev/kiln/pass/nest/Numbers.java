package dev.kiln.pass.nest;

import dev.kiln.array.NdArray;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Bits;

/** Tensors of one element as numbers. */
final class Numbers {
  private Numbers() {}

  /** The first element. */
  static Attribute.Number only(NdArray array) {
    long bits =
        switch (array.dtype()) {
          case FLOAT32 -> Bits.of(array.floats()[0]);
          case FLOAT64 -> Bits.of(array.doubles()[0]);
          case INT32 -> array.ints()[0];
          case INT64 -> array.longs()[0];
          case BOOL -> Bits.of(array.booleans()[0]);
        };
    return new Attribute.Number(array.dtype(), bits);
  }
}
