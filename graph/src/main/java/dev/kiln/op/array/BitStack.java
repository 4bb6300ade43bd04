package dev.kiln.op.array;

import dev.kiln.kernel.saved.SavedValues;

/** A stack of scalars of any type, as 64 raw bits; whole arrays stay what they are. */
final class BitStack extends SavedValues.Stack {
  private final SavedValues.OfLongs bits;
  private final SavedValues.OfReferences<Object> arrays;

  BitStack(String purpose) {
    super(purpose);
    this.bits = new SavedValues.OfLongs(purpose);
    this.arrays = new SavedValues.OfReferences<>(purpose);
  }

  void push(long element) {
    bits.push(element);
  }

  long pop() {
    return bits.pop();
  }

  @Override
  public void pushAll(Object array) {
    arrays.pushAll(array);
  }

  @Override
  public void popAll(Object array) {
    arrays.popAll(array);
  }

  @Override
  public int count() {
    return bits.count() + arrays.count();
  }

  @Override
  public long weight() {
    return bits.weight() + arrays.weight();
  }
}
